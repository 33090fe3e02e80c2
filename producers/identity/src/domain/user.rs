//! A user: made together with the reservation of the address and the credential, or not at all.

use schemas::id::{ReservationId, UserId};
use schemas::identity::{
    AccountState, CredentialCreated, EmailReserved, IdentityEvent, IdentityPrivateEvent, UserRegistered,
};
use schemas::text::Text;
use schemas::time::Instant;

use super::Rejection;
use super::credential::PasswordHash;
use super::email::EmailAddress;
use super::email_reservation::EmailReservation;

/// Makes an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterUser {
    /// The new user, an id chosen by the server to share the reservation's partition.
    pub user: UserId,
    /// Where the address is reserved.
    pub reservation: ReservationId,
    /// The address.
    pub email: EmailAddress,
    /// The hash of the password.
    pub password_hash: PasswordHash,
}

/// What stands in the log when a registration is decided.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The reservation of the address, if anyone holds it.
    pub reservation: Option<&'a EmailReservation>,
    /// The user of that id, if there is one.
    pub user: Option<&'a User>,
}

/// A registered user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their address.
    pub email: Text,
}

/// What every service knows of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Account {
    /// Whether it may be used.
    pub status: AccountState,
    /// Whether its address was confirmed.
    pub activated: bool,
    /// Version of the user that this follows from.
    pub version: u64,
}

/// The events of a registration, one of each aggregate it makes.
#[derive(Debug, Clone, PartialEq)]
pub struct Registered {
    /// Of the user.
    pub user: IdentityEvent,
    /// Of the reservation.
    pub reservation: IdentityEvent,
    /// Of the credential, private.
    pub credential: IdentityPrivateEvent,
}

/// Decides a registration.
pub fn decide(known: Known<'_>, command: &RegisterUser, at: Instant) -> Result<Registered, Rejection> {
    if known.reservation.is_some() {
        return Err(Rejection::EmailTaken);
    }
    if known.user.is_some() {
        return Err(Rejection::UserIdTaken);
    }
    let user_id = command.user;
    Ok(Registered {
        user: IdentityEvent::UserRegistered(UserRegistered {
            user_id,
            email: Text::from(command.email.entered()),
            registered_at: at,
        }),
        reservation: IdentityEvent::EmailReserved(EmailReserved {
            user_id,
            reservation_id: command.reservation,
            reserved_at: at,
        }),
        credential: IdentityPrivateEvent::CredentialCreated(CredentialCreated {
            user_id,
            password_hash: command.password_hash.expose().to_owned(),
            created_at: at,
        }),
    })
}

impl User {
    /// The user that an event makes.
    pub fn registered(event: &UserRegistered) -> Self {
        Self { email: event.email.clone() }
    }
}

impl Account {
    /// The account of a user registered with the event of this version.
    pub fn opened(version: u64) -> Self {
        Self { status: AccountState::Active, activated: false, version }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::email::EmailKey;

    const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);

    fn ann() -> UserId {
        "0191d2c8-7a3e-7b1f-8a55-0123456789ab".parse().unwrap()
    }

    fn register() -> RegisterUser {
        let email = EmailAddress::parse("Ann@Example.com").unwrap();
        RegisterUser {
            user: ann(),
            reservation: EmailKey::new([7; 32]).reservation(&email),
            email,
            password_hash: PasswordHash::from_phc("$argon2id$…".to_owned()),
        }
    }

    #[test]
    fn a_registration_makes_user_reservation_and_credential() {
        let known = Known { reservation: None, user: None };
        let registered = decide(known, &register(), NOW).unwrap();
        let IdentityEvent::UserRegistered(user) = registered.user else { panic!("{registered:?}") };
        assert_eq!((user.user_id, user.registered_at), (ann(), NOW));
        assert_eq!(user.email.clear(), Some("Ann@Example.com"));
        assert_eq!(User::registered(&user).email, user.email);
        let IdentityEvent::EmailReserved(reserved) = registered.reservation else {
            panic!("no reservation");
        };
        assert_eq!(reserved.reservation_id, register().reservation);
        assert_eq!((reserved.user_id, reserved.reserved_at), (ann(), NOW));
        let IdentityPrivateEvent::CredentialCreated(credential) = registered.credential else {
            panic!("no credential");
        };
        assert_eq!((credential.user_id, credential.created_at), (ann(), NOW));
        assert_eq!(credential.password_hash, "$argon2id$…");
    }

    #[test]
    fn a_taken_address_is_not_given_away_again() {
        let reservation = EmailReservation { holder: ann() };
        let known = Known { reservation: Some(&reservation), user: None };
        assert_eq!(decide(known, &register(), NOW), Err(Rejection::EmailTaken));
        // not to its holder either: a registration is no way to change a password
        let user = User { email: Text::Erased };
        let known = Known { reservation: Some(&reservation), user: Some(&user) };
        assert_eq!(decide(known, &register(), NOW), Err(Rejection::EmailTaken));
    }

    #[test]
    fn an_id_is_never_used_for_a_second_user() {
        let user = User { email: Text::Erased };
        let known = Known { reservation: None, user: Some(&user) };
        assert_eq!(decide(known, &register(), NOW), Err(Rejection::UserIdTaken));
    }

    #[test]
    fn an_opened_account_is_active_and_not_yet_activated() {
        let account = Account { status: AccountState::Active, activated: false, version: 1 };
        assert_eq!(Account::opened(1), account);
    }
}
