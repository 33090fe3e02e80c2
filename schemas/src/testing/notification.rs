//! Examples of the records of notification.

use super::{Example, id, moment};
use crate::{
    notification::{NotificationKind, NotificationParameter, RequestNotification},
    text::Text,
};

impl Example for RequestNotification {
    fn example() -> Self {
        Self {
            user_id: id(1),
            notification_id: id(9),
            kind: NotificationKind::AccountActivation,
            address: Some(Text::from("ada@example.org")),
            parameters: vec![NotificationParameter { name: "token".to_owned(), value: Text::from("a one-time token") }],
            expires_at: Some(moment()),
            requested_at: moment(),
        }
    }
}
