//! What the events of a goal say: what it measures, and whether it stands achieved.

use schemas::{
    goal::{GoalAchieved, GoalChanged, GoalEvent, GoalKind, GoalSet, Metric},
    goal_progress::{Crossing, GoalEntry},
    id::GoalId,
    quantity::{Distance, Mass},
};

/// How the history of a person becomes the value of a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// What every workout adds.
    Sum,
    /// The best set.
    Best,
    /// Weeks with workouts enough.
    Weeks,
    /// The most of them in a row.
    Run,
}

/// How a goal is measured; none for a kind that is not measured here.
pub(crate) fn measure(goal: &GoalEntry) -> Option<Measure> {
    match (goal.kind, goal.metric) {
        (GoalKind::Accumulate, Metric::Volume | Metric::Count | Metric::Minutes | Metric::Distance) => {
            Some(Measure::Sum)
        }
        (GoalKind::Reach, Metric::Load | Metric::E1rm | Metric::Distance) => Some(Measure::Best),
        (GoalKind::Frequency, Metric::Count) => Some(Measure::Weeks),
        (GoalKind::Streak, Metric::Count) => Some(Measure::Run),
        (
            GoalKind::Accumulate
            | GoalKind::Reach
            | GoalKind::Keep
            | GoalKind::Streak
            | GoalKind::Frequency
            | GoalKind::Unknown,
            Metric::Volume
            | Metric::Count
            | Metric::Minutes
            | Metric::Distance
            | Metric::Load
            | Metric::E1rm
            | Metric::BodyWeight
            | Metric::Unknown,
        ) => None,
    }
    // without a target there is nothing to measure against
    .filter(|_| goal.target > 0)
}

/// A goal as it was set, nothing measured yet. One of a kind that is not measured here is kept with a target of 0: what its
/// events say stands recorded, and nothing of it may.
pub(crate) fn set(set: &GoalSet, sequence: u64) -> GoalEntry {
    GoalEntry {
        user_id: set.user_id,
        goal_id: set.goal_id,
        version: sequence.cast_signed(),
        metric: set.metric,
        exercise: set.exercise.clone(),
        target: target(set).unwrap_or(0),
        from: set.from,
        until: set.until,
        value: 0,
        n: 0,
        crossing: None,
        recorded: None,
        commanded: None,
        kind: set.kind,
        reps: set.target.reps,
        workouts: set.target.count.filter(|_| set.target.weeks.is_some()),
    }
}

/// A goal as it asks for something else, measured anew. Whether it stands achieved its events say as before.
pub(crate) fn changed(changed: &GoalChanged, known: Option<&GoalEntry>, sequence: u64) -> GoalEntry {
    let GoalChanged { user_id, goal_id, name, kind, metric, exercise, target, from, until, changed_at } =
        changed.clone();
    let anew = GoalSet { user_id, goal_id, name, kind, metric, exercise, target, from, until, set_at: changed_at };
    let recorded = known.and_then(|known| known.recorded.clone());
    GoalEntry { n: known.map_or(0, |known| known.n), recorded, ..set(&anew, sequence) }
}

/// The target in the canonical unit of its metric, or in weeks.
fn target(set: &GoalSet) -> Option<i64> {
    let target = &set.target;
    match (set.kind, set.metric) {
        (GoalKind::Accumulate, Metric::Volume) => target.mass.as_ref().map(Mass::micrograms),
        (GoalKind::Accumulate, Metric::Count) => target.count,
        (GoalKind::Accumulate, Metric::Minutes) => target.minutes,
        (GoalKind::Accumulate | GoalKind::Reach, Metric::Distance) => {
            target.distance.as_ref().map(Distance::millimetres)
        }
        // both are needed of one set
        (GoalKind::Reach, Metric::Load) => target.mass.as_ref().filter(|_| target.reps.is_some()).map(Mass::micrograms),
        (GoalKind::Reach, Metric::E1rm) => target.mass.as_ref().map(Mass::micrograms),
        (GoalKind::Streak | GoalKind::Frequency, Metric::Count) => {
            target.weeks.filter(|_| target.count.is_some_and(|workouts| workouts > 0)).map(i64::from)
        }
        (
            GoalKind::Accumulate
            | GoalKind::Reach
            | GoalKind::Keep
            | GoalKind::Streak
            | GoalKind::Frequency
            | GoalKind::Unknown,
            Metric::Volume
            | Metric::Count
            | Metric::Minutes
            | Metric::Distance
            | Metric::Load
            | Metric::E1rm
            | Metric::BodyWeight
            | Metric::Unknown,
        ) => None,
    }
}

/// The goal that an event is about.
pub(crate) fn id(event: &GoalEvent) -> GoalId {
    match event {
        GoalEvent::GoalSet(event) => event.goal_id,
        GoalEvent::GoalChanged(event) => event.goal_id,
        GoalEvent::GoalAchieved(event) => event.goal_id,
        GoalEvent::GoalAchievementRevoked(event) => event.goal_id,
        GoalEvent::GoalMissed(event) => event.goal_id,
        GoalEvent::GoalAbandoned(event) => event.goal_id,
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
    use super::*;
    use crate::scenario::{KG, accumulate, lift, weekly};

    #[test]
    fn a_target_is_kept_in_the_canonical_unit_of_its_metric() {
        for metric in [Metric::Volume, Metric::Count, Metric::Minutes, Metric::Distance] {
            assert_eq!(set(&accumulate(1, metric, 500), 1).target, 500, "{metric:?}");
        }
        let lift = set(&lift(1, 100 * KG, 5), 1);
        assert_eq!((lift.target, lift.reps, measure(&lift)), (100 * KG, Some(5), Some(Measure::Best)));
        let streak = set(&weekly(1, GoalKind::Streak, 3, 12), 1);
        assert_eq!((streak.target, streak.workouts, measure(&streak)), (12, Some(3), Some(Measure::Run)));
    }

    #[test]
    fn kinds_and_targets_that_are_not_measured_here_are_kept_and_left_alone() {
        let mut goals = vec![accumulate(1, Metric::E1rm, 500), accumulate(1, Metric::Count, 0)];
        goals.push(GoalSet { kind: GoalKind::Reach, ..accumulate(1, Metric::Volume, 500) });
        goals.push(GoalSet { kind: GoalKind::Streak, ..accumulate(1, Metric::Count, 500) });
        let nothing = accumulate(1, Metric::Unknown, 0).target;
        goals.push(GoalSet { target: nothing.clone(), ..accumulate(1, Metric::Volume, 500) });
        let mut bare = lift(1, 100 * KG, 5);
        bare.target.reps = None;
        goals.push(bare);
        for kind in [GoalKind::Reach, GoalKind::Keep] {
            goals.push(GoalSet { kind, metric: Metric::BodyWeight, ..lift(1, 80 * KG, 1) });
        }
        for goal in goals {
            let entry = set(&goal, 1);
            assert_eq!((measure(&entry), entry.target), (None, 0), "{goal:?}");
        }
    }
}
