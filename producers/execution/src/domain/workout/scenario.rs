//! Given–when–then for workouts, and the people and sets that the stories tell of.

use schemas::{
    execution::{
        ExecutionEvent, ExerciseCompleted, ExerciseSkipped, SetKind, SetLogged, WorkoutDeleted, WorkoutDiscarded,
        WorkoutStarted,
    },
    id::{ImportId, SetId, UserId, WorkoutId},
    quantity::{Mass, MassUnit},
    time::{Instant, Zone},
};
use uuid::Uuid;

use super::{
    Command, CompleteWorkout, CorrectWorkout, Decided, Facts, LogWorkout, Rejection, Reply, TakeImportedWorkout,
    Workout, decide, evolve,
};
use crate::domain::{
    content::{Content, ExerciseEntry},
    exercise::{Names, Naming},
    set::SetEntry,
    values::{ExerciseName, Line, Load, Reps},
};

#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    state: Option<Workout>,
    facts: Facts,
}

#[derive(Debug)]
pub(crate) struct Outcome(Result<Decided, Rejection>);

impl Scenario {
    pub(crate) fn new() -> Self {
        let names = Names::default();
        Self { state: None, facts: Facts { user: user(), workout: workout(), now: now(), open: None, names } }
    }

    pub(crate) fn given(&self, events: &[ExecutionEvent]) -> Self {
        let mut next = self.clone();
        for event in events {
            next.state = evolve(next.state.as_ref(), event);
        }
        next
    }

    pub(crate) fn open(mut self, open: WorkoutId) -> Self {
        self.facts.open = Some(open);
        self
    }

    pub(crate) fn knowing(mut self, id: &str, name: &str) -> Self {
        self.facts.names.learn(id.parse().unwrap(), name.to_owned());
        self
    }

    pub(crate) fn state(&self) -> Option<&Workout> {
        self.state.as_ref()
    }

    pub(crate) fn when(&self, command: Command) -> Outcome {
        Outcome(decide(self.state.as_ref(), &self.facts, &command))
    }
}

impl Outcome {
    #[track_caller]
    pub(crate) fn then(&self, expected: &[ExecutionEvent]) {
        assert_eq!(self.events(), expected);
    }

    #[track_caller]
    pub(crate) fn then_nothing(&self) {
        self.then(&[]);
    }

    #[track_caller]
    pub(crate) fn then_rejected(&self, expected: Rejection) {
        assert_eq!(self.0.as_ref().err(), Some(&expected));
    }

    pub(crate) fn into_result(self) -> Result<Decided, Rejection> {
        self.0
    }

    #[track_caller]
    pub(crate) fn events(&self) -> Vec<ExecutionEvent> {
        self.0.as_ref().expect("accepted").0.clone()
    }

    #[track_caller]
    pub(crate) fn reply(&self) -> Reply {
        self.0.as_ref().expect("accepted").1.clone()
    }
}

pub(crate) fn user() -> UserId {
    UserId::v5(Uuid::nil(), b"athlete")
}

pub(crate) fn workout() -> WorkoutId {
    WorkoutId::v5(Uuid::nil(), b"workout")
}

pub(crate) fn import() -> ImportId {
    ImportId::v5(Uuid::nil(), b"import")
}

pub(crate) fn set(name: &str) -> SetId {
    SetId::v5(Uuid::nil(), name.as_bytes())
}

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// When everything happens unless it says otherwise: 18:00 in Vienna.
pub(crate) fn now() -> Instant {
    at("2026-11-20T17:00:00Z")
}

pub(crate) fn vienna() -> Zone {
    "Europe/Vienna".parse().unwrap()
}

pub(crate) fn unnamed(id: &str) -> Naming {
    Naming::Id(id.parse().unwrap())
}

pub(crate) fn named(id: &str, name: &str) -> Naming {
    Naming::Both(id.parse().unwrap(), ExerciseName::new(name).unwrap())
}

pub(crate) fn eight_at(kilograms: &str) -> SetEntry {
    let load = Load::new(Mass::parse(kilograms, MassUnit::Kg).unwrap()).ok();
    SetEntry { reps: Reps::new(8).ok(), load, ..SetEntry::of_kind(SetKind::Normal) }
}

pub(crate) fn eight_at_fifty() -> SetEntry {
    eight_at("50")
}

pub(crate) fn with_id(id: &str, entry: SetEntry) -> SetEntry {
    SetEntry { id: Some(set(id)), ..entry }
}

fn of_sets(exercise: &str, sets: Vec<SetEntry>) -> ExerciseEntry {
    ExerciseEntry { naming: unnamed(exercise), superset: None, notes: None, sets }
}

/// Two sets of bench press and one of squats.
pub(crate) fn content() -> Content {
    Content {
        name: Line::new("Push").ok(),
        notes: None,
        started_at: now(),
        ended_at: Some(at("2026-11-20T18:00:00Z")),
        zone: vienna(),
        local_date: None,
        exercises: vec![
            of_sets("bench", vec![eight_at_fifty(), eight_at_fifty()]),
            of_sets("squat", vec![eight_at("80")]),
        ],
    }
}

pub(crate) fn heavier() -> Content {
    let mut heavier = content();
    heavier.exercises[0].sets[1] = eight_at("52.5");
    heavier
}

pub(crate) fn warm_up_only() -> Content {
    let warm_up = SetEntry { kind: SetKind::WarmUp, ..eight_at("20") };
    Content { exercises: vec![of_sets("bench", vec![warm_up])], ..content() }
}

pub(crate) fn started() -> ExecutionEvent {
    ExecutionEvent::WorkoutStarted(WorkoutStarted {
        user_id: user(),
        workout_id: workout(),
        name: Some("Push".into()),
        started_at: now(),
        zone: vienna(),
        template: None,
        entry: None,
        planned_exercises: Vec::new(),
    })
}

pub(crate) fn set_logged(exercise: &str, block: i32, index: i32, id: SetId) -> ExecutionEvent {
    ExecutionEvent::SetLogged(SetLogged {
        user_id: user(),
        workout_id: workout(),
        exercise: exercise.parse().unwrap(),
        exercise_name: exercise.to_owned(),
        block,
        set: eight_at_fifty().performed(id, index, now()),
    })
}

pub(crate) fn exercise_completed(exercise: &str, block: i32, sets: &[&str]) -> ExecutionEvent {
    let sets = (0..).zip(sets).map(|(index, id)| eight_at_fifty().performed(set(id), index, now())).collect();
    ExecutionEvent::ExerciseCompleted(ExerciseCompleted {
        user_id: user(),
        workout_id: workout(),
        exercise: exercise.parse().unwrap(),
        exercise_name: exercise.to_owned(),
        block,
        completed_at: now(),
        sets,
    })
}

pub(crate) fn exercise_skipped(exercise: &str) -> ExecutionEvent {
    ExecutionEvent::ExerciseSkipped(ExerciseSkipped {
        user_id: user(),
        workout_id: workout(),
        exercise: exercise.parse().unwrap(),
        exercise_name: exercise.to_owned(),
        skipped_at: now(),
        reason: None,
    })
}

/// What a command adds to what happened before.
fn after(mut events: Vec<ExecutionEvent>, command: Command) -> Vec<ExecutionEvent> {
    let added = Scenario::new().given(&events).when(command).events();
    events.extend(added);
    events
}

pub(crate) fn completed() -> Vec<ExecutionEvent> {
    let complete = CompleteWorkout { completed_at: None, notes: None };
    after(vec![started(), set_logged("bench", 0, 0, set("1"))], Command::Complete(complete))
}

pub(crate) fn discarded() -> Vec<ExecutionEvent> {
    let event = WorkoutDiscarded { user_id: user(), workout_id: workout(), discarded_at: now() };
    vec![started(), ExecutionEvent::WorkoutDiscarded(event)]
}

pub(crate) fn logged() -> Vec<ExecutionEvent> {
    after(Vec::new(), Command::Log(LogWorkout { content: content() }))
}

pub(crate) fn corrected() -> Vec<ExecutionEvent> {
    after(logged(), Command::Correct(CorrectWorkout { content: heavier() }))
}

pub(crate) fn imported() -> Vec<ExecutionEvent> {
    after(Vec::new(), Command::TakeImported(TakeImportedWorkout { import: import(), content: content() }))
}

pub(crate) fn revised() -> Vec<ExecutionEvent> {
    after(imported(), Command::TakeImported(TakeImportedWorkout { import: import(), content: heavier() }))
}

pub(crate) fn deleted() -> Vec<ExecutionEvent> {
    let event = WorkoutDeleted { user_id: user(), workout_id: workout(), revision: 1, deleted_at: now() };
    let mut events = logged();
    events.push(ExecutionEvent::WorkoutDeleted(event));
    events
}
