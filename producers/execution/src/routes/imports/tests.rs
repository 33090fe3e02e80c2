use actix_web::{body::to_bytes, test::TestRequest};
use command_api::{Answer, EventRef};
use schemas::{partition::Partition, token::ConsistencyToken, topic::Service};
use serde_json::Value;

use super::*;
use crate::{context::Reply, import::App};

fn options(query: &str) -> Result<(Source, ImportOptions), Problem> {
    service::http::query::parse::<Options>(query)?.read()
}

fn wrong(query: &str) -> Vec<String> {
    let problem = options(query).unwrap_err();
    assert_eq!(problem.status().as_u16(), 422);
    let named = problem.errors().iter().map(|fault| {
        let Place::Parameter(name) = &fault.place else { panic!("{fault:?}") };
        name.clone()
    });
    named.collect()
}

#[test]
fn the_parameters_of_the_contract_are_read() {
    let (source, parsing) = options("source=strong&unit=lb&distance_unit=mi&zone=Europe/Berlin&dry_run=true").unwrap();
    assert_eq!(
        (source, parsing.unit, parsing.distance_unit),
        (Source::Strong, Some(MassUnit::Lb), Some(DistanceUnit::Mi))
    );
    let (source, parsing) = options("source=hevy&zone=UTC").unwrap();
    assert_eq!((source, parsing.unit, parsing.distance_unit), (Source::Hevy, None, None));
}

#[test]
fn every_mistake_names_its_parameter() {
    assert_eq!(
        wrong("source=stronk&unit=stone&distance_unit=m&zone=Mars"),
        ["source", "unit", "distance_unit", "zone"]
    );
    assert_eq!(wrong("source=strong&zone=UTC&dry_run=perhaps"), ["dry_run"]);
    assert_eq!(wrong("source=strong"), ["zone"]);
    assert_eq!(wrong("source=strong&zone=UTC&units=kg"), ["units"]);
}

#[test]
fn events_are_for_those_who_ask_for_them() {
    let accepting = |value: &'static str| TestRequest::default().insert_header(("Accept", value)).to_http_request();
    assert!(wants_events(&accepting("text/event-stream")));
    assert!(wants_events(&accepting("application/json;q=0.5, text/event-stream; q=1")));
    assert!(!wants_events(&accepting("application/json")));
    assert!(!wants_events(&TestRequest::default().to_http_request()));
}

#[test]
fn an_event_is_one_line_of_json() {
    let progress = event("progress", &serde_json::json!({"done": 1, "total": 2, "name": "a\nb"}));
    assert_eq!(progress, "event: progress\ndata: {\"done\":1,\"name\":\"a\\nb\",\"total\":2}\n\n");
}

#[test]
fn a_file_that_is_refused_names_the_line() {
    let problem = refused(&ImportRefusal::NotUtf8 { line: 7 });
    assert_eq!((problem.status().as_u16(), problem.name()), (422, "unreadable-file"));
    assert_eq!(problem.errors()[0].place, Place::Line(7, None));
    let problem = refused(&ImportRefusal::NotYet { app: App::FitNotes });
    assert_eq!(problem.errors()[0].place, Place::Parameter("source".to_owned()));
}

fn outcome(events: Vec<EventRef>) -> Outcome {
    let created = !events.is_empty();
    let token = ConsistencyToken::one(Service::Execution, Partition::new(2).unwrap(), 17);
    let report = Report { workouts: 2, new: 2, ..Report::default() };
    let accepted = Accepted { id: uuid::Uuid::nil(), version: events.last().map_or(0, |event| event.sequence), events };
    let reply = Reply::History(Box::new(report));
    Outcome::of(Answer { accepted, created, reply, token }).unwrap()
}

async fn read(response: HttpResponse) -> Value {
    serde_json::from_slice(&to_bytes(response.into_body()).await.unwrap()).unwrap()
}

#[actix_web::test]
async fn an_import_that_brought_something_is_created() {
    let event = EventRef { id: uuid::Uuid::nil(), kind: "execution.HistoryImported".to_owned(), sequence: 1 };
    let response = answered(outcome(vec![event]));
    assert_eq!(response.status(), 201);
    assert_eq!(response.headers().get("etag").unwrap(), "\"1\"");
    assert_eq!(response.headers().get("consistency-token").unwrap(), "execution-2-17");
    let body = read(response).await;
    assert_eq!((&body["version"], &body["workouts"], &body["new"]), (&1.into(), &2.into(), &2.into()));
    assert_eq!(body["events"][0]["type"], "execution.HistoryImported");
    assert!(body["skipped"].is_array() && body.get("consistency_token").is_none());
}

#[actix_web::test]
async fn one_that_had_ended_before_may_bring_something_again() {
    let event = EventRef { id: uuid::Uuid::nil(), kind: "execution.HistoryImported".to_owned(), sequence: 2 };
    let mut again = outcome(vec![event]);
    again.answer.as_mut().unwrap().created = false;
    let response = answered(again);
    assert_eq!((response.status().as_u16(), response.headers().get("etag").unwrap().as_bytes()), (201, &b"\"2\""[..]));
}

#[actix_web::test]
async fn an_import_that_brought_nothing_is_not() {
    let response = answered(outcome(Vec::new()));
    assert_eq!((response.status().as_u16(), response.headers().get("etag")), (200, None));
    let dry = Outcome { answer: None, ..outcome(Vec::new()) };
    let response = answered(dry);
    assert_eq!(response.status(), 200);
    let body = read(response).await;
    assert_eq!((body.get("version"), &body["import"], &body["workouts"]), (None, &Value::Null, &2.into()));
}

#[actix_web::test]
async fn a_stream_ends_with_the_answer_and_its_token() {
    let response = told(outcome(Vec::new()));
    assert_eq!(response.headers().get("content-type").unwrap(), "text/event-stream");
    let bytes = to_bytes(response.into_body()).await.unwrap();
    let text = std::str::from_utf8(&bytes).unwrap();
    let data = text.strip_prefix("event: result\ndata: ").unwrap().strip_suffix("\n\n").unwrap();
    let body: Value = serde_json::from_str(data).unwrap();
    assert_eq!((&body["workouts"], &body["consistency_token"]), (&2.into(), &"execution-2-17".into()));
}
