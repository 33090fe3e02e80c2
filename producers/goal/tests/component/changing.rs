//! A goal is changed and given up: what is answered, and what stands in the log.

use actix_web::test::TestRequest;
use command_api::testing::{Component, Person};
use goal::Goals;
use schemas::{
    goal::{GoalCommand, GoalEvent, RecordGoalMissed},
    testing::Example,
};
use serde_json::{Value, json};

use crate::support::{GOALS, ID, NAME, goals, iron, set};

/// The same iron by another name and less of it.
fn less() -> Value {
    let mut goal = iron();
    goal["target"]["value"] = json!(400_000);
    goal
}

fn change(person: &Person, goal: &Value) -> TestRequest {
    person.put(&format!("{GOALS}/{ID}")).set_json(goal)
}

fn abandon(person: &Person) -> TestRequest {
    person.post(&format!("{GOALS}/{ID}/abandonment"))
}

async fn with_goal() -> (Component<Goals>, Person) {
    let goals = goals().await;
    let ann = goals.person().await;
    assert_eq!(goals.send(set(&ann, &iron())).await.status, 201);
    goals.news();
    (goals, ann)
}

#[actix_web::test]
async fn a_change_is_recorded_whole() {
    let (goals, ann) = with_goal().await;
    let answered = goals.send(change(&ann, &less())).await;
    assert_eq!((answered.status, answered.header("etag")), (200, Some("\"2\"")), "{answered:?}");
    assert_eq!(answered.header("location"), Some(format!("/v1/query/goals/{ID}").as_str()));
    let [recorded] = &goals.news()[..] else { panic!("one event") };
    assert_eq!(recorded.said(), ("goal.GoalChanged", "2", "1/1"));
    let GoalEvent::GoalChanged(event) = &recorded.event else { panic!("{:?}", recorded.event) };
    assert_eq!((event.user_id, event.name.clear()), (ann.id, Some(NAME)));
    assert_eq!(event.target.mass.as_ref().unwrap().micrograms(), 400_000_000_000_000);
    assert_eq!(goals.topics_that_tell(NAME), []);
    // again: agreed with
    let again = goals.send(change(&ann, &less())).await;
    assert_eq!((again.status, again.header("etag")), (200, Some("\"2\"")));
    assert_eq!(goals.news().len(), 0);
}

#[actix_web::test]
async fn of_two_changes_that_name_the_same_version_one_wins() {
    let (goals, ann) = with_goal().await;
    let first = goals.send(change(&ann, &less()).insert_header(("If-Match", "\"1\""))).await;
    assert_eq!(first.status, 200);
    let mut other = iron();
    other["until"] = json!("2027-12-31");
    let second = goals.send(change(&ann, &other).insert_header(("If-Match", "\"1\""))).await;
    assert_eq!((second.status, &second.json()["current_version"]), (412, &2.into()));
    assert_eq!(goals.news().len(), 1);
    assert_eq!(goals.send(change(&ann, &other).insert_header(("If-Match", "\"2\""))).await.status, 200);
}

#[actix_web::test]
async fn every_mistake_of_a_change_is_named_and_nothing_recorded() {
    let (goals, ann) = with_goal().await;
    let mut wrong = less();
    wrong["id"] = json!("0191d2c8-7a3e-7b1f-8a55-000000000005");
    wrong["name"] = json!("");
    wrong["target"] = json!({"value": 0, "unit": "kg"});
    let errors = [("/id", "other_id"), ("/name", "invalid_name"), ("/target/value", "not_above_zero")];
    assert_eq!(goals.send(change(&ann, &wrong)).await.refused(), (422, "invalid", errors));
    assert_eq!(goals.news().len(), 0);
}

#[actix_web::test]
async fn only_a_goal_that_is_there_and_ones_own_is_changed_or_abandoned() {
    let (goals, ann) = with_goal().await;
    let ben = goals.neighbour(&ann).await;
    for request in [change(&ben, &less()), abandon(&ben)] {
        let refused = goals.send(request).await.refused();
        assert_eq!((refused.status, refused.name.as_str()), (404, "not-found"));
    }
    let nameless = ann.post(&format!("{GOALS}/what/abandonment"));
    assert_eq!(goals.send(nameless).await.status, 404);
    assert_eq!(goals.send(ann.put(&format!("{GOALS}/what")).set_json(less())).await.status, 404);
    assert_eq!(goals.news().len(), 0);
}

#[actix_web::test]
async fn a_goal_is_abandoned_once_and_for_good() {
    let (mut goals, ann) = with_goal().await;
    let stale = goals.send(abandon(&ann).insert_header(("If-Match", "\"7\""))).await;
    assert_eq!(stale.status, 412);
    let answered = goals.send(abandon(&ann).insert_header(("If-Match", "\"1\""))).await;
    assert_eq!((answered.status, answered.header("etag")), (200, Some("\"2\"")));
    assert_eq!(goals.news()[0].said(), ("goal.GoalAbandoned", "2", "1/1"));
    goals.restart();
    let again = goals.send(abandon(&ann)).await;
    assert_eq!((again.status, again.header("etag")), (200, Some("\"2\"")));
    let refused = goals.send(change(&ann, &less())).await;
    assert_eq!(refused.refused(), (409, "goal-abandoned", [] as [(&str, &str); 0]));
    assert_eq!(refused.json()["current_version"], 2);
    assert_eq!(goals.news().len(), 0);
}

fn missed(person: &Person, expected_version: i64) -> GoalCommand {
    GoalCommand::RecordGoalMissed(RecordGoalMissed {
        user_id: person.id,
        goal_id: ID.parse().unwrap(),
        expected_version,
        ..RecordGoalMissed::example()
    })
}

#[actix_web::test]
async fn a_goal_is_missed_once_and_open_again_when_it_is_changed() {
    let (mut goals, ann) = with_goal().await;
    let version =
        async |goals: &Component<Goals>, goal: &Value| goals.send(set(&ann, goal)).await.json()["version"].clone();
    // on a version that there is not yet: stale
    goals.command(ann.id, &missed(&ann, 2), 1);
    assert_eq!(version(&goals, &iron()).await, 1);
    goals.command(ann.id, &missed(&ann, 1), 1);
    assert_eq!(version(&goals, &iron()).await, 2);
    assert_eq!(goals.news()[0].said(), ("goal.GoalMissed", "2", "1/1"));
    goals.restart();
    goals.command(ann.id, &missed(&ann, 2), 1);
    assert_eq!(version(&goals, &iron()).await, 2);
    assert_eq!(goals.send(change(&ann, &less())).await.status, 200);
    goals.command(ann.id, &missed(&ann, 3), 1);
    assert_eq!(version(&goals, &less()).await, 4);
}

#[actix_web::test]
async fn a_goal_of_every_kind_is_set() {
    let goals = goals().await;
    let ann = goals.person().await;
    let kg = |value: f64| json!({"value": value, "unit": "kg"});
    for (kind, metric, exercise, target) in [
        ("reach", "load", Some("bench-press-barbell"), json!({"load": kg(100.0), "reps": 1})),
        ("reach", "e1rm", Some("bench-press-barbell"), kg(120.0)),
        ("reach", "body_weight", None, kg(80.0)),
        ("reach", "distance", None, json!({"value": 42.195, "unit": "km"})),
        ("keep", "body_weight", None, json!({"min": kg(78.0), "max": kg(82.0)})),
        ("streak", "count", None, json!({"workouts": 3, "weeks": 12})),
        ("frequency", "count", Some("squat"), json!({"workouts": 1, "weeks": 40})),
    ] {
        let body = json!({"name": "a goal", "kind": kind, "metric": metric, "exercise": exercise, "target": target});
        let answered = goals.send(set(&ann, &body)).await;
        assert_eq!(answered.status, 201, "{answered:?}");
        let [recorded] = &goals.news()[..] else { panic!("one event") };
        let GoalEvent::GoalSet(event) = &recorded.event else { panic!("{:?}", recorded.event) };
        let said = serde_json::to_value((event.kind, event.metric)).unwrap();
        assert_eq!(said, json!([kind, metric]));
    }
}
