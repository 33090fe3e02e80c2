//! Why something was refused, over HTTP.

use command_api::Refusal;
use service::http::problem::Problem;

use crate::domain::{
    content::{MOST_EXERCISES, MOST_SETS},
    workout::Rejection,
};

impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::Unknown => Problem::not_found("workout"),
            Self::AnotherInProgress { open } => {
                Problem::conflict("another-workout-in-progress", "Another workout is in progress")
                    .detail(format!("complete or discard the workout {open} first"))
                    .extension("workout", open.to_string())
            }
            Self::AlreadyStarted => Problem::conflict("workout-already-started", "This workout was started before")
                .detail("with another name, start or zone; choose a new id for a new workout"),
            Self::AlreadyLogged => Problem::conflict("workout-already-logged", "This workout was logged before")
                .detail("with other content; PUT corrects it, and a new workout has a new id"),
            Self::InProgress => Problem::conflict("workout-in-progress", "The workout is in progress")
                .detail("complete or discard it first"),
            Self::NotInProgress => Problem::conflict("workout-not-in-progress", "The workout is over")
                .detail("PUT replaces it by a corrected one"),
            Self::Discarded => {
                Problem::conflict("workout-discarded", "The workout was discarded").detail("a new workout has a new id")
            }
            Self::Deleted => {
                Problem::conflict("workout-deleted", "The workout was deleted").detail("a new workout has a new id")
            }
            Self::SetIdTaken { set } => Problem::conflict("set-id-taken", "There is another set with this id")
                .detail(format!("the workout has the set {set} with other content; a new set has a new id"))
                .extension("set", set.to_string()),
            Self::ExerciseCompleted => Problem::conflict("exercise-completed", "The exercise was completed")
                .detail("more sets of it begin a new block: name the next one in `block`"),
            Self::ExerciseHasSets => Problem::conflict("exercise-has-sets", "Sets of this exercise were logged")
                .detail("what was begun was not skipped; complete it instead"),
            Self::NoSetsOfExercise => Problem::conflict("no-sets-of-exercise", "No set of this exercise was logged")
                .detail("log its sets first, or send them along in `sets`"),
            Self::SetsDiffer => Problem::conflict("sets-differ", "Other sets of this exercise were logged")
                .detail("`sets` is the whole block: those logged before come first, as they were logged"),
            Self::NothingDone => Problem::conflict("nothing-done", "No working set was logged")
                .detail("log at least one set that is no warm-up, or discard the workout"),
            Self::NoWorkingSet => Problem::rule("no-working-set", "The workout has no working set").error(
                "/exercises",
                "no_working_set",
                "at least one set that is no warm-up is expected",
            ),
            Self::Full => Problem::rule("workout-full", "The workout is too large")
                .detail(format!("a workout holds {MOST_SETS} sets in {MOST_EXERCISES} blocks of exercises")),
            Self::EndsBeforeStart => Problem::rule("ends-before-start", "The workout ends before it starts")
                .detail("an end at or after the start is expected"),
            Self::InTheFuture { pointer } => Problem::rule("in-the-future", "This lies in the future").error(
                pointer.clone(),
                "in_the_future",
                "a time at most 24 hours ahead is expected",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use schemas::id::{SetId, WorkoutId};

    use super::*;

    #[test]
    fn every_refusal_has_its_status_and_name() {
        let open = WorkoutId::v5(uuid::Uuid::nil(), b"open");
        let set = SetId::v5(uuid::Uuid::nil(), b"set");
        for (rejection, status, name) in [
            (Rejection::Unknown, 404, "not-found"),
            (Rejection::AnotherInProgress { open }, 409, "another-workout-in-progress"),
            (Rejection::AlreadyStarted, 409, "workout-already-started"),
            (Rejection::AlreadyLogged, 409, "workout-already-logged"),
            (Rejection::InProgress, 409, "workout-in-progress"),
            (Rejection::NotInProgress, 409, "workout-not-in-progress"),
            (Rejection::Discarded, 409, "workout-discarded"),
            (Rejection::Deleted, 409, "workout-deleted"),
            (Rejection::SetIdTaken { set }, 409, "set-id-taken"),
            (Rejection::ExerciseCompleted, 409, "exercise-completed"),
            (Rejection::ExerciseHasSets, 409, "exercise-has-sets"),
            (Rejection::NoSetsOfExercise, 409, "no-sets-of-exercise"),
            (Rejection::SetsDiffer, 409, "sets-differ"),
            (Rejection::NothingDone, 409, "nothing-done"),
            (Rejection::NoWorkingSet, 422, "no-working-set"),
            (Rejection::Full, 422, "workout-full"),
            (Rejection::EndsBeforeStart, 422, "ends-before-start"),
            (Rejection::InTheFuture { pointer: "/started_at".into() }, 422, "in-the-future"),
        ] {
            let problem = rejection.problem();
            assert_eq!((problem.status().as_u16(), problem.name()), (status, name), "{rejection:?}");
        }
    }
}
