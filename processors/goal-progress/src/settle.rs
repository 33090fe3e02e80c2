//! Says what changed: progress to everyone, an achievement that stands otherwise to the goal.

use processor_runtime::{Effects, Output, ToContext};
use schemas::{
    engine::InputPosition,
    goal::{GoalCommand, RecordGoalAchievement, RevokeGoalAchievement},
    goal_progress::{Commanded, GoalEntry, GoalProgressEntry, GoalProgressEvent, GoalProgressed},
    topic::Service,
};

use crate::{GoalProgress, crossing::same, goal::measure, history, measure::percent_hundredths};

/// Turns the difference between what is `known` of a goal and what it is now into effects.
pub(crate) fn settle(
    known: Option<&GoalEntry>,
    mut goal: GoalEntry,
    positions: &[InputPosition],
    effects: &mut Effects<GoalProgress>,
) {
    // the target changes only with the version; of what is not measured there is nothing to say
    let is_measured = measure(&goal).is_some();
    if is_measured && known.is_none_or(|known| (known.value, known.version) != (goal.value, goal.version)) {
        goal.n += 1;
        effects.outputs.push(progressed(&goal, positions));
    }
    effects.commands.extend(ask(&mut goal));
    if known != Some(&goal) {
        let entry = GoalProgressEntry::GoalEntry(Box::new(goal));
        effects.entries.push((history::key(&entry), Some(entry)));
    }
}

fn progressed(goal: &GoalEntry, positions: &[InputPosition]) -> Output<GoalProgressEvent> {
    Output {
        subject: goal.goal_id.to_string(),
        n: goal.n.cast_unsigned(),
        event: GoalProgressEvent::GoalProgressed(GoalProgressed {
            user_id: goal.user_id,
            goal_id: goal.goal_id,
            goal_version: goal.version,
            n: goal.n,
            value: goal.value,
            target: goal.target,
            metric: goal.metric,
            percent_hundredths: percent_hundredths(goal.value, goal.target),
            inputs: positions.to_vec(),
        }),
    }
}

/// Asks the goal to record what the history says, unless its events say so already or it was just asked. Whether it did, only
/// its events tell: when they come, the same question is put again to the version they bring.
fn ask(goal: &mut GoalEntry) -> Option<ToContext<GoalCommand>> {
    if same(goal.crossing.as_ref(), goal.recorded.as_ref()) {
        return None;
    }
    let before = goal.commanded.as_ref().filter(|asked| same(asked.crossing.as_ref(), goal.crossing.as_ref()));
    if before.is_some_and(|asked| asked.version == goal.version) {
        return None;
    }
    // a history that moves on while the goal answers is news each time; only the same question again is a conversation
    let depth = before.map_or(1, |asked| asked.depth + 1);
    goal.commanded = Some(Commanded { version: goal.version, crossing: goal.crossing.clone(), depth });
    let (user_id, goal_id, expected_version) = (goal.user_id, goal.goal_id, goal.version);
    let command = match &goal.crossing {
        Some(crossing) => GoalCommand::RecordGoalAchievement(RecordGoalAchievement {
            user_id,
            goal_id,
            expected_version,
            achieved_at: crossing.achieved_at,
            utc_offset_seconds: crossing.utc_offset_seconds,
            workout_id: crossing.workout_id,
            set_id: crossing.set_id,
            value: crossing.value,
        }),
        None => GoalCommand::RevokeGoalAchievement(RevokeGoalAchievement {
            user_id,
            goal_id,
            expected_version,
            value: goal.value,
        }),
    };
    Some(ToContext { context: Service::Goal, aggregate: goal_id.to_string(), depth: depth.cast_unsigned(), command })
}

#[cfg(test)]
mod tests {
    use schemas::{execution::WorkoutExecuted, goal::Metric, testing::id};

    use super::*;
    use crate::scenario::{KG, Scenario, Workout, accumulate, achieved, as_asked, set, workout};

    /// 100 kg a workout, one a day.
    fn day(number: u64) -> WorkoutExecuted {
        workout(number, &format!("2021-08-0{number}T10:00:00Z")).block("bench", [set(number, 10, 10)])
    }

    /// A goal of 200 kg that two workouts achieved, as its events say too.
    fn achieved_goal() -> Scenario {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 200 * KG));
        athlete.executed(&day(1));
        athlete.executed(&day(2));
        let asked = as_asked(athlete.commands.last().unwrap());
        athlete.goal_says(asked, 2);
        athlete.commands.clear();
        athlete
    }

    #[test]
    fn progress_is_counted_per_goal_and_stands_on_its_inputs() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 200 * KG));
        athlete.executed(&day(1));
        let said: Vec<_> = athlete.outputs.iter().map(|said| (said.n, said.value, said.percent_hundredths)).collect();
        assert_eq!(said, [(1, 0, 0), (2, 100 * KG, 5_000)]);
        assert_eq!(athlete.outputs[1].inputs.last().unwrap().next_offset, 2);
    }

    #[test]
    fn what_does_not_move_a_goal_is_not_progress() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Count, 10));
        athlete.executed(&day(1));
        let effects = athlete.executed(&day(1));
        assert!(effects.outputs.is_empty());
        // its new version is kept all the same
        assert_eq!(effects.entries.len(), 1);
    }

    #[test]
    fn progress_names_the_version_of_the_goal_that_it_measures() {
        let athlete = achieved_goal();
        let last = athlete.outputs.last().unwrap();
        assert_eq!((last.goal_version, last.value), (2, 200 * KG));
    }

    #[test]
    fn an_achievement_is_asked_for_once_until_the_goal_answers() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 200 * KG));
        for number in 1..=4 {
            athlete.executed(&day(number));
        }
        let [GoalCommand::RecordGoalAchievement(record)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!((record.expected_version, record.workout_id, record.value), (1, Some(id(2)), 200 * KG));
    }

    #[test]
    fn an_achievement_that_the_goal_knows_is_not_asked_for() {
        let mut athlete = achieved_goal();
        athlete.executed(&day(3));
        assert!(athlete.commands.is_empty());
    }

    #[test]
    fn a_crossing_that_moves_is_recorded_anew() {
        let mut athlete = achieved_goal();
        athlete.executed(&day(3));
        athlete.deleted(1);
        let [GoalCommand::RecordGoalAchievement(record)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!((record.expected_version, record.workout_id), (2, Some(id(3))));
    }

    #[test]
    fn a_goal_that_falls_below_its_target_is_revoked() {
        let mut athlete = achieved_goal();
        athlete.deleted(1);
        let [GoalCommand::RevokeGoalAchievement(revoke)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!((revoke.expected_version, revoke.value), (2, 100 * KG));
    }

    #[test]
    fn what_changed_while_a_command_was_under_way_is_asked_again_of_the_version_that_comes() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 200 * KG));
        athlete.executed(&day(1));
        athlete.executed(&day(2));
        let asked = as_asked(athlete.commands.last().unwrap());
        athlete.commands.clear();
        // nothing stands recorded, so there is nothing to revoke yet
        athlete.deleted(2);
        assert!(athlete.commands.is_empty());
        athlete.goal_says(asked, 2);
        let [GoalCommand::RevokeGoalAchievement(revoke)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!(revoke.expected_version, 2);
    }

    #[test]
    fn the_same_question_put_again_goes_one_deeper_and_another_one_starts_anew() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 200 * KG));
        athlete.executed(&day(2));
        athlete.executed(&day(3));
        let depth = |athlete: &Scenario| athlete.entry(1).commanded.unwrap().depth;
        assert_eq!(depth(&athlete), 1);
        for version in [2, 3] {
            athlete.goal_says(achieved(1, "2021-01-01T10:00:00Z"), version);
        }
        assert_eq!(depth(&athlete), 3);
        athlete.executed(&day(1));
        assert_eq!(depth(&athlete), 1);
    }

    #[test]
    fn an_achievement_recorded_otherwise_is_put_right() {
        let mut athlete = Scenario::new();
        athlete.goal_set(&accumulate(1, Metric::Volume, 200 * KG));
        athlete.goal_says(achieved(1, "2021-01-01T10:00:00Z"), 2);
        let [GoalCommand::RevokeGoalAchievement(revoke)] = athlete.commands.as_slice() else { panic!() };
        assert_eq!(revoke.expected_version, 2);
    }
}
