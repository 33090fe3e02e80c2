//! A notification that was read. What there is to read is the business of the service that notifies; to have read it is not.

use command_api::Meta;
use schemas::id::NotificationId;
use schemas::profile::{NotificationRead, ProfileEvent};
use schemas::time::Instant;

/// Decides: reading twice is reading.
pub fn decide(read_at: Option<Instant>, meta: &Meta, id: NotificationId) -> Vec<ProfileEvent> {
    match read_at {
        Some(_) => Vec::new(),
        None => vec![ProfileEvent::NotificationRead(NotificationRead {
            user_id: meta.subject,
            notification_id: id,
            read_at: meta.received_at,
        })],
    }
}

#[cfg(test)]
mod tests {
    use schemas::testing::id;

    use super::*;
    use crate::domain::scenario::{NOW, ann, meta, one};

    #[test]
    fn a_notification_is_read_once() {
        let event = one(Ok(decide(None, &meta(), id(1))));
        let ProfileEvent::NotificationRead(read) = &event else { panic!("{event:?}") };
        assert_eq!((read.user_id, read.notification_id, read.read_at), (ann(), id(1), NOW));
        assert_eq!(decide(Some(NOW), &meta(), id(1)), vec![]);
    }
}
