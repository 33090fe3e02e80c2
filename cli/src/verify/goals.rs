//! Progress and achievements against an own recomputation from workouts and goals, at exactly the input positions that the
//! derived records name.

use std::collections::{BTreeMap, HashMap};

use schemas::{time::LocalDate, topic::Topic};
use uuid::Uuid;

use super::{
    fact::{Achieved, Block, Executed, Fact, GoalFact, GoalSet, Input, Progressed, Set, WorkoutFact},
    report::Check,
    scan::{Batch, Event, History},
};
use crate::log::At;

/// What the goals' check found.
pub(super) struct Goals {
    pub(super) progress: Check,
    pub(super) achievements: Check,
    /// What is still under way: goal-progress has not read all that was settled, or goal not every command.
    pub(super) behind: Vec<String>,
}

/// A person's goals and workouts, each in the order of the log.
#[derive(Default)]
struct Person<'a> {
    goals: BTreeMap<&'a str, Vec<&'a Event>>,
    workouts: Vec<&'a Event>,
}

/// Compares every goal. `settled` is where the events ended before the derived records were read.
pub(super) fn check(history: &History, settled: &BTreeMap<At, i64>) -> Goals {
    let mut goals = Goals {
        progress: Check::new("progress equals a recomputation at its input positions", "goals"),
        achievements: Check::new("achievements stand where a recomputation crosses", "goals"),
        behind: Vec::new(),
    };
    let mut published: HashMap<(Uuid, &str), Vec<&Event>> = HashMap::new();
    for event in history.events.iter().filter(|event| event.at.0 == Topic::GOAL_PROGRESS_EVENTS) {
        published.entry((event.owner, &event.id)).or_default().push(event);
    }
    let last = last_batches(history);
    let caught_up = caught_up(&last, history, settled, &mut goals.behind);
    for (owner, person) in people(&history.events) {
        for (id, events) in &person.goals {
            let Some(partition) = events.first().map(|event| event.at.1) else { continue };
            let said = published.remove(&(owner, id)).unwrap_or_default();
            let name = format!("goal {owner}/{id}");
            goals.progress.count();
            let batch = last.get(&partition.number());
            compare_progress(&mut goals.progress, &name, events, &person.workouts, &said, batch.copied());
            goals.achievements.count();
            if let (Some(batch), Some(true)) = (batch, caught_up.get(&partition.number())) {
                let workouts = standing(&person.workouts, position(&batch.inputs, Topic::EXECUTION_EVENTS));
                let what = || format!("{name}: achievement");
                // of a goal that is not measured nothing may stand
                let crossing = definition(events, i64::MAX).and_then(|goal| goal.walk(&workouts).1);
                goals.achievements.equal(what, &recorded(events), &crossing);
            }
        }
    }
    for (owner, id) in published.keys() {
        goals.progress.differ(format!("progress of goal {owner}/{id}, which nobody set"));
    }
    goals
}

/// The last `InputsProcessed` of each partition whose inputs were all read here.
fn last_batches(history: &History) -> BTreeMap<i32, &Batch> {
    let is_read = |input: &Input| {
        history.read_to.iter().any(|((topic, partition), next)| {
            topic.base() == input.topic && partition.number() == input.partition && input.next_offset <= *next
        })
    };
    let read =
        history.batches.iter().filter(|batch| batch.service == "goal-progress" && batch.inputs.iter().all(is_read));
    read.map(|batch| (batch.at.1.number(), batch)).collect()
}

/// Per partition whether goal-progress has read every event that was settled, and the goals have read no less.
fn caught_up(
    last: &BTreeMap<i32, &Batch>,
    history: &History,
    settled: &BTreeMap<At, i64>,
    behind: &mut Vec<String>,
) -> BTreeMap<i32, bool> {
    let mut ends: BTreeMap<At, i64> = BTreeMap::new();
    for event in &history.events {
        let counts = [Topic::EXECUTION_EVENTS, Topic::GOAL_EVENTS].contains(&event.at.0);
        if counts && settled.get(&event.at).is_some_and(|end| event.offset < *end) {
            ends.insert(event.at, event.offset + 1);
        }
    }
    let mut caught_up: BTreeMap<i32, bool> = BTreeMap::new();
    for ((topic, partition), end) in &history.commands {
        let state = history.consumed.get(&(Topic::GOAL_STATE, *partition));
        let at = state.map_or(0, |inputs| position(inputs, *topic));
        if at < *end {
            caught_up.insert(partition.number(), false);
            behind.push(format!("goal stands at {at} in {topic}-{partition}, which goes to {end}"));
        }
    }
    for ((topic, partition), end) in ends {
        let at = last.get(&partition.number()).map_or(0, |batch| position(&batch.inputs, topic));
        let ready = at >= end;
        *caught_up.entry(partition.number()).or_insert(true) &= ready;
        if !ready {
            behind.push(format!("goal-progress stands at {at} in {topic}-{partition}, which goes to {end}"));
        }
    }
    caught_up
}

fn position(inputs: &[Input], topic: Topic) -> i64 {
    inputs.iter().find(|input| input.topic == topic.base()).map_or(0, |input| input.next_offset)
}

fn people(events: &[Event]) -> BTreeMap<Uuid, Person<'_>> {
    let mut people: BTreeMap<Uuid, Person<'_>> = BTreeMap::new();
    for event in events {
        if event.fact.of_goal().is_some() {
            people.entry(event.owner).or_default().goals.entry(&event.id).or_default().push(event);
        } else if event.fact.of_workout().is_some() {
            people.entry(event.owner).or_default().workouts.push(event);
        }
    }
    people.retain(|_, person| !person.goals.is_empty());
    people
}

/// What is measured, from the goal's events.
struct Goal<'a> {
    set: &'a GoalSet,
    target: i64,
}

/// As the events before an offset have it; none for a goal that is not measured (yet), or not any more.
fn definition<'a>(events: &[&'a Event], before: i64) -> Option<Goal<'a>> {
    let mut asked = None;
    for event in events.iter().filter(|event| event.offset < before) {
        match event.fact.of_goal()? {
            GoalFact::Set(set) | GoalFact::Changed(set) => asked = Some(&**set),
            GoalFact::Abandoned => return None,
            GoalFact::Achieved(_) | GoalFact::Revoked | GoalFact::Missed => {}
        }
    }
    let set = asked?;
    let target = &set.target;
    let target = match (set.kind.as_str(), set.metric.as_str()) {
        ("accumulate", "volume") | ("reach", "load" | "e1rm") => target.mass.as_ref()?.micrograms,
        ("accumulate" | "reach", "distance") => target.distance.as_ref()?.millimetres,
        ("accumulate", "count") => target.count?,
        ("accumulate", "minutes") => target.minutes?,
        ("streak" | "frequency", "count") => target.weeks?,
        _ => return None,
    };
    (target > 0).then_some(Goal { set, target })
}

/// The workouts as they stand before an offset of their partition of `execution.events`.
type Standing<'a> = BTreeMap<Uuid, &'a Executed>;

fn standing<'a>(events: &[&'a Event], before: i64) -> Standing<'a> {
    let mut workouts = BTreeMap::new();
    for event in events.iter().filter(|event| event.offset < before) {
        let Ok(id) = event.id.parse() else { continue };
        match event.fact.of_workout() {
            Some(WorkoutFact::Executed(executed)) => {
                workouts.insert(id, executed);
            }
            Some(WorkoutFact::Deleted { .. }) => {
                workouts.remove(&id);
            }
            // the steps of a workout count once it is executed
            Some(_) | None => {}
        }
    }
    workouts
}

impl Goal<'_> {
    /// What the workouts come to, in the metric's canonical unit or in weeks.
    fn total(&self, workouts: &Standing<'_>) -> i64 {
        self.walk(workouts).0
    }

    /// What is reached, and where the target was: by start of the workout, then its id, then the order in it.
    fn walk(&self, workouts: &Standing<'_>) -> (i64, Option<Achieved>) {
        let mut order: Vec<(&Uuid, &&Executed)> = workouts.iter().collect();
        order.sort_by_key(|(id, workout)| (workout.started_at, **id));
        let (mut reached, mut crossing) = (0, None);
        let mut days: BTreeMap<i32, i64> = BTreeMap::new();
        for (id, workout) in order {
            let sets: Vec<&Set> = self.sets(workout).collect();
            if sets.is_empty() || !self.is_inside(workout) {
                continue;
            }
            for (set, after) in self.steps(reached, workout, &sets, &mut days) {
                reached = after;
                if reached >= i128::from(self.target) && crossing.is_none() {
                    crossing = Some(Achieved {
                        achieved_at: set.and_then(|set| set.logged_at).unwrap_or(workout.started_at),
                        utc_offset_seconds: workout.utc_offset_seconds,
                        workout_id: Some(*id),
                        set_id: set.map(|set| set.id),
                    });
                }
            }
        }
        (saturated(reached), crossing)
    }

    /// What is reached after each set of a workout, or after the whole of it where workouts count. `days` are the workouts
    /// of every Monday's week so far.
    fn steps<'s>(
        &self,
        before: i128,
        workout: &Executed,
        sets: &[&'s Set],
        days: &mut BTreeMap<i32, i64>,
    ) -> Vec<(Option<&'s Set>, i128)> {
        match (self.set.kind.as_str(), self.set.metric.as_str()) {
            ("accumulate", "count") => vec![(None, before + 1)],
            ("accumulate", "minutes") => {
                let minutes = workout.ended_at.map_or(0, |end| (end - workout.started_at).max(0) / 60_000_000);
                vec![(None, before + i128::from(minutes))]
            }
            ("streak" | "frequency", _) => {
                if let Ok(date) = workout.local_date.parse::<LocalDate>() {
                    // the first day of 1970 was a Thursday
                    let monday = date.days() - (date.days() + 3).rem_euclid(7);
                    *days.entry(monday).or_default() += 1;
                }
                vec![(None, self.weeks(days))]
            }
            (kind, _) => {
                let mut reached = before;
                let step = |set: &&'s Set| {
                    let worth = self.of_set(set);
                    reached = if kind == "reach" { reached.max(worth) } else { reached + worth };
                    (Some(*set), reached)
                };
                sets.iter().map(step).collect()
            }
        }
    }

    /// Weeks with workouts enough; of a streak the longest row of them.
    fn weeks(&self, days: &BTreeMap<i32, i64>) -> i128 {
        let (mut all, mut row, mut longest, mut last) = (0, 0, 0, None);
        for (monday, _) in days.iter().filter(|(_, workouts)| Some(**workouts) >= self.set.target.count) {
            row = if last == Some(monday - 7) { row + 1 } else { 1 };
            (all, longest, last) = (all + 1, row.max(longest), Some(*monday));
        }
        if self.set.kind == "streak" { longest } else { all }
    }

    fn is_inside(&self, workout: &Executed) -> bool {
        self.set.from.as_ref().is_none_or(|from| *from <= workout.local_date)
            && self.set.until.as_ref().is_none_or(|until| workout.local_date <= *until)
    }

    fn of_set(&self, set: &Set) -> i128 {
        let load = i128::from(set.load.as_ref().map_or(0, |load| load.micrograms));
        let reps = set.reps.unwrap_or(0);
        let amount = match self.set.metric.as_str() {
            "volume" => load * i128::from(reps),
            // one set has both
            "load" if set.reps.is_some() && set.reps >= self.set.target.reps => load,
            // Brzycki
            "e1rm" if (1..=10).contains(&reps) => load * 36 / i128::from(37 - reps),
            "load" | "e1rm" => 0,
            _ => set.distance.as_ref().map_or(0, |distance| distance.millimetres.into()),
        };
        saturated(amount).into()
    }

    /// Working sets of the goal's exercise, in the order performed.
    fn sets<'w>(&self, workout: &'w Executed) -> impl Iterator<Item = &'w Set> {
        let exercise = self.set.exercise.clone();
        let counts = move |block: &&Block| exercise.as_ref().is_none_or(|exercise| *exercise == block.exercise);
        workout.exercises.iter().filter(counts).flat_map(|block| &block.sets).filter(|set| set.kind != "warm_up")
    }
}

fn saturated(amount: i128) -> i64 {
    i64::try_from(amount.max(0)).unwrap_or(i64::MAX)
}

/// Hundredths of a percent, half up, in whole numbers.
fn percent(value: i64, target: i64) -> i64 {
    let (value, target) = (i128::from(value), i128::from(target));
    saturated((value * 20_000 + target) / (target * 2))
}

fn compare_progress(
    check: &mut Check,
    name: &str,
    events: &[&Event],
    workouts: &[&Event],
    said: &[&Event],
    batch: Option<&Batch>,
) {
    let Some(batch) = batch else { return };
    // what it asked for when goal-progress had read it so far
    let goal_now = definition(events, position(&batch.inputs, Topic::GOAL_EVENTS));
    let mut said = said.iter().rev().filter(|event| event.offset < batch.offset).filter_map(|event| {
        if let Fact::Progress(progressed) = &event.fact { Some((event, progressed)) } else { None }
    });
    let Some((event, last)) = said.next() else {
        if goal_now.is_some() {
            check.differ(format!("{name}: no progress, though goal-progress has read it"));
        }
        return;
    };
    let Some(goal) = definition(events, position(&last.inputs, Topic::GOAL_EVENTS)) else {
        check.differ(format!("{name}: progress {}, though it is not measured", last.n));
        return;
    };
    let at_inputs = goal.total(&standing(workouts, position(&last.inputs, Topic::EXECUTION_EVENTS)));
    let Progressed { goal_version, n, value, target, metric, percent_hundredths, inputs } = &**last;
    let what = |field: &str| format!("{name}: {field} of progress {n}");
    check.equal(|| what("value"), value, &at_inputs);
    check.equal(|| what("target"), target, &goal.target);
    check.equal(|| what("metric"), metric, &goal.set.metric);
    check.equal(|| what("percent"), percent_hundredths, &percent(at_inputs, goal.target));
    check.equal(|| what("number"), &n.unsigned_abs(), &event.version);
    check.equal(|| what("goal version"), goal_version, &version(events, position(inputs, Topic::GOAL_EVENTS)));
    // and nothing was read since that should have moved it
    let Some(goal) = goal_now else { return };
    check.equal(|| what("target, as it is now"), target, &goal.target);
    let now = goal.total(&standing(workouts, position(&batch.inputs, Topic::EXECUTION_EVENTS)));
    check.equal(|| format!("{name}: last value, at the positions read since"), value, &now);
}

/// Version of the goal before an offset of its partition.
fn version(events: &[&Event], before: i64) -> i64 {
    let version = events.iter().filter(|event| event.offset < before).map(|event| event.version).max();
    version.unwrap_or(0).cast_signed()
}

/// What stands recorded of a goal.
fn recorded(events: &[&Event]) -> Option<Achieved> {
    let of_standing = |event: &&&Event| !matches!(event.fact.of_goal(), Some(GoalFact::Changed(_)));
    match events.iter().rev().find(of_standing)?.fact.of_goal()? {
        GoalFact::Achieved(achieved) => Some(achieved.clone()),
        GoalFact::Set(_) | GoalFact::Changed(_) | GoalFact::Revoked | GoalFact::Missed | GoalFact::Abandoned => None,
    }
}

#[cfg(test)]
mod tests;
