use schemas::testing::id;

use super::*;
use crate::domain::scenario::{NOW, Told, ann, meta, one};

fn create(name: &str, secret: &str) -> Command {
    Command::Create { name: Some(Line::new(name, 100).unwrap()), secret_hash: Digest::of(secret.as_bytes()) }
}

fn given(commands: &[Command]) -> Told<CalendarLink> {
    commands.iter().fold(Told::nothing(), |told, command| {
        let events = when(&told, command).unwrap();
        told.then(&events, evolve)
    })
}

fn when(told: &Told<CalendarLink>, command: &Command) -> Result<Vec<ProfileEvent>, Rejection> {
    decide(told.state.as_ref(), told.version, 0, &meta(), id(1), command)
}

#[test]
fn a_link_is_known_by_the_digest_of_its_secret() {
    let event = one(when(&given(&[]), &create("phone", "a")));
    let ProfileEvent::CalendarLinkCreated(created) = &event else { panic!("{event:?}") };
    assert_eq!((created.user_id, created.calendar_link_id, created.created_at), (ann(), id(1), NOW));
    assert_eq!((created.name.as_ref().and_then(Text::clear), created.secret_hash), (Some("phone"), Digest::of(b"a")));
}

#[test]
fn creating_the_same_again_keeps_the_first_secret() {
    let told = given(&[create("phone", "a")]);
    assert_eq!(when(&told, &create("phone", "b")), Ok(vec![]));
    let Some(CalendarLink::Standing(kept)) = &told.state else { panic!("{told:?}") };
    assert_eq!(kept.secret_hash, Digest::of(b"a"));
}

#[test]
fn another_link_under_the_same_id_is_refused() {
    let told = given(&[create("phone", "a")]);
    let refused = Err(Rejection::Exists { thing: Thing::CalendarLink, current_version: 1 });
    assert_eq!(when(&told, &create("laptop", "a")), refused);
}

#[test]
fn a_revoked_link_is_over_for_good() {
    let told = given(&[create("phone", "a"), Command::Revoke]);
    assert_eq!(told.state, Some(CalendarLink::Revoked));
    assert_eq!(when(&told, &Command::Revoke), Ok(vec![]));
    let ended = Err(Rejection::Ended { thing: Thing::CalendarLink, current_version: 2 });
    assert_eq!(when(&told, &create("phone", "a")), ended);
}

#[test]
fn what_was_never_created_is_not_revoked() {
    assert_eq!(when(&given(&[]), &Command::Revoke), Err(Rejection::NotFound(Thing::CalendarLink)));
}

#[test]
fn one_more_than_there_may_be_is_refused() {
    let decided = |standing| decide(None, 0, standing, &meta(), id(1), &create("x", "y")).map(|events| events.len());
    assert_eq!(decided(MOST - 1), Ok(1));
    assert_eq!(decided(MOST), Err(Rejection::TooMany { thing: Thing::CalendarLink, limit: MOST }));
}
