use std::time::Duration;

use actix_web::ResponseError;
use actix_web::body::to_bytes;
use actix_web::http::StatusCode;
use actix_web::http::header::{RETRY_AFTER, WWW_AUTHENTICATE};
use schemas::id::CorrelationId;
use serde_json::{Value, json};

use super::{Fault, Place, Problem};

const ID: &str = "0191d2c8-7a3e-7b1f-8a55-0123456789ab";

fn written(problem: &Problem) -> Value {
    serde_json::to_value(problem).unwrap()
}

fn header(problem: &Problem, name: actix_web::http::header::HeaderName) -> String {
    problem.error_response().headers().get(name).unwrap().to_str().unwrap().to_owned()
}

#[test]
fn a_problem_is_written_as_the_contract_says() {
    let problem = Problem::rule("invalid", "Something is wrong")
        .detail("two things")
        .error("/exercises/0/sets/1/reps", "out_of_range", "reps go up to 1,000,000")
        .faults([Fault::new(Place::Line(12, Some("Weight".to_owned())), "not_a_number", "heavy")])
        .correlation(ID.parse::<CorrelationId>().unwrap())
        .current_version(7);
    let expected = json!({
        "type": "/problems/invalid",
        "title": "Something is wrong",
        "status": 422,
        "detail": "two things",
        "correlation_id": ID,
        "errors": [
            {"pointer": "/exercises/0/sets/1/reps", "code": "out_of_range", "detail": "reps go up to 1,000,000"},
            {"line": 12, "column": "Weight", "code": "not_a_number", "detail": "heavy"}
        ],
        "current_version": 7
    });
    assert_eq!(written(&problem), expected);
}

#[test]
fn members_without_content_are_left_out() {
    let expected = json!({"type": "/problems/taken", "title": "Taken", "status": 409});
    assert_eq!(written(&Problem::conflict("taken", "Taken")), expected);
}

#[test]
fn an_extension_stands_beside_the_standard_members_and_replaces_none() {
    let problem =
        Problem::conflict("changed", "It changed").extension("preview", json!({"id": "x"})).extension("status", 200);
    assert_eq!(written(&problem)["preview"], json!({"id": "x"}));
    assert_eq!(written(&problem)["status"], 409);
}

#[actix_web::test]
async fn the_answer_is_problem_json_with_its_status() {
    let answer = Problem::precondition_failed(4).error_response();
    assert_eq!(answer.status(), StatusCode::PRECONDITION_FAILED);
    assert_eq!(answer.headers().get("content-type").unwrap(), "application/problem+json");
    let body: Value = serde_json::from_slice(&to_bytes(answer.into_body()).await.unwrap()).unwrap();
    assert_eq!(body["current_version"], 4);
}

#[test]
fn a_wait_is_rounded_up_to_whole_seconds() {
    assert_eq!(header(&Problem::unavailable("the partition moves"), RETRY_AFTER), "1");
    assert_eq!(header(&Problem::too_many_requests(Duration::from_millis(1_200)), RETRY_AFTER), "2");
    let later = Problem::unavailable("later").retry_after(Duration::from_secs(30));
    assert_eq!(later.error_response().headers().get_all(RETRY_AFTER).count(), 1);
    assert_eq!(header(&later, RETRY_AFTER), "30");
}

#[test]
fn a_challenge_names_an_error_only_where_there_was_a_token() {
    assert_eq!(header(&Problem::unauthorized(), WWW_AUTHENTICATE), r#"Bearer realm="train-tracker""#);
    let expired = Problem::invalid_token("expired-token", "Expired", "the access token has expired");
    assert!(header(&expired, WWW_AUTHENTICATE).contains(r#"error="invalid_token""#));
}

#[test]
fn an_internal_problem_shows_nothing_of_its_cause() {
    let problem = Problem::internal(anyhow::anyhow!("password=s3cret refused"));
    assert_eq!(problem.status(), StatusCode::INTERNAL_SERVER_ERROR);
    assert!(!written(&problem).to_string().contains("s3cret"));
}

#[test]
fn every_common_problem_has_the_status_of_the_contract() {
    let fault = || Fault::at("/a", "b", "c");
    let problems = [
        (Problem::unreadable("x"), 400),
        (Problem::unreadable_at(fault()), 400),
        (Problem::unauthorized(), 401),
        (Problem::forbidden("x"), 403),
        (Problem::not_found("workout"), 404),
        (Problem::conflict("x", "X"), 409),
        (Problem::precondition_failed(1), 412),
        (Problem::payload_too_large(1), 413),
        (Problem::unsupported_media_type("x"), 415),
        (Problem::rule("x", "X"), 422),
        (Problem::invalid([fault(), fault()]), 422),
        (Problem::too_many_requests(Duration::ZERO), 429),
        (Problem::unavailable("x"), 503),
    ];
    for (problem, status) in problems {
        assert_eq!(problem.status(), status, "{problem}");
        let name = problem.name();
        assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{name}");
    }
}

#[test]
fn several_faults_are_counted_and_one_speaks_for_itself() {
    let fault = |detail: &str| Fault::at("/a", "b", detail);
    assert_eq!(written(&Problem::invalid([fault("too long")]))["detail"], "too long");
    assert_eq!(written(&Problem::invalid([fault("x"), fault("y")]))["detail"], "2 values are not as they should be");
}
