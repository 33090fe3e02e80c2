use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::{Method, header};
use actix_web::test::{TestRequest, call_service, init_service, read_body, read_body_json};
use actix_web::{HttpResponse, delete, get, post, put, web};
use schemas::id::WorkoutId;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{HttpService, Server, Shared, app};
use crate::http::body::Upload;
use crate::http::correlation::RequestContext;
use crate::http::health::Readiness;
use crate::http::json::Body;
use crate::http::problem::Problem;
use crate::settings::Settings;
use crate::shutdown::Shutdown;
use crate::task;

const ID: &str = "0191d2c8-7a3e-7b1f-8a55-0123456789ab";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    text: String,
}

#[utoipa::path(responses((status = 200)))]
#[put("/v1/execution/workouts/{id}")]
async fn correct_workout(id: web::Path<WorkoutId>, body: Body<Note>) -> Result<HttpResponse, Problem> {
    match body.value.text.as_str() {
        "stale" => Err(Problem::precondition_failed(4)),
        "panic" => panic!("out of luck"),
        "broken" => Err(anyhow::anyhow!("disk on fire").into()),
        "silent" => Ok(HttpResponse::Conflict().finish()),
        "framework" => Err(Problem::from_status(actix_web::http::StatusCode::IM_A_TEAPOT)),
        _ => Ok(HttpResponse::Ok().json(json!({"id": *id}))),
    }
}

#[utoipa::path(responses((status = 200)))]
#[delete("/v1/execution/workouts/{id}")]
async fn delete_workout(context: RequestContext) -> HttpResponse {
    let RequestContext { correlation_id, traceparent } = context;
    HttpResponse::Ok().json(json!({"correlation": correlation_id, "trace": traceparent.to_string()}))
}

#[utoipa::path(responses((status = 200)))]
#[get("/v1/execution/early")]
async fn fail_early() -> Result<HttpResponse, actix_web::Error> {
    Err(actix_web::error::ErrorForbidden("not you"))
}

#[utoipa::path(responses((status = 200)))]
#[post("/v1/execution/imports")]
async fn import_history(file: Upload<16>) -> Result<HttpResponse, Problem> {
    let file = file.expect(&["text/csv"])?;
    Ok(HttpResponse::Ok().json(json!({"bytes": file.bytes.len()})))
}

fn settings() -> Settings {
    Settings::from_lookup(|name| (name == "TT_PORT").then(|| "0".to_owned())).unwrap()
}

fn execution() -> HttpService {
    HttpService::new("execution", "Execution", "What happened", |config| {
        config.service(correct_workout).service(delete_workout).service(fail_early).service(import_history);
    })
}

async fn call(request: TestRequest) -> ServiceResponse<impl MessageBody> {
    let shared = Shared::new(&settings(), vec![execution()], None, Readiness::new()).unwrap();
    let app = init_service(app(&shared)).await;
    call_service(&app, request.to_request()).await
}

fn put_workout(text: &str) -> TestRequest {
    TestRequest::put().uri(&format!("/v1/execution/workouts/{ID}")).set_json(json!({"text": text}))
}

/// The problem of a refusal, having checked what every refusal has.
async fn refused(request: TestRequest) -> (u16, Value) {
    let response = call(request.insert_header(("x-correlation-id", ID))).await;
    let status = response.status().as_u16();
    let header = |name: &str| response.headers().get(name).map(|value| value.to_str().unwrap().to_owned());
    assert_eq!(header("content-type").as_deref(), Some("application/problem+json"));
    assert_eq!(header("x-correlation-id").as_deref(), Some(ID));
    let problem: Value = read_body_json(response).await;
    assert_eq!(problem["correlation_id"], ID, "{problem}");
    assert_eq!(problem["status"], status, "{problem}");
    assert!(problem["type"].as_str().unwrap().starts_with("/problems/"), "{problem}");
    assert!(!problem["title"].as_str().unwrap().is_empty(), "{problem}");
    (status, problem)
}

#[actix_web::test]
async fn an_answer_carries_the_correlation_id_of_its_request() {
    let response = call(put_workout("fine").insert_header(("x-correlation-id", ID))).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers().get("x-correlation-id").unwrap(), ID);
    assert_eq!(response.headers().get("x-content-type-options").unwrap(), "nosniff");
}

#[actix_web::test]
async fn a_request_without_a_usable_id_gets_one() {
    for sent in [None, Some("rubbish"), Some("")] {
        let request =
            sent.into_iter().fold(put_workout("fine"), |request, id| request.insert_header(("x-correlation-id", id)));
        let id = call(request).await.headers().get("x-correlation-id").unwrap().to_str().unwrap().to_owned();
        assert!(uuid::Uuid::try_parse(&id).is_ok(), "{id}");
    }
}

#[actix_web::test]
async fn a_handler_stands_in_the_trace_of_its_caller() {
    let request = || TestRequest::delete().uri(&format!("/v1/execution/workouts/{ID}"));
    let sent = format!("00-{TRACE}-00f067aa0ba902b7-01");
    let seen: Value = read_body_json(call(request().insert_header(("traceparent", sent.clone()))).await).await;
    let trace = seen["trace"].as_str().unwrap();
    assert!(trace.contains(TRACE) && trace != sent, "{trace}");
    let seen: Value = read_body_json(call(request().insert_header(("traceparent", "rubbish"))).await).await;
    assert_eq!(seen["trace"].as_str().unwrap().len(), sent.len());
}

#[actix_web::test]
async fn a_refusal_by_a_handler_carries_the_correlation_id() {
    let (status, problem) = refused(put_workout("stale")).await;
    assert_eq!((status, &problem["current_version"]), (412, &json!(4)));
}

#[actix_web::test]
async fn a_refusal_by_an_extractor_carries_the_correlation_id() {
    let uri = format!("/v1/execution/workouts/{ID}");
    let (status, problem) = refused(TestRequest::put().uri(&uri).set_json(json!({"txet": "x"}))).await;
    assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!("/txet")));
    let (status, _) = refused(TestRequest::put().uri(&uri).set_payload("{")).await;
    assert_eq!(status, 415);
}

#[actix_web::test]
async fn a_malformed_id_in_the_address_is_unreadable() {
    let request = TestRequest::put().uri("/v1/execution/workouts/7").set_json(json!({"text": "x"}));
    let (status, problem) = refused(request).await;
    assert_eq!((status, &problem["type"]), (400, &json!("/problems/unreadable")));
}

#[actix_web::test]
async fn an_address_that_nobody_answers_is_404() {
    let (status, problem) = refused(TestRequest::get().uri("/v1/nothing")).await;
    assert_eq!((status, &problem["type"]), (404, &json!("/problems/no-such-route")));
}

#[actix_web::test]
async fn another_method_is_405_and_names_those_that_exist() {
    let uri = format!("/v1/execution/workouts/{ID}");
    let response = call(TestRequest::post().uri(&uri)).await;
    assert_eq!(response.headers().get(header::ALLOW).unwrap(), "DELETE, PUT");
    let (status, problem) = refused(TestRequest::patch().uri(&uri)).await;
    assert_eq!((status, &problem["type"]), (405, &json!("/problems/method-not-allowed")));
    assert_eq!(refused(TestRequest::post().uri("/healthz/live")).await.0, 405);
}

#[actix_web::test]
async fn a_panic_in_a_handler_is_a_500_that_tells_nothing() {
    let (status, problem) = refused_error("panic").await;
    assert_eq!((status, &problem["type"]), (500, &json!("/problems/internal")));
    assert!(!problem.to_string().contains("luck"), "{problem}");
}

/// A panic leaves the middleware as an error, which only the server turns into a response.
async fn refused_error(text: &str) -> (u16, Value) {
    let shared = Shared::new(&settings(), vec![execution()], None, Readiness::new()).unwrap();
    let app = init_service(app(&shared)).await;
    let request = put_workout(text).insert_header(("x-correlation-id", ID)).to_request();
    let error = actix_web::dev::Service::call(&app, request).await.map(|_| ()).unwrap_err();
    let response = error.error_response();
    assert_eq!(response.headers().get("x-correlation-id").unwrap(), ID);
    let status = response.status().as_u16();
    let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap())
}

#[actix_web::test]
async fn a_breakage_is_a_500_that_tells_nothing() {
    let (status, problem) = refused(put_workout("broken")).await;
    assert_eq!(status, 500);
    assert!(!problem.to_string().contains("fire"), "{problem}");
}

#[actix_web::test]
async fn refusals_that_are_no_problems_become_some() {
    assert_eq!(refused(put_workout("silent")).await.0, 409);
    assert_eq!(refused(put_workout("framework")).await.0, 418);
    let (status, problem) = refused(TestRequest::get().uri("/v1/execution/early")).await;
    assert_eq!((status, &problem["detail"]), (403, &json!("not you")));
}

#[actix_web::test]
async fn a_refusal_can_be_read_by_a_page_of_this_machine() {
    let response = call(put_workout("stale").insert_header((header::ORIGIN, "http://localhost:3000"))).await;
    let allowed = response.headers().get(header::ACCESS_CONTROL_ALLOW_ORIGIN).unwrap();
    assert_eq!((response.status().as_u16(), allowed.to_str().unwrap()), (412, "http://localhost:3000"));
}

#[actix_web::test]
async fn an_upload_is_read_within_its_limit_and_kind() {
    let file = |kind: &str, body: &'static str| {
        TestRequest::post().uri("/v1/execution/imports").insert_header((header::CONTENT_TYPE, kind)).set_payload(body)
    };
    let response = call(file("text/csv; charset=utf-8", "a,b")).await;
    assert_eq!(read_body_json::<Value, _>(response).await, json!({"bytes": 3}));
    assert_eq!(refused(file("application/pdf", "%PDF")).await.0, 415);
    assert_eq!(refused(file("text/csv", "seventeen letters")).await.0, 413);
}

#[actix_web::test]
async fn documents_and_their_viewer_are_served() {
    let response = call(TestRequest::get().uri("/openapi/execution.json")).await;
    let document: Value = read_body_json(response).await;
    assert!(document["paths"]["/v1/execution/workouts/{id}"]["put"].is_object());
    assert_eq!(call(TestRequest::get().uri("/docs")).await.headers().get(header::LOCATION).unwrap(), "/docs/");
    assert_eq!(call(TestRequest::get().uri("/docs/")).await.status(), 200);
}

#[actix_web::test]
async fn requests_are_counted_by_service_and_route() {
    call(put_workout("fine")).await;
    call(TestRequest::default().method(Method::from_bytes(b"BREW").unwrap()).uri("/pot")).await;
    let text = String::from_utf8(read_body(call(TestRequest::get().uri("/metrics")).await).await.to_vec()).unwrap();
    let counted =
        r#"http_requests_total{method="PUT",route="/v1/execution/workouts/{id}",service="execution",status="200"}"#;
    assert!(text.contains(counted), "{text}");
    assert!(
        text.contains(r#"http_requests_total{method="other",route="unmatched",service="http",status="404"}"#),
        "{text}"
    );
    assert!(text.contains("http_request_seconds_bucket{"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_answers_until_it_is_told_to_stop() {
    let shutdown = Shutdown::new();
    let server = Server::bind(&settings(), vec![execution()], None, Readiness::new()).unwrap();
    let address = server.address();
    let running = {
        let shutdown = shutdown.clone();
        task::spawn_named("server", async move { server.run(&shutdown).await })
    };
    let answer = ask(address, "GET /healthz/ready HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let answer = ask(address, "HEAD /healthz/ready HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("\r\n\r\n"), "{answer}");
    let request = format!(
        "PUT /v1/execution/workouts/{ID} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: 16\r\n\r\n{{\"text\":\"panic\"}}"
    );
    let answer = ask(address, &request).await;
    assert!(answer.starts_with("HTTP/1.1 500") && answer.contains("/problems/internal"), "{answer}");
    shutdown.trigger();
    tokio::time::timeout(Duration::from_secs(20), running).await.expect("stops").unwrap().unwrap();
    assert!(tokio::net::TcpStream::connect(address).await.is_err());
}

async fn ask(address: std::net::SocketAddr, request: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(Duration::from_secs(10), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

#[actix_web::test]
async fn a_taken_port_is_said_with_the_way_out() {
    let first = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = first.local_addr().unwrap().port().to_string();
    let settings = Settings::from_lookup(|name| (name == "TT_PORT").then(|| port.clone())).unwrap();
    let error = Server::bind(&settings, Vec::new(), None, Readiness::new()).unwrap_err();
    assert!(format!("{error:#}").contains("TT_PORT"), "{error:#}");
}
