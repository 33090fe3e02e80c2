//! Workout templates, each of their versions, and what is different between two of them.

mod content;
mod diff;

use actix_web::{
    HttpResponse, get,
    http::header::ETAG,
    web::{Json, Path},
};
use chrono::{DateTime, Utc};
use schemas::{id::TemplateId, time::Instant};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use service::http::{problem::Problem, query::Parameters};
use tokio_postgres::Row;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use self::content::PlannedExercise;
pub(super) use self::diff::diff_template_versions;
use super::AFTER;
use crate::{
    cursor::{List, Page, part},
    reader::Reader,
    snapshot::Chain,
};

/// One version of a template.
#[derive(Debug, Serialize, ToSchema)]
struct TemplateVersion {
    /// Id of the template.
    id: Uuid,
    /// The template's own version: counts creation and updates, and is what entries of a schedule pin.
    version: i32,
    /// What it is called; null once its author was erased.
    name: Option<String>,
    /// Notes.
    notes: Option<String>,
    /// How long it takes: as given, else estimated.
    minutes: i32,
    /// The same, where somebody said so.
    duration_minutes: Option<i32>,
    /// Why there is this version: `Edited`, `CompletedAllReps`, `UserRequested` or `AnalyticsRecommendation`; null for the first.
    reason: Option<String>,
    /// The event that the reason stands on.
    evidence: Option<Uuid>,
    /// What it was copied from.
    derived_from: Option<DerivedFrom>,
    /// What it prescribes.
    exercises: Vec<PlannedExercise>,
    /// When this version was made.
    created_at: String,
}

/// The version of a template that another one was copied from.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct DerivedFrom {
    /// Whose template it is.
    #[serde(alias = "owner_id")]
    owner: Uuid,
    /// The template.
    #[serde(alias = "template_id")]
    template: Uuid,
    /// The template's own version.
    version: i32,
}

/// A template as it stands: its newest version, and what belongs to all of them.
#[derive(Debug, Serialize, ToSchema)]
struct Template {
    #[serde(flatten)]
    version: TemplateVersion,
    /// Sequence of its last event: what `If-Match` names.
    sequence: i64,
    /// Whether it was archived.
    archived: bool,
    /// When it was archived.
    archived_at: Option<String>,
}

/// One template, and how its exercises progress.
#[derive(Debug, Serialize, ToSchema)]
struct TemplateWhole {
    #[serde(flatten)]
    template: Template,
    /// Chosen progression rules; exercises without one follow what was completed.
    progression_rules: Vec<RuleOfExercise>,
    /// Loads that were proposed, the latest first.
    proposals: Vec<Proposal>,
}

/// How an exercise progresses.
#[derive(Debug, Serialize, ToSchema)]
struct RuleOfExercise {
    /// The exercise.
    exercise: String,
    /// The rule, with the members of its kind.
    #[schema(value_type = Object)]
    rule: Value,
}

/// A load that was proposed.
#[derive(Debug, Serialize, ToSchema)]
struct Proposal {
    /// Its id.
    id: Uuid,
    /// The exercise.
    exercise: String,
    /// The load prescribed when it was proposed.
    old_load: Option<content::Load>,
    /// The load proposed.
    new_load: Option<content::Load>,
    /// Why.
    reason: String,
    /// The event that it stands on.
    evidence: Option<Uuid>,
    /// `open`, `accepted` or `declined`.
    #[schema(value_type = String)]
    status: &'static str,
    /// When it was proposed.
    proposed_at: String,
}

const COLUMNS: &str = "v.template_id, v.template_version, v.name, v.notes, v.minutes, v.duration_minutes, v.reason, \
                       v.evidence_event_id, v.derived_from, v.exercises, v.created_at";

/// Which templates.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
struct Which {
    /// Most items of this page, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// The archived ones in place of those in use.
    #[serde(default)]
    archived: bool,
}

/// The caller's templates in their newest versions, the one made last first.
#[utoipa::path(
    operation_id = "list_templates",
    tag = "templates",
    params(Which, ("Consistency-Token" = Option<String>, Header, description = AFTER)),
    responses((status = 200, description = "One page", body = List<Template>)),
)]
#[get("/v1/query/templates")]
pub(super) async fn list_templates(reader: Reader, which: Parameters<Which>) -> Result<Json<List<Template>>, Problem> {
    const LIST: &str = "templates";
    let Parameters(Which { limit, cursor, archived }) = which;
    let page = Page { limit, cursor };
    let limit = page.limit()?;
    let after = match page.after::<2>(LIST)? {
        Some([micros, id]) => Some((DateTime::<Utc>::from_timestamp_micros(part(&micros)?), part::<Uuid>(&id)?)),
        None => None,
    };
    let (before_time, before_id) = after.map_or((None, None), |(time, id)| (time, Some(id)));
    let sql = format!(
        "SELECT {COLUMNS}, t.version, t.archived_at, f.created_at AS first_created_at FROM workout_template AS t
         JOIN workout_template_version AS v USING (user_id, template_id, template_version)
         JOIN workout_template_version AS f
           ON f.user_id = t.user_id AND f.template_id = t.template_id AND f.template_version = 1
         WHERE t.user_id = $1 AND (t.archived_at IS NOT NULL) = $5
           AND ($2::timestamptz IS NULL OR (f.created_at, t.template_id) < ($2, $3::uuid))
         ORDER BY f.created_at DESC, t.template_id DESC LIMIT $4"
    );
    let user = reader.user().uuid();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            Ok(snapshot.query(&statement, &[&user, &before_time, &before_id, &(limit + 1), &archived]).await?)
        })
        .await?;
    let place = |row: &Row| {
        let made: DateTime<Utc> = row.get("first_created_at");
        [made.timestamp_micros().to_string(), row.get::<_, Uuid>("template_id").to_string()]
    };
    Ok(Json(List::page(rows, limit, LIST, place, |row| Template::of(&row))))
}

/// One template in its newest version.
#[utoipa::path(
    operation_id = "get_template",
    tag = "templates",
    params(
        ("id" = Uuid, Path, description = "Id of the template"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The template", body = TemplateWhole, headers(("ETag" = String))),
        (status = 404, description = "Unknown, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/templates/{id}")]
pub(super) async fn get_template(reader: Reader, id: Path<String>) -> Result<HttpResponse, Problem> {
    const RULES: &str = "SELECT exercise, rule FROM progression_rule WHERE user_id = $1 AND template_id = $2
                         ORDER BY exercise COLLATE \"C\"";
    const PROPOSALS: &str = "
        SELECT p.proposal_id, p.exercise, p.old_load, p.new_load, p.reason, p.evidence_event_id, p.proposed_at, a.accepted
        FROM progression_proposal AS p LEFT JOIN progression_answer AS a USING (user_id, template_id, proposal_id)
        WHERE p.user_id = $1 AND p.template_id = $2 ORDER BY p.position DESC LIMIT 50";
    let id = template_id(&id)?.uuid();
    let user = reader.user().uuid();
    let sql = format!(
        "SELECT {COLUMNS}, t.version, t.archived_at FROM workout_template AS t
         JOIN workout_template_version AS v USING (user_id, template_id, template_version)
         WHERE t.user_id = $1 AND t.template_id = $2"
    );
    let whole = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            let row = snapshot.query_opt(&statement, &[&user, &id]).await?.ok_or_else(unknown)?;
            let rules = snapshot.query(&snapshot.prepare_cached(RULES).await?, &[&user, &id]).await?;
            let proposals = snapshot.query(&snapshot.prepare_cached(PROPOSALS).await?, &[&user, &id]).await?;
            Ok(TemplateWhole {
                template: Template::of(&row),
                progression_rules: rules.iter().map(RuleOfExercise::of).collect(),
                proposals: proposals.iter().map(Proposal::of).collect(),
            })
        })
        .await?;
    Ok(HttpResponse::Ok().insert_header((ETAG, format!("\"{}\"", whole.template.sequence))).json(whole))
}

/// One version of a template; it never changes.
#[utoipa::path(
    operation_id = "get_template_version",
    tag = "templates",
    params(
        ("id" = Uuid, Path, description = "Id of the template"),
        ("n" = i32, Path, description = "The template's own version"),
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The version", body = TemplateVersion),
        (status = 404, description = "Unknown, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/templates/{id}/versions/{n}")]
pub(super) async fn get_template_version(
    reader: Reader,
    path: Path<(String, String)>,
) -> Result<Json<TemplateVersion>, Problem> {
    let (id, number) = path.into_inner();
    let (id, number) = (template_id(&id)?, number.parse().map_err(|_| Problem::not_found("version"))?);
    let mut versions = versions(&reader, id, &[number]).await?;
    Ok(Json(versions.remove(0)))
}

/// Versions of a template, in the order asked for.
async fn versions(reader: &Reader, id: TemplateId, numbers: &[i32]) -> Result<Vec<TemplateVersion>, Problem> {
    let sql = format!(
        "SELECT {COLUMNS} FROM UNNEST($3::int4[]) WITH ORDINALITY AS n (template_version, place)
         JOIN workout_template_version AS v USING (template_version)
         WHERE v.user_id = $1 AND v.template_id = $2 ORDER BY n.place"
    );
    let user = reader.user().uuid();
    let rows = reader
        .read(Chain::Events, async |snapshot| {
            let statement = snapshot.prepare_cached(&sql).await?;
            Ok(snapshot.query(&statement, &[&user, &id.uuid(), &numbers]).await?)
        })
        .await?;
    if rows.len() != numbers.len() {
        return Err(Problem::not_found("version"));
    }
    Ok(rows.iter().map(TemplateVersion::of).collect())
}

fn unknown() -> Problem {
    Problem::not_found("template")
}

fn template_id(text: &str) -> Result<TemplateId, Problem> {
    text.parse().map_err(|_| unknown())
}

pub(super) fn shown(at: DateTime<Utc>) -> String {
    Instant::from_chrono(at).to_string()
}

impl TemplateVersion {
    fn of(row: &Row) -> Self {
        let derived_from: Option<Value> = row.get("derived_from");
        let exercises: Value = row.get("exercises");
        Self {
            id: row.get("template_id"),
            version: row.get("template_version"),
            name: row.get("name"),
            notes: row.get("notes"),
            minutes: row.get("minutes"),
            duration_minutes: row.get("duration_minutes"),
            reason: row.get("reason"),
            evidence: row.get("evidence_event_id"),
            derived_from: derived_from.and_then(|from| serde_json::from_value(from).ok()),
            exercises: content::exercises(exercises),
            created_at: shown(row.get("created_at")),
        }
    }
}

impl Template {
    fn of(row: &Row) -> Self {
        let archived_at: Option<DateTime<Utc>> = row.get("archived_at");
        Self {
            version: TemplateVersion::of(row),
            sequence: row.get("version"),
            archived: archived_at.is_some(),
            archived_at: archived_at.map(shown),
        }
    }
}

impl RuleOfExercise {
    fn of(row: &Row) -> Self {
        Self { exercise: row.get("exercise"), rule: content::rule(row.get("rule")) }
    }
}

impl Proposal {
    fn of(row: &Row) -> Self {
        let load = |column: &str| content::load(row.get(column));
        Self {
            id: row.get("proposal_id"),
            exercise: row.get("exercise"),
            old_load: load("old_load"),
            new_load: load("new_load"),
            reason: row.get("reason"),
            evidence: row.get("evidence_event_id"),
            status: match row.get::<_, Option<bool>>("accepted") {
                None => "open",
                Some(true) => "accepted",
                Some(false) => "declined",
            },
            proposed_at: shown(row.get("proposed_at")),
        }
    }
}
