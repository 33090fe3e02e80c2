//! A workout: begun and logged set by set, or taken whole; corrected and deleted afterwards.
//!
//! Each command has a file of its own below; here is what they share. A workout that is over shrinks to its revision and the
//! digests of its content: enough to agree with what is sent again, and to count on when it is corrected.

mod complete;
mod complete_exercise;
mod correct;
mod delete;
mod discard;
mod log;
mod log_set;
mod skip_exercise;
mod start;
mod state;
mod take_imported;
mod whole;

use schemas::{
    execution::{ExecutionEvent, OpenWorkout},
    exercise::ExerciseId,
    id::{SetId, UserId, WorkoutId},
    time::Instant,
};
use serde::{Deserialize, Serialize};

pub use self::{
    complete::CompleteWorkout,
    complete_exercise::CompleteExercise,
    correct::CorrectWorkout,
    log::LogWorkout,
    log_set::LogSet,
    skip_exercise::SkipExercise,
    start::StartWorkout,
    state::{Closed, Workout, evolve},
    take_imported::TakeImportedWorkout,
};
use super::{
    content::Content,
    exercise::{Names, Naming},
};

/// What can be asked of a workout.
#[derive(Clone, Debug)]
pub enum Command {
    /// Begins a live workout.
    Start(StartWorkout),
    /// Logs one set of it.
    LogSet(LogSet),
    /// Is done with an exercise.
    CompleteExercise(CompleteExercise),
    /// Leaves an exercise out.
    SkipExercise(SkipExercise),
    /// Ends it.
    Complete(CompleteWorkout),
    /// Throws it away.
    Discard,
    /// Logs a past workout, whole.
    Log(LogWorkout),
    /// Replaces a workout that is over.
    Correct(CorrectWorkout),
    /// Deletes a workout that is over.
    Delete,
    /// Takes a workout from another app's history.
    TakeImported(TakeImportedWorkout),
    /// Tells what [`Command::TakeImported`] would do.
    PreviewImported(Content),
}

impl Command {
    /// The exercises it names.
    pub fn namings(&self) -> Vec<&Naming> {
        match self {
            Self::LogSet(command) => vec![&command.exercise],
            Self::CompleteExercise(command) => vec![&command.exercise],
            Self::SkipExercise(command) => vec![&command.exercise],
            Self::Log(LogWorkout { content })
            | Self::Correct(CorrectWorkout { content })
            | Self::TakeImported(TakeImportedWorkout { content, .. })
            | Self::PreviewImported(content) => content.exercises.iter().map(|exercise| &exercise.naming).collect(),
            Self::Start(_) | Self::Complete(_) | Self::Discard | Self::Delete => Vec::new(),
        }
    }
}

/// What is known beside the workout itself when a command is decided.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The athlete.
    pub user: UserId,
    /// The workout asked about.
    pub workout: WorkoutId,
    /// When the command arrived.
    pub now: Instant,
    /// The athlete's workout in progress.
    pub open: Option<WorkoutId>,
    /// Known names of the exercises that the command may mean.
    pub names: Names,
}

/// Why a command is refused: facts that the person can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// There is no such workout.
    Unknown,
    /// Another one is in progress; there can be one at a time.
    AnotherInProgress {
        /// The one in progress.
        open: WorkoutId,
    },
    /// It was begun before, with another name, start or zone.
    AlreadyStarted,
    /// It was logged before, with other content.
    AlreadyLogged,
    /// It is still in progress.
    InProgress,
    /// It is over.
    NotInProgress,
    /// It was thrown away.
    Discarded,
    /// It was deleted.
    Deleted,
    /// The id names a set of this workout with other content.
    SetIdTaken {
        /// The id.
        set: SetId,
    },
    /// The exercise's block was completed; more sets begin a new block.
    ExerciseCompleted,
    /// The exercise has sets, so it was not skipped.
    ExerciseHasSets,
    /// Nothing was logged of the exercise.
    NoSetsOfExercise,
    /// The sets named at completion are not those that were logged.
    SetsDiffer,
    /// No set but warm-ups was logged.
    NothingDone,
    /// The body holds no set but warm-ups.
    NoWorkingSet,
    /// The workout holds as many sets or exercises as it can.
    Full,
    /// It would end before it began.
    EndsBeforeStart,
    /// A time lies more than 24 hours ahead.
    InTheFuture {
        /// Where it stands in the body, as a JSON pointer.
        pointer: String,
    },
}

/// What an accepted command tells beside its events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// Nothing.
    #[default]
    Nothing,
    /// Where a set stands.
    Set {
        /// Its id.
        id: SetId,
        /// Its exercise.
        exercise: ExerciseId,
        /// Its block of the exercise.
        block: i32,
        /// Its place in the block, from 0.
        index: i32,
    },
    /// What became of an imported workout.
    Imported {
        /// New, revised …
        verdict: Verdict,
        /// The names of its exercises that were not known.
        new_exercises: Vec<String>,
        /// The names of its exercises that were known.
        matched_exercises: Vec<String>,
    },
}

/// What becomes of an imported workout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It was not known.
    New,
    /// Its rows have changed.
    Revised,
    /// It is known as it is.
    Unchanged,
    /// The athlete deleted it, and so it stays.
    DeletedByUser,
}

/// Events, and what to tell beside them.
pub type Decided = (Vec<ExecutionEvent>, Reply);

/// Decides a command.
pub fn decide(state: Option<&Workout>, facts: &Facts, command: &Command) -> Result<Decided, Rejection> {
    match command {
        Command::Start(command) => start::decide(state, facts, command).map(silent),
        Command::LogSet(command) => log_set::decide(state, facts, command),
        Command::CompleteExercise(command) => complete_exercise::decide(state, facts, command).map(silent),
        Command::SkipExercise(command) => skip_exercise::decide(state, facts, command).map(silent),
        Command::Complete(command) => complete::decide(state, facts, command).map(silent),
        Command::Discard => discard::decide(state, facts).map(silent),
        Command::Log(command) => log::decide(state, facts, command).map(silent),
        Command::Correct(command) => correct::decide(state, facts, command).map(silent),
        Command::Delete => delete::decide(state, facts).map(silent),
        Command::TakeImported(command) => take_imported::decide(state, facts, command),
        Command::PreviewImported(content) => take_imported::preview(state, facts, content),
    }
}

fn silent(events: Vec<ExecutionEvent>) -> Decided {
    (events, Reply::Nothing)
}

/// The workout in progress, which most commands on a live one need.
fn in_progress(state: Option<&Workout>) -> Result<&OpenWorkout, Rejection> {
    match state {
        Some(Workout::InProgress(open)) => Ok(open),
        Some(Workout::Completed(_)) => Err(Rejection::NotInProgress),
        Some(Workout::Discarded) => Err(Rejection::Discarded),
        Some(Workout::Deleted { .. }) => Err(Rejection::Deleted),
        None => Err(Rejection::Unknown),
    }
}

/// Clocks of phones go wrong, time zones get mixed up: up to a day ahead is taken as it is.
fn not_ahead(facts: &Facts, time: Instant, pointer: impl Into<String>) -> Result<(), Rejection> {
    const DAY: std::time::Duration = std::time::Duration::from_secs(86_400);
    if time <= facts.now.plus(DAY) {
        return Ok(());
    }
    Err(Rejection::InTheFuture { pointer: pointer.into() })
}

fn ends_after_start(started_at: Instant, ended_at: Instant) -> Result<(), Rejection> {
    if started_at <= ended_at { Ok(()) } else { Err(Rejection::EndsBeforeStart) }
}

#[cfg(test)]
pub(crate) mod invariants;
#[cfg(test)]
pub(crate) mod scenario;
