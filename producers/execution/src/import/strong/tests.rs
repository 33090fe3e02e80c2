use schemas::{execution::Source, quantity::Mass, time::Zone};

use super::super::{ParsedExercise, parse};
use super::*;

const IOS: &str =
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE";
const ANDROID: &str = "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;Workout Notes;Workout Duration";
const NEWEST: &str = "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds;Notes;Workout Notes";

fn options(unit: Option<MassUnit>) -> ImportOptions {
    ImportOptions { unit, distance_unit: None, zone: "Europe/Vienna".parse().unwrap() }
}

fn refusal(header: &str, rows: &[&str], options: &ImportOptions) -> ImportRefusal {
    parse(Source::Strong, file(header, rows).as_bytes(), options).unwrap_err()
}

fn file(header: &str, rows: &[&str]) -> String {
    std::iter::once(&header).chain(rows).map(|row| format!("{row}\n")).collect()
}

fn history(header: &str, rows: &[&str]) -> ParsedHistory {
    parse(Source::Strong, file(header, rows).as_bytes(), &options(Some(MassUnit::Kg))).unwrap()
}

/// The exercises of a file with one workout, and nothing to complain about.
fn exercises(header: &str, rows: &[&str]) -> Vec<ParsedExercise> {
    let history = history(header, rows);
    assert_eq!((history.workouts.len(), history.skipped, history.warnings), (1, vec![], vec![]));
    history.workouts.into_iter().next().unwrap().exercises
}

fn kg(text: &str) -> Option<Mass> {
    Some(Mass::parse(text, MassUnit::Kg).unwrap())
}

#[test]
fn an_ios_row_is_a_set() {
    let rows = [
        r#"2021-02-10 16:46:13,"Mittwoch, früh",2h 18m,"Bench Press (Barbell)",1,72.5,8,0,0,"Griff eng","Guter Tag",8.5"#,
    ];
    let history = history(IOS, &rows);
    let workout = &history.workouts[0];
    assert_eq!(workout.grouping_key, "2021-02-10T16:46:13/Mittwoch, früh");
    assert_eq!((workout.name.as_str(), workout.notes.as_deref()), ("Mittwoch, früh", Some("Guter Tag")));
    assert_eq!(workout.started_at, "2021-02-10T16:46:13+01:00".parse().unwrap());
    assert_eq!(workout.ended_at, Some("2021-02-10T19:04:13+01:00".parse().unwrap()));
    assert_eq!(workout.local_date, "2021-02-10".parse().unwrap());
    let exercise = &workout.exercises[0];
    assert_eq!((exercise.name.as_str(), exercise.block), ("Bench Press (Barbell)", 0));
    assert_eq!(exercise.notes.as_deref(), Some("Griff eng"));
    let expected = ParsedSet {
        kind: SetKind::Normal,
        reps: Some(8),
        load: kg("72.5"),
        rpe_tenths: Some(85),
        rest_seconds: None,
        duration_seconds: None,
        distance: None,
        notes: None,
    };
    assert_eq!(exercise.sets, [expected]);
    assert_eq!((history.sets, history.warm_ups, history.unit), (1, 0, Some(MassUnit::Kg)));
}

#[test]
fn without_a_unit_anywhere_the_file_is_refused() {
    let row = "2021-02-10 16:46:13,A,1h,Squat,1,100,5,0,0,,,";
    let refused = refusal(IOS, &[row], &options(None));
    assert_eq!(refused, ImportRefusal::UnitMissing { line: 1, column: "Weight".into() });
    let pounds = parse(Source::Strong, file(IOS, &[row]).as_bytes(), &options(Some(MassUnit::Lb))).unwrap();
    assert_eq!(pounds.unit, Some(MassUnit::Lb));
}

#[test]
fn android_has_semicolons_decimal_commas_and_a_unit_per_row() {
    let rows = [
        "2023-03-01 07:00:00;Morning;Deadlift;1;232,5;lbs;5;8,5;;;0;;;1h 5m",
        "2023-03-01 07:00:00;Morning;Run;1;0;lbs;0;;2,5;km;900;;;1h 5m",
    ];
    let history = history(ANDROID, &rows);
    let [deadlift, run] = &history.workouts[0].exercises[..] else { panic!("{history:?}") };
    assert_eq!(deadlift.sets[0].load, Some(Mass::parse("232.5", MassUnit::Lb).unwrap()));
    assert_eq!(deadlift.sets[0].rpe_tenths, Some(85));
    let set = &run.sets[0];
    assert_eq!((set.reps, set.duration_seconds), (Some(0), Some(900)));
    assert_eq!(set.distance.as_ref().map(|distance| distance.millimetres()), Some(2_500_000));
    assert_eq!(history.unit, Some(MassUnit::Lb), "the unit of the file wins");
    assert_eq!(history.workouts[0].ended_at, Some("2023-03-01T08:05:00+01:00".parse().unwrap()));
}

#[test]
fn a_row_without_unit_takes_the_one_chosen() {
    let row = "2023-03-01 07:00:00;Morning;Squat;1;100;;5;;;;0;;;1h";
    assert_eq!(history(ANDROID, &[row]).unit, Some(MassUnit::Kg));
    let refused = refusal(ANDROID, &[row], &options(None));
    assert_eq!(refused, ImportRefusal::UnitMissing { line: 2, column: "Weight".into() });
    // nothing weighs the same in every unit
    let nothing = file(ANDROID, &["2023-03-01 07:00:00;Morning;Plank;1;0,0;;0;;;;60;;;1h"]);
    let nothing = parse(Source::Strong, nothing.as_bytes(), &options(None)).unwrap();
    assert_eq!(nothing.workouts[0].exercises[0].sets[0].load, kg("0"));
    let stones = history(ANDROID, &["2023-03-01 07:00:00;Morning;Squat;1;10;st;5;;;;0;;;1h"]);
    assert_eq!((stones.skipped[0].column.as_str(), stones.skipped[0].value.as_str()), ("Weight Unit", "st"));
}

#[test]
fn the_newest_version_numbers_workouts_and_counts_seconds() {
    let rows = [
        "12;2025-06-01 18:00:00;Upper;3720;Bench;W;40;10;;;;;Guter Tag",
        "12;2025-06-01 18:00:00;Upper;3720;Bench;Note;;;;;;Griff eng;",
        "12;2025-06-01 18:00:00;Upper;3720;Bench;1;82,5;8;9;;;;",
        "12;2025-06-01 18:00:00;Upper;3720;Bench;Rest Timer;;;;;90;;",
        "12;2025-06-01 18:00:00;Upper;3720;Pull Up;1;;12;;;;;",
        "12;2025-06-01 18:00:00;Upper;3720;Run;1;;;;2500;900;;",
    ];
    let history = history(NEWEST, &rows);
    assert_eq!((history.sets, history.warm_ups, history.skipped.len(), history.warnings.len()), (3, 1, 0, 0));
    let workout = &history.workouts[0];
    assert_eq!(workout.grouping_key, "2025-06-01T18:00:00/Upper", "as an older version of the app has it");
    assert_eq!(workout.ended_at, Some("2025-06-01T19:02:00+02:00".parse().unwrap()));
    let [bench, pull_up, run] = &workout.exercises[..] else { panic!("{workout:?}") };
    assert_eq!(bench.notes.as_deref(), Some("Griff eng"));
    assert_eq!((bench.sets[0].kind, bench.sets[0].rest_seconds), (SetKind::WarmUp, None));
    assert_eq!((bench.sets[1].load.clone(), bench.sets[1].rest_seconds), (kg("82.5"), Some(90)));
    assert_eq!((pull_up.sets[0].load.clone(), pull_up.sets[0].reps), (None, Some(12)));
    assert_eq!(run.sets[0].distance.as_ref().map(|distance| distance.millimetres()), Some(2_500_000));
}

#[test]
fn german_and_portuguese_headers_are_known() {
    let german = "Datum,Workout-Name,Dauer,Name der Übung,Reihenfolge festlegen,Gewicht,Wiederh.,Entfernung,Sekunden,Notizen,Workout-Notizen,RPE";
    let rows = [
        r#"2025-08-23 17:51:23,"Ganzkörper",2h 23min,"Chest Press (Machine)",1,50.0,12.0,0,0.0,"","Erstes Training","#,
        r#"2025-08-23 17:51:23,"Ganzkörper",2h 23min,"Chest Press (Machine)",Ruhezeit,0,0.0,0,120.0,,,"#,
    ];
    let history = history(german, &rows);
    let workout = &history.workouts[0];
    assert_eq!(workout.ended_at, Some("2025-08-23T20:14:23+02:00".parse().unwrap()));
    assert_eq!(workout.notes.as_deref(), Some("Erstes Training"));
    let set = &workout.exercises[0].sets[0];
    assert_eq!((set.reps, set.rest_seconds, history.sets), (Some(12), Some(120), 1));
    let portuguese = "Data,Nome do treino,Duração,Nome do exercício,Ordem da série,Peso,Reps,Distância,Segundos,Notas,Notas do treino,RPE";
    assert_eq!(
        exercises(portuguese, &["2024-01-05 07:00:00,Pernas,1h,Agachamento,1,100,5,0,0,,,"])[0].name,
        "Agachamento"
    );
}

#[test]
fn letters_are_kinds_of_sets() {
    let row = |order| format!("2021-02-10 16:46:13,A,1h,Squat,{order},100,5,0,0,,,");
    let rows = ["W", "1", "D", "F", "2"].map(row);
    let exercises = exercises(IOS, &rows.each_ref().map(String::as_str));
    let kinds: Vec<SetKind> = exercises[0].sets.iter().map(|set| set.kind).collect();
    assert_eq!(kinds, [SetKind::WarmUp, SetKind::Normal, SetKind::Drop, SetKind::Failure, SetKind::Normal]);
}

#[test]
fn an_unknown_order_is_a_doubt_or_no_set() {
    let row = |order| format!("2021-02-10 16:46:13,A,1h,Squat,{order},100,5,0,0,,,");
    let rows = ["A", "", "Temporizador"].map(row);
    let history = history(IOS, &rows.each_ref().map(String::as_str));
    assert_eq!(history.sets, 2);
    assert_eq!(history.warnings.iter().map(|warning| warning.line).collect::<Vec<_>>(), [2, 3]);
    let skipped = &history.skipped[0];
    assert_eq!((skipped.line, skipped.column.as_str(), skipped.value.as_str()), (4, "Set Order", "Temporizador"));
}

#[test]
fn an_exercise_in_two_blocks_stays_two() {
    let row = |exercise: &str, order: &str| format!("2021-02-10 16:46:13,A,1h,{exercise},{order},100,5,0,0,,,");
    let rows = [
        row("Squat", "1"),
        row("Squat", "2"),
        row("Row", "1"),
        row("Squat", "3"),
        row("Squat", "W"),
        row("Squat", "1"),
        row("Squat", "2"),
    ];
    let exercises = exercises(IOS, &rows.each_ref().map(String::as_str));
    let blocks: Vec<_> = exercises.iter().map(|block| (block.name.as_str(), block.block, block.sets.len())).collect();
    // away and back, then the order begins again: the warm-up just before belongs to what it warms up for
    assert_eq!(blocks, [("Squat", 0, 2), ("Row", 0, 1), ("Squat", 1, 1), ("Squat", 2, 3)]);
    assert_eq!(exercises[3].sets[0].kind, SetKind::WarmUp);
}

#[test]
fn zeros_are_sets_and_blanks_are_gaps() {
    let rows = [
        "2021-02-10 16:46:13,A,1h,Plank,1,0,0,0,90,,,",
        "2021-02-10 16:46:13,A,1h,Pull Up,1,0.0,12.0,0,0.0,,,",
        "2021-02-10 16:46:13,A,1h,Dip,1,,8,,,,,",
    ];
    let exercises = exercises(IOS, &rows);
    let sets: Vec<_> = exercises.iter().map(|block| &block.sets[0]).collect();
    assert_eq!((sets[0].load.clone(), sets[0].reps, sets[0].duration_seconds), (kg("0"), Some(0), Some(90)));
    assert_eq!((sets[1].load.clone(), sets[1].reps, sets[1].duration_seconds), (kg("0"), Some(12), None));
    assert_eq!((sets[2].load.clone(), sets[2].reps, sets[2].distance.clone()), (None, Some(8), None));
}

#[test]
fn what_cannot_be_read_is_skipped_with_line_column_and_value() {
    let rows = [
        "10.02.2021,A,1h,Squat,1,100,5,0,0,,,",
        "2021-02-10 16:46:13,A,1h,Squat,1,heavy,5,0,0,,,",
        "2021-02-10 16:46:13,A,1h,Squat,1,100,5.5,0,0,,,",
        "2021-02-10 16:46:13,A,1h,Squat,1,-20,5,0,0,,,",
        "2021-02-10 16:46:13,A,1h,Squat,1,10001,5,0,0,,,",
        "2021-02-10 16:46:13,A,1h,Squat,1,100,1000001,0,0,,,",
        "2021-02-10 16:46:13,A,1h,  ,1,100,5,0,0,,,",
        r#"2021-02-10 16:46:13,A,1h,Squat,1,"82,5",5,0,0,,,"#,
        "2021-02-10 16:46:13,A,1h,Squat,1,100,5,0,soon,,,",
        "1850-02-10 16:46:13,A,1h,Squat,1,100,5,0,0,,,",
    ];
    let history = history(IOS, &rows);
    let skipped: Vec<_> = history.skipped.iter().map(|s| (s.line, s.column.as_str(), s.value.as_str())).collect();
    let expected = [
        (2, "Date", "10.02.2021"),
        (3, "Weight", "heavy"),
        (4, "Reps", "5.5"),
        (5, "Weight", "-20"),
        (6, "Weight", "10001"),
        (7, "Reps", "1000001"),
        (8, "Exercise Name", "  "),
        (9, "Weight", "82,5"),
        (10, "Seconds", "soon"),
        (11, "Date", "1850-02-10 16:46:13"),
    ];
    assert_eq!(skipped, expected);
    assert_eq!((history.workouts.len(), history.sets), (0, 0));
}

#[test]
fn the_rest_after_a_skipped_set_goes_with_it() {
    let rows = [
        "2021-02-10 16:46:13,A,1h,Squat,1,100,5,0,0,,,",
        "2021-02-10 16:46:13,A,1h,Squat,2,heavy,5,0,0,,,",
        "2021-02-10 16:46:13,A,1h,Squat,Rest Timer,0,0,0,120,,,",
    ];
    let history = history(IOS, &rows);
    assert_eq!(history.workouts[0].exercises[0].sets[0].rest_seconds, None);
    assert_eq!(history.warnings[0].line, 4);
}

#[test]
fn doubts_about_details_keep_the_set() {
    let rows = [
        "2021-02-10 16:46:13,A,75,Squat,1,100,5,0,30.5,,,11",
        "2021-02-10 16:46:13,A,75,Squat,2,100,5,0,0,,,7.25",
        "2021-02-10 16:46:13,A,75,Squat,3,100,5,0,0,,,0",
    ];
    let history = history(IOS, &rows);
    let warned: Vec<_> = history.warnings.iter().map(|warning| (warning.line, warning.column.as_str())).collect();
    assert_eq!(warned, [(2, "Seconds"), (2, "RPE"), (2, "Duration"), (3, "RPE")]);
    let sets = &history.workouts[0].exercises[0].sets;
    assert_eq!(
        (sets.len(), sets[0].duration_seconds, sets[0].rpe_tenths, sets[2].rpe_tenths),
        (3, Some(31), None, None)
    );
    assert_eq!(history.workouts[0].ended_at, None);
}

#[test]
fn a_distance_needs_a_unit() {
    let row = "2021-02-10 16:46:13,A,1h,Run,1,0,0,5.2,1800,,,";
    let kilograms = options(Some(MassUnit::Kg));
    let refused = refusal(IOS, &[row], &kilograms);
    assert_eq!(refused, ImportRefusal::DistanceUnitMissing { line: 2, column: "Distance".into() });
    let miles = ImportOptions { distance_unit: Some(DistanceUnit::Mi), ..kilograms };
    let history = parse(Source::Strong, file(IOS, &[row]).as_bytes(), &miles).unwrap();
    let distance = history.workouts[0].exercises[0].sets[0].distance.clone().unwrap();
    assert_eq!((distance.entered(), distance.unit()), ("5.2", DistanceUnit::Mi));
}

#[test]
fn local_times_that_come_twice_or_never_are_resolved() {
    let rows =
        ["2021-10-31 02:30:00,Twice,1h,Squat,1,100,5,0,0,,,", "2021-03-28 02:30:00,Never,1h,Squat,1,100,5,0,0,,,"];
    let vienna = history(IOS, &rows);
    let [never, twice] = &vienna.workouts[..] else { panic!("{vienna:?}") };
    assert_eq!(never.started_at, "2021-03-28T03:30:00+02:00".parse().unwrap());
    assert_eq!(never.grouping_key, "2021-03-28T02:30:00/Never");
    assert_eq!(twice.started_at, "2021-10-31T02:30:00+02:00".parse().unwrap());
    let elsewhere = ImportOptions { zone: Zone::UTC, ..options(Some(MassUnit::Kg)) };
    let utc = parse(Source::Strong, file(IOS, &rows).as_bytes(), &elsewhere).unwrap();
    assert_eq!(utc.workouts[0].grouping_key, never.grouping_key, "a workout is the same in every zone");
    assert_eq!(utc.workouts[0].local_date, never.local_date);
}

#[test]
fn workouts_are_in_order_and_rows_find_theirs() {
    let rows = [
        "2021-02-12 16:00:00,B,1h,Squat,1,100,5,0,0,,,",
        "2021-02-10 16:00:00,A,1h,Squat,1,90,5,0,0,,,",
        "2021-02-12 16:00:00,B,1h,Squat,2,100,5,0,0,,,",
        "2021-02-10 16:00:00,C,1h,Squat,1,80,5,0,0,,,",
    ];
    let history = history(IOS, &rows);
    let names: Vec<_> = history.workouts.iter().map(|workout| workout.name.as_str()).collect();
    assert_eq!(names, ["A", "C", "B"], "the same start with another name is another workout");
    assert_eq!(history.workouts[2].exercises[0].sets.len(), 2);
    assert_eq!(history.dates(), Some(("2021-02-10".parse().unwrap(), "2021-02-12".parse().unwrap())));
}

#[test]
fn notes_on_an_exercise_without_sets_are_left_out() {
    let rows = [
        "12;2025-06-01 18:00:00;Upper;3720;Bench;1;82,5;8;9;;;;",
        "12;2025-06-01 18:00:00;Upper;3720;Dip;Note;;;;;;skipped;",
    ];
    let history = history(NEWEST, &rows);
    assert_eq!((history.workouts[0].exercises.len(), history.warnings[0].line), (1, 3));
}

#[test]
fn a_column_of_its_own_is_mentioned() {
    let header = format!("{IOS},Mood");
    let history = history(&header, &["2021-02-10 16:46:13,A,1h,Squat,1,100,5,0,0,,,,good"]);
    assert_eq!((history.warnings[0].line, history.warnings[0].column.as_str(), history.sets), (1, "Mood", 1));
}

#[test]
fn a_workout_of_warm_ups_is_left_out() {
    let history = history(IOS, &["2021-02-10 16:46:13,A,1h,Squat,W,60,5,0,0,,,"]);
    assert_eq!((history.workouts.len(), history.sets, history.warm_ups, history.warnings[0].line), (0, 0, 0, 2));
}

#[test]
fn a_workout_has_room_for_what_one_record_can_hold() {
    let sets: Vec<String> = (1..=501).map(|set| format!("2021-02-10 16:46:13,A,1h,Squat,{set},60,5,0,0,,,")).collect();
    let full = history(IOS, &sets.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((full.sets, full.skipped.len(), full.skipped[0].line), (500, 1, 502));
    let blocks: Vec<String> = (1..=201).map(|n| format!("2021-02-10 16:46:13,A,1h,Squat {n},1,60,5,0,0,,,")).collect();
    let full = history(IOS, &blocks.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!((full.sets, full.skipped.len(), full.skipped[0].line), (200, 1, 202));
}
