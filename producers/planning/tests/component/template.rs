//! Templates: what is answered, and what stands in the log.

use schemas::{
    header,
    planning::{PlanningEvent, UpdateReason},
    text::Text,
    topic::Topic,
};
use serde_json::json;

use crate::support::{ID, NAME, at, create, planning, push, update};

#[actix_web::test]
async fn creating_records_what_was_asked() {
    let planning = planning().await;
    let ann = planning.person().await;
    let answered = planning.send(create(&ann, &push(40.0))).await;
    assert_eq!(answered.status, 201, "{answered:?}");
    assert_eq!(answered.header("etag"), Some("\"1\""));
    assert_eq!(answered.header("location"), Some(format!("/v1/query/templates/{ID}").as_str()));
    let [recorded] = &planning.news()[..] else { panic!("one event") };
    assert_eq!(recorded.said(), ("planning.WorkoutTemplateCreated", "1", "1/1"));
    assert_eq!(recorded.record.key, format!("{}/workout-template/{ID}/1", ann.id));
    let PlanningEvent::WorkoutTemplateCreated(event) = &recorded.event else { panic!("{:?}", recorded.event) };
    assert_eq!((&event.name, event.version, event.estimated_duration_minutes), (&Text::from(NAME), 1, 8));
    // the catalogue knows the name that nobody gave
    assert_eq!(event.exercises[0].name, "Bench Press (Barbell)");
    let said = json!({"id": recorded.header(header::ID), "type": "planning.WorkoutTemplateCreated", "sequence": 1});
    assert_eq!(answered.json(), json!({"id": ID, "version": 1, "events": [said]}));
}

#[actix_web::test]
async fn an_update_is_the_next_version_and_an_archived_template_has_none() {
    let planning = planning().await;
    let ann = planning.person().await;
    planning.send(create(&ann, &push(40.0))).await;
    planning.news();
    let answered = planning.send(update(&ann, &push(50.0))).await;
    assert_eq!((answered.status, answered.header("etag")), (200, Some("\"2\"")));
    let [recorded] = &planning.news()[..] else { panic!("one event") };
    let PlanningEvent::WorkoutTemplateUpdated(event) = &recorded.event else { panic!("{:?}", recorded.event) };
    assert_eq!((event.previous_version, event.version, event.reason), (1, 2, UpdateReason::Edited));
    let change = &event.changes[0];
    let loads = [&change.load_before, &change.load_after].map(|load| load.as_ref().unwrap().entered());
    assert_eq!(loads, ["40", "50"]);

    let archived = planning.send(ann.delete(&at(""))).await;
    assert_eq!((archived.status, archived.header("etag")), (200, Some("\"3\"")));
    assert_eq!(planning.send(ann.delete(&at(""))).await.header("etag"), Some("\"3\""));
    assert_eq!(planning.send(update(&ann, &push(60.0))).await.refused().name, "archived");
    assert_eq!(planning.news().len(), 1);
}

#[actix_web::test]
async fn of_two_clients_that_saw_the_same_version_one_wins() {
    let planning = planning().await;
    let ann = planning.person().await;
    planning.send(create(&ann, &push(40.0))).await;
    let edit = |load| update(&ann, &push(load)).insert_header(("If-Match", "\"1\""));
    let (one, other) = (planning.send(edit(50.0)).await, planning.send(edit(60.0)).await);
    assert_eq!((one.status, other.status), (200, 412));
    assert_eq!(other.json()["current_version"], 2);
    assert_eq!(planning.news().len(), 2);
    let retried = update(&ann, &push(60.0)).insert_header(("If-Match", "\"2\""));
    assert_eq!(planning.send(retried).await.status, 200);
}

#[actix_web::test]
async fn what_is_not_there_or_not_right_is_refused() {
    let planning = planning().await;
    let ann = planning.person().await;
    assert_eq!(planning.send(update(&ann, &push(40.0))).await.refused().status, 404);
    assert_eq!(planning.send(ann.delete("/v1/planning/workout-templates/x")).await.refused().status, 404);
    let mut wrong = push(40.0);
    wrong["exercises"][0]["sets"][1]["reps"] = json!(0);
    wrong["name"] = json!("");
    let refused = planning.send(create(&ann, &wrong)).await.refused();
    let expected = [("/name", "empty"), ("/exercises/0/sets/1/reps", "out_of_range")];
    assert_eq!(refused, (422, "invalid", expected));
    wrong["colour"] = json!("red");
    assert_eq!(
        planning.send(create(&ann, &wrong)).await.refused().errors,
        [("/colour".to_owned(), "unknown_field".to_owned())]
    );
    assert_eq!(planning.send(create(&ann, &push(40.0))).await.status, 201);
    let taken = planning.send(create(&ann, &push(50.0))).await;
    assert_eq!(taken.refused(), (409, "id-taken", [("/id", "taken")]));
    assert_eq!(taken.json()["current_version"], 1);
}

#[actix_web::test]
async fn names_and_notes_are_sealed_everywhere() {
    let planning = planning().await;
    let ann = planning.person().await;
    let mut template = push(40.0);
    template["exercises"][0]["notes"] = json!("Ellbogen am Koerper");
    planning.send(create(&ann, &template).insert_header(("Idempotency-Key", "k"))).await;
    for text in [NAME, "Ellbogen am Koerper"] {
        assert_eq!(planning.topics_that_tell(text), [], "{text}");
    }
    assert!(planning.topics_that_tell("bench-press-barbell").contains(&Topic::PLANNING_STATE));
}
