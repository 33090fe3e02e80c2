use schemas::execution::ExecutionEvent;

use super::*;
use crate::{
    domain::workout::{
        CorrectWorkout, Rejection,
        scenario::{content, now, user},
    },
    import::{ImportOptions, parse},
    testing::Partition,
};

const HEADER: &str =
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n";
const PUSH: &str = "2021-08-01 18:46:43,\"Push\",1h,\"Bench Press (Barbell)\",1,75.0,8,0,0,\"\",\"\",\n\
                    2021-08-01 18:46:43,\"Push\",1h,\"Bench Press (Barbell)\",2,75.0,8,0,0,,,\n";
const PULL: &str = "2021-08-02 16:40:23,\"Pull\",1h,\"Seated Row (Machine)\",1,52,20,0,0,\"\",\"\",\n";

fn import_of(rows: &[&str]) -> Import {
    let zone: Zone = "Europe/Vienna".parse().unwrap();
    let options = ImportOptions { unit: Some(schemas::quantity::MassUnit::Kg), distance_unit: None, zone };
    let file = format!("{HEADER}{}", rows.concat());
    let history = parse(Source::Strong, file.as_bytes(), &options).unwrap();
    let id = import_id(user(), Source::Strong, &options, file.as_bytes());
    Import { user: user(), id, source: Source::Strong, zone, history, dry_run: false }
}

async fn take_in(import: &Import, partition: &Partition) -> Outcome {
    run(import, partition, |_| {}).await.unwrap()
}

fn counts(outcome: &Outcome) -> [usize; 5] {
    let Report { workouts, sets, new, revised, unchanged, .. } = outcome.report;
    [workouts, sets, new, revised, unchanged]
}

fn names(partition: &Partition) -> Vec<&'static str> {
    use schemas::record::Family;
    partition.log().iter().map(|(_, _, event)| event.record_name().rsplit('.').next().unwrap()).collect()
}

#[actix_web::test]
async fn each_workout_is_taken_and_the_import_recorded_last() {
    let partition = Partition::default();
    let outcome = take_in(&import_of(&[PUSH, PULL]), &partition).await;
    assert_eq!(counts(&outcome), [2, 3, 2, 0, 0]);
    assert!(outcome.answer.unwrap().created);
    let expected = ["WorkoutLogged", "WorkoutExecuted", "WorkoutLogged", "WorkoutExecuted", "HistoryImported"];
    assert_eq!(names(&partition), expected);
    let report = outcome.report;
    assert_eq!((report.first_date.as_deref(), report.last_date.as_deref()), (Some("2021-08-01"), Some("2021-08-02")));
    assert_eq!(report.unit.as_deref(), Some("kg"));
    assert_eq!(report.exercises.new, ["Bench Press (Barbell)", "Seated Row (Machine)"]);
    assert_eq!(report.exercises.matched, Vec::<String>::new());
}

#[actix_web::test]
async fn an_imported_workout_says_what_the_file_says() {
    let partition = Partition::default();
    take_in(&import_of(&[PUSH]), &partition).await;
    let Some((_, _, ExecutionEvent::WorkoutExecuted(fact))) = partition.log().get(1).cloned() else { panic!() };
    assert_eq!(fact.started_at.to_rfc3339_at(fact.utc_offset_seconds), "2021-08-01T18:46:43+02:00");
    assert_eq!((fact.local_date.to_string().as_str(), fact.revision), ("2021-08-01", 1));
    assert_eq!((fact.name.clone(), fact.exercises.len()), (Some("Push".into()), 1));
    let sets = &fact.exercises[0].sets;
    assert_eq!((sets.len(), sets[0].reps, sets[1].index), (2, Some(8), 1));
    assert_eq!(sets[0].load.as_ref().unwrap().micrograms(), 75_000_000_000);
    assert_eq!(sets[0].logged_at, Some(fact.started_at));
}

#[actix_web::test]
async fn the_same_file_again_records_nothing() {
    let partition = Partition::default();
    take_in(&import_of(&[PUSH, PULL]), &partition).await;
    let before = partition.log().len();
    let again = take_in(&import_of(&[PUSH, PULL]), &partition).await;
    assert_eq!(counts(&again), [2, 3, 0, 0, 2]);
    assert!(!again.answer.unwrap().created);
    assert_eq!(partition.log().len(), before);
    assert_eq!(again.report.exercises.matched, ["Bench Press (Barbell)", "Seated Row (Machine)"]);
}

/// Takes the workouts of an import, and does not come to its end.
fn break_off(import: &Import, workouts: usize, partition: &Partition) {
    for workout in &import.history.workouts[..workouts] {
        partition.execute(&part(import, workout)).unwrap();
    }
}

#[actix_web::test]
async fn the_end_of_an_import_counts_what_earlier_tries_had_taken() {
    for taken in 0..=2 {
        let (partition, import) = (Partition::default(), import_of(&[PUSH, PULL]));
        break_off(&import, taken, &partition);
        let outcome = take_in(&import, &partition).await;
        assert_eq!(counts(&outcome), [2, 3, 2, 0, 0], "{taken}");
        let Some((_, 1, ExecutionEvent::HistoryImported(event))) = partition.log().last().cloned() else { panic!() };
        assert_eq!((event.workouts, event.new, event.revised, event.unchanged), (2, 2, 0, 0), "{taken}");
        assert_eq!(counts(&take_in(&import, &partition).await), [2, 3, 0, 0, 2], "{taken}");
        assert_eq!(names(&partition).len(), 5, "{taken}");
    }
}

#[actix_web::test]
async fn revisions_of_earlier_tries_are_counted_and_deletions_between_do_not_take_a_workout_back() {
    let partition = Partition::default();
    take_in(&import_of(&[PUSH, PULL]), &partition).await;
    let heavier = PUSH.replace("75.0", "77.5");
    let import = import_of(&[&heavier, PULL]);
    break_off(&import, 2, &partition);
    let id = conversion::id(user(), Source::Strong, &import.history.workouts[0]);
    partition.execute(&Command::Workout(id, workout::Command::Delete)).unwrap();
    let outcome = take_in(&import, &partition).await;
    assert_eq!(counts(&outcome), [2, 3, 0, 1, 1]);
    assert_eq!(names(&partition).last(), Some(&"HistoryImported"));
}

#[actix_web::test]
async fn a_file_that_brings_something_once_more_ends_once_more() {
    let partition = Partition::default();
    let (first, heavier) = (import_of(&[PUSH]), import_of(&[&PUSH.replace("75.0", "77.5")]));
    for (import, version, expected) in [(&first, 1, [1, 0]), (&heavier, 1, [0, 1]), (&first, 2, [0, 1])] {
        let outcome = take_in(import, &partition).await;
        assert_eq!([outcome.report.new, outcome.report.revised], expected);
        let log = partition.log();
        let Some((aggregate, ended, ExecutionEvent::HistoryImported(_))) = log.last() else { panic!("{log:?}") };
        assert_eq!((aggregate.id, *ended), (import.id.uuid(), version));
    }
}

#[actix_web::test]
async fn only_what_has_changed_is_revised() {
    let partition = Partition::default();
    take_in(&import_of(&[PUSH, PULL]), &partition).await;
    let heavier = PUSH.replace("75.0", "77.5");
    let outcome = take_in(&import_of(&[&heavier, PULL]), &partition).await;
    assert_eq!(counts(&outcome), [2, 3, 0, 1, 1]);
    assert_eq!(names(&partition)[5..], ["WorkoutCorrected", "WorkoutExecuted", "HistoryImported"]);
}

#[actix_web::test]
async fn another_zone_moves_the_same_workouts() {
    let partition = Partition::default();
    take_in(&import_of(&[PUSH]), &partition).await;
    let mut lisbon = import_of(&[PUSH]);
    lisbon.zone = "Europe/Lisbon".parse().unwrap();
    assert_eq!(counts(&take_in(&lisbon, &partition).await), [1, 2, 0, 1, 0]);
}

#[actix_web::test]
async fn what_was_deleted_or_corrected_by_hand_stays_so() {
    let partition = Partition::default();
    let import = import_of(&[PUSH, PULL]);
    take_in(&import, &partition).await;
    let ids: Vec<_> = import.history.workouts.iter().map(|w| conversion::id(user(), Source::Strong, w)).collect();
    partition.execute(&Command::Workout(ids[0], workout::Command::Delete)).unwrap();
    let correction = workout::Command::Correct(CorrectWorkout { content: content() });
    partition.execute(&Command::Workout(ids[1], correction)).unwrap();
    let before = partition.log().len();
    let again = take_in(&import_of(&[PUSH, PULL]), &partition).await;
    assert_eq!(counts(&again), [2, 3, 0, 0, 2]);
    assert_eq!(partition.log().len(), before);
    assert_eq!(again.report.warnings[0].text, "one workout that you have deleted stays deleted");
}

#[actix_web::test]
async fn a_dry_run_tells_the_same_and_records_nothing() {
    let partition = Partition::default();
    let mut import = import_of(&[PUSH, PULL]);
    import.dry_run = true;
    let dry = take_in(&import, &partition).await;
    assert_eq!((partition.log(), dry.answer.is_none(), dry.report.import.is_none()), (Vec::new(), true, true));
    import.dry_run = false;
    let wet = take_in(&import, &partition).await;
    assert_eq!(dry.report, Report { import: None, ..wet.report });
}

#[actix_web::test]
async fn a_partition_that_moves_is_waited_for() {
    let partition = Partition::default();
    partition.fail(vec![Failure::Unavailable; 3]);
    assert_eq!(counts(&take_in(&import_of(&[PUSH, PULL]), &partition).await), [2, 3, 2, 0, 0]);
    assert_eq!(names(&partition).len(), 5);
    // three refused, two workouts and the end
    assert_eq!(partition.asked(), 6);
}

#[actix_web::test]
async fn a_workout_that_is_refused_is_left_out_alone() {
    let partition = Partition::default();
    let later = "2126-08-02 16:40:23,\"Tomorrow\",1h,\"Row\",1,52,20,0,0,\"\",\"\",\n";
    let outcome = take_in(&import_of(&[PUSH, later]), &partition).await;
    assert_eq!(counts(&outcome), [1, 2, 1, 0, 0]);
    let skipped = &outcome.report.skipped;
    assert_eq!((skipped.len(), skipped[0].line, skipped[0].value.as_str()), (1, None, "2126-08-02 Tomorrow"));
    assert!(!skipped[0].reason.is_empty());
    let refused = Failure::Rejected(Rejection::Full.into());
    let partition = Partition::default();
    partition.fail(vec![Failure::TooLarge { bytes: 9 }, refused]);
    assert_eq!(counts(&take_in(&import_of(&[PUSH, PULL]), &partition).await), [0, 0, 0, 0, 0]);
    assert_eq!(names(&partition), Vec::<&str>::new());
}

#[actix_web::test]
async fn what_cannot_be_decided_ends_the_import() {
    let partition = Partition::default();
    partition.fail(vec![Failure::Broken]);
    let problem = run(&import_of(&[PUSH]), &partition, |_| {}).await.unwrap_err();
    assert_eq!(problem.status().as_u16(), 500);
}

#[actix_web::test]
async fn progress_counts_the_workouts() {
    let rows: Vec<String> = (0..WINDOW + 1)
        .map(|n| {
            let (hour, minute) = (n / 60, n % 60);
            format!("2021-08-01 {hour:02}:{minute:02}:00,\"Push\",1m,\"Row\",1,52,20,0,0,\"\",\"\",\n")
        })
        .collect();
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let mut heard = Vec::new();
    run(&import_of(&rows), &Partition::default(), |done| heard.push(done)).await.unwrap();
    assert_eq!(heard, [0, WINDOW, WINDOW + 1]);
}

#[actix_web::test]
async fn an_earlier_answer_to_the_same_request_is_found() {
    let partition = Partition::default();
    let import = import_of(&[PUSH]);
    assert!(earlier(import.id, &partition).await.unwrap().is_none());
    let outcome = take_in(&import, &partition).await;
    let kept = Outcome::of(outcome.answer.unwrap()).unwrap();
    assert_eq!(kept.report, outcome.report);
}

#[test]
fn ids_follow_from_the_athlete_the_app_and_the_file() {
    let import = import_of(&[PUSH, PULL]);
    let [push, pull] = &import.history.workouts[..] else { panic!() };
    let id = conversion::id(user(), Source::Strong, push);
    assert_eq!(id, conversion::id(user(), Source::Strong, &import_of(&[PUSH]).history.workouts[0]));
    assert_ne!(id, conversion::id(user(), Source::Strong, pull));
    assert_ne!(id, conversion::id(user(), Source::Hevy, push));
    assert_ne!(id, conversion::id(UserId::v5(uuid::Uuid::nil(), b"other"), Source::Strong, push));
}

#[test]
fn an_import_is_the_same_as_long_as_the_same_is_sent() {
    let options = ImportOptions { unit: None, distance_unit: None, zone: Zone::UTC };
    let id = |source, options: &ImportOptions, file: &str| import_id(user(), source, options, file.as_bytes());
    let first = id(Source::Strong, &options, PUSH);
    assert_eq!(first, id(Source::Strong, &options, PUSH));
    let pounds = ImportOptions { unit: Some(MassUnit::Lb), ..options };
    let miles = ImportOptions { distance_unit: Some(DistanceUnit::Mi), ..options };
    let elsewhere = ImportOptions { zone: "Europe/Vienna".parse().unwrap(), ..options };
    let others = [
        id(Source::Hevy, &options, PUSH),
        id(Source::Strong, &pounds, PUSH),
        id(Source::Strong, &miles, PUSH),
        id(Source::Strong, &elsewhere, PUSH),
        id(Source::Strong, &options, PULL),
        import_id(UserId::v5(uuid::Uuid::nil(), b"other"), Source::Strong, &options, PUSH.as_bytes()),
    ];
    let ids: std::collections::BTreeSet<_> = others.into_iter().chain([first]).collect();
    assert_eq!(ids.len(), 7);
}

#[test]
fn nothing_of_a_parsed_workout_gets_lost() {
    let import = import_of(&[PUSH, PULL]);
    for workout in &import.history.workouts {
        let content = conversion::content(workout, import.zone);
        let sets: usize = workout.exercises.iter().map(|exercise| exercise.sets.len()).sum();
        assert_eq!((content.sets(), content.exercises.len()), (sets, workout.exercises.len()));
        assert!(content.started_at < now());
    }
}

/// Real exports, taken in twice: the facts agree with what other code computed of the files.
mod golden {
    use std::{fs, path::PathBuf};

    use schemas::execution::{SetKind, WorkoutExecuted};
    use serde_json::Value;

    use super::*;

    /// A file of the shared data, which lies beside this repository: without it these tests fail.
    fn shared(name: &str) -> Vec<u8> {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
        fs::read(&path).unwrap_or_else(|error| panic!("{} is needed: {error}", path.display()))
    }

    fn volume(fact: &WorkoutExecuted) -> i128 {
        let sets = fact.exercises.iter().flat_map(|e| &e.sets).filter(|set| set.kind != SetKind::WarmUp);
        sets.filter_map(|set| Some(i128::from(set.load.as_ref()?.micrograms()) * i128::from(set.reps?))).sum()
    }

    async fn agrees(source: Source, name: &str) {
        let zone: Zone = "Europe/Vienna".parse().unwrap();
        let unit = Some(schemas::quantity::MassUnit::Kg);
        let options = ImportOptions { unit, distance_unit: None, zone };
        let history = parse(source, &shared(name), &options).unwrap();
        let id = import_id(user(), source, &options, &shared(name));
        let import = Import { user: user(), id, source, zone, history, dry_run: false };
        let partition = Partition::default();
        let outcome = take_in(&import, &partition).await;

        let golden: Value = serde_json::from_slice(&shared("golden.json")).unwrap();
        let facts = golden["files"].as_array().unwrap().iter().find(|file| file["file"] == name).unwrap();
        let count = |fact: &str| usize::try_from(facts[fact].as_u64().unwrap()).unwrap();
        let workouts = count("workouts");
        assert_eq!(counts(&outcome), [workouts, count("set_rows"), workouts, 0, 0]);
        assert_eq!(outcome.report.exercises.new.len(), count("exercises"));
        assert_eq!(outcome.report.first_date.as_deref(), facts["first_local_date"].as_str());
        assert_eq!(outcome.report.last_date.as_deref(), facts["last_local_date"].as_str());
        let log = partition.log();
        let mut total = 0;
        for (_, _, event) in &log {
            if let ExecutionEvent::WorkoutExecuted(fact) = event {
                total += volume(fact);
            }
        }
        assert_eq!(total, i128::from(facts["total_volume"].as_i64().unwrap()) * 1_000_000_000);

        let again = take_in(&import, &partition).await;
        assert_eq!(counts(&again), [workouts, count("set_rows"), 0, 0, workouts]);
        assert_eq!(partition.log().len(), log.len());
    }

    #[actix_web::test]
    async fn breinsp() {
        agrees(Source::Strong, "strong/breinsp-strong.csv").await;
    }

    #[actix_web::test]
    async fn gravitus() {
        agrees(Source::Strong, "strong/gravitus-strong.csv").await;
    }

    #[actix_web::test]
    async fn hevy() {
        agrees(Source::Hevy, "hevy/workout_data.csv").await;
    }
}
