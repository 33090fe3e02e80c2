//! Another e-mail address. The old one and the new one may live in partitions other than the user's, so it is a chain
//! of commands, each of them sent in the transaction of the decision before:
//!
//! 1. `ChangeEmail` notes at the user what is wanted, and sends
//! 2. `ReserveEmail` to the new address, which takes it for the user or not, and sends
//! 3. `CompleteEmailChange` to the user, who moves there or stays, and sends
//! 4. `ReleaseEmail` to the address that is no longer needed.
//!
//! Whatever crashes in between, what was sent is in the log. Each step finds out whether it was taken before.

use schemas::id::{ReservationId, UserId};
use schemas::identity::{
    EmailChangeRefused, EmailChangeRequested, EmailChanged, EmailReleased, EmailReserved, IdentityEvent,
};
use schemas::text::Text;
use schemas::time::Instant;

use super::Rejection;
use super::email::EmailAddress;
use super::email_reservation::EmailReservation;
use super::user::{PendingEmail, User};

/// Wants another address, having shown the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeEmail {
    /// Who.
    pub user: UserId,
    /// Version of the credential that the password was verified against.
    pub credential_version: u64,
    /// Where the new address is reserved.
    pub reservation: ReservationId,
    /// The new address.
    pub email: EmailAddress,
}

/// Takes an address for a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReserveEmail {
    /// The address.
    pub reservation: ReservationId,
    /// For whom.
    pub user: UserId,
    /// Which change of theirs.
    pub change_version: u64,
}

/// Tells a user what became of the reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CompleteEmailChange {
    /// Who.
    pub user: UserId,
    /// The new address.
    pub reservation: ReservationId,
    /// Which change of theirs.
    pub change_version: u64,
    /// Whether it was taken for them.
    pub reserved: bool,
}

/// Frees an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleaseEmail {
    /// The address.
    pub reservation: ReservationId,
    /// Who held it.
    pub user: UserId,
}

/// What a step of the chain leads to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Step {
    /// Of the aggregate that was asked.
    pub event: Option<IdentityEvent>,
    /// The next step.
    pub next: Option<Next>,
}

/// The next step of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// To the new address.
    Reserve(ReserveEmail),
    /// To the user.
    Complete(CompleteEmailChange),
    /// To the address before, or one that is not wanted any more.
    Release(ReleaseEmail),
}

/// What stands in the log about the person who wants another address.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The user.
    pub user: Option<&'a User>,
    /// Version of the user that the next event makes.
    pub next_version: u64,
    /// Version of their credential; 0 when they have none.
    pub credential_version: u64,
}

/// Step 1.
pub fn request(known: Known<'_>, command: &ChangeEmail, at: Instant) -> Result<Step, Rejection> {
    if known.credential_version != command.credential_version {
        return Err(Rejection::CredentialChanged);
    }
    let user = known.user.ok_or(Rejection::UserUnknown)?;
    let (user_id, reservation_id) = (command.user, command.reservation);
    let email = Text::from(command.email.entered());
    match &user.pending {
        // asking twice is what a retry looks like
        Some(pending) if pending.reservation == reservation_id => return Ok(Step::default()),
        Some(_) => return Err(Rejection::EmailChangeUnderWay),
        None => {}
    }
    if user.reservation == Some(reservation_id) {
        // the same mailbox: nothing, or another spelling
        let changed = EmailChanged { user_id, reservation_id, previous_reservation_id: None, email, changed_at: at };
        let event = (changed.email != user.email).then_some(IdentityEvent::EmailChanged(changed));
        return Ok(Step { event, next: None });
    }
    let requested = EmailChangeRequested { user_id, reservation_id, email, requested_at: at };
    let next = ReserveEmail { reservation: reservation_id, user: user_id, change_version: known.next_version };
    Ok(Step { event: Some(IdentityEvent::EmailChangeRequested(requested)), next: Some(Next::Reserve(next)) })
}

/// Step 2.
pub fn reserve(known: Option<&EmailReservation>, command: &ReserveEmail, at: Instant) -> Step {
    let ReserveEmail { reservation, user, change_version } = *command;
    let answer = |reserved| Some(Next::Complete(CompleteEmailChange { user, reservation, change_version, reserved }));
    match known.and_then(EmailReservation::holder) {
        None => {
            let reserved = EmailReserved { user_id: user, reservation_id: reservation, reserved_at: at };
            Step { event: Some(IdentityEvent::EmailReserved(reserved)), next: answer(true) }
        }
        Some(holder) => Step { event: None, next: answer(holder == user) },
    }
}

/// Step 3.
pub fn complete(known: Option<&User>, command: &CompleteEmailChange, at: Instant) -> Step {
    let CompleteEmailChange { user: user_id, reservation: reservation_id, change_version, reserved } = *command;
    let release = |reservation| Next::Release(ReleaseEmail { reservation, user: user_id });
    let pending = known.and_then(|user| user.pending.as_ref()).filter(|pending| pending.version == change_version);
    let (Some(user), Some(PendingEmail { email, .. })) = (known, pending) else {
        // of a change that is over: keep what is used or waited for, free what is not
        let needed = known.is_some_and(|user| user.needs(reservation_id));
        return Step { event: None, next: (reserved && !needed).then(|| release(reservation_id)) };
    };
    if !reserved {
        let refused = EmailChangeRefused { user_id, reservation_id, refused_at: at };
        return Step { event: Some(IdentityEvent::EmailChangeRefused(refused)), next: None };
    }
    let previous_reservation_id = user.reservation;
    let changed =
        EmailChanged { user_id, reservation_id, previous_reservation_id, email: email.clone(), changed_at: at };
    Step { event: Some(IdentityEvent::EmailChanged(changed)), next: previous_reservation_id.map(release) }
}

/// Step 4.
pub fn release(known: Option<&EmailReservation>, command: &ReleaseEmail, at: Instant) -> Step {
    let holds = known.and_then(EmailReservation::holder) == Some(command.user);
    let released = EmailReleased { user_id: command.user, reservation_id: command.reservation, released_at: at };
    Step { event: holds.then_some(IdentityEvent::EmailReleased(released)), next: None }
}

#[cfg(test)]
mod tests;
