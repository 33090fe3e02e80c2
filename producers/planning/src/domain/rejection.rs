//! Why planning says no.

use schemas::exercise::ExerciseId;

/// Facts that the person can act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// There is no such template, plan or proposal.
    Unknown {
        /// What is not there: `workout template`.
        what: &'static str,
    },
    /// The id is taken by one of another content.
    CreatedOtherwise {
        /// Where that one stands.
        current_version: u64,
    },
    /// It was archived.
    Archived,
    /// The template moved on since the process looked.
    Stale {
        /// Where it stands now.
        current_version: u64,
    },
    /// The template does not have this exercise.
    NotInTemplate {
        /// The exercise.
        exercise: ExerciseId,
    },
    /// No working set of the exercise prescribes a load.
    NoLoad {
        /// The exercise.
        exercise: ExerciseId,
    },
    /// Rules were chosen for as many exercises as one template can keep them for.
    TooManyRules,
    /// The id names another proposal.
    ProposedOtherwise,
    /// The template does not prescribe any more what the proposal stands on.
    ProposalOutdated,
    /// The proposal, or the recommendation, was answered with yes before.
    AcceptedBefore,
    /// The proposal, or the recommendation, was answered with no before.
    DeclinedBefore,
    /// Another exercise has the name.
    NameTaken {
        /// That exercise.
        exercise: ExerciseId,
    },
    /// An exercise cannot be merged into itself.
    MergedIntoItself,
    /// The exercise counts for another one already.
    MergedBefore {
        /// That one.
        into: ExerciseId,
    },
    /// The exercise to stay counts for the one to be given up.
    MergeInCircle,
    /// So many exercises count for one already.
    TooManyMerged,
}
