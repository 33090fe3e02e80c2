//! Snapshots of planning against an own fold: where templates and plans stand, each of their versions, and what was said of
//! exercises. Versions and exercises have no version of an aggregate in them, but they are written with its head: so they are
//! compared with the events up to the version that the head has.

use std::collections::{BTreeMap, BTreeSet};

use schemas::topic::Topic;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    fact::{Fact, instant},
    report::Check,
    scan::{Event, History},
};

/// Stores that are no aggregates.
pub(super) const PARTS: [&str; 5] =
    ["workout-template-version", "meal-plan-version", "supplement-plan-version", "exercise", "exercise-name"];

/// Fields of a head that follow from its events.
pub(super) fn head(facts: &[&Fact]) -> BTreeMap<String, Value> {
    let mut fields: BTreeMap<String, Value> = BTreeMap::new();
    let (mut rules, mut proposals) = (BTreeMap::new(), BTreeMap::new());
    for fact in facts {
        let Fact::Planning(kind, value) = fact else { continue };
        let exercise = value["exercise"].as_str().unwrap_or_default();
        let mut set = |field: &str, value: Value| drop(fields.insert(field.to_owned(), value));
        match kind.as_str() {
            "WorkoutTemplateCreated" | "WorkoutTemplateUpdated" => {
                set("template_version", value["version"].clone());
                set("archived", false.into());
                let planned: BTreeSet<&str> = value["exercises"]
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|one| one["exercise"].as_str())
                    .collect();
                proposals.retain(|exercise, proposal: &mut Value| {
                    proposal["status"] == "open" || planned.contains(exercise)
                });
            }
            "MealPlanCreated" | "MealPlanUpdated" | "SupplementPlanCreated" | "SupplementPlanUpdated" => {
                set("plan_version", value["version"].clone());
                set("archived", false.into());
            }
            "WorkoutTemplateArchived" | "MealPlanArchived" | "SupplementPlanArchived" => set("archived", true.into()),
            "RecommendationAccepted" => set("accepted", true.into()),
            "RecommendationDeclined" => set("accepted", false.into()),
            "ProgressionRuleChosen" => {
                rules.insert(exercise, json!({"exercise": exercise, "rule": value["rule"]}));
            }
            "ProgressionProposed" => {
                let mut proposal = json!({"status": "open"});
                for field in ["proposal_id", "exercise", "old_load", "new_load", "reason", "evidence_event_id"] {
                    proposal[field] = value[field].clone();
                }
                proposals.insert(exercise, proposal);
            }
            "ProgressionAccepted" | "ProgressionDeclined" => {
                let status = if kind == "ProgressionAccepted" { "accepted" } else { "declined" };
                if let Some(proposal) = proposals.get_mut(exercise) {
                    proposal["status"] = status.into();
                }
            }
            _ => {}
        }
    }
    if fields.contains_key("template_version") {
        fields.insert("rules".to_owned(), rules.into_values().collect());
        fields.insert("proposals".to_owned(), proposals.into_values().collect());
    }
    fields
}

/// Events of an aggregate up to the version of its head's snapshot.
fn standing<'a>(history: &'a History, kind: &str) -> impl Iterator<Item = (&'a Event, &'a str, &'a Value)> {
    let of_kind = move |event: &&Event| event.at.0 == Topic::PLANNING_EVENTS && event.kind == kind;
    let heads: BTreeMap<(Uuid, &str), u64> = history
        .snapshots
        .iter()
        .filter(|((topic, _), snapshot)| *topic == Topic::PLANNING_STATE && snapshot.store == kind)
        .map(|(_, snapshot)| ((snapshot.owner, snapshot.id.as_str()), snapshot.value["version"].as_u64().unwrap_or(0)))
        .collect();
    let stands =
        move |event: &&Event| heads.get(&(event.owner, event.id.as_str())).is_some_and(|head| event.version <= *head);
    let events: Vec<_> = history.events.iter().filter(of_kind).filter(stands).collect();
    events.into_iter().filter_map(|event| match &event.fact {
        Fact::Planning(kind, value) => Some((event, kind.as_str(), value)),
        Fact::Workout(_)
        | Fact::Profile(..)
        | Fact::Import(_)
        | Fact::Intake(..)
        | Fact::Goal(_)
        | Fact::Progress(_)
        | Fact::Identity(..)
        | Fact::Other => None,
    })
}

/// Compares the entries that are no aggregates.
pub(super) fn check_parts(check: &mut Check, history: &History) {
    for kind in ["workout-template", "meal-plan", "supplement-plan"] {
        versions(check, history, kind);
    }
    exercises(check, history);
}

/// The entries of one store.
fn store<'a>(history: &'a History, store: &str) -> BTreeMap<(Uuid, &'a str), &'a Value> {
    let of_store = history
        .snapshots
        .iter()
        .filter(|((topic, _), snapshot)| *topic == Topic::PLANNING_STATE && snapshot.store == store);
    of_store.map(|(_, snapshot)| ((snapshot.owner, snapshot.id.as_str()), &snapshot.value)).collect()
}

/// Every version that an event made is there as the event said it, and no other.
fn versions(check: &mut Check, history: &History, kind: &str) {
    let store_name = format!("{kind}-version");
    let kept = store(history, &store_name);
    let mut known = BTreeSet::new();
    for (event, name, value) in standing(history, kind) {
        if !name.ends_with("Created") && !name.ends_with("Updated") || name == "ExerciseProgressionUpdated" {
            continue;
        }
        check.count();
        let key = format!("{}/{}", event.id, value["version"]);
        let what = || format!("{store_name} {}/{key}", event.owner);
        let Some(found) = kept.get(&(event.owner, key.as_str())) else {
            check.differ(format!("{}: missing", what()));
            continue;
        };
        known.insert((event.owner, key.clone()));
        let own = if kind == "workout-template" { "template_version" } else { "plan_version" };
        check.equal(|| format!("{} version", what()), &found[own], &value["version"]);
        for field in
            ["name", "notes", "exercises", "duration_minutes", "training_day", "rest_day", "meals", "supplements"]
        {
            check.equal(|| format!("{} {field}", what()), &found[field], &value[field]);
        }
        if kind == "workout-template" {
            let minutes = value.get("minutes_after").unwrap_or(&value["estimated_duration_minutes"]);
            check.equal(|| format!("{} minutes", what()), &found["estimated_duration_minutes"], minutes);
        }
        let at = |value: &Value| value.as_str().and_then(instant);
        let made = at(&value["created_at"]).or_else(|| at(&value["updated_at"]));
        check.equal(|| format!("{} created_at", what()), &at(&found["created_at"]), &made);
    }
    for (owner, key) in kept.keys().filter(|(owner, key)| !known.contains(&(*owner, (*key).to_owned()))) {
        check.differ(format!("{store_name} {owner}/{key}: no event made it"));
    }
}

/// What was said of one exercise.
#[derive(Clone, Debug, Default)]
struct Said {
    name: Option<String>,
    into: Option<String>,
    absorbed: Vec<String>,
}

fn exercises(check: &mut Check, history: &History) {
    let mut said: BTreeMap<(Uuid, String), Said> = BTreeMap::new();
    for (event, name, value) in standing(history, "exercise-list") {
        let text = |field: &str| value[field].as_str().unwrap_or_default().to_owned();
        match name {
            "ExerciseDefined" | "ExerciseRenamed" => {
                said.entry((event.owner, text("exercise"))).or_default().name = Some(text("name"));
            }
            "ExercisesMerged" => {
                let moved = value["rekeyed"].as_array().into_iter().flatten().filter_map(Value::as_str);
                let moved: Vec<String> = moved.map(str::to_owned).collect();
                for exercise in &moved {
                    let exercise = said.entry((event.owner, exercise.clone())).or_default();
                    exercise.into = Some(text("into"));
                    exercise.absorbed.clear();
                }
                said.entry((event.owner, text("into"))).or_default().absorbed.extend(moved);
            }
            _ => {}
        }
    }
    let kept = store(history, "exercise");
    for ((owner, exercise), said) in &said {
        check.count();
        let Some(found) = kept.get(&(*owner, exercise.as_str())) else {
            check.differ(format!("exercise {exercise} of {owner}: missing"));
            continue;
        };
        let found = json!([found["name"], found["merged_into"], found["absorbed"]]);
        check.equal(
            || format!("exercise {exercise} of {owner}"),
            &found,
            &json!([said.name, said.into, said.absorbed]),
        );
    }
    for (owner, exercise) in kept.keys().filter(|(owner, id)| !said.contains_key(&(*owner, (*id).to_owned()))) {
        check.differ(format!("exercise {exercise} of {owner}: nothing was said of it"));
    }
    names(check, history, &said);
}

/// Each name that was given and not given up belongs to its exercise, and there are no others.
fn names(check: &mut Check, history: &History, said: &BTreeMap<(Uuid, String), Said>) {
    let given = said
        .iter()
        .filter_map(|((owner, exercise), said)| Some(((*owner, said.name.as_deref()?.to_owned()), exercise.clone())));
    let given: BTreeMap<(Uuid, String), String> = given.collect();
    let kept: BTreeMap<(Uuid, String), String> = store(history, "exercise-name")
        .into_iter()
        .map(|((owner, _), value)| {
            let text = |field: &str| value[field].as_str().unwrap_or_default().to_owned();
            ((owner, text("name")), text("exercise"))
        })
        .collect();
    check.count();
    check.equal(|| "names given to exercises".to_owned(), &kept, &given);
}

#[cfg(test)]
mod tests;
