//! What the rows should be: an own fold of the log up to the tables' positions. Columns and their meaning are those that the
//! migrations of projections document.

use std::collections::{BTreeMap, HashMap};

use schemas::digest::Digest;
use schemas::time::{Instant, Zone, local_date, utc_offset_seconds};
use serde_json::{Value, json};
use uuid::Uuid;

use super::Positions;
use crate::verify::{
    fact::{
        Achieved, Executed, Fact, GoalFact, GoalSet, Load, Progressed, Set, Started, Template, WorkoutFact, instant,
    },
    intake, profile,
    scan::{Event, History, Snapshot},
};

/// A row as JSON, made when it is compared.
pub(crate) trait Row {
    /// Its columns.
    fn json(&self) -> Value;
}

impl Row for Value {
    fn json(&self) -> Value {
        self.clone()
    }
}

/// Rows by key.
type Table<R> = HashMap<String, R>;

/// What each table should hold.
#[derive(Debug, Default)]
pub(crate) struct Rows<'a> {
    pub(crate) people: Table<Value>,
    pub(crate) accounts: Table<Value>,
    pub(crate) changed_emails: Table<Value>,
    pub(crate) coaching_grants: Table<Value>,
    pub(crate) coaching_revocations: Table<Value>,
    pub(crate) access_tokens: Table<Value>,
    pub(crate) workouts: Table<Value>,
    pub(crate) sets: Table<SetRow<'a>>,
    pub(crate) imports: Table<Value>,
    pub(crate) goals: Table<Value>,
    pub(crate) achievements: Table<Value>,
    pub(crate) progress: Table<Value>,
    pub(crate) processed: Table<Value>,
    pub(crate) profile: profile::Tables,
    pub(crate) intake: intake::Tables,
}

/// A row of `performed_set`.
#[derive(Clone, Debug)]
pub(crate) struct SetRow<'a> {
    user: Uuid,
    workout: &'a str,
    position: i64,
    exercise: &'a str,
    exercise_name: &'a str,
    exercise_notes: Option<&'a str>,
    block: i64,
    superset: Option<i64>,
    ordinal: i64,
    set: &'a Set,
}

/// Folds the log up to the positions.
pub(crate) fn rows<'a>(history: &'a History, positions: &Positions) -> Rows<'a> {
    let mut rows = Rows::default();
    let mut workouts: BTreeMap<(Uuid, &str), Vec<(&Event, &WorkoutFact)>> = BTreeMap::new();
    let is_in = |at, offset: i64| positions.get(at).is_some_and(|next| offset < *next);
    for event in history.events.iter().filter(|event| is_in(&event.at, event.offset)) {
        let key = format!("{}/{}", event.owner, event.id);
        match &event.fact {
            // in a module of its own
            Fact::Planning(..) => {}
            Fact::Identity(kind, value) => match kind.as_str() {
                "UserRegistered" => {
                    rows.people.insert(event.owner.to_string(), person(event, value));
                }
                "EmailChanged" => {
                    let row = json!({"user_id": event.owner, "position": event.offset, "email": value["email"]});
                    rows.changed_emails.insert(event.owner.to_string(), row);
                }
                "CoachingGranted" => {
                    rows.coaching_grants.insert(key, coaching_grant(event, value));
                }
                "CoachingRevoked" => {
                    rows.coaching_revocations.insert(key, coaching_revocation(event, value));
                }
                _ => {}
            },
            Fact::Import(value) => {
                rows.imports.insert(key, import(event, value));
            }
            Fact::Goal(fact) => match fact {
                GoalFact::Set(set) => {
                    rows.goals.insert(key, goal(event, set, set.set_at.into(), Value::Null));
                }
                GoalFact::Changed(changed) => {
                    let set_at = rows.goals.get(&key).map_or(Value::Null, |before| before["set_at"].clone());
                    rows.goals.insert(key, goal(event, changed, set_at, changed.set_at.into()));
                }
                GoalFact::Achieved(achieved) => {
                    rows.achievements.insert(key, achievement(event, "achieved", Some(achieved)));
                }
                GoalFact::Revoked => {
                    rows.achievements.insert(key, achievement(event, "active", None));
                }
                GoalFact::Missed => {
                    rows.achievements.insert(key, achievement(event, "missed", None));
                }
                GoalFact::Abandoned => {
                    rows.achievements.insert(key, achievement(event, "abandoned", None));
                }
            },
            Fact::Progress(progressed) => {
                rows.progress.insert(key, progress(event, progressed));
            }
            Fact::Workout(fact) => workouts.entry((event.owner, &event.id)).or_default().push((event, fact)),
            Fact::Profile(..) => rows.profile.take(event),
            Fact::Intake(..) => rows.intake.take(event),
            Fact::Other => {}
        }
    }
    for ((owner, id), events) in workouts {
        let (row, sets) = workout(owner, id, &events);
        rows.workouts.extend(row.map(|row| (format!("{owner}/{id}"), row)));
        rows.sets.extend(sets.into_iter().map(|set| (format!("{owner}/{id}/{}", set.set.id), set)));
    }
    for account in history.accounts.iter().filter(|account| is_in(&account.at, account.offset)) {
        let value = &account.value;
        let row = json!({
            "user_id": account.owner, "position": account.offset, "status": value["status"],
            "activated": value["activated"], "version": value["version"],
        });
        rows.accounts.insert(account.owner.to_string(), row);
    }
    let tokens = history.access.iter().filter(|access| access.snapshot.store == "access-token");
    for token in tokens.filter(|token| is_in(&token.at, token.offset)) {
        let Snapshot { owner, id, value, .. } = &token.snapshot;
        rows.access_tokens.insert(format!("{owner}/{id}"), access_token(*owner, token.offset, value));
    }
    for batch in history.batches.iter().filter(|batch| is_in(&batch.at, batch.offset)) {
        for input in &batch.inputs {
            let row = json!({
                "service": batch.service, "partition": input.partition, "input_topic": input.topic,
                "next_offset": input.next_offset,
            });
            rows.processed.insert(format!("{}/{}/{}", batch.service, input.partition, input.topic), row);
        }
    }
    rows
}

fn person(event: &Event, value: &Value) -> Value {
    json!({
        "user_id": event.owner, "position": event.offset, "email": value["email"],
        "registered_at": value["registered_at"].as_str().and_then(instant),
    })
}

fn coaching_grant(event: &Event, value: &Value) -> Value {
    json!({
        "user_id": event.owner, "coach_id": event.id, "position": event.offset, "version": event.version,
        "scopes": scopes(value), "until_at": micros(&value["until"]), "granted_at": micros(&value["granted_at"]),
    })
}

fn coaching_revocation(event: &Event, value: &Value) -> Value {
    json!({
        "user_id": event.owner, "coach_id": event.id, "position": event.offset, "version": event.version,
        "revoked_at": micros(&value["revoked_at"]),
    })
}

fn access_token(owner: Uuid, offset: i64, value: &Value) -> Value {
    let hash: Vec<u8> = serde_json::from_value(value["token_hash"].clone()).unwrap_or_default();
    json!({
        "user_id": owner, "token_id": value["token_id"], "position": offset, "version": value["version"],
        "name": value["name"], "token_hash": Digest::of(&hash).to_string(), "scopes": scopes(value),
        "created_at": micros(&value["created_at"]), "expires_at": micros(&value["expires_at"]),
        "revoked_at": micros(&value["revoked_at"]),
    })
}

fn scopes(value: &Value) -> String {
    let scopes = value["scopes"].as_array().into_iter().flatten();
    scopes.filter_map(Value::as_str).collect::<Vec<_>>().join(",")
}

fn micros(value: &Value) -> Option<i64> {
    value.as_str().and_then(instant)
}

fn import(event: &Event, value: &Value) -> Value {
    json!({
        "user_id": event.owner, "import_id": event.id, "position": event.offset, "source": value["source"],
        "workouts": value["workouts"], "sets": value["sets"], "new_workouts": value["new"],
        "revised_workouts": value["revised"], "unchanged_workouts": value["unchanged"],
        "first_date": value["first_date"], "last_date": value["last_date"],
        "imported_at": value["imported_at"].as_str().and_then(instant),
    })
}

fn goal(event: &Event, set: &GoalSet, set_at: Value, changed_at: Value) -> Value {
    let micrograms = |load: &Option<Load>| load.as_ref().map(|load| load.micrograms);
    json!({
        "user_id": event.owner, "goal_id": event.id, "position": event.offset, "version": event.version,
        "name": set.name, "kind": set.kind, "metric": set.metric, "exercise": set.exercise,
        "target_mass_ug": micrograms(&set.target.mass),
        "target_distance_mm": set.target.distance.as_ref().map(|distance| distance.millimetres),
        "target_count": set.target.count, "target_minutes": set.target.minutes, "target_reps": set.target.reps,
        "from_date": set.from, "until_date": set.until, "set_at": set_at,
        "target_lowest_ug": micrograms(&set.target.lowest), "target_highest_ug": micrograms(&set.target.highest),
        "target_weeks": set.target.weeks, "changed_at": changed_at,
    })
}

fn achievement(event: &Event, status: &str, achieved: Option<&Achieved>) -> Value {
    json!({
        "user_id": event.owner, "goal_id": event.id, "position": event.offset, "version": event.version,
        "status": status, "achieved_at": achieved.map(|by| by.achieved_at),
        "utc_offset_seconds": achieved.map(|by| by.utc_offset_seconds),
        "workout_id": achieved.and_then(|by| by.workout_id), "set_id": achieved.and_then(|by| by.set_id),
    })
}

fn progress(event: &Event, progressed: &Progressed) -> Value {
    json!({
        "user_id": event.owner, "goal_id": event.id, "position": event.offset, "n": progressed.n,
        "goal_version": progressed.goal_version, "value": progressed.value, "target": progressed.target,
        "percent_hundredths": progressed.percent_hundredths,
    })
}

/// What is known of a workout that was not thrown away.
enum Content<'a> {
    Live(&'a Started),
    Over(&'a Executed),
}

/// The row of a workout and those of its sets. Every event moves position and version; what it says it says for good.
fn workout<'a>(owner: Uuid, id: &'a str, events: &[(&'a Event, &'a WorkoutFact)]) -> (Option<Value>, Vec<SetRow<'a>>) {
    let mut standing: Option<(&str, i64, Option<Content<'_>>)> = None;
    let mut sets: Vec<SetRow<'a>> = Vec::new();
    let Some((last, _)) = events.last() else { return (None, sets) };
    for (event, fact) in events {
        let row = |exercise, exercise_name, block, ordinal, set| SetRow {
            user: owner,
            workout: id,
            position: event.offset,
            exercise,
            exercise_name,
            exercise_notes: None,
            block,
            superset: None,
            ordinal,
            set,
        };
        match fact {
            WorkoutFact::Started(started) => {
                standing = Some(("in_progress", 0, Some(Content::Live(started))));
                sets.clear();
            }
            WorkoutFact::SetLogged(logged) => {
                let set = &logged.set;
                let ordinal = set.logged_at.unwrap_or(event.offset);
                put(&mut sets, row(&logged.exercise, &logged.exercise_name, logged.block, ordinal, set));
            }
            WorkoutFact::ExerciseCompleted(done) => {
                sets.retain(|set| set.exercise != done.exercise || set.block != done.block);
                for set in &done.sets {
                    let ordinal = set.logged_at.unwrap_or(done.completed_at);
                    put(&mut sets, row(&done.exercise, &done.exercise_name, done.block, ordinal, set));
                }
            }
            WorkoutFact::Executed(executed) => {
                standing = Some(("completed", executed.revision, Some(Content::Over(executed))));
                sets.clear();
                for (ordinal, block) in (0..).zip(&executed.exercises) {
                    for set in &block.sets {
                        let row = row(&block.exercise, &block.name, block.block, ordinal, set);
                        put(
                            &mut sets,
                            SetRow { exercise_notes: block.notes.as_deref(), superset: block.superset, ..row },
                        );
                    }
                }
            }
            WorkoutFact::Discarded => {
                standing = Some(("discarded", 0, None));
                sets.clear();
            }
            WorkoutFact::Deleted { revision } => {
                standing = Some(("deleted", *revision, None));
                sets.clear();
            }
            // what they say stands in the fact that comes with them
            WorkoutFact::ExerciseSkipped { .. }
            | WorkoutFact::Completed
            | WorkoutFact::Logged { .. }
            | WorkoutFact::Corrected => {}
        }
    }
    let row = standing.map(|(status, revision, content)| {
        let mut row = content.map_or_else(|| columns(None, None, None), |content| content.columns());
        row["user_id"] = json!(owner);
        row["workout_id"] = id.into();
        row["position"] = last.offset.into();
        row["version"] = last.version.into();
        row["status"] = status.into();
        row["revision"] = revision.into();
        row
    });
    (row, sets)
}

fn put<'a>(sets: &mut Vec<SetRow<'a>>, row: SetRow<'a>) {
    sets.retain(|known| known.set.id != row.set.id);
    sets.push(row);
}

impl Content<'_> {
    fn columns(&self) -> Value {
        match self {
            Self::Live(started) => {
                let mut row = columns(started.name.as_ref(), started.template.as_ref(), started.entry.as_ref());
                let at = Instant::from_micros(started.started_at);
                row["started_at"] = started.started_at.into();
                row["zone"] = started.zone.as_str().into();
                row["origin"] = "live".into();
                // a zone that is none was refused at the edge
                if let Ok(zone) = started.zone.parse::<Zone>() {
                    row["local_date"] = local_date(at, zone).to_string().into();
                    row["utc_offset_seconds"] = utc_offset_seconds(at, zone).into();
                }
                row
            }
            Self::Over(executed) => {
                let mut row = columns(executed.name.as_ref(), executed.template.as_ref(), executed.entry.as_ref());
                row["notes"] = json!(executed.notes);
                row["local_date"] = executed.local_date.as_str().into();
                row["started_at"] = executed.started_at.into();
                row["utc_offset_seconds"] = executed.utc_offset_seconds.into();
                row["ended_at"] = json!(executed.ended_at);
                row["zone"] = executed.zone.as_str().into();
                row["origin"] = executed.origin.as_str().into();
                row["import_id"] = json!(executed.import_id);
                row
            }
        }
    }
}

fn columns(name: Option<&String>, template: Option<&Template>, entry: Option<&String>) -> Value {
    json!({
        "name": name, "notes": null, "local_date": null, "started_at": null, "utc_offset_seconds": null, "ended_at": null,
        "zone": null, "origin": null, "template_id": template.map(|template| template.id),
        "template_version": template.map(|template| template.version), "entry": entry, "import_id": null,
    })
}

impl Row for SetRow<'_> {
    fn json(&self) -> Value {
        let Self { set, .. } = self;
        let (load, distance) = (set.load.as_ref(), set.distance.as_ref());
        let volume = match (load, set.reps) {
            (Some(load), Some(reps)) if set.kind != "warm_up" => i128::from(load.micrograms) * i128::from(reps),
            _ => 0,
        };
        json!({
            "user_id": self.user, "workout_id": self.workout, "set_id": set.id, "position": self.position,
            "exercise": self.exercise, "exercise_name": self.exercise_name, "exercise_notes": self.exercise_notes,
            "block": self.block, "superset": self.superset, "ordinal": self.ordinal, "set_index": set.index,
            "kind": set.kind, "reps": set.reps, "load_ug": load.map(|load| load.micrograms),
            "load_entered": load.map(|load| &load.entered), "load_unit": load.map(|load| &load.unit),
            "resistance": set.resistance, "rpe_tenths": set.rpe_tenths, "rir": set.rir,
            "rest_seconds": set.rest_seconds, "duration_seconds": set.duration_seconds,
            "distance_mm": distance.map(|distance| distance.millimetres),
            "distance_entered": distance.map(|distance| &distance.entered),
            "distance_unit": distance.map(|distance| &distance.unit), "logged_at": set.logged_at, "notes": set.notes,
            "volume_ug": volume.to_string(),
        })
    }
}
