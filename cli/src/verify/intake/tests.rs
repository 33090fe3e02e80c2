use schemas::{
    execution::{
        IntakeSnapshot, IntakeUndone, MealConsumed, MealCorrected, MealDeleted, MealSnapshot, SupplementSkipped,
        SupplementTaken,
    },
    record::Record,
    testing::Example,
    topic::Topic,
};
use uuid::Uuid;

use super::{
    super::{
        snapshots,
        testing::{Log, json_of},
    },
    *,
};

const OWNER: Uuid = Uuid::from_u128(1);
const THING: &str = "00000000-0000-0000-0000-0000000000aa";

fn ours<R: Record>(record: &R) -> Value {
    let mut value = json_of(record);
    value["user_id"] = json!(OWNER);
    for field in ["meal_id", "intake_id"] {
        if value.get(field).is_some() {
            value[field] = json!(THING);
        }
    }
    value
}

fn event<R: Record>(log: &mut Log, kind: &str, version: u64, record: &R) {
    log.command(Topic::EXECUTION_EVENTS, OWNER, kind, THING, version, &[(R::NAME, ours(record))]);
}

fn state<R: Record>(log: &mut Log, store: &str, version: u64, record: &R) {
    let mut value = ours(record);
    value["version"] = version.into();
    log.state(Topic::EXECUTION_STATE, OWNER, format!("{OWNER}/{store}/{THING}"), R::NAME, value);
}

/// A meal and an intake, and what the service keeps of them.
fn told() -> Log {
    let mut log = Log::new();
    event(&mut log, "meal", 1, &MealConsumed::example());
    event(&mut log, "meal", 2, &MealCorrected::example());
    event(&mut log, "supplement-intake", 1, &SupplementTaken::example());
    state(&mut log, "meal", 2, &MealSnapshot::example());
    state(&mut log, "supplement-intake", 1, &IntakeSnapshot::example());
    log
}

fn differences(log: &Log) -> u64 {
    snapshots::check(&log.history(), &log.settled(), &log.settled()).differences()
}

fn rows(log: &Log) -> [HashMap<String, Value>; 2] {
    let mut tables = Tables::default();
    log.history().events.iter().for_each(|event| tables.take(event));
    tables.into_tables()
}

#[test]
fn snapshots_stand_as_long_as_what_they_are_of() {
    assert_eq!(differences(&told()), 0);
    for number in [3, 4] {
        let mut log = told();
        log.value(number)["content_digest"] = Value::Null;
        assert_eq!(differences(&log), 1, "{number}");
        let mut log = told();
        log.records.remove(number);
        assert_eq!(differences(&log), 1, "without {number}");
    }
    let mut log = told();
    event(&mut log, "meal", 3, &MealDeleted::example());
    event(&mut log, "supplement-intake", 2, &IntakeUndone::example());
    assert_eq!(differences(&log), 2, "both are behind");
    state(&mut log, "meal", 3, &MealSnapshot::example());
    state(&mut log, "supplement-intake", 2, &IntakeSnapshot::example());
    assert_eq!(differences(&log), 2, "both stand still");
    state(&mut log, "meal", 3, &MealSnapshot { content_digest: None, ..Example::example() });
    state(&mut log, "supplement-intake", 2, &IntakeSnapshot { content_digest: None, ..Example::example() });
    assert_eq!(differences(&log), 0);
}

#[test]
fn events_name_their_meal_or_intake() {
    let log = told();
    let wrong = |log: &Log| -> u64 {
        log.history().envelopes.checks(&log.settled()).iter().map(super::super::report::Check::differences).sum()
    };
    assert_eq!(wrong(&log), 0);
    for (number, field) in [(0, "meal_id"), (2, "intake_id")] {
        let mut log = told();
        log.value(number)[field] = json!(OWNER);
        assert_eq!(wrong(&log), 1, "{field}");
    }
}

#[test]
fn rows_are_the_last_word_of_each_meal_and_intake() {
    let mut log = told();
    let key = format!("{OWNER}/{THING}");
    let [meals, intakes] = rows(&log);
    let meal = &meals[&key];
    assert_eq!((&meal["position"], &meal["version"], &meal["name"]), (&json!(1), &json!(2), &json!("lunch")));
    assert_eq!(meal["items"][0]["nutrients"]["protein"], json!({"micrograms": 46_500_000, "entered": "46.5"}));
    assert_eq!((&meal["local_date"], &meal["eaten_at"]), (&json!("2021-08-01"), &json!(1_627_836_403_000_000_i64)));
    let intake = &intakes[&key];
    assert_eq!((&intake["status"], &intake["dose_canonical"]), (&json!("taken"), &json!(150_000_000)));

    event(&mut log, "meal", 3, &MealDeleted::example());
    event(&mut log, "supplement-intake", 2, &IntakeUndone::example());
    let [meals, intakes] = rows(&log);
    let emptied = json!({
        "user_id": OWNER, "meal_id": THING, "position": 5, "version": 3, "name": null, "eaten_at": null,
        "utc_offset_seconds": null, "zone": null, "local_date": null, "plan_id": null, "plan_version": null,
        "items": null, "notes": null,
    });
    assert_eq!(meals[&key], emptied);
    assert_eq!((&intakes[&key]["status"], &intakes[&key]["supplement"]), (&Value::Null, &Value::Null));

    let mut log = Log::new();
    event(&mut log, "supplement-intake", 1, &SupplementSkipped::example());
    let [_, intakes] = rows(&log);
    let intake = &intakes[&key];
    assert_eq!((&intake["status"], &intake["reason"]), (&json!("skipped"), &json!("none left")));
    assert_eq!((&intake["dose_canonical"], &intake["told_for"]), (&Value::Null, &json!(1_627_836_403_000_000_i64)));
}
