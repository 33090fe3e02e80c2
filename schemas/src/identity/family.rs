//! Which records share a topic.

mod event;
mod private;
mod table;

pub use self::{
    event::IdentityEvent,
    private::{IdentityPrivateEvent, IdentityPrivateSnapshot},
    table::{IdentityAccess, IdentityAccount, IdentityCommand, IdentitySnapshot},
};
