//! A workout that comes whole: logged afterwards, corrected, deleted.

use command_api::testing::Recorded;
use schemas::{
    execution::{ExecutionEvent, Origin},
    header,
    quantity::MassUnit,
};
use serde_json::json;

use crate::support::{ID, OTHER, at, correct, execution, facts, given, log, past, said};

const NOTHING: [(&str, &str); 0] = [];

fn versions(events: &[Recorded<ExecutionEvent>]) -> Vec<String> {
    events.iter().map(|event| event.record.key.rsplit('/').next().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_past_workout_is_logged_corrected_and_deleted() {
    let execution = execution().await;
    let ann = execution.person().await;
    let logged = execution.send(log(&ann, &past(8))).await;
    assert_eq!((logged.status, logged.header("etag")), (201, Some("\"2\"")));
    assert_eq!(logged.header("location"), Some(format!("/v1/query/workouts/{ID}").as_str()));
    let news = execution.news();
    assert_eq!(said(&news), [("WorkoutLogged", "1", "1/2"), ("WorkoutExecuted", "2", "2/2")]);
    assert_eq!(news[0].header(header::COMMAND_ID), news[1].header(header::COMMAND_ID));
    assert_eq!(logged.json()["events"][1]["id"], news[1].header(header::ID));
    let fact = &facts(&news)[0];
    assert_eq!((fact.revision, fact.origin, fact.local_date.to_string().as_str()), (1, Origin::Logged, "2026-11-19"));
    let load = fact.exercises[0].sets[0].load.as_ref().unwrap();
    assert_eq!((load.entered(), load.unit()), ("225", MassUnit::Lb));

    let corrected = execution.send(correct(&ann, &past(9))).await;
    assert_eq!((corrected.status, corrected.header("etag")), (200, Some("\"4\"")));
    let news = execution.news();
    assert_eq!(said(&news), [("WorkoutCorrected", "3", "1/2"), ("WorkoutExecuted", "4", "2/2")]);
    assert_eq!((facts(&news)[0].revision, facts(&news)[0].exercises[0].sets[0].reps), (2, Some(9)));

    let deleted = execution.send(ann.delete(&at(""))).await;
    assert_eq!((deleted.status, deleted.header("etag")), (200, Some("\"5\"")));
    assert_eq!(said(&execution.news()), [("WorkoutDeleted", "5", "1/1")]);
    assert_eq!(versions(&execution.events()), ["1", "2", "3", "4", "5"]);
}

#[actix_web::test]
async fn the_same_again_records_nothing() {
    let execution = execution().await;
    let ann = execution.person().await;
    given(&execution, log(&ann, &past(8))).await;
    execution.news();
    assert_eq!(execution.send(log(&ann, &past(8))).await.status, 200);
    assert_eq!(execution.send(correct(&ann, &past(8))).await.header("etag"), Some("\"2\""));
    assert_eq!(execution.news().len(), 0);
    given(&execution, ann.delete(&at(""))).await;
    execution.news();
    let again = execution.send(ann.delete(&at(""))).await;
    assert_eq!((again.status, again.header("etag")), (200, Some("\"3\"")));
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn an_id_that_is_taken_or_gone_is_409() {
    let execution = execution().await;
    let ann = execution.person().await;
    given(&execution, log(&ann, &past(8))).await;
    let other = execution.send(log(&ann, &past(9))).await;
    assert_eq!(other.refused(), (409, "workout-already-logged", NOTHING));
    given(&execution, ann.delete(&at(""))).await;
    execution.news();
    for request in [log(&ann, &past(8)), correct(&ann, &past(9))] {
        assert_eq!(execution.send(request).await.refused(), (409, "workout-deleted", NOTHING));
    }
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn every_mistake_is_named_where_it_stands() {
    let execution = execution().await;
    let ann = execution.person().await;
    let mut wrong = past(8);
    wrong["zone"] = "Mars".into();
    wrong["template"] = json!({"id": OTHER, "version": 1});
    wrong["exercises"] = json!([
        {"exercise": "dip", "sets": [{"reps": 8}, {"reps": -1, "duration_seconds": -1}]},
        {"exercise": "Dip!", "superset": -1, "sets": []},
    ]);
    let errors = [
        ("/template", "not_supported_yet"),
        ("/zone", "invalid_zone"),
        ("/exercises/0/sets/1/reps", "out_of_range"),
        ("/exercises/0/sets/1/duration_seconds", "out_of_range"),
        ("/exercises/1/exercise", "invalid_exercise"),
        ("/exercises/1/superset", "out_of_range"),
    ];
    assert_eq!(execution.send(log(&ann, &wrong)).await.refused(), (422, "invalid", errors));
    given(&execution, log(&ann, &past(8))).await;
    execution.news();
    assert_eq!(execution.send(correct(&ann, &wrong)).await.refused(), (422, "invalid", errors));
    let mut elsewhere = past(9);
    elsewhere["id"] = OTHER.into();
    assert_eq!(execution.send(correct(&ann, &elsewhere)).await.refused(), (422, "invalid", [("/id", "other_id")]));
    let mut idle = past(9);
    idle["exercises"][0]["sets"][0]["kind"] = "warm_up".into();
    let refused = execution.send(correct(&ann, &idle)).await.refused();
    assert_eq!(refused, (422, "no-working-set", [("/exercises", "no_working_set")]));
    let mut backwards = past(9);
    backwards["ended_at"] = "2026-11-19T17:00:00+01:00".into();
    assert_eq!(execution.send(correct(&ann, &backwards)).await.refused(), (422, "ends-before-start", NOTHING));
    let mut early = past(9);
    early["exercises"][0]["sets"][0]["logged_at"] = "2026-11-22T18:00:00Z".into();
    let refused = execution.send(correct(&ann, &early)).await.refused();
    assert_eq!(refused, (422, "in-the-future", [("/exercises/0/sets/0/logged_at", "in_the_future")]));
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn a_correction_on_an_old_version_is_412() {
    let execution = execution().await;
    let ann = execution.person().await;
    given(&execution, log(&ann, &past(8))).await;
    execution.news();
    let on = |version: &str, reps| correct(&ann, &past(reps)).insert_header(("If-Match", version));
    let stale = execution.send(on("\"1\"", 9)).await;
    assert_eq!((stale.refused().name.as_str(), &stale.json()["current_version"]), ("stale-version", &2.into()));
    assert_eq!(execution.news().len(), 0);
    assert_eq!(execution.send(on("\"2\"", 9)).await.header("etag"), Some("\"4\""));
    // whoever else looked at version 2
    assert_eq!(execution.send(on("\"2\"", 10)).await.status, 412);
    assert_eq!(execution.send(ann.delete(&at("")).insert_header(("If-Match", "\"2\""))).await.status, 412);
    assert_eq!(execution.send(ann.delete(&at("")).insert_header(("If-Match", "\"4\""))).await.status, 200);
    assert_eq!(said(&execution.news()).len(), 3);
}

#[actix_web::test]
async fn a_correction_stands_after_the_service_was_started_again() {
    let mut execution = execution().await;
    let ann = execution.person().await;
    given(&execution, log(&ann, &past(8))).await;
    given(&execution, correct(&ann, &past(9))).await;
    execution.news();
    execution.restart();
    assert_eq!(given(&execution, correct(&ann, &past(9))).await.header("etag"), Some("\"4\""));
    assert_eq!(execution.news().len(), 0);
    given(&execution, correct(&ann, &past(10))).await;
    assert_eq!(facts(&execution.news())[0].revision, 3);
}
