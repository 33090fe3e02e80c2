//! One handler per command: parse, hand over, answer.

mod exercise;
mod meal_plan;
mod progression;
mod supplement_plan;
mod template;

use actix_web::web;
use command_api::{Edge, Gateway};
use service::http::openapi::{HttpService, document};
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::context::Planning;

const TITLE: &str = "Planning";
const DESCRIPTION: &str = "What an athlete means to do: workout templates and their progressions, exercises, meal plans and \
                           supplement plans. All of it is read from the query API.";

/// The HTTP side of the context.
pub fn service(gateway: Gateway<Planning>, edge: web::Data<Edge>) -> HttpService {
    let gateway = web::Data::new(gateway);
    HttpService::new("planning", TITLE, DESCRIPTION, move |config| {
        config.app_data(gateway.clone()).app_data(edge.clone());
        routes(config);
    })
}

/// The routes alone; they need a `Gateway<Planning>` and an `Edge` in the app data.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(template::create_workout_template)
        .service(template::update_workout_template)
        .service(template::archive_workout_template)
        .service(progression::progress_exercise)
        .service(progression::choose_progression_rule)
        .service(progression::accept_progression)
        .service(progression::decline_progression)
        .service(progression::accept_recommendation)
        .service(progression::decline_recommendation)
        .service(exercise::define_exercise)
        .service(exercise::rename_exercise)
        .service(exercise::merge_exercises)
        .service(meal_plan::create_meal_plan)
        .service(meal_plan::update_meal_plan)
        .service(meal_plan::archive_meal_plan)
        .service(supplement_plan::create_supplement_plan)
        .service(supplement_plan::update_supplement_plan)
        .service(supplement_plan::archive_supplement_plan);
}

/// The API document, as committed in `api.yaml`.
pub fn openapi() -> OpenApi {
    document(TITLE, DESCRIPTION, &routes)
}

type Commands = web::Data<Gateway<Planning>>;
