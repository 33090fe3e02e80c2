//! What identity sends: the steps of a change of address to itself, and what people are to be told.

use command_api::Sent;
use schemas::id::{NotificationId, UserId};
use schemas::identity::{CompleteEmailChange, ReleaseEmail, ReserveEmail};
use schemas::notification::{NotificationKind, NotificationParameter, RequestNotification};
use schemas::text::Text;
use schemas::time::Instant;
use schemas::topic::Topic;

use crate::domain::email_change::{self, Next};
use crate::domain::one_time_token::OneTimeToken;

/// The next step of a change of address.
pub(crate) fn next(next: Next) -> Sent {
    match next {
        Next::Reserve(email_change::ReserveEmail { reservation, user, change_version }) => {
            let record = ReserveEmail {
                reservation_id: reservation,
                user_id: user,
                change_version: change_version.cast_signed(),
            };
            Sent::new(Topic::IDENTITY_COMMANDS, reservation.uuid(), reservation.to_string(), record)
        }
        Next::Complete(email_change::CompleteEmailChange { user, reservation, change_version, reserved }) => {
            let record = CompleteEmailChange {
                user_id: user,
                reservation_id: reservation,
                change_version: change_version.cast_signed(),
                reserved,
            };
            Sent::new(Topic::IDENTITY_COMMANDS, user.uuid(), user.to_string(), record)
        }
        Next::Release(email_change::ReleaseEmail { reservation, user }) => {
            let record = ReleaseEmail { reservation_id: reservation, user_id: user };
            Sent::new(Topic::IDENTITY_COMMANDS, reservation.uuid(), reservation.to_string(), record)
        }
    }
}

/// The token that confirms an address, on its way there.
pub(crate) fn activation(user: UserId, token: &OneTimeToken, expires_at: Instant, at: Instant) -> Sent {
    let parameters = vec![NotificationParameter { name: "token".to_owned(), value: Text::from(token.expose()) }];
    let name = format!("activation/{}", token.hash());
    notice(user, &name, NotificationKind::AccountActivation, at, |notice| RequestNotification {
        parameters,
        expires_at: Some(expires_at),
        ..notice
    })
}

/// Word to the address before that it is no longer the account's.
pub(crate) fn email_changed(user: UserId, before: Text, version: u64, at: Instant) -> Sent {
    notice(user, &format!("email/{version}"), NotificationKind::EmailChanged, at, |notice| RequestNotification {
        address: Some(before),
        ..notice
    })
}

/// Word that the password is another one.
pub(crate) fn password_changed(user: UserId, version: u64, at: Instant) -> Sent {
    notice(user, &format!("password/{version}"), NotificationKind::PasswordChanged, at, |notice| notice)
}

fn notice(
    user: UserId,
    name: &str,
    kind: NotificationKind,
    at: Instant,
    fill: impl FnOnce(RequestNotification) -> RequestNotification,
) -> Sent {
    let notification_id = NotificationId::v5(user.uuid(), format!("identity/{name}").as_bytes());
    let record = fill(RequestNotification {
        user_id: user,
        notification_id,
        kind,
        address: None,
        parameters: Vec::new(),
        expires_at: None,
        requested_at: at,
    });
    Sent::new(Topic::NOTIFICATION_COMMANDS, user.uuid(), notification_id.to_string(), record)
}
