//! One handler per command: parse, hand over, answer.

mod connections;
mod measurements;
mod person;

use actix_web::web;
use command_api::{Edge, Gateway};
use schemas::id::Id;
use service::http::openapi::{HttpService, document};
use service::http::problem::Problem;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::context::Profiles;
use crate::settings::Settings;

const TITLE: &str = "Profile";
const DESCRIPTION: &str = "Who somebody is, their measurements, what they train for, and how they want things done.";

type Commands = web::Data<Gateway<Profiles>>;

/// The HTTP side of the context.
pub fn service(gateway: Gateway<Profiles>, edge: web::Data<Edge>, settings: Settings) -> HttpService {
    let gateway = web::Data::new(gateway);
    let settings = web::Data::new(settings);
    HttpService::new("profile", TITLE, DESCRIPTION, move |config| {
        config.app_data(gateway.clone()).app_data(edge.clone()).app_data(settings.clone());
        routes(config);
    })
}

/// The routes alone; they need a `Gateway<Profiles>`, [`Settings`] and an `Edge` in the app data.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(person::save_profile)
        .service(person::change_goals)
        .service(person::change_preferences)
        .service(measurements::record_measurement)
        .service(measurements::correct_measurement)
        .service(measurements::delete_measurement)
        .service(connections::register_webhook)
        .service(connections::remove_webhook)
        .service(connections::create_calendar_link)
        .service(connections::revoke_calendar_link)
        .service(connections::mark_notification_read);
}

/// The API document, as committed in `api.yaml`.
pub fn openapi() -> OpenApi {
    document(TITLE, DESCRIPTION, &routes)
}

/// The id in a path; what is none is nobody's.
fn id_in<K>(path: &str, what: &str) -> Result<Id<K>, Problem> {
    path.parse().map_err(|_| Problem::not_found(what))
}

const KEY: &str = "A repeated request with this key gets the first answer for 24 hours";
const MATCH: &str = "Only if it has this version";
