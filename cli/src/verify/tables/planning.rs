//! The tables of planning: what their rows should be. Every row follows from one event, the last one of its key.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::{Positions, Table};
use crate::verify::{
    fact::{Fact, instant},
    scan::{Event, History},
};

/// Tables, in the order of [`rows`].
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "rows of workout_template equal the log",
        sql: "SELECT user_id || '/' || template_id,
                     to_jsonb(t) || jsonb_build_object('archived_at', µ(archived_at)) FROM workout_template t",
    },
    Table {
        name: "rows of workout_template_version equal the log",
        sql: "SELECT user_id || '/' || template_id || '/' || template_version,
                     to_jsonb(t) || jsonb_build_object('created_at', µ(created_at)) FROM workout_template_version t",
    },
    Table {
        name: "rows of progression_proposal equal the log",
        sql: "SELECT user_id || '/' || template_id || '/' || proposal_id,
                     to_jsonb(t) || jsonb_build_object('proposed_at', µ(proposed_at)) FROM progression_proposal t",
    },
    Table {
        name: "rows of progression_answer equal the log",
        sql: "SELECT user_id || '/' || template_id || '/' || proposal_id,
                     to_jsonb(t) || jsonb_build_object('answered_at', µ(answered_at)) FROM progression_answer t",
    },
    Table {
        name: "rows of progression_rule equal the log",
        sql: "SELECT user_id || '/' || template_id || '/' || exercise,
                     to_jsonb(t) || jsonb_build_object('chosen_at', µ(chosen_at)) FROM progression_rule t",
    },
    Table {
        name: "rows of recommendation_answer equal the log",
        sql: "SELECT user_id || '/' || recommendation_id,
                     to_jsonb(t) || jsonb_build_object('answered_at', µ(answered_at)) FROM recommendation_answer t",
    },
    Table {
        name: "rows of exercise_definition equal the log",
        sql: "SELECT user_id || '/' || exercise,
                     to_jsonb(t) || jsonb_build_object('defined_at', µ(defined_at)) FROM exercise_definition t",
    },
    Table {
        name: "rows of exercise_name equal the log",
        sql: "SELECT user_id || '/' || exercise, to_jsonb(t) FROM exercise_name t",
    },
    Table {
        name: "rows of exercise_merge equal the log",
        sql: "SELECT user_id || '/' || exercise,
                     to_jsonb(t) || jsonb_build_object('merged_at', µ(merged_at)) FROM exercise_merge t",
    },
    Table {
        name: "rows of plan equal the log",
        sql: "SELECT user_id || '/' || kind || '/' || plan_id,
                     to_jsonb(t) || jsonb_build_object('archived_at', µ(archived_at)) FROM plan t",
    },
    Table {
        name: "rows of plan_version equal the log",
        sql: "SELECT user_id || '/' || kind || '/' || plan_id || '/' || plan_version,
                     to_jsonb(t) || jsonb_build_object('created_at', µ(created_at)) FROM plan_version t",
    },
];

/// Rows of one table by key.
pub(super) type Expected = HashMap<String, Value>;

/// Folds the log up to the positions: one table each, in the order of [`TABLES`].
pub(super) fn rows(history: &History, positions: &Positions) -> Vec<Expected> {
    let mut tables = vec![Expected::new(); TABLES.len()];
    for event in &history.events {
        let is_in = positions.get(&event.at).is_some_and(|next| event.offset < *next);
        let Fact::Planning(kind, value) = &event.fact else { continue };
        if is_in {
            for (table, key, row) in of_event(event, kind, value) {
                tables[table as usize].insert(format!("{}/{key}", event.owner), row);
            }
        }
    }
    tables
}

/// Places in [`TABLES`].
#[derive(Clone, Copy)]
enum At {
    Template,
    TemplateVersion,
    Proposal,
    ProposalAnswer,
    Rule,
    RecommendationAnswer,
    Definition,
    ExerciseName,
    Merge,
    Plan,
    PlanVersion,
}

fn of_event(event: &Event, kind: &str, value: &Value) -> Vec<(At, String, Value)> {
    let id = &event.id;
    let text = |field: &str| value[field].as_str().unwrap_or_default().to_owned();
    let base = |more: Value| {
        let mut row = json!({"user_id": event.owner, "position": event.offset});
        if let (Some(row), Value::Object(more)) = (row.as_object_mut(), more) {
            row.extend(more);
        }
        row
    };
    match event.kind.as_str() {
        "workout-template" => {
            let template = json!({
                "template_id": id, "version": event.version, "template_version": value["version"],
                "archived_at": micros(value, "archived_at"),
            });
            let mut rows = vec![(At::Template, id.clone(), base(template))];
            rows.extend(of_template(id, kind, value).map(|(at, key, row)| (at, format!("{id}/{key}"), base(row))));
            rows
        }
        "exercise-list" => {
            let exercise = text("exercise");
            let name = json!({"exercise": exercise, "name": value["name"]});
            match kind {
                "ExerciseDefined" => {
                    let definition = json!({
                        "exercise": exercise, "primary_muscles": value["primary_muscles"],
                        "secondary_muscles": value["secondary_muscles"], "equipment": value["equipment"],
                        "measurement": value["measurement"], "aliases": value["aliases"],
                        "defined_at": micros(value, "defined_at"),
                    });
                    vec![
                        (At::Definition, exercise.clone(), base(definition)),
                        (At::ExerciseName, exercise.clone(), base(name)),
                    ]
                }
                "ExerciseRenamed" => vec![(At::ExerciseName, exercise.clone(), base(name))],
                _ => {
                    let moved = value["rekeyed"].as_array().into_iter().flatten().filter_map(Value::as_str);
                    let merge = |exercise: &str| json!({"exercise": exercise, "into_exercise": value["into"], "merged_at": micros(value, "merged_at")});
                    moved.map(|exercise| (At::Merge, exercise.to_owned(), base(merge(exercise)))).collect()
                }
            }
        }
        "recommendation" => {
            let at = first(value, &["accepted_at", "declined_at"]);
            let accepted = kind == "RecommendationAccepted";
            let answer = json!({"recommendation_id": id, "accepted": accepted, "answered_at": at});
            vec![(At::RecommendationAnswer, id.clone(), base(answer))]
        }
        "meal-plan" | "supplement-plan" => {
            let of = event.kind.trim_end_matches("-plan");
            let plan = json!({
                "kind": of, "plan_id": id, "version": event.version, "plan_version": value["version"],
                "archived_at": micros(value, "archived_at"),
            });
            let mut rows = vec![(At::Plan, format!("{of}/{id}"), base(plan))];
            if kind.ends_with("Created") || kind.ends_with("Updated") {
                let content: &[&str] =
                    if of == "meal" { &["training_day", "rest_day", "meals"] } else { &["supplements"] };
                let content: Value = content.iter().map(|field| ((*field).to_owned(), value[*field].clone())).collect();
                let version = json!({
                    "kind": of, "plan_id": id, "plan_version": value["version"], "name": value["name"],
                    "notes": value["notes"], "content": content,
                    "created_at": first(value, &["created_at", "updated_at"]),
                });
                rows.push((At::PlanVersion, format!("{of}/{id}/{}", value["version"]), base(version)));
            }
            rows
        }
        _ => Vec::new(),
    }
}

/// What an event of a template adds beside the template's own row.
fn of_template(id: &str, kind: &str, value: &Value) -> Option<(At, String, Value)> {
    let text = |field: &str| value[field].as_str().unwrap_or_default().to_owned();
    let version = |minutes: &str, reason: Value, derived_from: Value, changes: Value| {
        json!({
            "template_id": id, "template_version": value["version"], "name": value["name"], "notes": value["notes"],
            "minutes": value[minutes], "duration_minutes": value["duration_minutes"], "reason": reason,
            "evidence_event_id": value["evidence_event_id"], "derived_from": derived_from, "changes": changes,
            "exercises": value["exercises"], "created_at": first(value, &["created_at", "updated_at"]),
        })
    };
    match kind {
        "WorkoutTemplateCreated" => {
            let row = version("estimated_duration_minutes", Value::Null, value["derived_from"].clone(), json!([]));
            Some((At::TemplateVersion, value["version"].to_string(), row))
        }
        "WorkoutTemplateUpdated" => {
            let row = version("minutes_after", value["reason"].clone(), Value::Null, value["changes"].clone());
            Some((At::TemplateVersion, value["version"].to_string(), row))
        }
        "ProgressionProposed" => {
            let row = json!({
                "template_id": id, "proposal_id": value["proposal_id"], "exercise": value["exercise"],
                "template_version": value["version"], "old_load": value["old_load"], "new_load": value["new_load"],
                "reason": value["reason"], "evidence_event_id": value["evidence_event_id"],
                "proposed_at": micros(value, "proposed_at"),
            });
            Some((At::Proposal, text("proposal_id"), row))
        }
        "ProgressionAccepted" | "ProgressionDeclined" => {
            let row = json!({
                "template_id": id, "proposal_id": value["proposal_id"], "accepted": kind == "ProgressionAccepted",
                "answered_at": first(value, &["accepted_at", "declined_at"]),
            });
            Some((At::ProposalAnswer, text("proposal_id"), row))
        }
        "ProgressionRuleChosen" => {
            let row = json!({
                "template_id": id, "exercise": value["exercise"], "rule": value["rule"],
                "chosen_at": micros(value, "chosen_at"),
            });
            Some((At::Rule, text("exercise"), row))
        }
        _ => None,
    }
}

fn micros(value: &Value, field: &str) -> Option<i64> {
    value[field].as_str().and_then(instant)
}

fn first(value: &Value, fields: &[&str]) -> Option<i64> {
    fields.iter().find_map(|field| micros(value, field))
}

#[cfg(test)]
mod tests;
