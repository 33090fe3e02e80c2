//! Records of the identity context: who someone is, and whom they let act for them.

mod access_token;
mod account;
mod coaching;
mod email;
mod event;
mod family;
mod private;
mod scope;
mod session;
mod snapshot;

pub use self::{
    access_token::{AccessToken, AccessTokenCreated, AccessTokenRevoked},
    account::{AccountState, AccountStatus},
    coaching::{CoachingGrant, CoachingGranted, CoachingRevoked},
    email::{
        CompleteEmailChange, EmailChangeRefused, EmailChangeRequested, EmailChanged, EmailReleased, ReleaseEmail,
        ReserveEmail,
    },
    event::{EmailReserved, UserActivated, UserDeactivated, UserReactivated, UserRegistered},
    family::{
        IdentityAccess, IdentityAccount, IdentityCommand, IdentityEvent, IdentityPrivateEvent, IdentityPrivateSnapshot,
        IdentitySnapshot,
    },
    private::{
        ActivationSnapshot, ActivationTokenIssued, ActivationTokenUsed, CredentialCreated, CredentialSnapshot,
        PasswordChanged,
    },
    scope::Scope,
    session::{SessionEnd, SessionEnded, SessionRefreshed, SessionSnapshot, SessionStarted},
    snapshot::{EmailReservationSnapshot, UserSnapshot},
};
