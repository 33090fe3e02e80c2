//! Why a goal says no, over HTTP.

use command_api::Refusal;
use service::http::problem::Problem;

use crate::domain::goal::Rejection;

impl Refusal for Rejection {
    fn problem(&self) -> Problem {
        match self {
            Self::DefinedOtherwise { current_version } => {
                Problem::conflict("goal-exists", "There is a goal with this id")
                    .detail("it asks for something else; choose a new id for a new goal")
                    .error("/id", "taken", "the id of another goal of yours")
                    .current_version(*current_version)
            }
            Self::NotFound => Problem::not_found("goal"),
            Self::Abandoned { current_version } => Problem::conflict("goal-abandoned", "The goal was abandoned")
                .detail("what was given up stays so; set a new goal")
                .current_version(*current_version),
            // only a process says that a goal was missed
            Self::Achieved { current_version } => {
                Problem::conflict("goal-achieved", "The goal is achieved").current_version(*current_version)
            }
            // only a process names the version it decided on
            Self::Stale { current_version } => Problem::precondition_failed(*current_version),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refusal_has_its_status() {
        let problem = Rejection::DefinedOtherwise { current_version: 2 }.problem();
        assert_eq!((problem.status().as_u16(), problem.name()), (409, "goal-exists"));
        assert_eq!(problem.document().current_version, Some(2));
        let problem = Rejection::Abandoned { current_version: 3 }.problem();
        assert_eq!((problem.status().as_u16(), problem.name()), (409, "goal-abandoned"));
        let problem = Rejection::Achieved { current_version: 3 }.problem();
        assert_eq!((problem.status().as_u16(), problem.name()), (409, "goal-achieved"));
        assert_eq!(Rejection::NotFound.problem().status().as_u16(), 404);
        assert_eq!(Rejection::Stale { current_version: 2 }.problem().status().as_u16(), 412);
    }
}
