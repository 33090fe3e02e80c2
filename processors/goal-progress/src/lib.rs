//! How far every goal is, and when its target was crossed.
//!
//! Two topics meet here: `execution.events` says what was done, `goal.events` what is to be achieved. Of each workout the newest
//! version is kept (`facts`), of each goal its definition and what it has reached (`goal`, `measure`); a changed workout
//! takes its old amount out of every goal and puts its new one in (`fold`). Above the target a walk over the person's history
//! finds the set that reached it first (`crossing`). What differs from what was last said becomes a `GoalProgressed`; what
//! differs from what the goal's own events say becomes a command to `goal` (`settle`). All of it is a function of the *set* of
//! inputs: how the two topics interleave does not matter.

mod crossing;
mod facts;
mod fold;
mod goal;
mod history;
mod measure;
#[cfg(test)]
mod scenario;
mod settle;
#[cfg(test)]
mod tests;

use processor_runtime::{Effects, Fold, Received, Store};
use schemas::{
    execution::{WorkoutDeleted, WorkoutExecuted},
    goal::{GoalCommand, GoalEvent},
    goal_progress::{GoalProgressEntry, GoalProgressEvent},
    key::StateKey,
    record::{Decoder, Family, Record},
    topic::{Service, Topic},
};

/// The fold of goal-progress.
#[derive(Clone, Copy, Debug)]
pub struct GoalProgress;

/// What goal-progress understands of its topics.
#[derive(Clone, Debug)]
pub enum Input {
    /// What was done in a workout, whole.
    Executed(WorkoutExecuted),
    /// A workout counts for nothing any more.
    Deleted(WorkoutDeleted),
    /// What became of a goal.
    Goal(GoalEvent),
}

impl Fold for GoalProgress {
    const SERVICE: Service = Service::GoalProgress;
    const FOLD_VERSION: i32 = 2;
    const INPUTS: &'static [Topic] = &[Topic::EXECUTION_EVENTS, Topic::GOAL_EVENTS];

    type Input = Input;
    type Entry = GoalProgressEntry;
    type Output = GoalProgressEvent;
    type Command = GoalCommand;

    fn read<D: Decoder>(topic: Topic, name: &str, decoder: &mut D) -> Option<Result<Input, D::Error>> {
        if topic == Topic::GOAL_EVENTS {
            return GoalEvent::decode(name, decoder).map(|event| event.map(Input::Goal));
        }
        match name {
            WorkoutExecuted::NAME => Some(decoder.decode().map(Input::Executed)),
            WorkoutDeleted::NAME => Some(decoder.decode().map(Input::Deleted)),
            // the steps of a workout: what they amount to stands in its WorkoutExecuted
            _ => None,
        }
    }

    fn key(entry: &GoalProgressEntry) -> StateKey {
        history::key(entry)
    }

    fn apply(store: &Store<GoalProgressEntry>, received: &Received<Input>) -> Effects<Self> {
        match &received.input {
            Input::Executed(executed) => {
                fold::workout_changed(store, received, facts::executed(executed, received.sequence))
            }
            Input::Deleted(deleted) => {
                fold::workout_changed(store, received, facts::deleted(deleted, received.sequence))
            }
            Input::Goal(event) => fold::goal_changed(store, received, event),
        }
    }
}
