//! The whole fold: what it reads, real figures, and properties over random histories.

mod golden;
mod property;

use processor_runtime::Fold;
use schemas::{
    execution::{SetLogged, WorkoutDeleted, WorkoutExecuted},
    goal::{GoalAbandoned, GoalAchieved, GoalChanged, GoalMissed, GoalSet},
    record::{Decoder, Record},
    topic::Topic,
};

use crate::GoalProgress;

/// Reads nothing, and says what it was asked for.
struct Named;

impl Decoder for Named {
    type Error = &'static str;

    fn decode<R: Record>(&mut self) -> Result<R, Self::Error> {
        Err(R::NAME)
    }
}

#[test]
fn only_records_that_say_something_are_decoded() {
    let asked = |topic, name: &str| GoalProgress::read(topic, name, &mut Named).and_then(Result::err);
    for name in [WorkoutExecuted::NAME, WorkoutDeleted::NAME] {
        assert_eq!(asked(Topic::EXECUTION_EVENTS, name), Some(name));
    }
    for name in [GoalSet::NAME, GoalAchieved::NAME, GoalChanged::NAME, GoalAbandoned::NAME, GoalMissed::NAME] {
        assert_eq!(asked(Topic::GOAL_EVENTS, name), Some(name));
    }
    for name in [SetLogged::NAME, "traintracker.execution.YetUnknown"] {
        assert_eq!(asked(Topic::EXECUTION_EVENTS, name), None);
    }
    assert_eq!(asked(Topic::GOAL_EVENTS, "traintracker.goal.YetUnknown"), None);
}
