//! A goal is set: what is answered, and what stands in the log.

use command_api::testing::Component;
use goal::Goals;
use schemas::{
    goal::{GoalEvent, GoalKind, GoalSet, GoalTarget, Metric},
    header,
    partition::partition_of,
    quantity::{Mass, MassUnit},
    text::Text,
    topic::Topic,
};
use serde_json::json;

use crate::support::{ID, NAME, distance, goals, iron, set};

const CORRELATION: &str = "0191d2c8-7a3e-7b1f-8a55-0123456789ab";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[actix_web::test]
async fn setting_a_goal_records_what_was_asked() {
    let goals = goals().await;
    let ann = goals.person().await;
    let answered = goals.send(set(&ann, &iron())).await;
    assert_eq!(answered.status, 201, "{answered:?}");
    assert_eq!(answered.header("etag"), Some("\"1\""));
    assert_eq!(answered.header("location"), Some(format!("/v1/query/goals/{ID}").as_str()));
    let [recorded] = &goals.news()[..] else { panic!("one event") };
    let expected = GoalSet {
        user_id: ann.id,
        goal_id: ID.parse().unwrap(),
        name: Text::from(NAME),
        kind: GoalKind::Accumulate,
        metric: Metric::Volume,
        exercise: Some("bench-press-barbell".parse().unwrap()),
        target: GoalTarget {
            mass: Some(Mass::parse("500000", MassUnit::Kg).unwrap()),
            distance: None,
            count: None,
            minutes: None,
            reps: None,
            lowest: None,
            highest: None,
            weeks: None,
        },
        from: Some("2026-01-01".parse().unwrap()),
        until: Some("2026-12-31".parse().unwrap()),
        set_at: "2026-11-20T18:00:00Z".parse().unwrap(),
    };
    assert_eq!(recorded.event, GoalEvent::GoalSet(expected));
    let event = json!({"id": recorded.header(header::ID), "type": "goal.GoalSet", "sequence": 1});
    assert_eq!(answered.json(), json!({"id": ID, "version": 1, "events": [event]}));
    let token = format!("goal-{}-{}", recorded.record.partition, recorded.record.offset + 1);
    assert_eq!(answered.header("consistency-token"), Some(token.as_str()));
}

#[actix_web::test]
async fn the_headers_say_who_did_what_when_and_why() {
    let goals = goals().await;
    let ann = goals.person().await;
    let request = set(&ann, &iron())
        .insert_header(("X-Correlation-Id", CORRELATION))
        .insert_header(("traceparent", format!("00-{TRACE}-00f067aa0ba902b7-01")));
    let answered = goals.send(request).await;
    assert_eq!(answered.header("x-correlation-id"), Some(CORRELATION));
    let [recorded] = &goals.news()[..] else { panic!("one event") };
    assert_eq!(recorded.record.key, format!("{}/goal/{ID}/1", ann.id));
    assert_eq!(recorded.record.partition, partition_of(ann.id.uuid(), goals.parts.gateway.partitions()));
    assert_eq!(recorded.said(), ("goal.GoalSet", "1", "1/1"));
    let person = ann.id.to_string();
    for (name, value) in [
        (header::SPEC_VERSION, "1.0"),
        (header::SOURCE, "goal"),
        (header::SUBJECT, ID),
        (header::TIME, "2026-11-20T18:00:00Z"),
        (header::PARTITION_KEY, &person),
        (header::ACTOR, &person),
        (header::CONTENT_TYPE, "application/vnd.confluent.avro"),
        (header::CORRELATION_ID, CORRELATION),
        (header::CAUSATION_ID, recorded.header(header::COMMAND_ID)),
        (header::DEPTH, "0"),
        (header::LEASE, "0"),
    ] {
        assert_eq!(recorded.header(name), value, "{name}");
    }
    assert!(recorded.header(header::TRACE_PARENT).contains(TRACE));
    assert_eq!(recorded.record.headers.get(header::ON_BEHALF_OF), None);
}

#[actix_web::test]
async fn an_id_that_is_left_out_is_made() {
    let goals = goals().await;
    let ann = goals.person().await;
    let mut goal = iron();
    goal["id"].take();
    let answered = goals.send(set(&ann, &goal)).await;
    assert_eq!(answered.status, 201);
    assert_eq!(goals.news()[0].header(header::SUBJECT), answered.json()["id"]);
}

#[actix_web::test]
async fn an_id_means_something_only_under_its_person() {
    let goals = goals().await;
    let ann = goals.person().await;
    let ben = goals.neighbour(&ann).await;
    assert_eq!(goals.send(set(&ann, &iron())).await.status, 201);
    assert_eq!(goals.send(set(&ben, &distance())).await.status, 201);
    let mut owners: Vec<_> = goals.news().iter().map(|event| event.header(header::ACTOR).to_owned()).collect();
    owners.sort();
    let mut both = [ann.id.to_string(), ben.id.to_string()];
    both.sort();
    assert_eq!(owners, both);
}

async fn refused(goals: &Component<Goals>, body: &serde_json::Value) -> command_api::testing::Refused {
    let ann = goals.person().await;
    goals.send(set(&ann, body)).await.refused()
}

#[actix_web::test]
async fn every_mistake_is_named_and_nothing_recorded() {
    let goals = goals().await;
    let several = json!({
        "id": "1", "name": "", "kind": "accumulate", "metric": "volume", "exercise": "Bench Press",
        "target": {"value": 1, "unit": "km"}, "from": "2026-02-30", "until": "2026-01-01",
    });
    let errors = [
        ("/id", "invalid_id"),
        ("/name", "invalid_name"),
        ("/exercise", "invalid_exercise"),
        ("/target/unit", "unit_does_not_fit"),
        ("/from", "invalid_date"),
    ];
    assert_eq!(refused(&goals, &several).await, (422, "invalid", errors));
    let unknown = json!({"name": "a", "colour": "red"});
    assert_eq!(refused(&goals, &unknown).await, (422, "invalid", [("/colour", "unknown_field")]));
    let another = json!({"name": "a", "kind": "reach", "metric": "load", "target": {"reps": 1}});
    let errors = [("/exercise", "missing_field"), ("/target/load", "missing_field")];
    assert_eq!(refused(&goals, &another).await, (422, "invalid", errors));
    assert_eq!(goals.news().len(), 0);
}

#[actix_web::test]
async fn what_cannot_be_read_is_400() {
    let goals = goals().await;
    let ann = goals.person().await;
    let broken =
        ann.post(crate::support::GOALS).insert_header(("content-type", "application/json")).set_payload("{\n\"id\":");
    assert_eq!(goals.send(broken).await.refused(), (400, "unreadable", [("2:", "malformed_json")]));
    let text = ann.post(crate::support::GOALS).insert_header(("content-type", "text/plain")).set_payload("{}");
    assert_eq!(goals.send(text).await.status, 415);
}

#[actix_web::test]
async fn the_name_of_a_goal_is_told_nowhere_in_the_log() {
    let goals = goals().await;
    let ann = goals.person().await;
    let sent = set(&ann, &iron()).insert_header(("Idempotency-Key", "k"));
    assert_eq!(goals.send(sent).await.status, 201);
    assert_eq!(goals.topics_that_tell(NAME), []);
    // what is no text can be read
    assert_eq!(goals.topics_that_tell("bench-press-barbell"), [Topic::GOAL_EVENTS]);
}
