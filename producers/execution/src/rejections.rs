//! Why something was refused, over HTTP.

use command_api::Refusal;
use service::http::problem::Problem;

use crate::{
    context,
    domain::{
        content::{MOST_EXERCISES, MOST_SETS},
        intake::{self, Thing},
        workout::Rejection,
    },
};

impl Refusal for context::Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::Workout(rejection) => rejection.problem(),
            Self::Intake(rejection) => rejection.problem(),
        }
    }
}

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
            Self::InTheFuture { pointer } => in_the_future(pointer),
        }
    }
}

impl Refusal for intake::Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound(thing) => Problem::not_found(name(*thing)),
            Self::Exists { thing, current_version } => {
                let (problem, title) = match thing {
                    Thing::Meal => ("meal-exists", "There is a meal with this id"),
                    Thing::Intake => ("intake-exists", "There is an intake with this id"),
                };
                Problem::conflict(problem, title)
                    .detail("it says something else; choose a new id for a new one")
                    .error("/id", "taken", format!("the id of another {} of yours", name(*thing)))
                    .current_version(*current_version)
            }
            Self::Ended { thing, current_version } => {
                let (problem, title) = match thing {
                    Thing::Meal => ("meal-deleted", "The meal was deleted"),
                    Thing::Intake => ("intake-undone", "The intake was undone"),
                };
                Problem::conflict(problem, title)
                    .detail("that is for good; choose a new id for a new one")
                    .current_version(*current_version)
            }
            Self::InTheFuture { pointer } => in_the_future(pointer),
        }
    }
}

fn in_the_future(pointer: &str) -> Problem {
    Problem::rule("in-the-future", "This lies in the future").error(
        pointer,
        "in_the_future",
        "a time at most 24 hours ahead is expected",
    )
}

const fn name(thing: Thing) -> &'static str {
    match thing {
        Thing::Meal => "meal",
        Thing::Intake => "intake",
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

    #[test]
    fn refusals_of_meals_and_intakes_have_their_status_name_and_version() {
        let said = |rejection: intake::Rejection| {
            let problem = context::Rejection::from(rejection).problem();
            (problem.status().as_u16(), problem.name().to_owned(), problem.document().current_version)
        };
        for (thing, exists, ended) in
            [(Thing::Meal, "meal-exists", "meal-deleted"), (Thing::Intake, "intake-exists", "intake-undone")]
        {
            assert_eq!(said(intake::Rejection::NotFound(thing)), (404, "not-found".to_owned(), None));
            let current_version = 2;
            let told = said(intake::Rejection::Exists { thing, current_version });
            assert_eq!(told, (409, exists.to_owned(), Some(current_version)));
            let told = said(intake::Rejection::Ended { thing, current_version });
            assert_eq!(told, (409, ended.to_owned(), Some(current_version)));
        }
        let ahead = said(intake::Rejection::InTheFuture { pointer: "/eaten_at" });
        assert_eq!(ahead, (422, "in-the-future".to_owned(), None));
    }
}
