//! What athletes do here: always the same workout, four sets each of six exercises.

use schemas::{
    clock::{Clock, SystemClock, new_id},
    id::{Id, WorkoutId},
};
use serde_json::{Value, json};

/// Sets of a live workout, after which the next one begins: its snapshot grows with them.
pub(crate) const SETS: usize = EXERCISES.len() * SETS_PER_EXERCISE;
const SETS_PER_EXERCISE: usize = 4;
const EXERCISES: [&str; 6] = [
    "bench-press-barbell",
    "incline-bench-press-dumbbell",
    "overhead-press-barbell",
    "lateral-raise-dumbbell",
    "triceps-pushdown-cable",
    "push-up",
];
const ZONE: &str = "Europe/Vienna";

/// A new id, of now.
pub(crate) fn fresh<K>() -> Id<K> {
    new_id(SystemClock.now())
}

/// Body of the start.
pub(crate) fn start(id: WorkoutId) -> Value {
    json!({ "id": id, "name": "Push", "started_at": SystemClock.now().to_string(), "zone": ZONE })
}

/// Body of the `index`-th set, from 0.
pub(crate) fn set(index: usize) -> Value {
    let id: schemas::id::SetId = fresh();
    let mut set = performed();
    set["id"] = json!(id);
    set["exercise"] = json!(EXERCISES[index / SETS_PER_EXERCISE % EXERCISES.len()]);
    set["logged_at"] = json!(SystemClock.now().to_string());
    set
}

/// Body of a whole workout that was done.
pub(crate) fn whole(id: WorkoutId) -> Value {
    let sets = vec![performed(); SETS_PER_EXERCISE];
    let exercises: Vec<Value> = EXERCISES.iter().map(|id| json!({ "exercise": id, "sets": sets })).collect();
    let started_at = SystemClock.now().to_string();
    json!({ "id": id, "name": "Push", "started_at": started_at, "zone": ZONE, "exercises": exercises })
}

fn performed() -> Value {
    json!({ "kind": "normal", "reps": 8, "load": { "value": 50, "unit": "kg" }, "rpe": 8, "rest_seconds": 90 })
}
