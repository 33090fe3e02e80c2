//! What goal-progress asks for.

use command_api::testing::{Component, Person};
use goal::Goals;
use schemas::{
    goal::{GoalCommand, GoalEvent, RecordGoalAchievement, RevokeGoalAchievement},
    header,
    testing::{Example, id},
    topic::Topic,
};

use crate::support::{ID, goals, iron, set};

/// The version of the goal, once everything asked before has been decided.
async fn version(goals: &Component<Goals>, person: &Person) -> u64 {
    goals.send(set(person, &iron())).await.json()["version"].as_u64().unwrap()
}

fn record(person: &Person, expected_version: i64, set: u64) -> GoalCommand {
    GoalCommand::RecordGoalAchievement(RecordGoalAchievement {
        user_id: person.id,
        goal_id: ID.parse().unwrap(),
        expected_version,
        set_id: Some(id(set)),
        ..RecordGoalAchievement::example()
    })
}

fn revoke(person: &Person, expected_version: i64) -> GoalCommand {
    GoalCommand::RevokeGoalAchievement(RevokeGoalAchievement {
        user_id: person.id,
        goal_id: ID.parse().unwrap(),
        expected_version,
        value: 7,
    })
}

#[actix_web::test]
async fn an_achievement_is_recorded_once_and_taken_back() {
    let goals = goals().await;
    let ann = goals.person().await;
    version(&goals, &ann).await;
    goals.news();

    let command = goals.command(ann.id, &record(&ann, 1, 3), 1).to_string();
    assert_eq!(version(&goals, &ann).await, 2);
    let [achieved] = &goals.news()[..] else { panic!("one event") };
    assert_eq!(achieved.said(), ("goal.GoalAchieved", "2", "1/1"));
    let causes = [header::CAUSATION_ID, header::COMMAND_ID, header::DEPTH].map(|name| achieved.header(name));
    assert_eq!(causes, [command.as_str(), command.as_str(), "1"]);
    let GoalEvent::GoalAchieved(event) = &achieved.event else { panic!("{:?}", achieved.event) };
    assert_eq!(event.set_id, Some(id(3)));

    // repeated: the version that it knew then
    goals.command(ann.id, &record(&ann, 1, 3), 1);
    // something new on old news
    goals.command(ann.id, &record(&ann, 1, 5), 1);
    goals.command(ann.id, &revoke(&ann, 1), 1);
    assert_eq!(version(&goals, &ann).await, 2);
    assert_eq!(goals.news().len(), 0);

    goals.command(ann.id, &revoke(&ann, 2), 1);
    assert_eq!(version(&goals, &ann).await, 3);
    assert_eq!(goals.news()[0].said(), ("goal.GoalAchievementRevoked", "3", "1/1"));
}

#[actix_web::test]
async fn an_achievement_is_known_to_a_service_that_starts_again() {
    let mut goals = goals().await;
    let ann = goals.person().await;
    version(&goals, &ann).await;
    goals.command(ann.id, &record(&ann, 1, 3), 1);
    assert_eq!(version(&goals, &ann).await, 2);
    goals.restart();
    // agreed with, on the current version as well
    goals.command(ann.id, &record(&ann, 2, 3), 1);
    assert_eq!(version(&goals, &ann).await, 2);
    goals.command(ann.id, &revoke(&ann, 2), 1);
    assert_eq!(version(&goals, &ann).await, 3);
}

#[actix_web::test]
async fn an_achievement_of_a_goal_that_is_not_there_is_refused() {
    let goals = goals().await;
    let ann = goals.person().await;
    goals.command(ann.id, &record(&ann, 0, 3), 1);
    assert_eq!(version(&goals, &ann).await, 1);
    assert_eq!(goals.news().len(), 1);
    assert_eq!(goals.log.records(Topic::DEAD_LETTERS).len(), 0);
}

#[actix_web::test]
async fn processes_that_answer_each_other_for_ever_are_cut_off() {
    let goals = goals().await;
    let ann = goals.person().await;
    version(&goals, &ann).await;
    goals.command(ann.id, &record(&ann, 1, 3), 9);
    assert_eq!(version(&goals, &ann).await, 1);
    assert_eq!(goals.log.records(Topic::DEAD_LETTERS).len(), 1);
    goals.command(ann.id, &record(&ann, 1, 3), 8);
    assert_eq!(version(&goals, &ann).await, 2);
}

/// How many commands of this type were refused in this process so far, as `/metrics` says.
async fn refused(goals: &Component<Goals>, person: &Person, command: &str) -> u64 {
    let answered = goals.send(person.get("/metrics")).await;
    assert_eq!(answered.status, 200);
    let line = format!("tt_process_commands_refused_total{{command=\"{command}\",service=\"goal\"}} ");
    let count = answered.text().lines().find_map(|found| found.strip_prefix(&line)).map(str::to_owned);
    count.map_or(0, |count| count.parse().unwrap())
}

#[actix_web::test]
async fn refused_commands_of_processes_are_counted_by_type() {
    const TYPES: [&str; 2] = ["goal.RecordGoalAchievement", "goal.RevokeGoalAchievement"];
    let goals = goals().await;
    let ann = goals.person().await;
    version(&goals, &ann).await;
    let before = [refused(&goals, &ann, TYPES[0]).await, refused(&goals, &ann, TYPES[1]).await];
    // one that is fine, two of one type on old news, and one of the other
    goals.command(ann.id, &record(&ann, 1, 3), 1);
    goals.command(ann.id, &record(&ann, 1, 5), 1);
    goals.command(ann.id, &record(&ann, 1, 7), 1);
    goals.command(ann.id, &revoke(&ann, 1), 1);
    assert_eq!(version(&goals, &ann).await, 2);
    let after = [refused(&goals, &ann, TYPES[0]).await, refused(&goals, &ann, TYPES[1]).await];
    // other tests of this process are counted too
    assert!(after[0] >= before[0] + 2 && after[1] > before[1], "{before:?} {after:?}");
}
