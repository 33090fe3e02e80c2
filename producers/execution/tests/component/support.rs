//! A running service and what is asked of it.

use actix_web::test::TestRequest;
use command_api::{
    FurtherTopics,
    testing::{Answered, Component, Person, Recorded},
};
use execution::Execution;
use schemas::execution::{ExecutionEvent, WorkoutExecuted};
use serde_json::{Value, json};

pub(crate) const WORKOUTS: &str = "/v1/execution/workouts";
pub(crate) const LOGGED: &str = "/v1/execution/logged-workouts";
pub(crate) const MEALS: &str = "/v1/execution/meals";
pub(crate) const INTAKES: &str = "/v1/execution/supplement-intakes";
pub(crate) const SKIPS: &str = "/v1/execution/supplement-skips";
pub(crate) const ID: &str = "0191d2c8-7a3e-7b1f-8a55-00000000000a";
pub(crate) const OTHER: &str = "0191d2c8-7a3e-7b1f-8a55-00000000000b";
pub(crate) const SET: &str = "0191d2c8-7a3e-7b1f-8a55-0000000000a1";

pub(crate) async fn execution() -> Component<Execution> {
    let routes =
        |parts: &command_api::testing::Parts<Execution>| execution::service(parts.gateway.clone(), parts.edge.clone());
    Component::start(FurtherTopics::default(), routes).await
}

/// `/v1/execution/workouts/<id>` and what comes behind.
pub(crate) fn at(rest: &str) -> String {
    format!("{WORKOUTS}/{ID}{rest}")
}

/// A live workout, an hour ago.
pub(crate) fn start() -> Value {
    json!({"id": ID, "name": "Push", "started_at": "2026-11-20T18:00:00+01:00", "zone": "Europe/Vienna"})
}

/// Eight times 50 kg.
pub(crate) fn set() -> Value {
    json!({
        "id": SET, "exercise": "bench-press-barbell", "exercise_name": "Bench Press (Barbell)", "block": 0,
        "kind": "normal", "reps": 8, "load": {"value": 50, "unit": "kg"}, "rpe": 8, "rest_seconds": 90,
        "logged_at": "2026-11-20T18:05:00+01:00",
    })
}

/// A past workout with one set of `reps`.
pub(crate) fn past(reps: u32) -> Value {
    json!({
        "id": ID, "name": "Pull", "started_at": "2026-11-19T18:00:00+01:00", "ended_at": "2026-11-19T19:00:00+01:00",
        "zone": "Europe/Vienna",
        "exercises": [{"exercise": "deadlift-barbell", "sets": [{"reps": reps, "load": {"value": 225, "unit": "lb"}}]}],
    })
}

pub(crate) fn log(person: &Person, workout: &Value) -> TestRequest {
    person.post(LOGGED).set_json(workout)
}

pub(crate) fn correct(person: &Person, workout: &Value) -> TestRequest {
    person.put(&at("")).set_json(workout)
}

/// Sends what has to succeed before the test begins.
pub(crate) async fn given(component: &Component<Execution>, request: TestRequest) -> Answered {
    let answered = component.send(request).await;
    assert!((200..300).contains(&answered.status), "{answered:?}");
    answered
}

/// A live workout with one set.
pub(crate) async fn begun(component: &Component<Execution>, person: &Person) {
    given(component, person.post(WORKOUTS).set_json(start())).await;
    given(component, person.post(&at("/sets")).set_json(set())).await;
    component.news();
}

/// Type (without its context), sequence and part of each event.
pub(crate) fn said(events: &[Recorded<ExecutionEvent>]) -> Vec<(&str, &str, &str)> {
    let said = events.iter().map(Recorded::said);
    said.map(|(kind, sequence, part)| (kind.strip_prefix("execution.").unwrap(), sequence, part)).collect()
}

/// The facts among events.
pub(crate) fn facts(events: &[Recorded<ExecutionEvent>]) -> Vec<WorkoutExecuted> {
    let fact = |event: &Recorded<ExecutionEvent>| match &event.event {
        ExecutionEvent::WorkoutExecuted(fact) => Some(fact.clone()),
        ExecutionEvent::WorkoutStarted(_)
        | ExecutionEvent::SetLogged(_)
        | ExecutionEvent::ExerciseCompleted(_)
        | ExecutionEvent::ExerciseSkipped(_)
        | ExecutionEvent::WorkoutCompleted(_)
        | ExecutionEvent::WorkoutDiscarded(_)
        | ExecutionEvent::WorkoutLogged(_)
        | ExecutionEvent::WorkoutCorrected(_)
        | ExecutionEvent::WorkoutDeleted(_)
        | ExecutionEvent::HistoryImported(_)
        | ExecutionEvent::MealConsumed(_)
        | ExecutionEvent::MealCorrected(_)
        | ExecutionEvent::MealDeleted(_)
        | ExecutionEvent::SupplementTaken(_)
        | ExecutionEvent::SupplementSkipped(_)
        | ExecutionEvent::IntakeUndone(_) => None,
    };
    events.iter().filter_map(fact).collect()
}
