use schemas::testing::id;

use super::*;
use crate::domain::scenario::{NOW, Told, ann, meta, one};

pub(crate) fn registration(secret: &str) -> Registration {
    Registration {
        url: WebhookUrl::parse("https://example.com/hook", false).unwrap(),
        description: Some(Line::new("my own log", 200).unwrap()),
        kinds: vec![NotificationKind::PersonalRecord, NotificationKind::GoalAchieved],
        secret: Text::from(secret),
    }
}

fn register() -> Command {
    Command::Register(registration("whsec_1"))
}

fn given(commands: &[Command]) -> Told<Webhook> {
    commands.iter().fold(Told::nothing(), |told, command| {
        let events = when(&told, command).unwrap();
        told.then(&events, evolve)
    })
}

fn when(told: &Told<Webhook>, command: &Command) -> Result<Vec<ProfileEvent>, Rejection> {
    decide(told.state.as_ref(), told.version, 0, &meta(), id(1), command)
}

#[test]
fn a_webhook_is_registered_with_its_secret() {
    let event = one(when(&given(&[]), &register()));
    let ProfileEvent::WebhookRegistered(registered) = &event else { panic!("{event:?}") };
    assert_eq!((registered.user_id, registered.webhook_id, registered.registered_at), (ann(), id(1), NOW));
    assert_eq!(registered.url.clear(), Some("https://example.com/hook"));
    assert_eq!(registered.kinds, [NotificationKind::PersonalRecord, NotificationKind::GoalAchieved]);
    assert_eq!(registered.secret.clear(), Some("whsec_1"));
    assert!(!format!("{event:?}").contains("whsec_1"), "no log shows it");
}

#[test]
fn registering_the_same_again_keeps_the_first_secret() {
    let told = given(&[register()]);
    assert_eq!(when(&told, &Command::Register(registration("whsec_2"))), Ok(vec![]));
    let Some(Webhook::Registered(kept)) = &told.state else { panic!("{told:?}") };
    assert_eq!(kept.secret.clear(), Some("whsec_1"));
}

#[test]
fn another_webhook_under_the_same_id_is_refused() {
    let told = given(&[register()]);
    let refused = Err(Rejection::Exists { thing: Thing::Webhook, current_version: 1 });
    let other = |change: &dyn Fn(&mut Registration)| {
        let mut wanted = registration("whsec_2");
        change(&mut wanted);
        when(&told, &Command::Register(wanted))
    };
    assert_eq!(other(&|wanted| wanted.url = WebhookUrl::parse("https://example.com/", false).unwrap()), refused);
    assert_eq!(other(&|wanted| wanted.description = None), refused);
    assert_eq!(other(&|wanted| wanted.kinds = vec![]), refused);
}

#[test]
fn a_removed_webhook_is_over_for_good() {
    let told = given(&[register(), Command::Remove]);
    assert_eq!(told.state, Some(Webhook::Removed));
    assert_eq!(when(&told, &Command::Remove), Ok(vec![]));
    assert_eq!(when(&told, &register()), Err(Rejection::Ended { thing: Thing::Webhook, current_version: 2 }));
}

#[test]
fn what_was_never_registered_is_not_removed() {
    assert_eq!(when(&given(&[]), &Command::Remove), Err(Rejection::NotFound(Thing::Webhook)));
}

#[test]
fn one_more_than_there_may_be_is_refused() {
    let decided = |standing| decide(None, 0, standing, &meta(), id(1), &register()).map(|events| events.len());
    assert_eq!(decided(MOST - 1), Ok(1));
    assert_eq!(decided(MOST), Err(Rejection::TooMany { thing: Thing::Webhook, limit: MOST }));
    // one that stands is agreed with all the same
    let told = given(&[register()]);
    assert_eq!(decide(told.state.as_ref(), 1, MOST, &meta(), id(1), &register()), Ok(vec![]));
}
