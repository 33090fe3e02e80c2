//! Who is asking: account, profile, what they train for, how they want things done.

mod preferences;

use actix_web::{get, web::Json};
use chrono::{DateTime, NaiveDate, Utc};
use schemas::time::Instant;
use serde::Serialize;
use service::http::problem::Problem;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use self::preferences::Preferences;
use super::AFTER;
use crate::{
    habits::Habits,
    reader::Reader,
    snapshot::Chain,
    value::{Entered, Quantity, date, grams},
};

/// The caller.
#[derive(Debug, Serialize, ToSchema)]
struct Me {
    /// The user's id.
    id: Uuid,
    /// The address of the account.
    email: Option<String>,
    /// `active` or `deactivated`.
    status: String,
    /// Whether the address was confirmed.
    activated: bool,
    /// When the account was made; null while the tables do not know it yet.
    registered_at: Option<String>,
    /// Who they say they are; null until they do.
    profile: Option<Profile>,
    /// What their training should lead to; null until they say so.
    goals: Option<FitnessGoals>,
    /// How they want things done; what holds anyway until they say so.
    preferences: Preferences,
}

/// Who somebody is.
#[derive(Debug, Serialize, ToSchema)]
struct Profile {
    /// What to call them.
    name: Option<String>,
    /// Day of birth.
    date_of_birth: Option<String>,
    /// `female`, `male` or `other`.
    sex: Option<String>,
    /// Height, in the reader's unit.
    height: Option<Quantity>,
    /// The same as it was entered.
    height_entered: Option<Entered>,
    /// `metric` or `imperial`.
    units: String,
    /// IANA zone.
    zone: String,
    /// `MON`, `SUN` or `SAT`.
    week_start: String,
    /// Language and region.
    locale: Option<String>,
    /// Sequence of its last event: what `If-Match` compares.
    version: i64,
}

/// What training should lead to.
#[derive(Debug, Serialize, ToSchema)]
struct FitnessGoals {
    /// In one word.
    focus: Option<String>,
    /// Workouts that a week should have.
    weekly_workouts: Option<i32>,
    /// Minutes that a week should have.
    weekly_minutes: Option<i32>,
    /// Body weight to reach, in the reader's unit.
    target_weight: Option<Quantity>,
    /// The same in whole grams.
    target_weight_g: Option<i64>,
    /// The same as it was entered.
    target_weight_entered: Option<Entered>,
    /// Body fat to reach.
    target_body_fat: Option<Quantity>,
    /// Day to reach it by.
    target_date: Option<String>,
    /// A note.
    note: Option<String>,
    /// Sequence of its last event: what `If-Match` compares.
    version: i64,
}

const ACCOUNT: &str = "
SELECT CASE WHEN c.user_id IS NULL THEN p.email ELSE c.email END, p.registered_at, a.status, a.activated
FROM (SELECT $1::uuid AS user_id) AS u
LEFT JOIN person AS p ON p.user_id = u.user_id
LEFT JOIN changed_email AS c ON c.user_id = u.user_id
LEFT JOIN account AS a ON a.user_id = u.user_id";

const PROFILE: &str = "
SELECT name, date_of_birth, sex, height_um, height_entered, height_unit, units, zone, week_start, locale, version
FROM profile WHERE user_id = $1";

const GOALS: &str = "
SELECT focus, weekly_workouts, weekly_minutes, target_weight_ug, target_weight_entered, target_weight_unit,
       target_body_fat_ppm, target_body_fat_entered, '%' AS target_body_fat_unit, target_date, note, version
FROM fitness_goal WHERE user_id = $1";

/// The caller.
#[utoipa::path(
    operation_id = "get_me",
    tag = "account",
    params(("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "The caller", body = Me)),
)]
#[get("/v1/query/me")]
pub(super) async fn get_me(reader: Reader) -> Result<Json<Me>, Problem> {
    let user = reader.in_person()?.uuid();
    let me = reader
        .read_with_habits(Chain::Events, async |snapshot, habits| {
            let statement = snapshot.prepare_cached(ACCOUNT).await?;
            let account = snapshot.query_one(&statement, &[&user]).await?;
            let statement = snapshot.prepare_cached(PROFILE).await?;
            let profile = snapshot.query_opt(&statement, &[&user]).await?;
            let statement = snapshot.prepare_cached(GOALS).await?;
            let goals = snapshot.query_opt(&statement, &[&user]).await?;
            let statement = snapshot.prepare_cached(preferences::PREFERENCES).await?;
            let preferences = snapshot.query_opt(&statement, &[&user]).await?;
            let registered_at = account.get::<_, Option<DateTime<Utc>>>(1);
            Ok(Me {
                id: user,
                email: account.get(0),
                // whoever holds a token of ours has an account
                status: account.get::<_, Option<String>>(2).unwrap_or_else(|| "active".to_owned()),
                activated: account.get::<_, Option<bool>>(3).unwrap_or(false),
                registered_at: registered_at.map(|at| Instant::from_chrono(at).to_string()),
                profile: profile.map(|row| Profile::of(&row, habits)),
                goals: goals.map(|row| FitnessGoals::of(&row, habits)),
                preferences: Preferences::of(preferences.as_ref()),
            })
        })
        .await?;
    Ok(Json(me))
}

impl Profile {
    fn of(row: &Row, habits: &Habits) -> Self {
        let height_entered = entered(row, "height_entered", "height_unit");
        Self {
            name: row.get("name"),
            date_of_birth: row.get::<_, Option<NaiveDate>>("date_of_birth").map(date),
            sex: row.get("sex"),
            height: measured(row, "height_um", height_entered.as_ref(), habits),
            height_entered,
            units: row.get("units"),
            zone: row.get("zone"),
            week_start: row.get("week_start"),
            locale: row.get("locale"),
            version: row.get("version"),
        }
    }
}

impl FitnessGoals {
    fn of(row: &Row, habits: &Habits) -> Self {
        let weight_entered = entered(row, "target_weight_entered", "target_weight_unit");
        let body_fat_entered = entered(row, "target_body_fat_entered", "target_body_fat_unit");
        Self {
            focus: row.get("focus"),
            weekly_workouts: row.get("weekly_workouts"),
            weekly_minutes: row.get("weekly_minutes"),
            target_weight: measured(row, "target_weight_ug", weight_entered.as_ref(), habits),
            target_weight_g: row.get::<_, Option<i64>>("target_weight_ug").map(|mass| grams(mass.into())),
            target_weight_entered: weight_entered,
            target_body_fat: measured(row, "target_body_fat_ppm", body_fat_entered.as_ref(), habits),
            target_date: row.get::<_, Option<NaiveDate>>("target_date").map(date),
            note: row.get("note"),
            version: row.get("version"),
        }
    }
}

fn entered(row: &Row, text: &str, unit: &str) -> Option<Entered> {
    Entered::parse(row.get::<_, Option<&str>>(text)?, row.get::<_, Option<String>>(unit)?)
}

fn measured(row: &Row, canonical: &str, entered: Option<&Entered>, habits: &Habits) -> Option<Quantity> {
    Quantity::measured(row.get::<_, Option<i64>>(canonical)?, entered?, habits.units)
}
