//! What the events of a goal say: what it measures, and whether it stands achieved.

use schemas::{
    goal::{GoalAchieved, GoalKind, GoalSet, Metric},
    goal_progress::{Crossing, GoalEntry},
    quantity::{Distance, Mass},
};

/// A goal as it was set, nothing measured yet; none for a kind that is not measured here.
pub(crate) fn set(set: &GoalSet, sequence: u64) -> Option<GoalEntry> {
    let target = target(set).filter(|target| *target > 0)?;
    Some(GoalEntry {
        user_id: set.user_id,
        goal_id: set.goal_id,
        version: sequence.cast_signed(),
        metric: set.metric,
        exercise: set.exercise.clone(),
        target,
        from: set.from,
        until: set.until,
        value: 0,
        n: 0,
        crossing: None,
        recorded: None,
        commanded: None,
    })
}

/// The target in the canonical unit of its metric.
fn target(set: &GoalSet) -> Option<i64> {
    match set.kind {
        GoalKind::Accumulate => {}
        GoalKind::Reach | GoalKind::Keep | GoalKind::Streak | GoalKind::Frequency | GoalKind::Unknown => return None,
    }
    match set.metric {
        Metric::Volume => set.target.mass.as_ref().map(Mass::micrograms),
        Metric::Count => set.target.count,
        Metric::Minutes => set.target.minutes,
        Metric::Distance => set.target.distance.as_ref().map(Distance::millimetres),
        Metric::Load | Metric::E1rm | Metric::BodyWeight | Metric::Unknown => None,
    }
}

/// What a goal says crossed its target.
pub(crate) fn recorded(achieved: &GoalAchieved) -> Crossing {
    Crossing {
        achieved_at: achieved.achieved_at,
        utc_offset_seconds: achieved.utc_offset_seconds,
        workout_id: achieved.workout_id,
        set_id: achieved.set_id,
        value: achieved.value,
    }
}

#[cfg(test)]
mod tests {
    use schemas::goal::GoalTarget;

    use super::*;
    use crate::scenario::accumulate;

    #[test]
    fn a_target_is_kept_in_the_canonical_unit_of_its_metric() {
        for metric in [Metric::Volume, Metric::Count, Metric::Minutes, Metric::Distance] {
            assert_eq!(set(&accumulate(1, metric, 500), 1).unwrap().target, 500, "{metric:?}");
        }
    }

    #[test]
    fn kinds_and_targets_that_are_not_measured_here_are_left_alone() {
        let mut goals = vec![accumulate(1, Metric::E1rm, 500), accumulate(1, Metric::Count, 0)];
        goals.push(GoalSet { kind: GoalKind::Reach, ..accumulate(1, Metric::Volume, 500) });
        let nothing = GoalTarget { mass: None, distance: None, count: None, minutes: None, reps: None };
        goals.push(GoalSet { target: nothing, ..accumulate(1, Metric::Volume, 500) });
        for goal in goals {
            assert_eq!(set(&goal, 1), None, "{goal:?}");
        }
    }
}
