//! Rules of exercises, and what holds whatever is asked.

use proptest::prelude::*;
use schemas::testing::{id, moment};

use super::*;

/// What an athlete said.
#[derive(Clone, Debug, Default)]
struct Scenario {
    exercises: BTreeMap<ExerciseId, Exercise>,
    names: BTreeMap<String, Given>,
}

impl Scenario {
    fn when(&self, command: &Command) -> Result<(Vec<PlanningEvent>, ExerciseId), Rejection> {
        let known =
            command.exercises().into_iter().filter_map(|id| Some((id.clone(), self.exercises.get(&id)?.clone())));
        let holder =
            command.name().and_then(|name| self.names.get(&name_key(name)).map(|given| given.exercise.clone()));
        decide(&Facts { user: id(1), now: moment(), known: known.collect(), holder }, command)
    }

    #[track_caller]
    fn after(mut self, command: &Command) -> Self {
        let (events, _) = self.when(command).unwrap();
        self.take(&events);
        self
    }

    fn take(&mut self, events: &[PlanningEvent]) {
        for event in events {
            let exercise = |id: &ExerciseId| self.exercises.get(id).cloned();
            for change in evolve(exercise, |key: &str| self.names.get(key).cloned(), event) {
                match change {
                    Change::Exercise(id, exercise) => drop(self.exercises.insert(id, exercise)),
                    Change::Name(key, Some(given)) => drop(self.names.insert(key, given)),
                    Change::Name(key, None) => drop(self.names.remove(&key)),
                }
            }
        }
    }
}

fn define(name: &str) -> Command {
    Command::Define(Definition {
        name: name.to_owned(),
        primary_muscles: vec![Muscle::Chest],
        secondary_muscles: vec![],
        equipment: Equipment::Other,
        measurement: Measurement::RepsLoad,
        aliases: vec![],
    })
}

fn rename(exercise: &str, name: &str) -> Command {
    Command::Rename { exercise: ExerciseId::of_name(exercise), name: name.to_owned() }
}

fn merge(from: &str, into: &str) -> Command {
    Command::Merge { from: ExerciseId::of_name(from), into: ExerciseId::of_name(into) }
}

#[test]
fn a_defined_exercise_has_the_slug_of_its_name() {
    let (events, exercise) = Scenario::default().when(&define("Landmine Twist Deluxe")).unwrap();
    assert_eq!(exercise.as_str(), "landmine-twist-deluxe");
    assert!(matches!(&events[..], [PlanningEvent::ExerciseDefined(event)] if event.exercise == exercise));
}

#[test]
fn a_taken_slug_gets_a_digest() {
    let scenario = Scenario::default().after(&define("Pull Throw"));
    let (_, exercise) = scenario.when(&define("Pull-Throw")).unwrap();
    assert_eq!(exercise, ExerciseId::with_digest("Pull-Throw"));
    // one that was only renamed or merged is taken as well
    let scenario = Scenario::default().after(&merge("zercher-walk", "bench"));
    assert_eq!(scenario.when(&define("Zercher Walk")).unwrap().1, ExerciseId::with_digest("Zercher Walk"));
    // the catalogue has bench-press-barbell
    assert_eq!(
        Scenario::default().when(&define("Bench-Press-Barbell")).unwrap().1,
        ExerciseId::with_digest("Bench-Press-Barbell")
    );
}

#[test]
fn defining_the_same_again_agrees_and_another_one_of_the_name_is_refused() {
    let scenario = Scenario::default().after(&define("Pull Throw"));
    let exercise = ExerciseId::of_name("pull-throw");
    assert_eq!(scenario.when(&define("Pull Throw")), Ok((vec![], exercise.clone())));
    assert_eq!(scenario.when(&define("pull throw")), Err(Rejection::NameTaken { exercise }));
    let exercise = ExerciseId::of_name("bench-press-barbell");
    assert_eq!(Scenario::default().when(&define("Bench Press (Barbell)")), Err(Rejection::NameTaken { exercise }));
}

#[test]
fn any_exercise_can_be_renamed_to_a_name_that_is_free() {
    let (events, _) = Scenario::default().when(&rename("from-a-file", "Mine")).unwrap();
    assert!(matches!(&events[..], [PlanningEvent::ExerciseRenamed(event)] if event.previous_name.is_none()));
    let scenario = Scenario::default().after(&rename("from-a-file", "Mine"));
    assert_eq!(scenario.when(&rename("from-a-file", "Mine")).unwrap().0, vec![]);
    let taken = Err(Rejection::NameTaken { exercise: ExerciseId::of_name("from-a-file") });
    assert_eq!(scenario.when(&rename("other", "mine")), taken);
    // another spelling of its own name is fine
    assert_eq!(scenario.when(&rename("from-a-file", "MINE")).unwrap().0.len(), 1);
    // a name that was given up is free again
    let scenario = scenario.after(&rename("from-a-file", "Yours"));
    assert_eq!(scenario.when(&rename("other", "mine")).unwrap().0.len(), 1);
    let (events, _) = scenario.when(&rename("bench-press-barbell", "Flat Bench Press of Mine")).unwrap();
    let [PlanningEvent::ExerciseRenamed(event)] = &events[..] else { panic!("{events:?}") };
    assert_eq!(event.previous_name.as_deref(), Some("Bench Press (Barbell)"));
}

#[test]
fn what_counted_for_an_exercise_moves_along_when_it_is_merged() {
    let scenario = Scenario::default().after(&merge("a", "b"));
    let (events, into) = scenario.when(&merge("b", "c")).unwrap();
    let [PlanningEvent::ExercisesMerged(event)] = &events[..] else { panic!("{events:?}") };
    assert_eq!(into.as_str(), "c");
    assert_eq!(event.rekeyed.iter().map(ExerciseId::as_str).collect::<Vec<_>>(), ["b", "a"]);
    let scenario = scenario.after(&merge("b", "c"));
    assert_eq!(scenario.exercises[&ExerciseId::of_name("a")].merged_into, Some(ExerciseId::of_name("c")));
}

#[test]
fn merges_are_made_once_and_never_in_a_circle() {
    let scenario = Scenario::default().after(&merge("a", "b"));
    let into = ExerciseId::of_name("b");
    assert_eq!(scenario.when(&merge("a", "b")), Ok((vec![], into.clone())));
    assert_eq!(scenario.when(&merge("a", "a")), Err(Rejection::MergedIntoItself));
    assert_eq!(scenario.when(&merge("b", "a")), Err(Rejection::MergeInCircle));
    assert_eq!(scenario.when(&merge("a", "c")), Err(Rejection::MergedBefore { into: into.clone() }));
    assert_eq!(scenario.when(&merge("c", "a")), Err(Rejection::MergedBefore { into }));
}

#[test]
fn only_so_many_exercises_count_for_one() {
    let mut scenario = Scenario::default();
    for number in 0..MOST_MERGED {
        scenario = scenario.after(&merge(&format!("x{number}"), "a"));
    }
    assert_eq!(scenario.when(&merge("one-more", "a")), Err(Rejection::TooManyMerged));
}

fn command() -> impl Strategy<Value = Command> {
    let exercise = || prop_oneof![Just("a"), Just("b"), Just("c"), Just("d"), Just("bench-press-barbell")];
    let name = || prop_oneof![Just("A"), Just("b"), Just("C"), Just("Push Up"), Just("Nobody Has This")];
    prop_oneof![
        name().prop_map(define),
        (exercise(), name()).prop_map(|(exercise, name)| rename(exercise, name)),
        (exercise(), exercise()).prop_map(|(from, into)| merge(from, into)),
    ]
}

proptest! {
    #[test]
    fn names_stay_unique_and_merges_flat(commands in prop::collection::vec(command(), 0..40)) {
        let mut scenario = Scenario::default();
        for command in commands {
            let Ok((events, _)) = scenario.when(&command) else { continue };
            scenario.take(&events);
            let Scenario { exercises, names } = &scenario;
            for (id, exercise) in exercises {
                if let Some(into) = &exercise.merged_into {
                    prop_assert!(exercises[into].merged_into.is_none(), "{into} counts for another one");
                    prop_assert!(exercises[into].absorbed.contains(id));
                    prop_assert!(exercise.absorbed.is_empty());
                }
                if let Some(name) = &exercise.name {
                    prop_assert_eq!(&names[&name_key(name)].exercise, id, "{} has two holders", name);
                }
            }
            prop_assert_eq!(scenario.when(&command).map(|(events, _)| events.len()), Ok(0), "{:?} again", command);
        }
    }
}
