//! Examples of the records of identity.

use super::{Example, id, moment};
use crate::{
    digest::Digest,
    identity::{
        AccountState, AccountStatus, CredentialCreated, CredentialSnapshot, EmailReservationSnapshot, EmailReserved,
        SessionSnapshot, SessionStarted, UserRegistered, UserSnapshot,
    },
    text::Text,
};

impl Example for UserRegistered {
    fn example() -> Self {
        Self { user_id: id(1), email: Text::from("ada@example.org"), registered_at: moment() }
    }
}

impl Example for EmailReserved {
    fn example() -> Self {
        Self { user_id: id(1), reservation_id: id(7), reserved_at: moment() }
    }
}

impl Example for CredentialCreated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".to_owned(),
            created_at: moment(),
        }
    }
}

impl Example for SessionStarted {
    fn example() -> Self {
        Self {
            user_id: id(1),
            session_id: id(6),
            credential_version: 1,
            refresh_token_hash: Digest::of(b"refresh_token_hash"),
            started_at: moment(),
            expires_at: moment(),
        }
    }
}

impl Example for CredentialSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            version: 3,
            fold_version: 1,
            password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".to_owned(),
        }
    }
}

impl Example for SessionSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            session_id: id(6),
            version: 3,
            fold_version: 1,
            credential_version: 1,
            refresh_token_hash: Digest::of(b"refresh_token_hash"),
            started_at: moment(),
            expires_at: moment(),
        }
    }
}

impl Example for AccountStatus {
    fn example() -> Self {
        Self { user_id: id(1), status: AccountState::Active, activated: true, version: 3 }
    }
}

impl Example for UserSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), version: 3, fold_version: 1, email: Text::from("ada@example.org") }
    }
}

impl Example for EmailReservationSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), reservation_id: id(7), version: 3, fold_version: 1 }
    }
}
