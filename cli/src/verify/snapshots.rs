//! Snapshots against an own fold of the events they stand for.
//!
//! Events go on while snapshots are read, so a snapshot is compared with the events up to its own version; and it must not be
//! older than what was settled before snapshots were read at all.

mod imports;

use std::collections::{BTreeMap, BTreeSet};

use schemas::topic::Topic;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    fact::{Achieved, Fact, GoalFact, Set, WorkoutFact, instant},
    intake, planning, profile,
    report::Check,
    scan::{Access, Account, Event, History, Snapshot},
};
use crate::log::At;

/// Topic, owner, store and key.
type Place = (Topic, Uuid, String, String);

/// Compares every snapshot. `settled` is where the events ended before snapshots were read, `kept` where
/// `identity.accounts` and `identity.access` ended when they were.
pub(super) fn check(history: &History, settled: &BTreeMap<At, i64>, kept: &BTreeMap<At, i64>) -> Check {
    let mut check = Check::new("snapshots equal the fold of their events", "snapshots");
    let is_settled = |event: &Event| settled.get(&event.at).is_some_and(|end| event.offset < *end);
    let published = history.access.iter().filter(|access| kept.get(&access.at).is_some_and(|end| access.offset < *end));
    let mut found: BTreeMap<Place, &Snapshot> = history
        .snapshots
        .iter()
        .map(|((topic, _), snapshot)| ((*topic, snapshot.owner, snapshot.store.clone(), snapshot.id.clone()), snapshot))
        .collect();
    found.extend(published.map(|Access { snapshot, .. }| {
        let place = (Topic::IDENTITY_ACCESS, snapshot.owner, snapshot.store.clone(), snapshot.id.clone());
        (place, snapshot)
    }));
    let aggregates = aggregates(&history.events);
    for (place, events) in &aggregates {
        check.count();
        let least = events.iter().filter(|event| is_settled(event)).map(|event| event.version).max().unwrap_or(0);
        compare(&mut check, place, events, least, found.get(place).copied());
    }
    for ((topic, owner, store, id), snapshot) in &found {
        let place = (*topic, *owner, store.clone(), id.clone());
        if !aggregates.contains_key(&place) && !is_part(*topic, store) {
            check.count();
            check.differ(format!("{}: no event made it", name(&place)));
        }
        if *owner != snapshot.owner {
            check.differ(format!("{}: of somebody else", name(&place)));
        }
    }
    planning::check_parts(&mut check, history);
    exercises(&mut check, history, &is_settled);
    imports::check(&mut check, history, &is_settled);
    open_workouts(&mut check, history, &is_settled);
    profile::connections(&mut check, history, &is_settled);
    accounts(&mut check, history, kept, &is_settled);
    check
}

/// The events of each aggregate that has a snapshot, in their order.
fn aggregates(events: &[Event]) -> BTreeMap<Place, Vec<&Event>> {
    let mut aggregates: BTreeMap<Place, Vec<&Event>> = BTreeMap::new();
    for event in events {
        let topic = match event.at.0 {
            Topic::PLANNING_EVENTS => Topic::PLANNING_STATE,
            Topic::EXECUTION_EVENTS if event.kind != "import" => Topic::EXECUTION_STATE,
            Topic::GOAL_EVENTS => Topic::GOAL_STATE,
            Topic::PROFILE_EVENTS => Topic::PROFILE_STATE,
            Topic::IDENTITY_EVENTS if event.kind == "coaching-grant" => Topic::IDENTITY_ACCESS,
            Topic::IDENTITY_EVENTS => Topic::IDENTITY_STATE,
            Topic::IDENTITY_PRIVATE if event.kind == "access-token" => Topic::IDENTITY_ACCESS,
            Topic::IDENTITY_PRIVATE => Topic::IDENTITY_PRIVATE_STATE,
            // what is kept of an import follows from events of workouts, too
            _ => continue,
        };
        let place = (topic, event.owner, event.kind.clone(), event.id.clone());
        aggregates.entry(place).or_default().push(event);
    }
    aggregates
}

/// Entries beside the aggregates, which are looked at apart.
fn is_part(topic: Topic, store: &str) -> bool {
    match topic {
        Topic::EXECUTION_STATE => ["exercise", "athlete", "import"].contains(&store),
        Topic::PROFILE_STATE => store == "connections",
        Topic::PLANNING_STATE => planning::PARTS.contains(&store),
        _ => false,
    }
}

fn compare(check: &mut Check, place: &Place, events: &[&Event], least: u64, snapshot: Option<&Snapshot>) {
    let Some(snapshot) = snapshot else {
        if least > 0 {
            check.differ(format!("{}: missing, with events up to version {least}", name(place)));
        }
        return;
    };
    let version = snapshot.value["version"].as_u64().unwrap_or(0);
    let newest = events.iter().map(|event| event.version).max().unwrap_or(0);
    if !(least..=newest).contains(&version) {
        check.differ(format!("{}: at version {version}, the events at {newest}", name(place)));
        return;
    }
    let facts: Vec<&Fact> = events.iter().filter(|event| event.version <= version).map(|event| &event.fact).collect();
    let expected = match place.0 {
        Topic::PLANNING_STATE => planning::head(&facts),
        Topic::EXECUTION_STATE if place.2 == "workout" => workout(&facts),
        Topic::EXECUTION_STATE => intake::snapshot(&facts),
        Topic::GOAL_STATE => goal(&facts),
        Topic::PROFILE_STATE => profile::snapshot(&place.2, &facts),
        _ => identity(&facts),
    };
    for (field, expected) in &expected {
        let found = normal(field, &snapshot.value[field]);
        if found != *expected {
            // these are hashes; the others are no secrets
            let secret = ["password_hash", "refresh_token_hash", "token_hash"]
                .iter()
                .chain(profile::SECRET)
                .any(|secret| secret == field);
            let detail = if secret { String::new() } else { format!(" {found}, should be {expected}") };
            check.differ(format!("{}: {field}{detail}", name(place)));
        }
    }
}

fn name((topic, owner, store, id): &Place) -> String {
    format!("{topic} {owner}/{store}/{id}")
}

/// Fields of a snapshot that follow from the events.
type Fields = BTreeMap<String, Value>;

fn fields<const N: usize>(fields: [(&str, Value); N]) -> Fields {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Instants are compared as microseconds, sets in a workout as what decides about them, of a digest whether there is one.
fn normal(field: &str, value: &Value) -> Value {
    if field == "open" && !value.is_null() {
        return value["exercises"].as_array().into_iter().flatten().map(open_exercise).collect();
    }
    if field == "content_digest" {
        return json!(!value.is_null());
    }
    if field.ends_with("_at") {
        return value.as_str().and_then(instant).map_or(Value::Null, Value::from);
    }
    value.clone()
}

fn open_exercise(exercise: &Value) -> Value {
    let sets: Vec<Value> = exercise["sets"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|set| json!([set["id"], set["kind"], set["reps"], set["load"]["micrograms"]]))
        .collect();
    json!([exercise["exercise"], exercise["block"], exercise["completed"], exercise["skipped"], sets])
}

/// What stands open of one exercise.
struct Open {
    exercise: String,
    block: i64,
    completed: bool,
    skipped: bool,
    sets: Vec<Value>,
}

fn workout(facts: &[&Fact]) -> Fields {
    let (mut status, mut revision, mut origin) = ("unknown", 0, "unknown".to_owned());
    let mut open: Option<Vec<Open>> = None;
    for fact in facts.iter().filter_map(|fact| fact.of_workout()) {
        match fact {
            WorkoutFact::Started(_) => {
                (status, revision, origin) = ("in_progress", 0, "live".to_owned());
                open = Some(Vec::new());
            }
            WorkoutFact::SetLogged(logged) => {
                take_set(open.get_or_insert_default(), &logged.exercise, logged.block, &logged.set)
            }
            WorkoutFact::ExerciseCompleted(done) => {
                for exercise in open.iter_mut().flatten() {
                    exercise.completed |= exercise.exercise == done.exercise && exercise.block == done.block;
                }
            }
            WorkoutFact::ExerciseSkipped { exercise, .. } => {
                let exercise = exercise.clone();
                let skipped = Open { exercise, block: 0, completed: false, skipped: true, sets: Vec::new() };
                open.get_or_insert_default().push(skipped);
            }
            WorkoutFact::Completed => (status, open) = ("completed", None),
            WorkoutFact::Discarded => (status, revision, open) = ("discarded", 0, None),
            WorkoutFact::Logged { origin: logged } => {
                (status, open) = ("completed", None);
                origin.clone_from(logged);
            }
            WorkoutFact::Executed(executed) => {
                (status, revision, open) = ("completed", executed.revision, None);
                origin.clone_from(&executed.origin);
            }
            WorkoutFact::Deleted { revision: ended } => (status, revision, open) = ("deleted", *ended, None),
            // the fact beside it says all
            WorkoutFact::Corrected => {}
        }
    }
    let open = open.map_or(Value::Null, |open| {
        let exercise = |open: Open| json!([open.exercise, open.block, open.completed, open.skipped, open.sets]);
        open.into_iter().map(exercise).collect()
    });
    fields([("status", status.into()), ("revision", revision.into()), ("origin", origin.into()), ("open", open)])
}

fn take_set(open: &mut Vec<Open>, exercise: &str, block: i64, set: &Set) {
    let said = json!([set.id, set.kind, set.reps, set.load.as_ref().map(|load| load.micrograms)]);
    if let Some(known) = open.iter_mut().find(|known| known.exercise == exercise && known.block == block) {
        known.skipped = false;
        known.sets.push(said);
        return;
    }
    let exercise = exercise.to_owned();
    open.push(Open { exercise, block, completed: false, skipped: false, sets: vec![said] });
}

fn goal(facts: &[&Fact]) -> Fields {
    let (mut status, mut achieved): (_, Option<&Achieved>) = ("active", None);
    for fact in facts.iter().filter_map(|fact| fact.of_goal()) {
        (status, achieved) = match fact {
            GoalFact::Achieved(event) => ("achieved", Some(event)),
            GoalFact::Set(_) | GoalFact::Revoked => ("active", None),
            GoalFact::Missed => ("missed", None),
            GoalFact::Abandoned => ("abandoned", None),
            // an achievement stands until the history says otherwise, a miss does not
            GoalFact::Changed(_) if status == "missed" => ("active", None),
            GoalFact::Changed(_) => (status, achieved),
        };
    }
    fields([
        ("status", status.into()),
        ("achieved_at", achieved.map_or(Value::Null, |event| event.achieved_at.into())),
        ("workout_id", json!(achieved.and_then(|event| event.workout_id))),
        ("set_id", json!(achieved.and_then(|event| event.set_id))),
    ])
}

/// What each event of identity says stands in the snapshot, until another one says otherwise.
fn identity(facts: &[&Fact]) -> Fields {
    let mut said = Fields::new();
    for fact in facts {
        let Fact::Identity(kind, value) = fact else { continue };
        let (kept, set): (&[&str], &[(&str, Value)]) = match kind.as_str() {
            "UserRegistered" => (&["user_id", "email", "reservation_id"], &[]),
            "EmailReserved" => (&["user_id", "reservation_id"], &[("released", Value::Bool(false))]),
            "EmailReleased" => (&[], &[("released", Value::Bool(true))]),
            "EmailChanged" => (
                &["email", "reservation_id"],
                &[("pending_reservation_id", Value::Null), ("pending_email", Value::Null)],
            ),
            "EmailChangeRefused" => (&[], &[("pending_reservation_id", Value::Null), ("pending_email", Value::Null)]),
            "EmailChangeRequested" => {
                said.insert("pending_reservation_id".to_owned(), value["reservation_id"].clone());
                said.insert("pending_email".to_owned(), value["email"].clone());
                (&[], &[])
            }
            "CredentialCreated" => (&["user_id", "password_hash"], &[("kept_session_id", Value::Null)]),
            "PasswordChanged" => (&["password_hash", "kept_session_id"], &[]),
            "SessionStarted" => (
                &["user_id", "session_id", "credential_version", "refresh_token_hash", "started_at", "expires_at"],
                &[("ended", Value::Bool(false))],
            ),
            "SessionRefreshed" => (&["refresh_token_hash", "expires_at"], &[]),
            "SessionEnded" => (&[], &[("ended", Value::Bool(true))]),
            "ActivationTokenIssued" => (&["user_id", "token_hash", "expires_at"], &[("used", Value::Bool(false))]),
            "ActivationTokenUsed" => (&[], &[("used", Value::Bool(true))]),
            "CoachingGranted" => {
                (&["user_id", "coach_id", "scopes", "until", "granted_at"], &[("revoked_at", Value::Null)])
            }
            "AccessTokenCreated" => (
                &["user_id", "token_id", "name", "token_hash", "scopes", "created_at", "expires_at"],
                &[("revoked_at", Value::Null)],
            ),
            "CoachingRevoked" | "AccessTokenRevoked" => (&["revoked_at"], &[]),
            _ => (&[], &[]),
        };
        said.extend(kept.iter().map(|field| ((*field).to_owned(), normal(field, &value[field]))));
        said.extend(set.iter().map(|(field, value)| ((*field).to_owned(), value.clone())));
    }
    said
}

/// An exercise keeps the first name that it was given; a name that equals the id was given only if a file has it.
fn exercises(check: &mut Check, history: &History, is_settled: &impl Fn(&Event) -> bool) {
    let mut first: BTreeMap<(Uuid, &str), (&str, bool)> = BTreeMap::new();
    for event in &history.events {
        for (exercise, name, imported) in names(&event.fact) {
            if imported || exercise != name {
                first.entry((event.owner, exercise)).or_insert((name, is_settled(event)));
            }
        }
    }
    let kept: BTreeMap<(Uuid, &str), &Value> =
        store(history, "exercise").map(|(key, value)| (key, &value["name"])).collect();
    for (key @ (owner, exercise), (name, settled)) in &first {
        check.count();
        match kept.get(key) {
            Some(kept) => check.equal(|| format!("name of {exercise} of {owner}"), &kept.as_str(), &Some(*name)),
            None if *settled => check.differ(format!("name of {exercise} of {owner}: missing")),
            None => {}
        }
    }
    for (owner, exercise) in kept.keys().filter(|key| !first.contains_key(*key)) {
        check.differ(format!("name of {exercise} of {owner}: no event gave it"));
    }
}

/// Exercise, name, and whether a file has it.
fn names(fact: &Fact) -> Vec<(&str, &str, bool)> {
    match fact.of_workout() {
        Some(WorkoutFact::SetLogged(logged)) => vec![(&logged.exercise, &logged.exercise_name, false)],
        Some(WorkoutFact::ExerciseCompleted(done)) => vec![(&done.exercise, &done.exercise_name, false)],
        Some(WorkoutFact::ExerciseSkipped { exercise, exercise_name }) => vec![(exercise, exercise_name, false)],
        Some(WorkoutFact::Executed(executed)) => {
            let imported = executed.import_id.is_some();
            executed.exercises.iter().map(|block| (block.exercise.as_str(), block.name.as_str(), imported)).collect()
        }
        Some(_) | None => Vec::new(),
    }
}

/// The snapshots of one store of `execution.state`.
fn store<'a>(history: &'a History, store: &'a str) -> impl Iterator<Item = ((Uuid, &'a str), &'a Value)> {
    history
        .snapshots
        .iter()
        .filter(move |((topic, _), snapshot)| *topic == Topic::EXECUTION_STATE && snapshot.store == store)
        .map(|(_, snapshot)| ((snapshot.owner, snapshot.id.as_str()), &snapshot.value))
}

/// The workout in progress has no version, so it may be any that was open since the events were settled.
fn open_workouts(check: &mut Check, history: &History, is_settled: &impl Fn(&Event) -> bool) {
    let mut open: BTreeMap<Uuid, BTreeSet<Option<&str>>> = BTreeMap::new();
    for event in &history.events {
        let now = match event.fact.of_workout() {
            Some(WorkoutFact::Started(_)) => Some(event.id.as_str()),
            Some(WorkoutFact::Completed | WorkoutFact::Discarded) => None,
            Some(_) | None => continue,
        };
        let since = open.entry(event.owner).or_insert_with(|| BTreeSet::from([None]));
        if is_settled(event) {
            since.clear();
        }
        since.insert(now);
    }
    let kept: BTreeMap<Uuid, Option<&str>> =
        store(history, "athlete").map(|((owner, _), value)| (owner, value["open_workout"].as_str())).collect();
    for owner in open.keys().chain(kept.keys()).collect::<BTreeSet<_>>() {
        check.count();
        let kept = kept.get(owner).copied().flatten();
        let expected = open.get(owner).cloned().unwrap_or_else(|| BTreeSet::from([None]));
        if !expected.contains(&kept) {
            check.differ(format!("workout in progress of {owner}: {kept:?}, should be one of {expected:?}"));
        }
    }
}

/// Whoever registered has an account that says what the user's events say. It may be newer than what was settled.
fn accounts(check: &mut Check, history: &History, kept: &BTreeMap<At, i64>, is_settled: &impl Fn(&Event) -> bool) {
    let mut found: BTreeMap<Uuid, &Value> = BTreeMap::new();
    for Account { at, offset, owner, value } in &history.accounts {
        if kept.get(at).is_some_and(|end| offset < end) {
            found.insert(*owner, value);
        }
    }
    for (owner, standings) in standings(history, is_settled) {
        check.count();
        let settled = standings.iter().rposition(|standing| standing.settled);
        let Some(account) = found.remove(&owner) else {
            if settled.is_some() {
                check.differ(format!("account of {owner}: missing"));
            }
            continue;
        };
        let possible = &standings[settled.unwrap_or(0)..];
        let says = |standing: &&Standing| standing.value == account_of(owner, account);
        if !possible.iter().any(|standing| says(&standing)) {
            let expected: Vec<&Value> = possible.iter().map(|standing| &standing.value).collect();
            check.differ(format!("account of {owner}: {}, should be one of {expected:?}", account_of(owner, account)));
        }
    }
    for owner in found.keys() {
        check.differ(format!("account of {owner}: nobody registered it"));
    }
}

/// What an account says after one of the user's events.
struct Standing {
    settled: bool,
    value: Value,
}

fn account_of(owner: Uuid, account: &Value) -> Value {
    json!([owner, account["status"], account["activated"], account["version"]])
}

/// The standings of every user, in their order.
fn standings(history: &History, is_settled: &impl Fn(&Event) -> bool) -> BTreeMap<Uuid, Vec<Standing>> {
    let mut standings: BTreeMap<Uuid, Vec<Standing>> = BTreeMap::new();
    let mut now: BTreeMap<Uuid, (&str, bool)> = BTreeMap::new();
    for event in &history.events {
        let Fact::Identity(kind, value) = &event.fact else { continue };
        let (status, activated) = now.get(&event.owner).copied().unwrap_or(("active", false));
        let next = match kind.as_str() {
            "UserRegistered" => ("active", false),
            "UserActivated" => (status, true),
            "UserDeactivated" => ("deactivated", activated),
            "UserReactivated" => ("active", activated),
            // another spelling of the same address stays confirmed
            "EmailChanged" => (status, activated && value["previous_reservation_id"].is_null()),
            _ => continue,
        };
        now.insert(event.owner, next);
        let value = json!([event.owner, next.0, next.1, event.version]);
        standings.entry(event.owner).or_default().push(Standing { settled: is_settled(event), value });
    }
    standings
}

#[cfg(test)]
mod tests;
