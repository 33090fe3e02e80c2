//! Meals and supplements: what snapshots and rows should be.
//!
//! Each event but an end says all there is to say of its aggregate, so the last one is the state.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::{
    fact::{Fact, instant},
    scan::Event,
};

/// What the snapshot of a meal or an intake should say: the digest of its content as long as it stands.
pub(super) fn snapshot(facts: &[&Fact]) -> BTreeMap<String, Value> {
    let last = facts.iter().rev().find_map(|fact| fact.of_intake());
    last.map(|(short, _)| ("content_digest".to_owned(), json!(!is_end(short)))).into_iter().collect()
}

fn is_end(short: &str) -> bool {
    matches!(short, "MealDeleted" | "IntakeUndone")
}

/// What the tables should hold, in the order in which they are compared.
#[derive(Debug, Default)]
pub(super) struct Tables([HashMap<String, Value>; 2]);

impl Tables {
    /// Takes the next event of a partition.
    pub(super) fn take(&mut self, event: &Event) {
        let Some((short, value)) = event.fact.of_intake() else { return };
        let (table, mut row) = match short {
            "MealConsumed" | "MealCorrected" | "MealDeleted" => (0, meal(&event.id, &value["meal"])),
            "SupplementTaken" => (1, intake(&event.id, value, Some("taken"), "taken_at")),
            "SupplementSkipped" => (1, intake(&event.id, value, Some("skipped"), "skipped_at")),
            "IntakeUndone" => (1, intake(&event.id, value, None, "")),
            _ => return,
        };
        row["user_id"] = json!(event.owner);
        row["position"] = event.offset.into();
        row["version"] = event.version.into();
        self.0[table].insert(format!("{}/{}", event.owner, event.id), row);
    }

    pub(super) fn into_tables(self) -> [HashMap<String, Value>; 2] {
        self.0
    }
}

/// A deletion has no meal, and neither has its row.
fn meal(id: &str, meal: &Value) -> Value {
    json!({
        "meal_id": id, "name": meal["name"], "eaten_at": micros(meal, "eaten_at"),
        "utc_offset_seconds": meal["utc_offset_seconds"], "zone": meal["zone"], "local_date": meal["local_date"],
        "plan_id": meal["plan"]["id"], "plan_version": meal["plan"]["version"], "items": meal["items"],
        "notes": meal["notes"],
    })
}

fn intake(id: &str, value: &Value, status: Option<&str>, time: &str) -> Value {
    let dose = &value["dose"];
    json!({
        "intake_id": id, "status": status, "supplement": value["supplement"], "dose_canonical": dose["canonical"],
        "dose_entered": dose["entered"], "dose_unit": dose["unit"], "told_for": micros(value, time),
        "utc_offset_seconds": value["utc_offset_seconds"], "zone": value["zone"], "local_date": value["local_date"],
        "plan_id": value["plan"]["id"], "plan_version": value["plan"]["version"], "reason": value["reason"],
        "notes": value["notes"],
    })
}

fn micros(value: &Value, field: &str) -> Value {
    value[field].as_str().and_then(instant).map_or(Value::Null, Value::from)
}

#[cfg(test)]
mod tests;
