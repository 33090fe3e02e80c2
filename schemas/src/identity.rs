//! Records of the identity context: who someone is.

mod account;
mod event;
mod family;
mod private;
mod snapshot;

pub use self::{
    account::{AccountState, AccountStatus},
    event::{EmailReserved, UserRegistered},
    family::{IdentityAccount, IdentityEvent, IdentityPrivateEvent, IdentityPrivateSnapshot, IdentitySnapshot},
    private::{CredentialCreated, CredentialSnapshot, SessionSnapshot, SessionStarted},
    snapshot::{EmailReservationSnapshot, UserSnapshot},
};
