//! `DiscardWorkout`: a live workout is thrown away and counts for nothing.

use schemas::execution::{ExecutionEvent, WorkoutDiscarded};

use super::{Facts, Rejection, Workout, in_progress};

pub(super) fn decide(state: Option<&Workout>, facts: &Facts) -> Result<Vec<ExecutionEvent>, Rejection> {
    // discarding twice is what a retry looks like
    if let Some(Workout::Discarded) = state {
        return Ok(Vec::new());
    }
    in_progress(state)?;
    let event = WorkoutDiscarded { user_id: facts.user, workout_id: facts.workout, discarded_at: facts.now };
    Ok(vec![ExecutionEvent::WorkoutDiscarded(event)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workout::{
        Command,
        scenario::{Scenario, completed, deleted, discarded, logged, started},
    };

    #[test]
    fn a_workout_in_progress_is_thrown_away() {
        Scenario::new().given(&[started()]).when(Command::Discard).then(&discarded()[1..]);
    }

    #[test]
    fn discarding_twice_records_nothing() {
        Scenario::new().given(&discarded()).when(Command::Discard).then_nothing();
    }

    #[test]
    fn only_a_workout_in_progress_is_discarded() {
        Scenario::new().when(Command::Discard).then_rejected(Rejection::Unknown);
        Scenario::new().given(&completed()).when(Command::Discard).then_rejected(Rejection::NotInProgress);
        Scenario::new().given(&logged()).when(Command::Discard).then_rejected(Rejection::NotInProgress);
        Scenario::new().given(&deleted()).when(Command::Discard).then_rejected(Rejection::Deleted);
    }
}
