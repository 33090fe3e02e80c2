//! Tests in the words of the trade: a goal is set, workouts are executed and deleted, the goal answers.

use std::collections::BTreeMap;

use processor_runtime::{Effects, Fold, Received, Store};
use schemas::{
    engine::InputPosition,
    execution::{ExercisePerformed, Origin, Resistance, SetKind, SetPerformed, WorkoutDeleted, WorkoutExecuted},
    goal::{
        GoalAbandoned, GoalAchieved, GoalAchievementRevoked, GoalChanged, GoalCommand, GoalEvent, GoalKind, GoalMissed,
        GoalSet, GoalTarget, Metric,
    },
    goal_progress::{GoalEntry, GoalProgressEntry, GoalProgressEvent, GoalProgressed},
    id::{UserId, WorkoutId},
    quantity::{Distance, Mass},
    testing::id,
    text::Text,
    time::{Instant, Zone, local_date},
};

use crate::{GoalProgress, Input, history, history::History};

/// Micrograms in a kilogram.
pub(crate) const KG: i64 = 1_000_000_000;

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn athlete() -> UserId {
    id(1)
}

pub(crate) fn set(number: u64, kilograms: i64, reps: i32) -> SetPerformed {
    SetPerformed {
        id: id(number),
        index: 0,
        kind: SetKind::Normal,
        reps: Some(reps),
        load: Some(Mass::from_micrograms(kilograms * KG)),
        resistance: Resistance::External,
        rpe_tenths: None,
        rir: None,
        rest_seconds: None,
        duration_seconds: None,
        distance: None,
        logged_at: None,
        notes: None,
    }
}

/// A workout in UTC, without sets and without an end.
pub(crate) fn workout(number: u64, start: &str) -> WorkoutExecuted {
    let started_at = at(start);
    WorkoutExecuted {
        user_id: athlete(),
        workout_id: id(number),
        revision: 1,
        name: None,
        notes: None,
        local_date: local_date(started_at, Zone::UTC),
        started_at,
        utc_offset_seconds: 0,
        ended_at: None,
        zone: Zone::UTC,
        exercises: Vec::new(),
        template: None,
        entry: None,
        origin: Origin::Logged,
        import_id: None,
    }
}

/// Building a workout block by block.
pub(crate) trait Workout {
    fn block(self, exercise: &str, sets: impl IntoIterator<Item = SetPerformed>) -> Self;
}

impl Workout for WorkoutExecuted {
    fn block(mut self, exercise: &str, sets: impl IntoIterator<Item = SetPerformed>) -> Self {
        self.exercises.push(ExercisePerformed {
            exercise: exercise.parse().unwrap(),
            name: exercise.to_owned(),
            block: 0,
            superset: None,
            notes: None,
            sets: sets.into_iter().collect(),
        });
        self
    }
}

/// A goal without a window; the target in the canonical unit of its metric.
pub(crate) fn accumulate(number: u64, metric: Metric, target: i64) -> GoalSet {
    let when = |fits: bool| fits.then_some(target);
    GoalSet {
        user_id: athlete(),
        goal_id: id(number),
        name: Text::from("a goal"),
        kind: GoalKind::Accumulate,
        metric,
        exercise: None,
        target: GoalTarget {
            mass: when(metric == Metric::Volume).map(Mass::from_micrograms),
            distance: when(metric == Metric::Distance).map(Distance::from_millimetres),
            count: when(metric == Metric::Count),
            minutes: when(metric == Metric::Minutes),
            reps: None,
            lowest: None,
            highest: None,
            weeks: None,
        },
        from: None,
        until: None,
        set_at: at("2021-01-01T00:00:00Z"),
    }
}

/// A mass to reach, of any exercise: only the goal context insists on one.
fn reach(number: u64, metric: Metric, target: i64) -> GoalSet {
    let mut goal = GoalSet { kind: GoalKind::Reach, ..accumulate(number, metric, target) };
    goal.target.mass = Some(Mass::from_micrograms(target));
    goal
}

/// A load to lift so often.
pub(crate) fn lift(number: u64, load: i64, reps: i32) -> GoalSet {
    let mut goal = reach(number, Metric::Load, load);
    goal.target.reps = Some(reps);
    goal
}

/// An estimated one-repetition maximum to reach.
pub(crate) fn one_rep_max(number: u64, load: i64) -> GoalSet {
    reach(number, Metric::E1rm, load)
}

/// A distance to cover in one set, in millimetres.
pub(crate) fn longest(number: u64, distance: i64) -> GoalSet {
    GoalSet { kind: GoalKind::Reach, ..accumulate(number, Metric::Distance, distance) }
}

/// So many weeks with so many workouts each.
pub(crate) fn weekly(number: u64, kind: GoalKind, workouts: i64, weeks: i32) -> GoalSet {
    let mut goal = GoalSet { kind, ..accumulate(number, Metric::Count, workouts) };
    goal.target.weeks = Some(weeks);
    goal
}

/// The event that makes a goal ask for this from now on.
pub(crate) fn changed(anew: &GoalSet) -> GoalEvent {
    let GoalSet { user_id, goal_id, name, kind, metric, exercise, target, from, until, set_at } = anew.clone();
    let changed_at = set_at;
    GoalEvent::GoalChanged(GoalChanged {
        user_id,
        goal_id,
        name,
        kind,
        metric,
        exercise,
        target,
        from,
        until,
        changed_at,
    })
}

pub(crate) fn abandoned(goal: u64) -> GoalEvent {
    let abandoned_at = at("2022-01-01T00:00:00Z");
    GoalEvent::GoalAbandoned(GoalAbandoned { user_id: athlete(), goal_id: id(goal), abandoned_at })
}

pub(crate) fn missed(goal: u64) -> GoalEvent {
    GoalEvent::GoalMissed(GoalMissed {
        user_id: athlete(),
        goal_id: id(goal),
        until: "2021-12-31".parse().unwrap(),
        value: 0,
        recorded_at: at("2022-01-01T00:00:00Z"),
    })
}

pub(crate) fn achieved(goal: u64, when: &str) -> GoalEvent {
    GoalEvent::GoalAchieved(GoalAchieved {
        user_id: athlete(),
        goal_id: id(goal),
        achieved_at: at(when),
        utc_offset_seconds: 0,
        workout_id: Some(id(77)),
        set_id: None,
        value: 0,
        recorded_at: at(when),
    })
}

/// The event of a goal that does as it is asked.
pub(crate) fn as_asked(command: &GoalCommand) -> GoalEvent {
    let recorded_at = at("2022-01-01T00:00:00Z");
    match command.clone() {
        GoalCommand::RecordGoalAchievement(record) => GoalEvent::GoalAchieved(GoalAchieved {
            user_id: record.user_id,
            goal_id: record.goal_id,
            achieved_at: record.achieved_at,
            utc_offset_seconds: record.utc_offset_seconds,
            workout_id: record.workout_id,
            set_id: record.set_id,
            value: record.value,
            recorded_at,
        }),
        GoalCommand::RevokeGoalAchievement(revoke) => GoalEvent::GoalAchievementRevoked(GoalAchievementRevoked {
            user_id: revoke.user_id,
            goal_id: revoke.goal_id,
            value: revoke.value,
            recorded_at,
        }),
        GoalCommand::RecordGoalMissed(missed) => GoalEvent::GoalMissed(GoalMissed {
            user_id: missed.user_id,
            goal_id: missed.goal_id,
            until: missed.until,
            value: missed.value,
            recorded_at,
        }),
    }
}

/// The fold with its store, one input after the other.
#[derive(Debug, Default)]
pub(crate) struct Scenario {
    store: Store<GoalProgressEntry>,
    sequences: BTreeMap<WorkoutId, u64>,
    inputs: i64,
    /// What was published.
    pub(crate) outputs: Vec<GoalProgressed>,
    /// What goals were asked.
    pub(crate) commands: Vec<GoalCommand>,
}

impl Scenario {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn goal_set(&mut self, goal: &GoalSet) -> Effects<GoalProgress> {
        self.goal_says(GoalEvent::GoalSet(goal.clone()), 1)
    }

    pub(crate) fn goal_says(&mut self, event: GoalEvent, sequence: u64) -> Effects<GoalProgress> {
        self.take(athlete(), Input::Goal(event), sequence)
    }

    /// The next event of this workout.
    pub(crate) fn executed(&mut self, workout: &WorkoutExecuted) -> Effects<GoalProgress> {
        let sequence = self.next(workout.workout_id);
        self.executed_at(workout, sequence)
    }

    pub(crate) fn executed_at(&mut self, workout: &WorkoutExecuted, sequence: u64) -> Effects<GoalProgress> {
        self.take(workout.user_id, Input::Executed(workout.clone()), sequence)
    }

    pub(crate) fn deleted(&mut self, workout: u64) -> Effects<GoalProgress> {
        let sequence = self.next(id(workout));
        self.deleted_at(workout, sequence)
    }

    pub(crate) fn deleted_at(&mut self, workout: u64, sequence: u64) -> Effects<GoalProgress> {
        let (user_id, deleted_at) = (athlete(), at("2022-01-01T00:00:00Z"));
        let deleted = WorkoutDeleted { user_id, workout_id: id(workout), revision: 1, deleted_at };
        self.take(user_id, Input::Deleted(deleted), sequence)
    }

    pub(crate) fn take(&mut self, user: UserId, input: Input, sequence: u64) -> Effects<GoalProgress> {
        self.inputs += 1;
        let position = InputPosition { topic: "execution.events".to_owned(), partition: 0, next_offset: self.inputs };
        let received = Received { user, input, sequence, at: at("2022-01-01T00:00:00Z"), positions: vec![position] };
        let effects = GoalProgress::apply(&self.store, &received);
        for (key, entry) in &effects.entries {
            assert!(entry.as_ref().is_none_or(|entry| GoalProgress::key(entry) == *key));
            self.store.stage(key.clone(), entry.clone());
        }
        self.store.commit();
        for output in &effects.outputs {
            let GoalProgressEvent::GoalProgressed(progressed) = &output.event;
            assert_eq!((&output.subject, output.n), (&progressed.goal_id.to_string(), progressed.n.cast_unsigned()));
            self.outputs.push(progressed.clone());
        }
        self.commands.extend(effects.commands.iter().map(|command| command.command.clone()));
        effects
    }

    pub(crate) fn entry(&self, goal: u64) -> GoalEntry {
        self.history().goal(id(goal)).unwrap().clone()
    }

    pub(crate) fn value(&self, goal: u64) -> i64 {
        self.entry(goal).value
    }

    pub(crate) fn history(&self) -> History<'_> {
        History::of(&self.store, athlete())
    }

    /// Everything kept of the athlete but what depends on the order of arrival: how often something was said, and asked.
    pub(crate) fn state(&self) -> BTreeMap<String, GoalProgressEntry> {
        let goals = self
            .history()
            .goals()
            .map(|goal| GoalProgressEntry::GoalEntry(Box::new(GoalEntry { n: 0, commanded: None, ..goal.clone() })));
        let facts = self.store.scan(athlete(), "workout").cloned();
        goals.chain(facts).map(|entry| (history::key(&entry).to_string(), entry)).collect()
    }

    fn next(&mut self, workout: WorkoutId) -> u64 {
        let sequence = self.sequences.entry(workout).or_default();
        *sequence += 1;
        *sequence
    }
}
