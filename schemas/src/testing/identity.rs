//! Examples of the records of identity.

use super::{Example, id, moment};
use crate::{
    digest::Digest,
    identity::{
        AccessToken, AccessTokenCreated, AccessTokenRevoked, AccountState, AccountStatus, ActivationSnapshot,
        ActivationTokenIssued, ActivationTokenUsed, CoachingGrant, CoachingGranted, CoachingRevoked,
        CompleteEmailChange, CredentialCreated, CredentialSnapshot, EmailChangeRefused, EmailChangeRequested,
        EmailChanged, EmailReleased, EmailReservationSnapshot, EmailReserved, PasswordChanged, ReleaseEmail,
        ReserveEmail, Scope, SessionEnd, SessionEnded, SessionRefreshed, SessionSnapshot, SessionStarted,
        UserActivated, UserDeactivated, UserReactivated, UserRegistered, UserSnapshot,
    },
    text::Text,
};

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

impl Example for UserRegistered {
    fn example() -> Self {
        Self {
            user_id: id(1),
            email: Text::from("ada@example.org"),
            registered_at: moment(),
            reservation_id: Some(id(7)),
        }
    }
}

impl Example for EmailReserved {
    fn example() -> Self {
        Self { user_id: id(1), reservation_id: id(7), reserved_at: moment() }
    }
}

impl Example for UserActivated {
    fn example() -> Self {
        Self { user_id: id(1), activated_at: moment() }
    }
}

impl Example for UserDeactivated {
    fn example() -> Self {
        Self { user_id: id(1), deactivated_at: moment() }
    }
}

impl Example for UserReactivated {
    fn example() -> Self {
        Self { user_id: id(1), reactivated_at: moment() }
    }
}

impl Example for EmailChangeRequested {
    fn example() -> Self {
        Self { user_id: id(1), reservation_id: id(7), email: Text::from("ada@example.org"), requested_at: moment() }
    }
}

impl Example for EmailChanged {
    fn example() -> Self {
        Self {
            user_id: id(1),
            reservation_id: id(7),
            previous_reservation_id: Some(id(5)),
            email: Text::from("ada@example.org"),
            changed_at: moment(),
        }
    }
}

impl Example for EmailChangeRefused {
    fn example() -> Self {
        Self { user_id: id(1), reservation_id: id(7), refused_at: moment() }
    }
}

impl Example for EmailReleased {
    fn example() -> Self {
        Self { user_id: id(1), reservation_id: id(7), released_at: moment() }
    }
}

impl Example for CoachingGranted {
    fn example() -> Self {
        Self {
            user_id: id(1),
            coach_id: id(2),
            scopes: vec![Scope::Log, Scope::Read],
            until: Some(moment()),
            granted_at: moment(),
        }
    }
}

impl Example for CoachingRevoked {
    fn example() -> Self {
        Self { user_id: id(1), coach_id: id(2), revoked_at: moment() }
    }
}

impl Example for PasswordChanged {
    fn example() -> Self {
        Self {
            user_id: id(1),
            password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".to_owned(),
            kept_session_id: Some(id(6)),
            changed_at: moment(),
        }
    }
}

impl Example for SessionRefreshed {
    fn example() -> Self {
        Self {
            user_id: id(1),
            session_id: id(6),
            refresh_token_hash: Digest::of(b"refresh_token_hash"),
            refreshed_at: moment(),
            expires_at: moment(),
        }
    }
}

impl Example for SessionEnded {
    fn example() -> Self {
        Self { user_id: id(1), session_id: id(6), reason: SessionEnd::TokenReused, ended_at: moment() }
    }
}

impl Example for ActivationTokenIssued {
    fn example() -> Self {
        Self { user_id: id(1), token_hash: Digest::of(b"token_hash"), issued_at: moment(), expires_at: moment() }
    }
}

impl Example for ActivationTokenUsed {
    fn example() -> Self {
        Self { user_id: id(1), used_at: moment() }
    }
}

impl Example for AccessTokenCreated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            token_id: id(8),
            name: Text::from("my script"),
            token_hash: Digest::of(b"token_hash"),
            scopes: vec![Scope::Log, Scope::Read],
            expires_at: Some(moment()),
            created_at: moment(),
        }
    }
}

impl Example for AccessTokenRevoked {
    fn example() -> Self {
        Self { user_id: id(1), token_id: id(8), revoked_at: moment() }
    }
}

impl Example for CredentialSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            version: 3,
            fold_version: 1,
            password_hash: "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA".to_owned(),
            kept_session_id: Some(id(6)),
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
            ended: true,
        }
    }
}

impl Example for ActivationSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            version: 3,
            fold_version: 1,
            token_hash: Digest::of(b"token_hash"),
            expires_at: moment(),
            used: true,
        }
    }
}

impl Example for UserSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            version: 3,
            fold_version: 1,
            email: Text::from("ada@example.org"),
            reservation_id: Some(id(7)),
            pending_reservation_id: Some(id(5)),
            pending_email: Some(Text::from("ada@example.org")),
            pending_version: Some(3),
        }
    }
}

impl Example for EmailReservationSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), reservation_id: id(7), version: 3, fold_version: 1, released: true }
    }
}

impl Example for CoachingGrant {
    fn example() -> Self {
        Self {
            user_id: id(1),
            coach_id: id(2),
            version: 3,
            fold_version: 1,
            scopes: vec![Scope::Log, Scope::Read],
            until: Some(moment()),
            granted_at: moment(),
            revoked_at: Some(moment()),
        }
    }
}

impl Example for AccessToken {
    fn example() -> Self {
        Self {
            user_id: id(1),
            token_id: id(8),
            version: 3,
            fold_version: 1,
            name: Text::from("my script"),
            token_hash: Digest::of(b"token_hash"),
            scopes: vec![Scope::Log, Scope::Read],
            created_at: moment(),
            expires_at: Some(moment()),
            revoked_at: Some(moment()),
        }
    }
}

impl Example for ReserveEmail {
    fn example() -> Self {
        Self { reservation_id: id(7), user_id: id(1), change_version: 3 }
    }
}

impl Example for CompleteEmailChange {
    fn example() -> Self {
        Self { user_id: id(1), reservation_id: id(7), change_version: 3, reserved: true }
    }
}

impl Example for ReleaseEmail {
    fn example() -> Self {
        Self { reservation_id: id(7), user_id: id(1) }
    }
}

impl Example for AccountStatus {
    fn example() -> Self {
        Self { user_id: id(1), status: AccountState::Active, activated: true, version: 3 }
    }
}
