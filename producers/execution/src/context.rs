//! The context as the mechanism sees it: what its commands aim at, and where its state stands.

mod snapshot;

use command_api::{Aggregate, Change, Context, Decision, Meta, NoRecords, StateKey, View};
use schemas::{
    execution::{ExecutionEvent, ExecutionSnapshot, WorkoutExecuted},
    exercise::ExerciseId,
    id::{ImportId, IntakeId, MealId, UserId, WorkoutId},
    topic::Service,
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    domain::{
        exercise::Names,
        import::{self, Brought, RecordImport},
        intake,
        meal::{self, Meal},
        supplement::{self, Intake},
        workout::{self, Facts, Workout},
    },
    history::Report,
};

/// Store of workouts, which are aggregates.
const WORKOUT: &str = "workout";
/// Store of imports, which are aggregates: an event each time that one ends with something new.
const IMPORT: &str = "import";
/// Store of meals, which are aggregates.
const MEAL: &str = "meal";
/// Store of supplements taken or left out, which are aggregates.
const INTAKE: &str = "supplement-intake";
/// Store of the names behind exercise ids.
const EXERCISE: &str = "exercise";
/// Store of what there is one of per athlete.
const ATHLETE: &str = "athlete";
/// The one key in it so far: the workout in progress.
const OPEN: &str = "open";

/// What really happened.
#[derive(Debug)]
pub struct Execution;

/// What it can be asked.
#[derive(Clone, Debug)]
pub enum Command {
    /// Something about one workout.
    Workout(WorkoutId, workout::Command),
    /// Something about one meal.
    Meal(MealId, meal::Command),
    /// Something about one supplement taken or left out.
    Intake(IntakeId, supplement::Command),
    /// Begins an import: finds the answer to the same request before.
    BeginImport(ImportId),
    /// Ends an import; the report, with what is known to be new, is its answer.
    RecordImport(RecordImport, Report),
}

/// Why it says no: facts that the person can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// About a workout.
    Workout(workout::Rejection),
    /// About a meal or a supplement.
    Intake(intake::Rejection),
}

impl From<workout::Rejection> for Rejection {
    fn from(rejection: workout::Rejection) -> Self {
        Self::Workout(rejection)
    }
}

impl From<intake::Rejection> for Rejection {
    fn from(rejection: intake::Rejection) -> Self {
        Self::Intake(rejection)
    }
}

/// What it tells beside its events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// About one workout.
    Workout(workout::Reply),
    /// About an import.
    History(Box<Report>),
}

impl Default for Reply {
    fn default() -> Self {
        Self::Workout(workout::Reply::default())
    }
}

/// One entry of its state.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    /// A workout.
    Workout(Workout),
    /// What an import has brought since its last end.
    Import(Brought),
    /// A meal.
    Meal(Meal),
    /// A supplement taken or left out.
    Intake(Intake),
    /// The name that was given to an exercise.
    Exercise(String),
    /// The athlete's workout in progress.
    Open(WorkoutId),
}

impl Context for Execution {
    const SERVICE: Service = Service::Execution;
    const FOLD_VERSION: i32 = 2;
    type Command = Command;
    type Event = ExecutionEvent;
    type State = State;
    type Snapshot = ExecutionSnapshot;
    type ProcessCommand = NoRecords;
    type Rejection = Rejection;
    type Reply = Reply;

    fn target(meta: &Meta, command: &Command) -> Aggregate {
        match command {
            Command::Workout(workout, _) => Aggregate::of(meta.subject, WORKOUT, workout.uuid()),
            Command::Meal(meal, _) => Aggregate::of(meta.subject, MEAL, meal.uuid()),
            Command::Intake(intake, _) => Aggregate::of(meta.subject, INTAKE, intake.uuid()),
            Command::BeginImport(import) => Aggregate::of(meta.subject, IMPORT, import.uuid()),
            Command::RecordImport(record, _) => Aggregate::of(meta.subject, IMPORT, record.import.uuid()),
        }
    }

    fn decide(view: &View<'_, State>, meta: &Meta, command: &Command) -> Result<Decision<Self>, Rejection> {
        let target = Self::target(meta, command);
        let (events, reply) = match command {
            Command::Workout(id, command) => {
                let state = workout_of(view.aggregate(&target));
                let (events, reply) = workout::decide(state, &facts(view, meta, *id, command), command)?;
                (events, Reply::Workout(reply))
            }
            Command::Meal(id, command) => {
                let (state, version) = (meal_of(view.aggregate(&target)), view.version(&target));
                (meal::decide(state, version, meta, *id, command)?, Reply::default())
            }
            Command::Intake(id, command) => {
                let (state, version) = (intake_of(view.aggregate(&target)), view.version(&target));
                (supplement::decide(state, version, meta, *id, command)?, Reply::default())
            }
            Command::BeginImport(_) => (Vec::new(), Reply::default()),
            Command::RecordImport(record, report) => {
                let brought = brought_of(view.aggregate(&target));
                let (events, brought) = import::decide(meta.subject, meta.received_at, brought, record);
                (events, Reply::History(Box::new(report.bringing(brought))))
            }
        };
        let events = events.into_iter().map(|event| (target.clone(), event)).collect();
        Ok(Decision::events(events).telling(reply))
    }

    fn evolve(view: &View<'_, State>, aggregate: &Aggregate, event: &ExecutionEvent) -> Vec<Change<State>> {
        let owner = aggregate.owner;
        let mut changes = Vec::new();
        match event {
            ExecutionEvent::WorkoutStarted(event) => {
                changes.push((open_key(owner), Some(State::Open(event.workout_id))));
            }
            ExecutionEvent::WorkoutCompleted(_) | ExecutionEvent::WorkoutDiscarded(_) => {
                changes.push((open_key(owner), None));
            }
            ExecutionEvent::SetLogged(event) => {
                changes.extend(learnt(view, owner, &event.exercise, &event.exercise_name, false));
            }
            ExecutionEvent::ExerciseCompleted(event) => {
                changes.extend(learnt(view, owner, &event.exercise, &event.exercise_name, false));
            }
            ExecutionEvent::ExerciseSkipped(event) => {
                changes.extend(learnt(view, owner, &event.exercise, &event.exercise_name, false));
            }
            ExecutionEvent::WorkoutExecuted(event) => {
                for exercise in &event.exercises {
                    let imported = event.import_id.is_some();
                    changes.extend(learnt(view, owner, &exercise.exercise, &exercise.name, imported));
                }
                changes.extend(event.import_id.map(|import| counted(view, owner, import, event)));
            }
            ExecutionEvent::WorkoutLogged(_)
            | ExecutionEvent::WorkoutCorrected(_)
            | ExecutionEvent::WorkoutDeleted(_) => {}
            ExecutionEvent::MealConsumed(_) | ExecutionEvent::MealCorrected(_) | ExecutionEvent::MealDeleted(_) => {
                let meal = meal::evolve(meal_of(view.aggregate(aggregate)), event);
                return vec![(aggregate.state_key(), meal.map(State::Meal))];
            }
            ExecutionEvent::SupplementTaken(_)
            | ExecutionEvent::SupplementSkipped(_)
            | ExecutionEvent::IntakeUndone(_) => {
                let intake = supplement::evolve(intake_of(view.aggregate(aggregate)), event);
                return vec![(aggregate.state_key(), intake.map(State::Intake))];
            }
            // told: what comes now is of its next end
            ExecutionEvent::HistoryImported(_) => {
                return vec![(aggregate.state_key(), Some(State::Import(Brought::default())))];
            }
        }
        let workout = workout::evolve(workout_of(view.aggregate(aggregate)), event);
        changes.push((aggregate.state_key(), workout.map(State::Workout)));
        changes
    }

    fn kind(name: &str) -> Option<&'static str> {
        [WORKOUT, IMPORT, MEAL, INTAKE].into_iter().find(|kind| *kind == name)
    }

    fn snapshot(key: &StateKey, version: u64, state: &State) -> ExecutionSnapshot {
        snapshot::of(key, version, state)
    }

    fn restore(snapshot: ExecutionSnapshot) -> (StateKey, u64, State) {
        snapshot::restore(snapshot)
    }

    fn from_process(command: NoRecords) -> (UserId, Command) {
        match command {}
    }
}

/// What the command needs to know beside its workout.
fn facts(view: &View<'_, State>, meta: &Meta, workout: WorkoutId, command: &workout::Command) -> Facts {
    let owner = meta.subject.uuid();
    let mut names = Names::default();
    for id in command.namings().into_iter().flat_map(|naming| naming.candidates()) {
        if let Some(State::Exercise(name)) = view.get(&exercise_key(owner, &id)) {
            names.learn(id, name.clone());
        }
    }
    let open = if let Some(State::Open(workout)) = view.get(&open_key(owner)) { Some(*workout) } else { None };
    Facts { user: meta.subject, workout, now: meta.received_at, open, names }
}

/// An exercise keeps the first name that it was given. One that equals the id may only stand for a name that nobody gave; from a
/// file it is one.
fn learnt(
    view: &View<'_, State>,
    owner: Uuid,
    exercise: &ExerciseId,
    name: &str,
    imported: bool,
) -> Option<Change<State>> {
    let key = exercise_key(owner, exercise);
    let given = imported || name != exercise.as_str();
    (given && view.get(&key).is_none()).then(|| (key, Some(State::Exercise(name.to_owned()))))
}

fn workout_of(state: Option<&State>) -> Option<&Workout> {
    if let Some(State::Workout(workout)) = state { Some(workout) } else { None }
}

fn meal_of(state: Option<&State>) -> Option<&Meal> {
    if let Some(State::Meal(meal)) = state { Some(meal) } else { None }
}

fn intake_of(state: Option<&State>) -> Option<&Intake> {
    if let Some(State::Intake(intake)) = state { Some(intake) } else { None }
}

fn brought_of(state: Option<&State>) -> Brought {
    if let Some(State::Import(brought)) = state { *brought } else { Brought::default() }
}

/// A workout that an import took is to be told at its end.
fn counted(view: &View<'_, State>, owner: Uuid, import: ImportId, fact: &WorkoutExecuted) -> Change<State> {
    let key = import_key(owner, import);
    let brought = brought_of(view.get(&key)).with(fact);
    (key, Some(State::Import(brought)))
}

fn import_key(owner: Uuid, import: ImportId) -> StateKey {
    StateKey { owner, store: IMPORT, key: import.to_string() }
}

fn exercise_key(owner: Uuid, exercise: &ExerciseId) -> StateKey {
    StateKey { owner, store: EXERCISE, key: exercise.to_string() }
}

fn open_key(owner: Uuid) -> StateKey {
    StateKey { owner, store: ATHLETE, key: OPEN.to_owned() }
}

#[cfg(test)]
mod tests;
