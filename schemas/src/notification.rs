//! Records of notification: what people are told.

mod command;
mod family;

pub use self::{
    command::{NotificationKind, NotificationParameter, RequestNotification},
    family::NotificationCommand,
};
