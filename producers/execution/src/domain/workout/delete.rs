//! `DeleteWorkout`: a workout that is over is deleted; no import brings it back.

use schemas::execution::{ExecutionEvent, WorkoutDeleted};

use super::{Facts, Rejection, Workout};

pub(super) fn decide(state: Option<&Workout>, facts: &Facts) -> Result<Vec<ExecutionEvent>, Rejection> {
    match state {
        Some(Workout::Completed(closed)) => Ok(vec![ExecutionEvent::WorkoutDeleted(WorkoutDeleted {
            user_id: facts.user,
            workout_id: facts.workout,
            revision: closed.revision,
            deleted_at: facts.now,
        })]),
        // it is gone already
        Some(Workout::Deleted { .. } | Workout::Discarded) => Ok(Vec::new()),
        Some(Workout::InProgress(_)) => Err(Rejection::InProgress),
        None => Err(Rejection::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workout::{
        Command,
        scenario::{Scenario, completed, corrected, deleted, discarded, imported, logged, now, started, user, workout},
    };

    #[test]
    fn a_workout_that_is_over_is_deleted_with_its_last_revision() {
        let deletion = |revision| {
            let event = WorkoutDeleted { user_id: user(), workout_id: workout(), revision, deleted_at: now() };
            ExecutionEvent::WorkoutDeleted(event)
        };
        Scenario::new().given(&logged()).when(Command::Delete).then(&[deletion(1)]);
        Scenario::new().given(&corrected()).when(Command::Delete).then(&[deletion(2)]);
        Scenario::new().given(&completed()).when(Command::Delete).then(&[deletion(1)]);
        Scenario::new().given(&imported()).when(Command::Delete).then(&[deletion(1)]);
    }

    #[test]
    fn deleting_what_is_gone_records_nothing() {
        Scenario::new().given(&deleted()).when(Command::Delete).then_nothing();
        Scenario::new().given(&discarded()).when(Command::Delete).then_nothing();
    }

    #[test]
    fn a_workout_in_progress_is_discarded_not_deleted() {
        Scenario::new().given(&[started()]).when(Command::Delete).then_rejected(Rejection::InProgress);
    }

    #[test]
    fn what_never_was_is_not_deleted() {
        Scenario::new().when(Command::Delete).then_rejected(Rejection::Unknown);
    }
}
