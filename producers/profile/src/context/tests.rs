use std::collections::BTreeMap;

use command_api::Entries;
use proptest::prelude::*;
use schemas::digest::Digest;
use schemas::id::Id;
use schemas::profile::{MeasurementKind, NotificationKind, Policy, Units};
use schemas::testing::id;
use schemas::text::Text;

use super::*;
use crate::domain::fitness_goals::Goals;
use crate::domain::measurement::Reading;
use crate::domain::profile::Details;
use crate::domain::scenario::{NOW, amount, ann, date};
use crate::domain::values::{Line, WebhookUrl};
use crate::domain::webhook::Registration;

type Logged = (Aggregate, u64, ProfileEvent);

/// Decides and folds like the real one, without a log behind it.
#[derive(Debug, Default)]
struct Partition {
    entries: Entries<State>,
    log: Vec<Logged>,
}

impl Partition {
    fn ask(&mut self, command: &Command) -> Result<usize, Rejection> {
        self.ask_as(ann(), command)
    }

    fn ask_as(&mut self, subject: UserId, command: &Command) -> Result<usize, Rejection> {
        let meta = Meta { subject, actor: subject, received_at: NOW };
        let events = Profiles::decide(&self.entries.view(), &meta, command)?.events;
        let count = events.len();
        for (aggregate, event) in events {
            let version = self.entries.view().version(&aggregate) + 1;
            self.fold(aggregate, version, event);
        }
        Ok(count)
    }

    fn fold(&mut self, aggregate: Aggregate, version: u64, event: ProfileEvent) {
        let mut view = self.entries.view();
        let changes = Profiles::evolve(&view, &aggregate, &event);
        view.apply(&aggregate, version, changes);
        let draft = view.into_draft();
        self.entries.stage(draft);
        self.entries.commit();
        self.log.push((aggregate, version, event));
    }

    fn refolded(log: &[Logged]) -> Self {
        let mut partition = Self::default();
        for (aggregate, version, event) in log {
            partition.fold(aggregate.clone(), *version, event.clone());
        }
        partition
    }

    /// The whole state, in the order of its keys.
    fn state(&self) -> Vec<(StateKey, u64, State)> {
        let entries = self.entries.committed();
        let mut all: Vec<_> = entries.map(|(key, entry)| (key.clone(), entry.version, entry.state.clone())).collect();
        all.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        all
    }
}

fn details(name: &str, units: Units) -> Command {
    Command::SaveProfile(Box::new(Details {
        name: Line::new(name, 100).unwrap(),
        units,
        ..crate::domain::profile::tests::details()
    }))
}

fn goals(focus: bool) -> Command {
    let stronger = crate::domain::fitness_goals::tests::stronger();
    Command::ChangeGoals(if focus { stronger } else { Goals { focus: None, ..stronger } })
}

fn preferences(progression: Policy) -> Command {
    Command::ChangePreferences(Preferences { progression, ..Preferences::default() })
}

fn reading(value: &str) -> Reading {
    Reading { kind: MeasurementKind::BodyWeight, value: amount(value), date: date("2026-11-20"), note: None }
}

fn measurement(number: u64, command: measurement::Command) -> Command {
    Command::Measurement(id(number), command)
}

fn register(number: u64, path: &str) -> Command {
    Command::Webhook(
        id(number),
        webhook::Command::Register(Registration {
            url: WebhookUrl::parse(&format!("https://example.com/{path}"), false).unwrap(),
            description: None,
            kinds: vec![NotificationKind::GoalAchieved],
            secret: Text::from("whsec_1"),
        }),
    )
}

fn remove(number: u64) -> Command {
    Command::Webhook(id(number), webhook::Command::Remove)
}

fn link(number: u64) -> Command {
    let secret_hash = Digest::of(b"a");
    Command::CalendarLink(id(number), calendar_link::Command::Create { name: None, secret_hash })
}

fn revoke(number: u64) -> Command {
    Command::CalendarLink(id(number), calendar_link::Command::Revoke)
}

#[test]
fn only_standing_webhooks_and_links_count() {
    let mut partition = Partition::default();
    for number in 0..webhook::MOST as u64 {
        assert_eq!(partition.ask(&register(number, "a")), Ok(1));
        assert_eq!(partition.ask(&link(number)), Ok(1));
    }
    assert!(matches!(partition.ask(&register(90, "a")), Err(Rejection::TooMany { .. })));
    assert!(matches!(partition.ask(&link(90)), Err(Rejection::TooMany { .. })));
    // another person has a count of their own
    assert_eq!(partition.ask_as(id(77), &register(90, "a")), Ok(1));
    assert_eq!(partition.ask(&remove(0)), Ok(1));
    assert_eq!(partition.ask(&register(90, "a")), Ok(1));
    assert!(matches!(partition.ask(&link(90)), Err(Rejection::TooMany { .. })));
    assert_eq!(partition.ask(&revoke(3)), Ok(1));
    assert_eq!(partition.ask(&link(90)), Ok(1));
}

#[test]
fn where_nothing_stands_nothing_is_counted() {
    let mut partition = Partition::default();
    let counted = |partition: &Partition| partition.state().iter().any(|(key, ..)| key.store == CONNECTIONS);
    partition.ask(&register(1, "a")).unwrap();
    partition.ask(&link(1)).unwrap();
    assert!(counted(&partition));
    partition.ask(&remove(1)).unwrap();
    assert!(counted(&partition));
    partition.ask(&revoke(1)).unwrap();
    assert!(!counted(&partition));
}

#[test]
fn profile_goals_and_preferences_have_versions_of_their_own() {
    let mut partition = Partition::default();
    for command in
        [details("Ann", Units::Metric), details("Anne", Units::Metric), goals(true), preferences(Policy::Ask)]
    {
        assert_eq!(partition.ask(&command), Ok(1));
    }
    let versions: Vec<_> = partition.state().iter().map(|(key, version, _)| (key.store, *version)).collect();
    assert_eq!(versions, [(GOALS, 1), (PREFERENCES, 1), (PROFILE, 2)]);
}

#[test]
fn one_person_knows_nothing_of_another() {
    let mut partition = Partition::default();
    let record = measurement(1, measurement::Command::Record(reading("80 kg")));
    partition.ask(&record).unwrap();
    let delete = measurement(1, measurement::Command::Delete);
    assert!(matches!(partition.ask_as(id(77), &delete), Err(Rejection::NotFound(_))));
    assert_eq!(partition.ask_as(id(77), &record), Ok(1));
}

#[test]
fn every_aggregate_type_is_known_and_nothing_else() {
    for kind in [PROFILE, GOALS, PREFERENCES, MEASUREMENT, WEBHOOK, CALENDAR_LINK, NOTIFICATION] {
        assert_eq!(Profiles::kind(kind), Some(kind));
    }
    assert_eq!(Profiles::kind(CONNECTIONS), None);
    assert_eq!(Profiles::kind("workout"), None);
}

fn any_command() -> impl Strategy<Value = Command> {
    let number = 0..3_u64;
    let value = prop_oneof![Just("80 kg"), Just("80.5 kg"), Just("177 lb")];
    prop_oneof![
        2 => (prop_oneof![Just("Ann"), Just("Anne")], prop_oneof![Just(Units::Metric), Just(Units::Imperial)])
            .prop_map(|(name, units)| details(name, units)),
        1 => any::<bool>().prop_map(goals),
        1 => prop_oneof![Just(Policy::Auto), Just(Policy::Ask)].prop_map(preferences),
        4 => (number.clone(), value.clone())
            .prop_map(|(number, value)| measurement(number, measurement::Command::Record(reading(value)))),
        4 => (number.clone(), value)
            .prop_map(|(number, value)| measurement(number, measurement::Command::Correct(reading(value)))),
        2 => number.clone().prop_map(|number| measurement(number, measurement::Command::Delete)),
        6 => (0..15_u64, prop_oneof![4 => Just("a"), 1 => Just("b")]).prop_map(|(number, path)| register(number, path)),
        1 => (0..15_u64).prop_map(remove),
        6 => (0..15_u64).prop_map(link),
        1 => (0..15_u64).prop_map(revoke),
        1 => number.prop_map(|number| Command::MarkNotificationRead(Id::from_uuid(id::<()>(number).uuid()))),
    ]
}

proptest! {
    #[test]
    fn any_sequence_of_commands_keeps_the_log_and_the_state_in_order(
        commands in prop::collection::vec(any_command(), 0..80),
    ) {
        let mut partition = Partition::default();
        for command in &commands {
            let before = partition.log.len();
            match partition.ask(command) {
                Ok(recorded) => {
                    prop_assert!(recorded <= 1);
                    prop_assert_eq!(partition.log.len(), before + recorded);
                    // what was agreed to once is agreed to silently when repeated at once
                    prop_assert_eq!(partition.ask(command), Ok(0));
                }
                Err(_) => prop_assert_eq!(partition.log.len(), before, "a refusal leaves no trace"),
            }
            let state = partition.state();
            let count = |wanted: fn(&State) -> bool| state.iter().filter(|(_, _, state)| wanted(state)).count();
            let webhooks = count(|state| matches!(state, State::Webhook(Webhook::Registered(_))));
            let links = count(|state| matches!(state, State::CalendarLink(CalendarLink::Standing(_))));
            prop_assert!(webhooks <= webhook::MOST && links <= calendar_link::MOST);
            let view = partition.entries.view();
            let index = connections(&view, ann().uuid());
            prop_assert_eq!((index.webhooks.len(), index.calendar_links.len()), (webhooks, links));
        }
        // versions count 1, 2, 3 … per aggregate, and the state knows the last
        let mut versions = BTreeMap::new();
        for (aggregate, version, _) in &partition.log {
            let last = versions.entry(aggregate.state_key()).or_insert(0);
            *last += 1;
            prop_assert_eq!(version, last);
        }
        for (key, version, _) in partition.state() {
            prop_assert_eq!(version, versions.get(&key).copied().unwrap_or(0));
        }
        // folding the log again gives the same state
        prop_assert_eq!(Partition::refolded(&partition.log).state(), partition.state());
        // and so does reading the snapshots
        for (key, version, state) in partition.state() {
            let restored = Profiles::restore(Profiles::snapshot(&key, version, &state));
            prop_assert_eq!(restored, (key, version, state));
        }
    }
}
