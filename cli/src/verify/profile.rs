//! Profiles, and all that stands in `profile.events`: what snapshots and rows should be.
//!
//! Each event but an end says all there is to say of its aggregate, so the last one is the state.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    fact::{Fact, instant},
    report::Check,
    scan::{Event, History},
};

/// Parts of a profile as the events have them.
const PROFILE: &[&str] = &["name", "date_of_birth", "sex", "height", "units", "zone", "week_start", "locale"];
const GOALS: &[&str] =
    &["focus", "weekly_workouts", "weekly_minutes", "target_weight", "target_body_fat", "target_date", "note"];
const PREFERENCES: &[&str] = &[
    "progression",
    "template_updates_by_progression",
    "template_updates_by_edit",
    "leaderboards",
    "channels",
    "quiet_hours",
];
const MEASUREMENT: &[&str] = &["kind", "value", "date", "note"];
const WEBHOOK: &[&str] = &["url", "description", "kinds", "secret"];
const LINK: &[&str] = &["name", "secret_hash"];

/// Fields of a snapshot that must never be told: they hold secrets, or what signs with them.
pub(super) const SECRET: &[&str] = &["webhook", "link"];

/// What the snapshot of an aggregate of this kind should say.
pub(super) fn snapshot(kind: &str, facts: &[&Fact]) -> BTreeMap<String, Value> {
    let last = facts.iter().rev().find_map(|fact| fact.of_profile());
    let Some((short, value)) = last else { return BTreeMap::new() };
    let whole = |fields| if is_end(short) { Value::Null } else { pick(value, fields) };
    let (field, expected) = match kind {
        "profile" => ("profile", whole(PROFILE)),
        "goals" => ("goals", whole(GOALS)),
        "preferences" => ("preferences", whole(PREFERENCES)),
        "measurement" => ("measurement", whole(MEASUREMENT)),
        "webhook" => ("webhook", whole(WEBHOOK)),
        "calendar-link" => ("link", whole(LINK)),
        "notification" => ("read_at", micros(value, "read_at")),
        _ => return BTreeMap::new(),
    };
    BTreeMap::from([(field.to_owned(), expected)])
}

fn is_end(short: &str) -> bool {
    matches!(short, "MeasurementDeleted" | "WebhookRemoved" | "CalendarLinkRevoked")
}

fn pick(value: &Value, fields: &[&str]) -> Value {
    fields.iter().map(|field| ((*field).to_owned(), value[*field].clone())).collect::<Map<_, _>>().into()
}

fn micros(value: &Value, field: &str) -> Value {
    value[field].as_str().and_then(instant).map_or(Value::Null, Value::from)
}

/// The count of webhooks and links has no version, so it may be any that was right since the events were settled.
pub(super) fn connections(check: &mut Check, history: &History, is_settled: &impl Fn(&Event) -> bool) {
    let mut standing: BTreeMap<Uuid, [BTreeSet<&str>; 2]> = BTreeMap::new();
    let mut since: BTreeMap<Uuid, Vec<Value>> = BTreeMap::new();
    for event in &history.events {
        let Some((short, _)) = event.fact.of_profile() else { continue };
        let of_owner = standing.entry(event.owner).or_default();
        let (which, stands) = match short {
            "WebhookRegistered" => (0, true),
            "WebhookRemoved" => (0, false),
            "CalendarLinkCreated" => (1, true),
            "CalendarLinkRevoked" => (1, false),
            _ => continue,
        };
        if stands {
            of_owner[which].insert(&event.id);
        } else {
            of_owner[which].remove(event.id.as_str());
        }
        let now = if of_owner.iter().all(BTreeSet::is_empty) {
            Value::Null
        } else {
            json!({ "webhooks": of_owner[0], "calendar_links": of_owner[1] })
        };
        let possible = since.entry(event.owner).or_insert_with(|| vec![Value::Null]);
        if is_settled(event) {
            possible.clear();
        }
        possible.push(now);
    }
    let kept: BTreeMap<Uuid, Value> = history
        .snapshots
        .values()
        .filter(|snapshot| snapshot.store == "connections")
        .map(|snapshot| (snapshot.owner, pick(&snapshot.value, &["webhooks", "calendar_links"])))
        .collect();
    for owner in since.keys().chain(kept.keys()).collect::<BTreeSet<_>>() {
        check.count();
        let kept = kept.get(owner).cloned().unwrap_or_default();
        let possible = since.get(owner).cloned().unwrap_or_else(|| vec![Value::Null]);
        if !possible.contains(&kept) {
            check.differ(format!("connections of {owner}: {kept}, should be one of {possible:?}"));
        }
    }
}

/// What the tables should hold, in the order in which they are compared.
#[derive(Debug, Default)]
pub(super) struct Tables([HashMap<String, Value>; 7]);

impl Tables {
    /// Takes the next event of a partition.
    pub(super) fn take(&mut self, event: &Event) {
        let Some((short, value)) = event.fact.of_profile() else { return };
        let own = format!("{}/{}", event.owner, event.id);
        let (table, key, row) = match event.kind.as_str() {
            "profile" => (0, event.owner.to_string(), profile(value)),
            "goals" => (1, event.owner.to_string(), goals(value)),
            "preferences" => (2, event.owner.to_string(), preferences(value)),
            "measurement" => (3, own, measurement(&event.id, value)),
            "webhook" => (4, own, webhook(&event.id, value, is_end(short))),
            "calendar-link" => (5, own, link(&event.id, value, is_end(short))),
            "notification" => (6, own, json!({ "notification_id": event.id, "read_at": micros(value, "read_at") })),
            _ => return,
        };
        let mut row = row;
        row["user_id"] = json!(event.owner);
        row["position"] = event.offset.into();
        if table != 6 {
            row["version"] = event.version.into();
        }
        self.0[table].insert(key, row);
    }

    pub(super) fn into_tables(self) -> [HashMap<String, Value>; 7] {
        self.0
    }
}

fn profile(value: &Value) -> Value {
    let height = Amount::of(&value["height"]);
    json!({
        "name": value["name"], "date_of_birth": value["date_of_birth"], "sex": value["sex"],
        "height_um": height.canonical, "height_entered": height.entered, "height_unit": height.unit,
        "units": value["units"], "zone": value["zone"], "week_start": value["week_start"], "locale": value["locale"],
    })
}

fn goals(value: &Value) -> Value {
    let (weight, body_fat) = (Amount::of(&value["target_weight"]), Amount::of(&value["target_body_fat"]));
    json!({
        "focus": value["focus"], "weekly_workouts": value["weekly_workouts"], "weekly_minutes": value["weekly_minutes"],
        "target_weight_ug": weight.canonical, "target_weight_entered": weight.entered,
        "target_weight_unit": weight.unit, "target_body_fat_ppm": body_fat.canonical,
        "target_body_fat_entered": body_fat.entered, "target_date": value["target_date"], "note": value["note"],
    })
}

fn preferences(value: &Value) -> Value {
    let chosen = |choice: &Value| {
        let on = ["in_app", "email", "webhook"].into_iter().filter(|channel| choice[*channel] == true);
        (choice["kind"].as_str().unwrap_or_default().to_owned(), json!(on.collect::<Vec<_>>()))
    };
    let channels: Map<String, Value> = value["channels"].as_array().into_iter().flatten().map(chosen).collect();
    json!({
        "progression": value["progression"],
        "template_updates_by_progression": value["template_updates_by_progression"],
        "template_updates_by_edit": value["template_updates_by_edit"], "leaderboards": value["leaderboards"],
        "channels": channels, "quiet_from": value["quiet_hours"]["from_minute"],
        "quiet_until": value["quiet_hours"]["until_minute"],
    })
}

/// A deletion has none of these fields, and neither has its row.
fn measurement(id: &str, value: &Value) -> Value {
    let amount = Amount::of(&value["value"]);
    json!({
        "measurement_id": id, "kind": value["kind"], "local_date": value["date"], "canonical": amount.canonical,
        "entered": amount.entered, "unit": amount.unit, "note": value["note"],
    })
}

fn webhook(id: &str, value: &Value, ended: bool) -> Value {
    json!({
        "webhook_id": id, "standing": !ended, "url": value["url"], "description": value["description"],
        "kinds": value.get("kinds").cloned().unwrap_or_else(|| json!([])),
        "registered_at": micros(value, "registered_at"),
    })
}

fn link(id: &str, value: &Value, ended: bool) -> Value {
    json!({
        "calendar_link_id": id, "standing": !ended, "name": value["name"],
        "secret_hash": value["secret_hash"].as_str().map(|digits| format!("\\x{digits}")),
        "created_at": micros(value, "created_at"),
    })
}

/// `80.5 kg`, taken apart: micrograms, micrometres or parts per million, rounded half up.
#[derive(Debug, Default, PartialEq)]
struct Amount<'a> {
    canonical: Option<i64>,
    entered: Option<&'a str>,
    unit: Option<&'a str>,
}

impl<'a> Amount<'a> {
    fn of(text: &'a Value) -> Self {
        let Some((entered, unit)) = text.as_str().and_then(|text| text.split_once(' ')) else { return Self::default() };
        let factor: i128 = match unit {
            "kg" => 1_000_000_000,
            "lb" => 453_592_370,
            "cm" | "%" => 10_000,
            "in" => 25_400,
            _ => return Self::default(),
        };
        let (whole, fraction) = entered.split_once('.').unwrap_or((entered, ""));
        let ten_to = 10_i128.pow(u32::try_from(fraction.len()).unwrap_or(0));
        let counted = format!("{whole}{fraction}")
            .parse()
            .ok()
            .and_then(|digits: i128| i64::try_from((2 * digits * factor + ten_to).div_euclid(2 * ten_to)).ok());
        Self { canonical: counted, entered: Some(entered), unit: Some(unit) }
    }
}

#[cfg(test)]
mod tests;
