use actix_web::{HttpResponse, get, post};
use serde_json::{Value, json};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{HttpService, check_committed, merge, yaml};

#[utoipa::path(operation_id = "start_workout", responses((status = 201, description = "Started")))]
#[post("/v1/execution/workouts")]
async fn start_workout() -> HttpResponse {
    HttpResponse::Created().finish()
}

#[utoipa::path(operation_id = "show_goal", security(()), responses((status = 200, description = "The goal")))]
#[get("/v1/goal/goals/{id}")]
async fn show_goal() -> HttpResponse {
    HttpResponse::Ok().finish()
}

fn execution() -> HttpService {
    HttpService::new("execution", "Execution", "What happened", |config: &mut ServiceConfig<'_>| {
        config.service(start_workout);
    })
}

fn goal() -> HttpService {
    HttpService::new("goal", "Goal", "What should happen", |config: &mut ServiceConfig<'_>| {
        config.service(show_goal);
    })
}

fn written(service: &HttpService) -> Value {
    serde_json::to_value(service.openapi()).unwrap()
}

#[test]
fn the_document_is_collected_from_the_handlers() {
    let document = written(&execution());
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"), "{document}");
    assert_eq!(document["info"]["title"], "Execution");
    assert_eq!(document["paths"]["/v1/execution/workouts"]["post"]["operationId"], "start_workout");
}

#[test]
fn every_operation_may_answer_a_problem() {
    let document = written(&execution());
    let answers = &document["paths"]["/v1/execution/workouts"]["post"]["responses"];
    let reference = json!({"$ref": "#/components/schemas/Problem"});
    assert_eq!(answers["default"]["content"]["application/problem+json"]["schema"], reference);
    let problem = &document["components"]["schemas"]["Problem"];
    assert_eq!(problem["properties"]["errors"]["items"], json!({"$ref": "#/components/schemas/Fault"}));
    assert_eq!(problem["required"], json!(["type", "title", "status"]));
    assert!(document["components"]["schemas"]["Fault"]["properties"]["pointer"].is_object());
}

#[test]
fn every_operation_needs_a_token_unless_it_says_otherwise() {
    assert_eq!(written(&execution())["security"], json!([{"bearer": []}]));
    assert_eq!(written(&execution())["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    assert_eq!(written(&goal())["paths"]["/v1/goal/goals/{id}"]["get"]["security"], json!([{}]));
}

#[test]
fn several_documents_become_one() {
    let (execution, goal) = (execution(), goal());
    let whole = merge("Train Tracker", "All of it", [execution.openapi(), goal.openapi()]);
    let paths: Vec<&String> = whole.paths.paths.keys().collect();
    assert_eq!(paths, ["/v1/execution/workouts", "/v1/goal/goals/{id}"]);
}

#[test]
fn the_text_is_the_same_every_time() {
    let text = yaml(execution().openapi()).unwrap();
    assert!(text.contains("\nopenapi: 3.1"), "{text}");
    assert_eq!(text, yaml(execution().openapi()).unwrap());
}

#[test]
fn a_stale_file_is_noticed() {
    let file = std::env::temp_dir().join(format!("tt-api-{}.yaml", std::process::id()));
    std::fs::write(&file, yaml(goal().openapi()).unwrap()).unwrap();
    let (same, other) = (check_committed(goal().openapi(), &file), check_committed(execution().openapi(), &file));
    std::fs::remove_file(&file).unwrap();
    assert!(same.is_ok(), "{same:?}");
    assert!(other.unwrap_err().to_string().contains("stale"));
    assert!(check_committed(goal().openapi(), &file).is_err());
}
