//! Why planning says no, over HTTP.

use command_api::Refusal;
use service::http::problem::Problem;

use crate::domain::{exercise::MOST_MERGED, rejection::Rejection, values::MOST_RULES};

impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::Unknown { what } => Problem::not_found(what),
            Self::CreatedOtherwise { current_version } => Problem::conflict("id-taken", "There is one with this id")
                .detail("with other content; PUT changes it, and a new one has a new id")
                .error("/id", "taken", "the id of another one of yours")
                .current_version(*current_version),
            Self::Archived => {
                Problem::conflict("archived", "It was archived").detail("its versions stay readable; make a new one")
            }
            // only a process names the version it decided on
            Self::Stale { current_version } => Problem::precondition_failed(*current_version),
            Self::NotInTemplate { exercise } => {
                Problem::rule("exercise-not-in-template", "The template does not have this exercise")
                    .detail(format!("{exercise} is in no place of its newest version"))
            }
            Self::NoLoad { exercise } => Problem::rule("no-load-prescribed", "No load is prescribed")
                .detail(format!("no working set of {exercise} prescribes a load; update the template to give it one")),
            Self::TooManyRules => Problem::conflict("too-many-rules", "Too many rules were chosen for this template")
                .detail(format!("at most {MOST_RULES} exercises of all its versions can have one")),
            Self::ProposedOtherwise => Problem::conflict("proposal-exists", "There is a proposal with this id")
                .detail("it proposes something else"),
            Self::ProposalOutdated => Problem::conflict("proposal-outdated", "The proposal is outdated")
                .detail("the template does not prescribe any more what it stands on; decline it"),
            Self::AcceptedBefore => Problem::conflict("accepted-before", "It was accepted before"),
            Self::DeclinedBefore => Problem::conflict("declined-before", "It was declined before"),
            Self::NameTaken { exercise } => Problem::conflict("exercise-name-taken", "Another exercise has this name")
                .detail(format!("{exercise} has it; choose another one, or merge the two"))
                .error("/name", "taken", "the name of another exercise")
                .extension("exercise", exercise.to_string()),
            Self::MergedIntoItself => Problem::rule("merged-into-itself", "An exercise cannot be merged into itself")
                .error("/into", "same_exercise", "another exercise is expected"),
            Self::MergedBefore { into } => Problem::conflict("merged-before", "One of them was merged before")
                .detail(format!("it counts for {into}; name that one"))
                .extension("into", into.to_string()),
            Self::MergeInCircle => Problem::conflict("merge-in-circle", "They are merged the other way around")
                .detail("the exercise to stay counts for the one to be given up"),
            Self::TooManyMerged => Problem::conflict("too-many-merged", "Too many exercises count for one")
                .detail(format!("at most {MOST_MERGED} can be merged into one")),
        }
    }
}

#[cfg(test)]
mod tests {
    use schemas::exercise::ExerciseId;

    use super::*;

    #[test]
    fn every_refusal_has_its_status_and_name() {
        let exercise = ExerciseId::of_name("bench");
        for (rejection, status, name) in [
            (Rejection::Unknown { what: "meal plan" }, 404, "not-found"),
            (Rejection::CreatedOtherwise { current_version: 2 }, 409, "id-taken"),
            (Rejection::Archived, 409, "archived"),
            (Rejection::Stale { current_version: 2 }, 412, "stale-version"),
            (Rejection::NotInTemplate { exercise: exercise.clone() }, 422, "exercise-not-in-template"),
            (Rejection::NoLoad { exercise: exercise.clone() }, 422, "no-load-prescribed"),
            (Rejection::TooManyRules, 409, "too-many-rules"),
            (Rejection::ProposedOtherwise, 409, "proposal-exists"),
            (Rejection::ProposalOutdated, 409, "proposal-outdated"),
            (Rejection::AcceptedBefore, 409, "accepted-before"),
            (Rejection::DeclinedBefore, 409, "declined-before"),
            (Rejection::NameTaken { exercise: exercise.clone() }, 409, "exercise-name-taken"),
            (Rejection::MergedIntoItself, 422, "merged-into-itself"),
            (Rejection::MergedBefore { into: exercise }, 409, "merged-before"),
            (Rejection::MergeInCircle, 409, "merge-in-circle"),
            (Rejection::TooManyMerged, 409, "too-many-merged"),
        ] {
            let problem = rejection.problem();
            assert_eq!((problem.status().as_u16(), problem.name()), (status, name), "{rejection:?}");
        }
    }
}
