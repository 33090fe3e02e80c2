use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use schemas::{execution::ExecutionEvent, id::WorkoutId};

use super::*;
use crate::{
    domain::{
        content::Content,
        exercise::Naming,
        meal::tests::lunch,
        supplement::tests::{creatine, left_out},
        values::ExerciseName,
        workout::{
            CompleteWorkout, LogSet, LogWorkout, StartWorkout, TakeImportedWorkout,
            invariants::{command, naming},
            scenario::{content, eight_at_fifty, import, named, now, unnamed, user, vienna},
        },
    },
    testing::Partition,
};

fn id(name: &str) -> WorkoutId {
    WorkoutId::v5(Uuid::nil(), name.as_bytes())
}

fn start(name: &str) -> Command {
    let start = StartWorkout { name: None, started_at: None, zone: vienna() };
    Command::Workout(id(name), workout::Command::Start(start))
}

fn log_set(name: &str, exercise: Naming) -> Command {
    let log = LogSet { exercise, block: None, set: eight_at_fifty() };
    Command::Workout(id(name), workout::Command::LogSet(log))
}

fn complete(name: &str) -> Command {
    let complete = CompleteWorkout { completed_at: None, notes: None };
    Command::Workout(id(name), workout::Command::Complete(complete))
}

fn log(name: &str, exercise: Naming) -> Command {
    let mut content = content();
    content.exercises[0].naming = exercise;
    Command::Workout(id(name), workout::Command::Log(LogWorkout { content }))
}

fn take(name: &str, exercise: &str) -> Command {
    let mut content: Content = content();
    content.exercises.truncate(1);
    content.exercises[0].naming = Naming::Name(ExerciseName::new(exercise).unwrap());
    Command::Workout(id(name), workout::Command::TakeImported(TakeImportedWorkout { import: import(), content }))
}

/// Exercises of the last fact, as ids and names.
fn last_exercises(partition: &Partition) -> Vec<(String, String)> {
    let log = partition.log();
    let Some((_, _, ExecutionEvent::WorkoutExecuted(fact))) = log.last() else { panic!("{log:?}") };
    fact.exercises.iter().map(|e| (e.exercise.to_string(), e.name.clone())).collect()
}

fn pair(id: &str, name: &str) -> (String, String) {
    (id.to_owned(), name.to_owned())
}

#[test]
fn a_second_workout_waits_until_the_first_is_over() {
    let partition = Partition::default();
    partition.execute(&start("a")).unwrap();
    let refused = partition.execute(&start("b")).unwrap_err();
    assert_eq!(refused, command_api::Failure::Rejected(workout::Rejection::AnotherInProgress { open: id("a") }.into()));
    partition.execute(&log_set("a", unnamed("bench"))).unwrap();
    partition.execute(&complete("a")).unwrap();
    partition.execute(&start("b")).unwrap();
    partition.execute(&Command::Workout(id("b"), workout::Command::Discard)).unwrap();
    partition.execute(&start("c")).unwrap();
}

#[test]
fn what_is_over_keeps_no_more_than_correcting_it_needs() {
    let partition = Partition::default();
    partition.execute(&start("a")).unwrap();
    partition.execute(&log_set("a", named("bench", "Bench Press"))).unwrap();
    let open = partition.state();
    assert!(open.iter().any(|(key, _, state)| key.store == ATHLETE && *state == State::Open(id("a"))));
    partition.execute(&complete("a")).unwrap();
    let state = partition.state();
    let stores: Vec<_> = state.iter().map(|(key, version, _)| (key.store, key.key.as_str(), *version)).collect();
    assert_eq!(stores, [(EXERCISE, "bench", 0), (WORKOUT, id("a").to_string().as_str(), 4)]);
    assert!(matches!(&state[1].2, State::Workout(Workout::Completed(closed)) if closed.revision == 1));
}

#[test]
fn a_name_once_given_is_known_ever_after() {
    let partition = Partition::default();
    partition.execute(&log("a", named("bench", "Bench Press"))).unwrap();
    partition.execute(&log("b", unnamed("bench"))).unwrap();
    assert_eq!(last_exercises(&partition)[0], pair("bench", "Bench Press"));
    partition.execute(&log("c", named("bench", "Bench Dip"))).unwrap();
    assert_eq!(last_exercises(&partition)[0], pair("bench-dip", "Bench Dip"));
}

#[test]
fn an_exercise_called_by_its_id_takes_the_name_that_a_file_has_for_it() {
    let partition = Partition::default();
    partition.execute(&log("a", unnamed("pull-up"))).unwrap();
    assert_eq!(last_exercises(&partition)[0], pair("pull-up", "pull-up"));
    partition.execute(&take("b", "Pull Up")).unwrap();
    assert_eq!(last_exercises(&partition), [pair("pull-up", "Pull Up")]);
}

#[test]
fn two_names_never_share_an_exercise() {
    let partition = Partition::default();
    let mut ids = BTreeSet::new();
    for (number, name) in ["squat", "Squat", "SQUAT", "Squat!", "深蹲", " Squat"].into_iter().enumerate() {
        partition.execute(&take(&number.to_string(), name)).unwrap();
        let exercises = last_exercises(&partition);
        assert_eq!(exercises[0].1, name);
        assert!(ids.insert(exercises[0].0.clone()), "{name}");
    }
    // and each is found again
    for name in ["squat", "Squat!"] {
        partition.execute(&take(&format!("again {name}"), name)).unwrap();
        assert!(!ids.insert(last_exercises(&partition)[0].0.clone()));
    }
}

#[test]
fn one_athlete_knows_nothing_of_another() {
    let partition = Partition::default();
    let other = UserId::v5(Uuid::nil(), b"other");
    partition.execute(&start("a")).unwrap();
    partition.execute(&log("b", named("bench", "Bench Press"))).unwrap();
    partition.execute_at(other, now(), &start("a")).unwrap();
    partition.execute_at(other, now(), &log("b", named("bench", "Bench"))).unwrap();
    assert_eq!(last_exercises(&partition)[0], pair("bench", "Bench"));
    let deletion = Command::Workout(id("c"), workout::Command::Delete);
    partition.execute(&log("c", unnamed("bench"))).unwrap();
    let refused = partition.execute_at(other, now(), &deletion).unwrap_err();
    assert_eq!(refused, command_api::Failure::Rejected(workout::Rejection::Unknown.into()));
}

fn end_import() -> Command {
    let record = RecordImport {
        import: import(),
        source: schemas::execution::Source::Strong,
        workouts: 2,
        sets: 1,
        first_date: None,
        last_date: None,
    };
    Command::RecordImport(record, Report { workouts: 2, ..Report::default() })
}

#[test]
fn an_import_ends_in_one_event_that_counts_its_workouts() {
    let partition = Partition::default();
    partition.execute(&take("a", "Squat")).unwrap();
    let answer = partition.execute(&end_import()).unwrap();
    let Reply::History(report) = &answer.reply else { panic!("{answer:?}") };
    assert_eq!((answer.created, report.new, report.revised, report.unchanged), (true, 1, 0, 1));
    let log = partition.log();
    let Some((aggregate, 1, ExecutionEvent::HistoryImported(event))) = log.last() else { panic!("{log:?}") };
    assert_eq!(*aggregate, Aggregate::of(user(), IMPORT, import().uuid()));
    assert_eq!((event.new, event.unchanged), (1, 1));
    // with nothing new since, it agrees
    let again = partition.execute(&end_import()).unwrap();
    let Reply::History(report) = &again.reply else { panic!("{again:?}") };
    assert_eq!((report.new, report.unchanged, again.accepted.version, partition.log().len()), (0, 2, 1, log.len()));
}

#[test]
fn an_import_keeps_its_version_while_its_workouts_are_taken() {
    let partition = Partition::default();
    let kept = || {
        let state = partition.state();
        let import = state.iter().find(|(key, _, _)| key.store == IMPORT);
        import.map(|(_, version, state)| (*version, state.clone()))
    };
    let brought = |new| State::Import(Brought { new, revised: 0 });
    assert_eq!(kept(), None);
    partition.execute(&take("a", "Squat")).unwrap();
    assert_eq!(kept(), Some((0, brought(1))));
    partition.execute(&end_import()).unwrap();
    assert_eq!(kept(), Some((1, brought(0))));
    partition.execute(&take("b", "Squat")).unwrap();
    assert_eq!(kept(), Some((1, brought(1))));
}

#[test]
fn every_aggregate_type_is_known() {
    assert_eq!(Execution::kind("workout"), Some(WORKOUT));
    assert_eq!(Execution::kind("import"), Some(IMPORT));
    assert_eq!(Execution::kind("meal"), Some(MEAL));
    assert_eq!(Execution::kind("supplement-intake"), Some(INTAKE));
    assert_eq!(Execution::kind("exercise"), None);
}

/// Something about one of two meals or one of two intakes.
fn told() -> impl Strategy<Value = Command> {
    let meal = prop_oneof![
        2 => (1_u8..3).prop_map(|protein| meal::Command::Consume(lunch(protein.into()))),
        2 => (1_u8..3).prop_map(|protein| meal::Command::Correct(lunch(protein.into()))),
        1 => Just(meal::Command::Delete),
    ];
    let intake = prop_oneof![
        2 => (1_u8..3).prop_map(|grams| supplement::Command::Take(creatine(grams.into()))),
        2 => prop_oneof![Just("none left"), Just("")].prop_map(|reason| supplement::Command::Skip(left_out(reason))),
        1 => Just(supplement::Command::Undo),
    ];
    // the same id may stand for one of each
    let id = || prop_oneof![Just("a"), Just("b")].prop_map(|name| id(name).uuid());
    prop_oneof![
        (id(), meal).prop_map(|(id, command)| Command::Meal(MealId::from_uuid(id), command)),
        (id(), intake).prop_map(|(id, command)| Command::Intake(IntakeId::from_uuid(id), command)),
    ]
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    let workout = prop_oneof![Just("a"), Just("b"), Just("c")];
    let one = (workout, command()).prop_map(|(name, command)| Command::Workout(id(name), command));
    let named = naming().prop_map(|naming| log("d", naming));
    prop::collection::vec(prop_oneof![20 => one, 1 => named, 1 => Just(end_import()), 8 => told()], 0..60)
}

proptest! {
    #[test]
    fn any_sequence_of_commands_keeps_the_log_and_the_state_in_order(commands in commands()) {
        let partition = Partition::default();
        for command in &commands {
            let before = partition.log().len();
            if partition.execute(command).is_err() {
                prop_assert_eq!(partition.log().len(), before, "a refusal leaves no trace");
            }
            let state = partition.state();
            let open = state.iter().filter(|(_, _, s)| matches!(s, State::Workout(Workout::InProgress(_))));
            let open: Vec<_> = open.map(|(key, _, _)| key.key.clone()).collect();
            prop_assert!(open.len() <= 1, "{open:?}");
            let index = state.iter().find_map(|(_, _, s)| match s {
                State::Open(workout) => Some(workout.to_string()),
                State::Workout(_) | State::Import(_) | State::Exercise(_) | State::Meal(_) | State::Intake(_) => None,
            });
            prop_assert_eq!(open.first(), index.as_ref());
        }
        // versions count 1, 2, 3 … per aggregate, and the state knows the last
        let mut versions = BTreeMap::new();
        for (aggregate, version, _) in partition.log() {
            let last = versions.entry(aggregate.state_key()).or_insert(0);
            *last += 1;
            prop_assert_eq!(version, *last);
        }
        for (key, version, _) in partition.state() {
            prop_assert_eq!(version, versions.get(&key).copied().unwrap_or(0));
        }
        // folding the log again gives the same state
        prop_assert_eq!(Partition::refolded(&partition.log()).state(), partition.state());
        // and so does reading the snapshots
        for (key, version, state) in partition.state() {
            let restored = Execution::restore(Execution::snapshot(&key, version, &state));
            prop_assert_eq!(restored, (key, version, state));
        }
        // no exercise has two names given to it
        let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (_, _, event) in partition.log() {
            if let ExecutionEvent::WorkoutExecuted(fact) = event {
                for exercise in fact.exercises.iter().filter(|e| e.name != e.exercise.as_str()) {
                    names.entry(exercise.exercise.to_string()).or_default().insert(exercise.name.clone());
                }
            }
        }
        prop_assert!(names.values().all(|names| names.len() == 1), "{names:?}");
    }
}
