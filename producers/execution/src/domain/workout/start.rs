//! `StartWorkout`: a live workout begins, free of any template so far.

use schemas::{
    execution::{ExecutionEvent, WorkoutStarted},
    time::{Instant, Zone},
};

use super::{Facts, Rejection, Workout, not_ahead};
use crate::domain::values::Line;

/// Begins a live workout.
#[derive(Clone, Debug)]
pub struct StartWorkout {
    /// Title.
    pub name: Option<Line>,
    /// When it begins; left out: now.
    pub started_at: Option<Instant>,
    /// Zone of the local times.
    pub zone: Zone,
}

pub(super) fn decide(
    state: Option<&Workout>,
    facts: &Facts,
    command: &StartWorkout,
) -> Result<Vec<ExecutionEvent>, Rejection> {
    let name = command.name.as_ref().map(Line::text);
    match state {
        None => {}
        Some(Workout::InProgress(open)) => {
            let same_start = command.started_at.is_none_or(|started_at| started_at == open.started_at);
            let same = name == open.name && same_start && command.zone == open.zone;
            return if same { Ok(Vec::new()) } else { Err(Rejection::AlreadyStarted) };
        }
        Some(Workout::Completed(_)) => return Err(Rejection::NotInProgress),
        Some(Workout::Discarded) => return Err(Rejection::Discarded),
        Some(Workout::Deleted { .. }) => return Err(Rejection::Deleted),
    }
    if let Some(open) = facts.open {
        return Err(Rejection::AnotherInProgress { open });
    }
    let started_at = command.started_at.unwrap_or(facts.now);
    not_ahead(facts, started_at, "/started_at")?;
    Ok(vec![ExecutionEvent::WorkoutStarted(WorkoutStarted {
        user_id: facts.user,
        workout_id: facts.workout,
        name,
        started_at,
        zone: command.zone,
        template: None,
        entry: None,
        planned_exercises: Vec::new(),
    })])
}

#[cfg(test)]
mod tests {
    use schemas::id::WorkoutId;

    use super::*;
    use crate::domain::workout::{
        Command,
        scenario::{Scenario, at, completed, deleted, discarded, logged, now, started, vienna, workout},
    };

    fn start() -> StartWorkout {
        StartWorkout { name: Line::new("Push").ok(), started_at: Some(now()), zone: vienna() }
    }

    #[test]
    fn a_workout_starts() {
        Scenario::new().when(Command::Start(start())).then(&[started()]);
    }

    #[test]
    fn without_a_time_it_starts_now() {
        Scenario::new().when(Command::Start(StartWorkout { started_at: None, ..start() })).then(&[started()]);
    }

    #[test]
    fn starting_twice_records_nothing() {
        let scenario = Scenario::new().given(&[started()]).open(workout());
        scenario.when(Command::Start(start())).then_nothing();
        scenario.when(Command::Start(StartWorkout { started_at: None, ..start() })).then_nothing();
    }

    #[test]
    fn starting_again_in_another_way_is_refused() {
        let scenario = Scenario::new().given(&[started()]).open(workout());
        for other in [
            StartWorkout { name: None, ..start() },
            StartWorkout { started_at: Some(at("2026-11-20T17:00:01Z")), ..start() },
            StartWorkout { zone: schemas::time::Zone::UTC, ..start() },
        ] {
            scenario.when(Command::Start(other)).then_rejected(Rejection::AlreadyStarted);
        }
    }

    #[test]
    fn two_workouts_are_not_in_progress_at_once() {
        let other = WorkoutId::v5(uuid::Uuid::nil(), b"other");
        let refused = Rejection::AnotherInProgress { open: other };
        Scenario::new().open(other).when(Command::Start(start())).then_rejected(refused);
    }

    #[test]
    fn what_is_over_does_not_start_again() {
        let start = || Command::Start(start());
        Scenario::new().given(&completed()).when(start()).then_rejected(Rejection::NotInProgress);
        Scenario::new().given(&logged()).when(start()).then_rejected(Rejection::NotInProgress);
        Scenario::new().given(&discarded()).when(start()).then_rejected(Rejection::Discarded);
        Scenario::new().given(&deleted()).when(start()).then_rejected(Rejection::Deleted);
    }

    #[test]
    fn a_start_up_to_a_day_ahead_is_taken() {
        let starting = |text| Command::Start(StartWorkout { started_at: Some(at(text)), ..start() });
        assert_eq!(Scenario::new().when(starting("2026-11-21T17:00:00Z")).events().len(), 1);
        let refused = Rejection::InTheFuture { pointer: "/started_at".into() };
        Scenario::new().when(starting("2026-11-21T17:00:00.000001Z")).then_rejected(refused);
    }
}
