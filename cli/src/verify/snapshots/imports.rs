//! What each import has brought since its last end: counted again from its workouts.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;
use uuid::Uuid;

use super::{
    super::{
        fact::{Fact, WorkoutFact},
        report::Check,
        scan::{Event, History},
    },
    store,
};

/// Owner and import.
type Place = (Uuid, String);

/// Version, new workouts, revisions.
type Stand = (u64, i64, i64);

/// Where an import stands, and wherever it stood since the events were settled; nowhere before its first.
struct Stands {
    now: Stand,
    since: BTreeSet<Option<Stand>>,
}

enum Step {
    Took { new: bool },
    Ended { version: u64 },
}

/// Workouts move an import on, and its version does not tell of them: it may stand wherever it stood since the events were settled.
pub(super) fn check(check: &mut Check, history: &History, is_settled: &impl Fn(&Event) -> bool) {
    let mut imports: BTreeMap<Place, Stands> = BTreeMap::new();
    for event in &history.events {
        let Some((import, step)) = step(event) else { continue };
        let new = || Stands { now: Stand::default(), since: BTreeSet::from([None]) };
        let stands = imports.entry((event.owner, import)).or_insert_with(new);
        let (version, new, revised) = stands.now;
        stands.now = match step {
            Step::Took { new: true } => (version, new + 1, revised),
            Step::Took { new: false } => (version, new, revised + 1),
            Step::Ended { version } => (version, 0, 0),
        };
        if is_settled(event) {
            stands.since.clear();
        }
        stands.since.insert(Some(stands.now));
    }
    let kept: BTreeMap<Place, Stand> = store(history, "import")
        .map(|((owner, import), value)| {
            let count = |field: &str| value[field].as_i64().unwrap_or(-1);
            let version = value["version"].as_u64().unwrap_or(u64::MAX);
            ((owner, import.to_owned()), (version, count("new"), count("revised")))
        })
        .collect();
    for key @ (owner, import) in imports.keys().chain(kept.keys()).collect::<BTreeSet<_>>() {
        check.count();
        let kept = kept.get(key).copied();
        match imports.get(key) {
            Some(stands) if stands.since.contains(&kept) => {}
            Some(stands) => {
                let (kept, expected) = (json!(kept), json!(stands.since));
                check.differ(format!("import {import} of {owner}: {kept}, should be one of {expected}"));
            }
            None => check.differ(format!("import {import} of {owner}: no event made it")),
        }
    }
}

/// The import that an event moves on, and how.
fn step(event: &Event) -> Option<(String, Step)> {
    if let Fact::Import(_) = event.fact {
        return Some((event.id.clone(), Step::Ended { version: event.version }));
    }
    let Some(WorkoutFact::Executed(executed)) = event.fact.of_workout() else { return None };
    Some((executed.import_id?.to_string(), Step::Took { new: executed.revision == 1 }))
}
