use schemas::testing::id;

use super::*;

const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);
const CHANGE: u64 = 2;

fn old() -> ReservationId {
    id(70)
}

fn wanted() -> ReservationId {
    id(71)
}

fn ann() -> User {
    User { email: Text::from("ann@example.com"), reservation: Some(old()), pending: None }
}

fn waiting() -> User {
    let pending = PendingEmail { reservation: wanted(), email: Text::from("Ann@new.example"), version: CHANGE };
    User { pending: Some(pending), ..ann() }
}

fn change(email: &str, reservation: ReservationId) -> ChangeEmail {
    ChangeEmail { user: id(1), credential_version: 1, reservation, email: EmailAddress::parse(email).unwrap() }
}

fn ask(user: &User, command: &ChangeEmail) -> Result<Step, Rejection> {
    request(Known { user: Some(user), next_version: CHANGE, credential_version: 1 }, command, NOW)
}

fn told(reserved: bool) -> CompleteEmailChange {
    CompleteEmailChange { user: id(1), reservation: wanted(), change_version: CHANGE, reserved }
}

fn held_by(user: u64) -> EmailReservation {
    EmailReservation { last_holder: id(user), released: false }
}

const RESERVE: fn() -> ReserveEmail = || ReserveEmail { reservation: wanted(), user: id(1), change_version: CHANGE };

#[test]
fn whoever_wants_another_address_asks_for_its_reservation() {
    let step = ask(&ann(), &change("Ann@new.example", wanted())).unwrap();
    let Some(IdentityEvent::EmailChangeRequested(requested)) = &step.event else { panic!("{step:?}") };
    assert_eq!((requested.reservation_id, &requested.email), (wanted(), &Text::from("Ann@new.example")));
    assert_eq!(step.next, Some(Next::Reserve(RESERVE())));
}

#[test]
fn asking_twice_changes_nothing_and_for_a_third_address_has_to_wait() {
    assert_eq!(ask(&waiting(), &change("Ann@new.example", wanted())), Ok(Step::default()));
    let third = ask(&waiting(), &change("ann@third.example", id(72)));
    assert_eq!(third, Err(Rejection::EmailChangeUnderWay));
}

#[test]
fn another_spelling_of_the_same_mailbox_needs_no_reservation() {
    let step = ask(&ann(), &change("ANN@example.com", old())).unwrap();
    let Some(IdentityEvent::EmailChanged(changed)) = &step.event else { panic!("{step:?}") };
    assert_eq!((changed.previous_reservation_id, step.next), (None, None));
    assert_eq!(ask(&ann(), &change("ann@example.com", old())), Ok(Step::default()));
}

#[test]
fn a_password_that_changed_meanwhile_moves_no_address() {
    let user = ann();
    let known = Known { user: Some(&user), next_version: CHANGE, credential_version: 2 };
    assert_eq!(request(known, &change("a@b", wanted()), NOW), Err(Rejection::CredentialChanged));
    let nobody = Known { user: None, next_version: 1, credential_version: 1 };
    assert_eq!(request(nobody, &change("a@b", wanted()), NOW), Err(Rejection::UserUnknown));
}

#[test]
fn a_free_address_is_taken_whoever_had_it_before() {
    let released = EmailReservation { released: true, ..held_by(2) };
    for known in [None, Some(&released)] {
        let step = reserve(known, &RESERVE(), NOW);
        let Some(IdentityEvent::EmailReserved(reserved)) = &step.event else { panic!("{step:?}") };
        assert_eq!((reserved.user_id, reserved.reservation_id), (id(1), wanted()));
        assert_eq!(step.next, Some(Next::Complete(told(true))));
    }
}

#[test]
fn an_address_is_taken_once_and_only_from_nobody() {
    let again = reserve(Some(&held_by(1)), &RESERVE(), NOW);
    assert_eq!(again, Step { event: None, next: Some(Next::Complete(told(true))) });
    let foreign = reserve(Some(&held_by(2)), &RESERVE(), NOW);
    assert_eq!(foreign, Step { event: None, next: Some(Next::Complete(told(false))) });
}

#[test]
fn the_user_moves_and_the_old_address_is_freed() {
    let step = complete(Some(&waiting()), &told(true), NOW);
    let Some(IdentityEvent::EmailChanged(changed)) = &step.event else { panic!("{step:?}") };
    assert_eq!((changed.reservation_id, changed.previous_reservation_id), (wanted(), Some(old())));
    assert_eq!(changed.email, Text::from("Ann@new.example"));
    assert_eq!(step.next, Some(Next::Release(ReleaseEmail { reservation: old(), user: id(1) })));
}

#[test]
fn the_user_stays_where_the_address_was_taken_by_another() {
    let step = complete(Some(&waiting()), &told(false), NOW);
    let refused = EmailChangeRefused { user_id: id(1), reservation_id: wanted(), refused_at: NOW };
    assert_eq!(step, Step { event: Some(IdentityEvent::EmailChangeRefused(refused)), next: None });
}

#[test]
fn an_answer_that_comes_twice_or_too_late_moves_nobody() {
    // done before: the address is in use
    let moved = User { reservation: Some(wanted()), ..ann() };
    assert_eq!(complete(Some(&moved), &told(true), NOW), Step::default());
    // of an earlier change to the same address, which is asked for again
    let mut again = waiting();
    again.pending.as_mut().unwrap().version = CHANGE + 3;
    assert_eq!(complete(Some(&again), &told(true), NOW), Step::default());
    // nobody waits for it any more: free it
    let free = Step { event: None, next: Some(Next::Release(ReleaseEmail { reservation: wanted(), user: id(1) })) };
    assert_eq!(complete(Some(&ann()), &told(true), NOW), free);
    assert_eq!(complete(None, &told(true), NOW), free);
    assert_eq!(complete(Some(&ann()), &told(false), NOW), Step::default());
}

#[test]
fn only_its_holder_frees_an_address() {
    let command = ReleaseEmail { reservation: old(), user: id(1) };
    let released = EmailReleased { user_id: id(1), reservation_id: old(), released_at: NOW };
    let step = release(Some(&held_by(1)), &command, NOW);
    assert_eq!(step.event, Some(IdentityEvent::EmailReleased(released)));
    for known in [None, Some(held_by(2)), Some(EmailReservation { released: true, ..held_by(1) })] {
        assert_eq!(release(known.as_ref(), &command, NOW), Step::default());
    }
}
