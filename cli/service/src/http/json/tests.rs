use std::collections::BTreeMap;

use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
use actix_web::{App, web};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Body, parse};
use crate::http::problem::{Place, Problem};

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Workout {
    name: Option<String>,
    sets: Vec<Set>,
    #[serde(default)]
    tags: BTreeMap<String, u8>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    reps: u32,
    kind: Kind,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Normal,
    WarmUp,
}

fn refused(text: &str) -> Problem {
    parse::<Workout>(text.as_bytes()).expect_err(text)
}

/// Pointer and code of the one thing that is wrong.
fn fault(text: &str) -> (String, String) {
    let problem = refused(text);
    assert_eq!(problem.status(), 422, "{problem}");
    assert_eq!(problem.errors().len(), 1);
    let fault = problem.errors()[0].clone();
    let Place::Pointer(pointer) = fault.place else { panic!("{fault:?}") };
    (pointer, fault.code.into_owned())
}

fn at(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[test]
fn json_of_the_right_shape_is_read() {
    let workout: Workout = parse(br#"{"name": null, "sets": [{"reps": 8, "kind": "warm_up"}]}"#).unwrap();
    assert_eq!(workout.sets, [Set { reps: 8, kind: Kind::WarmUp }]);
}

#[test]
fn enums_with_content_and_exact_numbers_are_read() {
    #[derive(Debug, PartialEq, Deserialize)]
    enum Shape {
        Point,
        Circle { radius: f64 },
        Square(i64),
    }
    let shapes: Vec<Shape> =
        parse(br#"["Point", {"Circle": {"radius": 0.1}}, {"Square": -9007199254740993}]"#).unwrap();
    assert_eq!(shapes, [Shape::Point, Shape::Circle { radius: 0.1 }, Shape::Square(-9_007_199_254_740_993)]);
}

#[test]
fn a_missing_member_is_named_with_its_pointer() {
    assert_eq!(fault("{}"), at("/sets", "missing_field"));
    assert_eq!(fault(r#"{"sets": [{"reps": 8, "kind": "normal"}, {"reps": 8}]}"#), at("/sets/1/kind", "missing_field"));
}

#[test]
fn an_unknown_member_is_refused_and_not_dropped() {
    assert_eq!(fault(r#"{"sets": [], "nmae": "x"}"#), at("/nmae", "unknown_field"));
    assert_eq!(fault(r#"{"sets": [{"reps": 1, "kind": "normal", "rpe": 8}]}"#), at("/sets/0/rpe", "unknown_field"));
}

#[test]
fn a_value_of_another_type_is_refused_with_its_pointer() {
    assert_eq!(fault(r#"{"sets": [{"reps": "eight", "kind": "normal"}]}"#), at("/sets/0/reps", "invalid_type"));
    assert_eq!(fault(r#"{"sets": {}}"#), at("/sets", "invalid_type"));
    assert_eq!(fault("[]"), at("", "invalid_type"));
    assert_eq!(fault("7"), at("", "invalid_type"));
}

#[test]
fn an_array_is_no_object_though_its_items_would_fit() {
    assert_eq!(fault("[null, []]"), at("", "invalid_type"));
    assert_eq!(fault(r#"{"sets": [[8, "normal"]]}"#), at("/sets/0", "invalid_type"));
}

#[test]
fn a_value_out_of_range_is_refused_with_its_pointer() {
    assert_eq!(fault(r#"{"sets": [{"reps": -1, "kind": "normal"}]}"#), at("/sets/0/reps", "invalid_value"));
    assert_eq!(fault(r#"{"sets": [{"reps": 1, "kind": "huge"}]}"#), at("/sets/0/kind", "invalid_value"));
}

#[test]
fn the_detail_says_what_was_found_and_what_is_expected() {
    let problem = refused(r#"{"sets": {}}"#);
    assert_eq!(problem.errors()[0].detail, "invalid type: map, expected a sequence");
}

#[test]
fn a_member_named_twice_is_refused_at_any_depth() {
    assert_eq!(fault(r#"{"sets": [], "name": "a", "name": "b"}"#), at("/name", "duplicate_field"));
    assert_eq!(fault(r#"{"sets": [], "tags": {"a/b": 1, "a/b": 2}}"#), at("/tags/a~1b", "duplicate_field"));
    assert_eq!(fault(r#"{"sets": [{"reps": 1, "reps": 2, "kind": "normal"}]}"#), at("/sets/0/reps", "duplicate_field"));
}

#[test]
fn text_that_is_no_json_is_unreadable_and_says_where() {
    let problem = refused("{\"sets\": [\n  {\"reps\": 8,}\n]}");
    assert_eq!(problem.status(), 400);
    assert_eq!(problem.errors()[0].place, Place::Line(2, None));
    assert_eq!(problem.errors()[0].code, "malformed_json");
    assert!(problem.errors()[0].detail.contains("line 2 column"), "{problem}");
}

#[test]
fn rubbish_of_many_kinds_is_unreadable() {
    let deep = "[".repeat(100_000);
    for text in ["", "  \n", "{", "nul", "{\"sets\": []} x", "{\"a\": 1e999}", deep.as_str()] {
        assert_eq!(refused(text).status(), 400, "{}", text.chars().take(20).collect::<String>());
    }
    assert_eq!(parse::<Workout>(b"{\"sets\": [], \"name\": \"\xff\"}").unwrap_err().status(), 400);
}

async fn post(content_type: Option<&str>, body: impl Into<web::Bytes>) -> (u16, Value) {
    async fn take(body: Body<Workout, 64>) -> web::Json<Value> {
        web::Json(json!({"sets": body.value.sets.len(), "bytes": body.raw.len()}))
    }
    let app = init_service(App::new().route("/", web::post().to(take))).await;
    let request = TestRequest::post().uri("/").set_payload(body);
    let request = match content_type {
        Some(kind) => request.insert_header((CONTENT_TYPE, kind)),
        None => request,
    };
    let response = call_service(&app, request.to_request()).await;
    (response.status().as_u16(), read_body_json(response).await)
}

#[actix_web::test]
async fn the_bytes_come_along_as_they_were_sent() {
    let answer = post(Some("application/json; charset=utf-8"), "{\"sets\":[] }").await;
    assert_eq!(answer, (200, json!({"sets": 0, "bytes": 12})));
}

#[actix_web::test]
async fn another_media_type_is_refused() {
    for kind in [None, Some("text/plain"), Some("application/jsonp"), Some("application/x-www-form-urlencoded")] {
        let (status, problem) = post(kind, "{\"sets\":[]}").await;
        assert_eq!((status, &problem["type"]), (415, &json!("/problems/unsupported-media-type")), "{kind:?}");
    }
}

#[actix_web::test]
async fn a_body_beyond_the_limit_is_refused() {
    let (status, problem) = post(Some("application/json"), " ".repeat(65)).await;
    assert_eq!((status, &problem["limit"]), (413, &json!(64)));
}

#[actix_web::test]
async fn a_packed_body_is_refused() {
    async fn take(_: Body<Workout>) -> &'static str {
        "taken"
    }
    let app = init_service(App::new().route("/", web::post().to(take))).await;
    let request = TestRequest::post()
        .uri("/")
        .insert_header((CONTENT_TYPE, "application/json"))
        .insert_header(("content-encoding", "gzip"))
        .set_payload("x");
    assert_eq!(call_service(&app, request.to_request()).await.status(), 415);
}
