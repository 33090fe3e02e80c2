//! A user: made together with the reservation of the address and the credential, or not at all.

use schemas::id::{ReservationId, UserId};
use schemas::identity::{
    AccountState, CredentialCreated, EmailChangeRequested, EmailChanged, EmailReserved, IdentityEvent,
    IdentityPrivateEvent, UserDeactivated, UserReactivated, UserRegistered,
};
use schemas::text::Text;
use schemas::time::Instant;

use super::Rejection;
use super::activation;
use super::credential::PasswordHash;
use super::email::EmailAddress;
use super::email_reservation::EmailReservation;
use super::one_time_token::OneTimeToken;

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
    /// What confirms the address.
    pub token: OneTimeToken,
    /// When that stops working.
    pub token_expires_at: Instant,
}

/// Puts an account out of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeactivateUser {
    /// Whose.
    pub user: UserId,
}

/// Puts an account into use again, having shown its password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReactivateUser {
    /// Whose.
    pub user: UserId,
    /// Version of the credential that the password was verified against.
    pub credential_version: u64,
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
    /// Where it is reserved; unknown for registrations of old.
    pub reservation: Option<ReservationId>,
    /// The address that is to be the next one.
    pub pending: Option<PendingEmail>,
}

/// An address that is being reserved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PendingEmail {
    /// Where.
    pub reservation: ReservationId,
    /// The address.
    pub email: Text,
    /// Version of the user that asked for it: names the change.
    pub version: u64,
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
    /// Of the token that confirms the address, private.
    pub activation: IdentityPrivateEvent,
}

/// Decides a registration.
pub fn decide(known: Known<'_>, command: &RegisterUser, at: Instant) -> Result<Registered, Rejection> {
    if known.reservation.and_then(EmailReservation::holder).is_some() {
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
            reservation_id: Some(command.reservation),
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
        activation: activation::issued(user_id, &command.token, command.token_expires_at, at),
    })
}

/// Decides whether an account goes out of use; nothing when it is.
pub fn deactivate(
    account: Option<&Account>,
    command: &DeactivateUser,
    at: Instant,
) -> Result<Option<IdentityEvent>, Rejection> {
    let deactivated = UserDeactivated { user_id: command.user, deactivated_at: at };
    match account.ok_or(Rejection::UserUnknown)?.status {
        AccountState::Active => Ok(Some(IdentityEvent::UserDeactivated(deactivated))),
        AccountState::Deactivated | AccountState::Unknown => Ok(None),
    }
}

/// Decides whether an account comes into use again; nothing when it is.
pub fn reactivate(
    account: Option<&Account>,
    credential_version: u64,
    command: &ReactivateUser,
    at: Instant,
) -> Result<Option<IdentityEvent>, Rejection> {
    if credential_version != command.credential_version {
        return Err(Rejection::CredentialChanged);
    }
    let reactivated = UserReactivated { user_id: command.user, reactivated_at: at };
    match account.ok_or(Rejection::UserUnknown)?.status {
        AccountState::Deactivated => Ok(Some(IdentityEvent::UserReactivated(reactivated))),
        AccountState::Active | AccountState::Unknown => Ok(None),
    }
}

impl User {
    /// The user that an event makes.
    pub fn registered(event: &UserRegistered) -> Self {
        Self { email: event.email.clone(), reservation: event.reservation_id, pending: None }
    }

    /// The user who waits for another address, since this version.
    pub fn waiting(&self, event: &EmailChangeRequested, version: u64) -> Self {
        let pending = PendingEmail { reservation: event.reservation_id, email: event.email.clone(), version };
        Self { pending: Some(pending), ..self.clone() }
    }

    /// The user at another address.
    pub fn moved(&self, event: &EmailChanged) -> Self {
        Self { email: event.email.clone(), reservation: Some(event.reservation_id), pending: None }
    }

    /// Whether an address is theirs or is to be.
    pub fn needs(&self, reservation: ReservationId) -> bool {
        self.reservation == Some(reservation)
            || self.pending.as_ref().is_some_and(|pending| pending.reservation == reservation)
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
            token: OneTimeToken::new(&[1; 32]),
            token_expires_at: NOW,
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
        let IdentityPrivateEvent::ActivationTokenIssued(issued) = registered.activation else {
            panic!("no token");
        };
        assert_eq!(issued.token_hash, OneTimeToken::new(&[1; 32]).hash());
    }

    #[test]
    fn a_taken_address_is_not_given_away_again() {
        let reservation = EmailReservation { last_holder: ann(), released: false };
        let known = Known { reservation: Some(&reservation), user: None };
        assert_eq!(decide(known, &register(), NOW), Err(Rejection::EmailTaken));
        // not to its holder either: a registration is no way to change a password
        let user = User { email: Text::Erased, reservation: None, pending: None };
        let known = Known { reservation: Some(&reservation), user: Some(&user) };
        assert_eq!(decide(known, &register(), NOW), Err(Rejection::EmailTaken));
    }

    #[test]
    fn an_id_is_never_used_for_a_second_user() {
        let user = User { email: Text::Erased, reservation: None, pending: None };
        let known = Known { reservation: None, user: Some(&user) };
        assert_eq!(decide(known, &register(), NOW), Err(Rejection::UserIdTaken));
    }

    #[test]
    fn an_opened_account_is_active_and_not_yet_activated() {
        let account = Account { status: AccountState::Active, activated: false, version: 1 };
        assert_eq!(Account::opened(1), account);
    }

    #[test]
    fn a_released_address_is_free_again() {
        let released = EmailReservation { last_holder: ann(), released: true };
        assert!(decide(Known { reservation: Some(&released), user: None }, &register(), NOW).is_ok());
    }

    #[test]
    fn an_account_goes_out_of_use_and_comes_back_once() {
        let active = Account { status: AccountState::Active, activated: true, version: 1 };
        let deactivated = Account { status: AccountState::Deactivated, ..active };
        let out = |account| deactivate(Some(account), &DeactivateUser { user: ann() }, NOW);
        let event = UserDeactivated { user_id: ann(), deactivated_at: NOW };
        assert_eq!(out(&active), Ok(Some(IdentityEvent::UserDeactivated(event))));
        assert_eq!(out(&deactivated), Ok(None));
        let back = |account, version| {
            reactivate(Some(account), version, &ReactivateUser { user: ann(), credential_version: 3 }, NOW)
        };
        let event = UserReactivated { user_id: ann(), reactivated_at: NOW };
        assert_eq!(back(&deactivated, 3), Ok(Some(IdentityEvent::UserReactivated(event))));
        assert_eq!(back(&active, 3), Ok(None));
        assert_eq!(back(&deactivated, 4), Err(Rejection::CredentialChanged));
        assert_eq!(deactivate(None, &DeactivateUser { user: ann() }, NOW), Err(Rejection::UserUnknown));
    }
}
