//! Progressions: by a person, by a process, by a proposal that was accepted.

use command_api::testing::{Component, Person};
use planning::Planning;
use schemas::{
    header,
    planning::{PlanningCommand, PlanningEvent, ProgressExercise, ProgressionReason, ProposeProgression, UpdateReason},
    quantity::{Mass, MassUnit},
    testing::{Example, id},
    topic::Topic,
};
use serde_json::json;

use crate::support::{ID, PROGRESSION, at, create, kilograms, planning, push};

/// The version of the template, once everything asked before has been decided.
async fn version(planning: &Component<Planning>, person: &Person) -> u64 {
    planning.send(create(person, &push(40.0))).await.json()["version"].as_u64().unwrap()
}

fn progress(person: &Person, expected_version: i64, load: &str) -> PlanningCommand {
    PlanningCommand::ProgressExercise(ProgressExercise {
        user_id: person.id,
        template_id: ID.parse().unwrap(),
        expected_version,
        load: Mass::parse(load, MassUnit::Kg).unwrap(),
        reason: ProgressionReason::CompletedAllReps,
        ..ProgressExercise::example()
    })
}

fn propose(person: &Person, expected_version: i64, proposal: u64, load: &str) -> PlanningCommand {
    PlanningCommand::ProposeProgression(ProposeProgression {
        user_id: person.id,
        template_id: ID.parse().unwrap(),
        expected_version,
        proposal_id: id(proposal),
        load: Mass::parse(load, MassUnit::Kg).unwrap(),
        ..ProposeProgression::example()
    })
}

#[actix_web::test]
async fn a_person_prescribes_another_load() {
    let planning = planning().await;
    let ann = planning.person().await;
    version(&planning, &ann).await;
    planning.news();
    let answered = planning.send(ann.post(&at(PROGRESSION)).set_json(kilograms(50.0))).await;
    assert_eq!((answered.status, answered.header("etag")), (200, Some("\"3\"")));
    let [load, updated] = &planning.news()[..] else { panic!("two events") };
    assert_eq!(load.said(), ("planning.ExerciseProgressionUpdated", "2", "1/2"));
    assert_eq!(updated.said(), ("planning.WorkoutTemplateUpdated", "3", "2/2"));
    let PlanningEvent::ExerciseProgressionUpdated(load) = &load.event else { panic!("{:?}", load.event) };
    assert_eq!((load.old_load.entered(), load.new_load.entered()), ("40", "50"));
    assert_eq!((load.reason, load.evidence_event_id), (ProgressionReason::UserRequested, None));
    let PlanningEvent::WorkoutTemplateUpdated(updated) = &updated.event else { panic!("{:?}", updated.event) };
    assert_eq!((updated.version, updated.reason), (2, UpdateReason::UserRequested));

    let none = ann.post(&at("/exercises/squat/progression")).set_json(kilograms(50.0));
    assert_eq!(planning.send(none).await.refused().name, "exercise-not-in-template");
    let wrong = ann.post(&at(PROGRESSION)).set_json(kilograms(10_001.0));
    assert_eq!(planning.send(wrong).await.refused(), (422, "invalid", [("/load/value", "out_of_range")]));
}

#[actix_web::test]
async fn a_process_progresses_on_the_version_it_knows() {
    let planning = planning().await;
    let ann = planning.person().await;
    version(&planning, &ann).await;
    planning.news();
    let command = planning.command(ann.id, &progress(&ann, 1, "50"), 1).to_string();
    assert_eq!(version(&planning, &ann).await, 3);
    let news = planning.news();
    assert_eq!(news.len(), 2);
    assert_eq!((news[0].header(header::CAUSATION_ID), news[0].header(header::DEPTH)), (command.as_str(), "1"));
    // repeated, and something new on old news
    planning.command(ann.id, &progress(&ann, 1, "50"), 1);
    planning.command(ann.id, &progress(&ann, 1, "60"), 1);
    assert_eq!(version(&planning, &ann).await, 3);
    planning.command(ann.id, &progress(&ann, 3, "60"), 1);
    assert_eq!(version(&planning, &ann).await, 5);
    assert_eq!(planning.log.records(Topic::DEAD_LETTERS).len(), 0);
}

#[actix_web::test]
async fn a_proposal_waits_for_an_answer() {
    let planning = planning().await;
    let ann = planning.person().await;
    version(&planning, &ann).await;
    planning.command(ann.id, &propose(&ann, 1, 11, "50"), 1);
    assert_eq!(version(&planning, &ann).await, 2);
    planning.news();
    let answer = |answer: &str| ann.post(&at(&format!("/proposals/{}/{answer}", id::<()>(11))));
    assert_eq!(planning.send(ann.post(&at("/proposals/x/acceptance"))).await.refused().status, 404);
    let accepted = planning.send(answer("acceptance")).await;
    assert_eq!((accepted.status, accepted.header("etag")), (200, Some("\"5\"")));
    let types: Vec<_> = planning.news().iter().map(|event| event.header(header::TYPE).to_owned()).collect();
    let expected = ["ProgressionAccepted", "ExerciseProgressionUpdated", "WorkoutTemplateUpdated"];
    assert_eq!(types, expected.map(|name| format!("planning.{name}")));
    assert_eq!(planning.send(answer("acceptance")).await.status, 200);
    assert_eq!(planning.send(answer("refusal")).await.refused().name, "accepted-before");

    planning.command(ann.id, &propose(&ann, 5, 12, "60"), 1);
    assert_eq!(version(&planning, &ann).await, 6);
    let refusal = planning.send(ann.post(&at(&format!("/proposals/{}/refusal", id::<()>(12))))).await;
    assert_eq!((refusal.status, refusal.header("etag")), (200, Some("\"7\"")));
}

#[actix_web::test]
async fn a_rule_is_chosen_for_an_exercise() {
    let planning = planning().await;
    let ann = planning.person().await;
    version(&planning, &ann).await;
    let choose =
        |rule: serde_json::Value| ann.put(&at("/exercises/bench-press-barbell/progression-rule")).set_json(rule);
    let linear = json!({"kind": "linear", "increment": {"value": 2.5, "unit": "kg"}, "successes": 2});
    assert_eq!(planning.send(choose(linear.clone())).await.header("etag"), Some("\"2\""));
    assert_eq!(planning.send(choose(linear)).await.header("etag"), Some("\"2\""));
    let refused = planning.send(choose(json!({"kind": "double"}))).await.refused();
    assert_eq!(refused, (422, "invalid", [("/increment", "missing_field"), ("/rep_range", "missing_field")]));
}

#[actix_web::test]
async fn a_recommendation_is_answered_by_its_id() {
    let planning = planning().await;
    let ann = planning.person().await;
    let answer = |answer: &str| ann.post(&format!("/v1/planning/recommendations/{}/{answer}", id::<()>(12)));
    let accepted = planning.send(answer("acceptance")).await;
    assert_eq!((accepted.status, accepted.json()["version"].as_u64()), (200, Some(1)));
    assert_eq!(planning.news()[0].said(), ("planning.RecommendationAccepted", "1", "1/1"));
    assert_eq!(planning.send(answer("acceptance")).await.status, 200);
    assert_eq!(planning.send(answer("refusal")).await.refused().name, "accepted-before");
    assert_eq!(planning.send(ann.post("/v1/planning/recommendations/x/refusal")).await.refused().status, 404);
}
