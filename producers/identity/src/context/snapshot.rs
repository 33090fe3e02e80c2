//! State as records, and back.

use command_api::StateKey;
use schemas::id::{ReservationId, SessionId, TokenId, UserId};
use schemas::identity::{
    AccessToken as AccessTokenRecord, AccountStatus, ActivationSnapshot, CoachingGrant, CredentialSnapshot,
    EmailReservationSnapshot, IdentityAccess, IdentityAccount, IdentityPrivateSnapshot, IdentitySnapshot,
    SessionSnapshot, UserSnapshot,
};

use super::State;
use super::place::{
    account_key, id_of, of_activation, of_credential, of_grant, of_reservation, of_session, of_token, of_user,
};
use crate::domain::access_token::AccessToken;
use crate::domain::activation::Activation;
use crate::domain::coaching::Grant;
use crate::domain::credential::{Credential, PasswordHash};
use crate::domain::email_reservation::EmailReservation;
use crate::domain::session::Session;
use crate::domain::user::{Account, PendingEmail, User};
use crate::records::Snapshot;

pub(super) fn snapshot(key: &StateKey, version: u64, fold_version: i32, state: &State) -> Snapshot {
    let user_id = UserId::from_uuid(key.owner);
    let version = version.cast_signed();
    match state {
        State::User(User { email, reservation, pending }) => IdentitySnapshot::UserSnapshot(UserSnapshot {
            user_id,
            version,
            fold_version,
            email: email.clone(),
            reservation_id: *reservation,
            pending_reservation_id: pending.as_ref().map(|pending| pending.reservation),
            pending_email: pending.as_ref().map(|pending| pending.email.clone()),
            pending_version: pending.as_ref().map(|pending| pending.version.cast_signed()),
        })
        .into(),
        State::EmailReservation(EmailReservation { last_holder, released }) => {
            IdentitySnapshot::EmailReservationSnapshot(EmailReservationSnapshot {
                user_id: *last_holder,
                reservation_id: ReservationId::from_uuid(key.owner),
                version,
                fold_version,
                released: *released,
            })
            .into()
        }
        State::Credential(Credential { password_hash, kept_session }) => {
            IdentityPrivateSnapshot::CredentialSnapshot(CredentialSnapshot {
                user_id,
                version,
                fold_version,
                password_hash: password_hash.expose().to_owned(),
                kept_session_id: *kept_session,
            })
            .into()
        }
        State::Session(session) => IdentityPrivateSnapshot::SessionSnapshot(SessionSnapshot {
            user_id,
            session_id: SessionId::from_uuid(id_of(key)),
            version,
            fold_version,
            credential_version: session.credential_version.cast_signed(),
            refresh_token_hash: session.refresh_token_hash,
            started_at: session.started_at,
            expires_at: session.expires_at,
            ended: session.ended,
        })
        .into(),
        State::Activation(Activation { token_hash, expires_at, used }) => {
            let (token_hash, expires_at, used) = (*token_hash, *expires_at, *used);
            let snapshot = ActivationSnapshot { user_id, version, fold_version, token_hash, expires_at, used };
            IdentityPrivateSnapshot::ActivationSnapshot(snapshot).into()
        }
        State::Account(account) => IdentityAccount::AccountStatus(AccountStatus {
            user_id,
            status: account.status,
            activated: account.activated,
            version: account.version.cast_signed(),
        })
        .into(),
        State::Grant(Grant { scopes, until, granted_at, revoked_at }) => IdentityAccess::CoachingGrant(CoachingGrant {
            user_id,
            coach_id: UserId::from_uuid(id_of(key)),
            version,
            fold_version,
            scopes: scopes.clone(),
            until: *until,
            granted_at: *granted_at,
            revoked_at: *revoked_at,
        })
        .into(),
        State::AccessToken(token) => IdentityAccess::AccessToken(AccessTokenRecord {
            user_id,
            token_id: TokenId::from_uuid(id_of(key)),
            version,
            fold_version,
            name: token.name.clone(),
            token_hash: token.token_hash,
            scopes: token.scopes.clone(),
            created_at: token.created_at,
            expires_at: token.expires_at,
            revoked_at: token.revoked_at,
        })
        .into(),
    }
}

pub(super) fn restore(snapshot: Snapshot) -> (StateKey, u64, State) {
    match snapshot {
        Snapshot::Public(snapshot) => restore_public(snapshot),
        Snapshot::Private(snapshot) => restore_private(snapshot),
        Snapshot::Account(IdentityAccount::AccountStatus(account)) => {
            let version = account.version.cast_unsigned();
            let state = Account { status: account.status, activated: account.activated, version };
            // an entry beside the aggregates has no version of its own
            (account_key(account.user_id), 0, State::Account(state))
        }
        Snapshot::Access(IdentityAccess::CoachingGrant(grant)) => {
            let key = of_grant(grant.user_id, grant.coach_id).state_key();
            let CoachingGrant { scopes, until, granted_at, revoked_at, version, .. } = grant;
            (key, version.cast_unsigned(), State::Grant(Grant { scopes, until, granted_at, revoked_at }))
        }
        Snapshot::Access(IdentityAccess::AccessToken(token)) => {
            let key = of_token(token.user_id, token.token_id).state_key();
            let AccessTokenRecord { name, token_hash, scopes, created_at, expires_at, revoked_at, version, .. } = token;
            let state = AccessToken { name, token_hash, scopes, created_at, expires_at, revoked_at };
            (key, version.cast_unsigned(), State::AccessToken(state))
        }
    }
}

fn restore_public(snapshot: IdentitySnapshot) -> (StateKey, u64, State) {
    match snapshot {
        IdentitySnapshot::UserSnapshot(user) => {
            let pending = match (user.pending_reservation_id, user.pending_email, user.pending_version) {
                (Some(reservation), Some(email), Some(version)) => {
                    Some(PendingEmail { reservation, email, version: version.cast_unsigned() })
                }
                // written together or not at all
                (_, _, _) => None,
            };
            let state = User { email: user.email, reservation: user.reservation_id, pending };
            (of_user(user.user_id).state_key(), user.version.cast_unsigned(), State::User(state))
        }
        IdentitySnapshot::EmailReservationSnapshot(reservation) => {
            let key = of_reservation(reservation.reservation_id).state_key();
            let state = EmailReservation { last_holder: reservation.user_id, released: reservation.released };
            (key, reservation.version.cast_unsigned(), State::EmailReservation(state))
        }
    }
}

fn restore_private(snapshot: IdentityPrivateSnapshot) -> (StateKey, u64, State) {
    match snapshot {
        IdentityPrivateSnapshot::CredentialSnapshot(credential) => {
            let password_hash = PasswordHash::from_phc(credential.password_hash);
            let state = Credential { password_hash, kept_session: credential.kept_session_id };
            let key = of_credential(credential.user_id).state_key();
            (key, credential.version.cast_unsigned(), State::Credential(state))
        }
        IdentityPrivateSnapshot::SessionSnapshot(session) => {
            let state = Session {
                credential_version: session.credential_version.cast_unsigned(),
                refresh_token_hash: session.refresh_token_hash,
                started_at: session.started_at,
                expires_at: session.expires_at,
                ended: session.ended,
            };
            let key = of_session(session.user_id, session.session_id).state_key();
            (key, session.version.cast_unsigned(), State::Session(state))
        }
        IdentityPrivateSnapshot::ActivationSnapshot(activation) => {
            let ActivationSnapshot { token_hash, expires_at, used, version, .. } = activation;
            let key = of_activation(activation.user_id).state_key();
            (key, version.cast_unsigned(), State::Activation(Activation { token_hash, expires_at, used }))
        }
    }
}
