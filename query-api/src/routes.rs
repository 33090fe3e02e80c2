//! One handler per query: read the parameters, take a snapshot, ask one statement or two, shape the answer.

mod access_tokens;
mod coaching;
mod connections;
mod exercises;
mod goals;
mod history;
mod me;
mod meals;
mod measurements;
mod plans;
mod records;
mod stats;
mod streaks;
mod supplement_intakes;
mod templates;
mod told;
mod workouts;

use utoipa_actix_web::service_config::ServiceConfig;

/// All routes; they need [`crate::Reads`] and a token verifier in the app data.
pub fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(me::get_me)
        .service(measurements::list_measurements)
        .service(measurements::get_measurement)
        .service(connections::list_webhooks)
        .service(connections::list_calendar_links)
        .service(coaching::list_grants)
        .service(coaching::list_athletes)
        .service(access_tokens::list_access_tokens)
        .service(meals::list_meals)
        .service(meals::get_meal)
        .service(supplement_intakes::list_supplement_intakes)
        .service(supplement_intakes::get_supplement_intake)
        .service(workouts::list_workouts)
        .service(workouts::get_workout)
        .service(exercises::list_exercises)
        .service(records::get_exercise_records)
        .service(records::list_records)
        .service(history::list_exercise_history)
        .service(stats::list_weekly_stats)
        .service(stats::list_monthly_stats)
        .service(streaks::get_streaks)
        .service(goals::list_goals)
        .service(goals::get_goal)
        .service(templates::list_templates)
        .service(templates::get_template)
        .service(templates::get_template_version)
        .service(templates::diff_template_versions)
        .service(plans::list_meal_plans)
        .service(plans::get_meal_plan)
        .service(plans::get_meal_plan_version)
        .service(plans::list_supplement_plans)
        .service(plans::get_supplement_plan)
        .service(plans::get_supplement_plan_version);
}

/// What a `Consistency-Token` in a request means, for the documents.
const AFTER: &str = "positions that the answer must include, or it is 503";
