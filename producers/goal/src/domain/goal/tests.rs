//! Given what happened to a goal, when it is asked something, then this follows.

use proptest::prelude::*;
use schemas::goal::{GoalKind, Metric};
use schemas::id::UserId;
use schemas::text::Text;

use super::*;
use crate::domain::aim::Aim;
use crate::domain::values::{GoalName, Metric as Asked, Target, Window};

const NOW: Instant = Instant::from_micros(1_700_000_000_000_000);
const LATER: Instant = Instant::from_micros(1_700_000_900_000_000);

fn ann() -> UserId {
    "0191d2c8-7a3e-7b1f-8a55-0123456789ab".parse().unwrap()
}

fn goal_id() -> GoalId {
    "0191d2c8-7a3e-7b1f-8a55-00000000000a".parse().unwrap()
}

fn meta(at: Instant) -> Meta {
    Meta { subject: ann(), actor: ann(), received_at: at }
}

fn date(text: &str) -> Option<LocalDate> {
    Some(text.parse().unwrap())
}

fn five_hundred_tonnes() -> Definition {
    Definition {
        name: GoalName::parse("500 t in 2021").unwrap(),
        aim: volume(500_000.0, "kg"),
        window: Window::new(date("2021-01-01"), date("2021-12-31")).unwrap(),
    }
}

fn volume(value: f64, unit: &str) -> Aim {
    Aim::Accumulate { amount: Target::parse(Asked::Volume, value, unit).unwrap(), exercise: None }
}

/// The same year, another amount.
fn another() -> Definition {
    Definition { aim: volume(400_000.0, "kg"), ..five_hundred_tonnes() }
}

fn change(definition: Definition) -> Command {
    Command::ChangeGoal { goal: goal_id(), definition }
}

fn abandon() -> Command {
    Command::AbandonGoal { goal: goal_id() }
}

fn miss(expected_version: u64) -> Command {
    let until = "2021-12-31".parse().unwrap();
    Command::RecordMissed { goal: goal_id(), expected_version, until, value: 499_890_000_000_000 }
}

fn set(definition: Definition) -> Command {
    Command::SetGoal { goal: goal_id(), definition }
}

fn crossing(seconds: i64) -> Crossing {
    Crossing {
        achieved_at: Instant::from_micros(1_627_836_403_000_000 + seconds * 1_000_000),
        utc_offset_seconds: 7_200,
        workout: Some("0191d2c8-7a3e-7b1f-8a55-00000000000b".parse().unwrap()),
        set: Some("0191d2c8-7a3e-7b1f-8a55-00000000000c".parse().unwrap()),
    }
}

fn record(expected_version: u64, crossing: Crossing) -> Command {
    Command::RecordAchievement { goal: goal_id(), expected_version, crossing, value: 500_140_000_000_000 }
}

fn revoke(expected_version: u64) -> Command {
    Command::RevokeAchievement { goal: goal_id(), expected_version, value: 499_890_000_000_000 }
}

/// A goal with its history: what was decided is folded, and counts its version.
#[derive(Debug, Clone, PartialEq)]
struct Told {
    goal: Option<Goal>,
    version: u64,
}

fn given(commands: &[Command]) -> Told {
    let nothing = Told { goal: None, version: 0 };
    commands.iter().fold(nothing, |told, command| {
        let events = told.when(command).unwrap();
        told.then(&events)
    })
}

impl Told {
    fn when(&self, command: &Command) -> Result<Vec<GoalEvent>, Rejection> {
        decide(self.goal.as_ref(), self.version, &meta(NOW), command)
    }

    fn then(&self, events: &[GoalEvent]) -> Self {
        let goal = events.iter().fold(self.goal.clone(), |goal, event| evolve(goal.as_ref(), event));
        Self { goal, version: self.version + events.len() as u64 }
    }
}

#[test]
fn a_goal_is_set_as_asked() {
    let events = given(&[]).when(&set(five_hundred_tonnes())).unwrap();
    let [GoalEvent::GoalSet(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.user_id, event.goal_id, event.set_at), (ann(), goal_id(), NOW));
    assert_eq!(event.name.clear(), Some("500 t in 2021"));
    assert_eq!((event.kind, event.metric), (GoalKind::Accumulate, Metric::Volume));
    let mass = event.target.mass.clone().unwrap();
    assert_eq!((mass.micrograms(), mass.entered()), (500_000_000_000_000, "500000"));
    assert_eq!((event.from, event.until), (date("2021-01-01"), date("2021-12-31")));
    assert!(matches!(given(&[set(five_hundred_tonnes())]).goal, Some(Goal::Active { .. })));
}

#[test]
fn setting_the_same_goal_again_records_nothing() {
    let told = given(&[set(five_hundred_tonnes())]);
    let events = decide(told.goal.as_ref(), told.version, &meta(LATER), &set(five_hundred_tonnes()));
    assert_eq!(events, Ok(vec![]));
    // neither does it once achieved
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0))]);
    assert_eq!(told.when(&set(five_hundred_tonnes())), Ok(vec![]));
}

#[test]
fn setting_another_goal_under_the_same_id_is_refused() {
    let told = given(&[set(five_hundred_tonnes())]);
    let amount = Target::parse(Asked::Volume, 500_000.0, "kg").unwrap();
    let squats = Aim::Accumulate { amount, exercise: Some("squat".parse().unwrap()) };
    let other = |change: &dyn Fn(&mut Definition)| {
        let mut definition = five_hundred_tonnes();
        change(&mut definition);
        told.when(&set(definition))
    };
    let refused = Err(Rejection::DefinedOtherwise { current_version: 1 });
    assert_eq!(other(&|goal| goal.name = GoalName::parse("another").unwrap()), refused);
    assert_eq!(other(&|goal| goal.aim = volume(500_000.0, "lb")), refused);
    assert_eq!(other(&|goal| goal.aim = squats.clone()), refused);
    assert_eq!(other(&|goal| goal.window = Window::new(None, None).unwrap()), refused);
}

#[test]
fn an_achievement_is_dated_by_the_set_that_crossed() {
    let events = given(&[set(five_hundred_tonnes())]).when(&record(1, crossing(0))).unwrap();
    let [GoalEvent::GoalAchieved(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.user_id, event.goal_id), (ann(), goal_id()));
    assert_eq!((event.achieved_at, event.recorded_at), (crossing(0).achieved_at, NOW));
    assert_eq!((event.workout_id, event.set_id), (crossing(0).workout, crossing(0).set));
    assert_eq!((event.utc_offset_seconds, event.value), (7200, 500_140_000_000_000));
}

#[test]
fn recording_the_same_achievement_again_records_nothing() {
    // with the version it was decided on, stale by now
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0))]);
    assert_eq!(told.when(&record(1, crossing(0))), Ok(vec![]));
}

#[test]
fn a_corrected_zone_is_recorded_though_the_set_stays() {
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0))]);
    let elsewhere = record(2, Crossing { utc_offset_seconds: 0, ..crossing(0) });
    let events = told.when(&elsewhere).unwrap();
    let [GoalEvent::GoalAchieved(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.utc_offset_seconds, event.achieved_at), (0, crossing(0).achieved_at));
    assert_eq!(told.then(&events).when(&elsewhere), Ok(vec![]));
}

#[test]
fn a_correction_can_move_the_achievement() {
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0))]);
    let moved = told.when(&record(2, crossing(60))).unwrap();
    let goal = told.then(&moved).goal;
    assert!(matches!(goal, Some(Goal::Achieved { by, .. }) if by == crossing(60)));
}

#[test]
fn an_achievement_decided_on_an_older_version_is_stale() {
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0)), revoke(2)]);
    assert_eq!(told.when(&record(1, crossing(0))), Err(Rejection::Stale { current_version: 3 }));
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0))]);
    assert_eq!(told.when(&record(1, crossing(60))), Err(Rejection::Stale { current_version: 2 }));
}

#[test]
fn an_achievement_can_be_revoked_and_come_back() {
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0))]);
    let events = told.when(&revoke(2)).unwrap();
    let [GoalEvent::GoalAchievementRevoked(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.user_id, event.goal_id, event.recorded_at), (ann(), goal_id(), NOW));
    assert_eq!(event.value, 499_890_000_000_000);
    let told = told.then(&events);
    assert!(matches!(told.goal, Some(Goal::Active { .. })));
    assert_eq!(told.when(&record(3, crossing(0))).unwrap().len(), 1);
}

#[test]
fn revoking_what_is_not_achieved_records_nothing() {
    let told = given(&[set(five_hundred_tonnes())]);
    assert_eq!(told.when(&revoke(1)), Ok(vec![]));
    assert_eq!(told.when(&revoke(7)), Ok(vec![]));
}

#[test]
fn a_revocation_decided_on_an_older_version_is_stale() {
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0))]);
    assert_eq!(told.when(&revoke(1)), Err(Rejection::Stale { current_version: 2 }));
}

#[test]
fn a_goal_that_was_never_set_is_not_found() {
    assert_eq!(given(&[]).when(&record(0, crossing(0))), Err(Rejection::NotFound));
    assert_eq!(given(&[]).when(&revoke(0)), Err(Rejection::NotFound));
    assert_eq!(given(&[]).when(&miss(0)), Err(Rejection::NotFound));
    assert_eq!(given(&[]).when(&change(another())), Err(Rejection::NotFound));
    assert_eq!(given(&[]).when(&abandon()), Err(Rejection::NotFound));
}

#[test]
fn the_fold_does_not_need_the_name() {
    let mut event = crate::domain::recorded::set(ann(), goal_id(), &five_hundred_tonnes(), NOW);
    event.name = Text::Erased;
    assert!(matches!(evolve(None, &GoalEvent::GoalSet(event)), Some(Goal::Active { .. })));
}

#[test]
fn a_change_records_all_that_the_goal_asks_for_now() {
    let told = given(&[set(five_hundred_tonnes())]);
    let events = told.when(&change(another())).unwrap();
    let [GoalEvent::GoalChanged(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.user_id, event.goal_id, event.changed_at), (ann(), goal_id(), NOW));
    assert_eq!(
        (event.name.clear(), event.kind, event.metric),
        (Some("500 t in 2021"), GoalKind::Accumulate, Metric::Volume)
    );
    assert_eq!(event.target.mass.as_ref().unwrap().micrograms(), 400_000_000_000_000);
    assert_eq!((event.from, event.until), (date("2021-01-01"), date("2021-12-31")));
    // it is the goal now: asked again, by either command, it agrees
    let told = told.then(&events);
    assert_eq!(told.when(&change(another())), Ok(vec![]));
    assert_eq!(told.when(&set(another())), Ok(vec![]));
    assert_eq!(told.when(&set(five_hundred_tonnes())), Err(Rejection::DefinedOtherwise { current_version: 2 }));
}

#[test]
fn a_change_to_what_it_is_records_nothing() {
    assert_eq!(given(&[set(five_hundred_tonnes())]).when(&change(five_hundred_tonnes())), Ok(vec![]));
}

#[test]
fn a_changed_goal_stays_achieved_until_the_history_says_otherwise() {
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0)), change(another())]);
    assert!(matches!(told.goal, Some(Goal::Achieved { by, .. }) if by == crossing(0)));
    assert_eq!(told.when(&record(3, crossing(0))), Ok(vec![]));
    assert_eq!(told.when(&revoke(3)).unwrap().len(), 1);
    // what was decided before the change is stale
    assert_eq!(told.when(&revoke(2)), Err(Rejection::Stale { current_version: 3 }));
}

#[test]
fn a_missed_goal_that_is_changed_is_open_again() {
    let told = given(&[set(five_hundred_tonnes()), miss(1), change(another())]);
    assert!(matches!(told.goal, Some(Goal::Active { .. })));
}

#[test]
fn a_goal_is_abandoned_once_and_for_good() {
    for before in [vec![], vec![record(1, crossing(0))], vec![miss(1)]] {
        let mut asked = vec![set(five_hundred_tonnes())];
        asked.extend(before);
        let told = given(&asked);
        let events = told.when(&abandon()).unwrap();
        let [GoalEvent::GoalAbandoned(event)] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((event.user_id, event.goal_id, event.abandoned_at), (ann(), goal_id(), NOW));
        let told = told.then(&events);
        assert_eq!(told.when(&abandon()), Ok(vec![]));
        let refused = Err(Rejection::Abandoned { current_version: told.version });
        assert_eq!(told.when(&change(another())), refused);
        assert_eq!(told.when(&change(five_hundred_tonnes())), refused);
        assert_eq!(told.when(&record(told.version, crossing(60))), refused);
        assert_eq!(told.when(&miss(told.version)), refused);
        assert_eq!(told.when(&revoke(told.version)), Ok(vec![]));
    }
}

#[test]
fn a_goal_is_missed_once() {
    let told = given(&[set(five_hundred_tonnes())]);
    let events = told.when(&miss(1)).unwrap();
    let [GoalEvent::GoalMissed(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.user_id, event.goal_id, event.recorded_at), (ann(), goal_id(), NOW));
    assert_eq!((Some(event.until), event.value), (date("2021-12-31"), 499_890_000_000_000));
    let told = told.then(&events);
    assert!(matches!(told.goal, Some(Goal::Missed { .. })));
    assert_eq!(told.when(&miss(1)), Ok(vec![]));
    assert_eq!(told.when(&revoke(2)), Ok(vec![]));
}

#[test]
fn a_miss_decided_on_an_older_version_is_stale() {
    let told = given(&[set(five_hundred_tonnes()), change(another())]);
    assert_eq!(told.when(&miss(1)), Err(Rejection::Stale { current_version: 2 }));
}

#[test]
fn what_is_achieved_was_not_missed() {
    let told = given(&[set(five_hundred_tonnes()), record(1, crossing(0))]);
    assert_eq!(told.when(&miss(2)), Err(Rejection::Achieved { current_version: 2 }));
}

#[test]
fn missed_is_not_final() {
    let told = given(&[set(five_hundred_tonnes()), miss(1), record(2, crossing(0))]);
    assert!(matches!(told.goal, Some(Goal::Achieved { .. })));
    let told = given(&[set(five_hundred_tonnes()), miss(1), record(2, crossing(0)), revoke(3), miss(4)]);
    assert!(matches!(told.goal, Some(Goal::Missed { .. })));
}

fn any_command() -> impl Strategy<Value = Command> {
    let versions = 0..6_u64;
    prop_oneof![
        prop_oneof![Just(100_000.0), Just(500_000.0)]
            .prop_map(|kg| set(Definition { aim: volume(kg, "kg"), ..five_hundred_tonnes() })),
        prop_oneof![Just(100_000.0), Just(500_000.0)]
            .prop_map(|kg| change(Definition { aim: volume(kg, "kg"), ..five_hundred_tonnes() })),
        Just(abandon()),
        versions.clone().prop_map(miss),
        (versions.clone(), 0..3_i64).prop_map(|(version, at)| record(version, crossing(at))),
        versions.prop_map(revoke),
    ]
}

proptest! {
    #[test]
    fn whatever_is_asked_one_command_records_at_most_one_event(
        commands in proptest::collection::vec(any_command(), 0..12),
    ) {
        let mut told = given(&[]);
        for command in commands {
            match told.when(&command) {
                Ok(events) => {
                    prop_assert!(events.len() <= 1);
                    told = told.then(&events);
                    // what was agreed to once is agreed to silently when repeated at once
                    prop_assert_eq!(told.when(&command), Ok(vec![]));
                }
                Err(Rejection::NotFound) => prop_assert_eq!(&told.goal, &None),
                Err(Rejection::DefinedOtherwise { current_version })
                | Err(Rejection::Abandoned { current_version })
                | Err(Rejection::Achieved { current_version })
                | Err(Rejection::Stale { current_version }) => {
                    prop_assert_eq!(current_version, told.version);
                }
            }
        }
    }
}
