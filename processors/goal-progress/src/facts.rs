//! What an event says of a workout, as far as goals need it.

use schemas::{
    execution::{ExercisePerformed, SetKind, SetPerformed, WorkoutDeleted, WorkoutExecuted},
    goal_progress::{BlockFact, SetFact, WorkoutContent, WorkoutFact},
    quantity::{Distance, Mass},
    time::Instant,
};

use crate::measure::saturated;

/// The fact of an executed workout, at the sequence of its event.
pub(crate) fn executed(workout: &WorkoutExecuted, sequence: u64) -> WorkoutFact {
    WorkoutFact {
        user_id: workout.user_id,
        workout_id: workout.workout_id,
        version: sequence.cast_signed(),
        content: Some(WorkoutContent {
            local_date: workout.local_date,
            started_at: workout.started_at,
            utc_offset_seconds: workout.utc_offset_seconds,
            minutes: workout.ended_at.map_or(0, |ended_at| minutes(workout.started_at, ended_at)),
            blocks: workout.exercises.iter().filter_map(|block| working(block, workout.started_at)).collect(),
        }),
    }
}

/// The fact of a deleted workout. It stays, so that an older event of the workout never brings it back.
pub(crate) fn deleted(workout: &WorkoutDeleted, sequence: u64) -> WorkoutFact {
    WorkoutFact {
        user_id: workout.user_id,
        workout_id: workout.workout_id,
        version: sequence.cast_signed(),
        content: None,
    }
}

/// Whole minutes; none when the end is before the start.
fn minutes(started_at: Instant, ended_at: Instant) -> i64 {
    (ended_at.seconds_since(started_at) / 60).max(0)
}

/// The working sets of a block; none when all it has are warm-ups, which count for nothing.
fn working(block: &ExercisePerformed, started_at: Instant) -> Option<BlockFact> {
    let sets: Vec<SetFact> =
        block.sets.iter().filter(|set| set.kind != SetKind::WarmUp).map(|set| fact(set, started_at)).collect();
    (!sets.is_empty()).then(|| BlockFact { exercise: block.exercise.clone(), sets })
}

/// A set without reps or load counts as a set and adds nothing.
fn fact(set: &SetPerformed, started_at: Instant) -> SetFact {
    // the load as entered, whatever it resists: CATALOGUE, formulas
    let load = i128::from(set.load.as_ref().map_or(0, Mass::micrograms));
    SetFact {
        id: set.id,
        at: set.logged_at.unwrap_or(started_at),
        volume: saturated(load * i128::from(set.reps.unwrap_or(0))),
        distance: set.distance.as_ref().map_or(0, Distance::millimetres).max(0),
        load: set.load.as_ref().map(Mass::micrograms),
        reps: set.reps,
    }
}

#[cfg(test)]
mod tests {
    use schemas::execution::Resistance;

    use super::*;
    use crate::scenario::{KG, Workout, at, set, workout};

    fn content(workout: &WorkoutExecuted) -> WorkoutContent {
        executed(workout, 1).content.unwrap()
    }

    #[test]
    fn warm_ups_are_left_out_and_so_is_a_block_of_nothing_else() {
        let mut warm = set(1, 20, 10);
        warm.kind = SetKind::WarmUp;
        let push =
            workout(1, "2021-08-01T18:46:43Z").block("bench", [warm.clone(), set(2, 60, 8)]).block("dip", [warm]);
        let blocks = content(&push).blocks;
        assert_eq!(blocks.len(), 1);
        assert_eq!(blocks[0].sets.iter().map(|set| set.volume).collect::<Vec<_>>(), [480 * KG]);
    }

    #[test]
    fn drop_sets_failures_and_kinds_yet_unknown_are_working_sets() {
        for kind in [SetKind::Normal, SetKind::Drop, SetKind::Failure, SetKind::Unknown] {
            let mut one = set(1, 60, 8);
            one.kind = kind;
            assert_eq!(content(&workout(1, "2021-08-01T18:46:43Z").block("bench", [one])).blocks.len(), 1, "{kind:?}");
        }
    }

    #[test]
    fn volume_takes_the_load_as_entered_whatever_it_resists() {
        for resistance in [Resistance::External, Resistance::Bodyweight, Resistance::Assisted] {
            let mut one = set(1, 25, 10);
            one.resistance = resistance;
            assert_eq!(fact(&one, at("2021-08-01T18:46:43Z")).volume, 250 * KG, "{resistance:?}");
        }
    }

    #[test]
    fn a_set_without_reps_or_load_adds_nothing_and_still_counts_as_a_set() {
        let (mut reps, mut load) = (set(1, 60, 8), set(2, 60, 8));
        (reps.reps, load.load) = (None, None);
        let push = workout(1, "2021-08-01T18:46:43Z").block("bench", [reps, load]);
        assert_eq!(content(&push).blocks[0].sets.iter().map(|set| set.volume).collect::<Vec<_>>(), [0, 0]);
    }

    #[test]
    fn a_set_happens_when_it_was_logged_or_else_at_the_start() {
        let mut logged = set(1, 60, 8);
        logged.logged_at = Some(at("2021-08-01T19:00:00Z"));
        let sets =
            content(&workout(1, "2021-08-01T18:46:43Z").block("bench", [logged, set(2, 60, 8)])).blocks[0].sets.clone();
        assert_eq!([sets[0].at, sets[1].at], [at("2021-08-01T19:00:00Z"), at("2021-08-01T18:46:43Z")]);
    }

    #[test]
    fn minutes_are_whole_and_none_without_an_end_or_with_one_before_the_start() {
        let mut push = workout(1, "2021-08-01T18:46:43Z");
        for (end, expected) in [
            (Some("2021-08-01T20:21:42Z"), 94),
            (Some("2021-08-01T20:21:43Z"), 95),
            (Some("2021-08-01T18:00:00Z"), 0),
            (None, 0),
        ] {
            push.ended_at = end.map(at);
            assert_eq!(content(&push).minutes, expected, "{end:?}");
        }
    }

    #[test]
    fn a_set_beyond_all_measure_is_held_at_the_end_of_the_range() {
        assert_eq!(fact(&set(1, 10_000, 1_000_000), at("2021-08-01T18:46:43Z")).volume, i64::MAX);
    }
}
