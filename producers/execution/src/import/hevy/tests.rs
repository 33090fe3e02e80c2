use schemas::{
    execution::Source,
    quantity::{Distance, Mass},
};

use super::super::parse;
use super::*;

const KG: &str = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe";

fn history(header: &str, rows: &[&str]) -> ParsedHistory {
    let file: String = std::iter::once(&header).chain(rows).map(|row| format!("{row}\n")).collect();
    let options = ImportOptions { unit: None, distance_unit: None, zone: "Europe/Vienna".parse().unwrap() };
    parse(Source::Hevy, file.as_bytes(), &options).unwrap()
}

#[test]
fn a_row_is_a_set() {
    let row = r#""Push 💪, früh","30 Jun 2025, 19:56","30 Jun 2025, 20:58","Guter Tag","Bench Press",,"Griff eng",0,"normal",72.5,8,,,8.5"#;
    let history = history(KG, &[row]);
    let workout = &history.workouts[0];
    assert_eq!(workout.grouping_key, "2025-06-30T19:56:00/2025-06-30T20:58:00/Push 💪, früh");
    assert_eq!((workout.name.as_str(), workout.notes.as_deref()), ("Push 💪, früh", Some("Guter Tag")));
    assert_eq!(workout.started_at, "2025-06-30T19:56:00+02:00".parse().unwrap());
    assert_eq!(workout.ended_at, Some("2025-06-30T20:58:00+02:00".parse().unwrap()));
    assert_eq!(workout.local_date, "2025-06-30".parse().unwrap());
    let exercise = &workout.exercises[0];
    assert_eq!(
        (exercise.name.as_str(), exercise.superset, exercise.notes.as_deref()),
        ("Bench Press", None, Some("Griff eng"))
    );
    let expected = ParsedSet {
        kind: SetKind::Normal,
        reps: Some(8),
        load: Some(Mass::parse("72.5", MassUnit::Kg).unwrap()),
        rpe_tenths: Some(85),
        rest_seconds: None,
        duration_seconds: None,
        distance: None,
        notes: None,
    };
    assert_eq!(exercise.sets, [expected]);
    assert_eq!((history.sets, history.unit), (1, Some(MassUnit::Kg)));
}

#[test]
fn pounds_miles_and_american_dates() {
    let header = KG.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles");
    let rows = [
        r#"Legs,"Jun 30, 2025, 7:56 PM","Jun 30, 2025, 8:58 PM",,Squat,,,0,normal,225,5,,,"#,
        r#"Legs,"Jun 30, 2025, 7:56 PM","Jun 30, 2025, 8:58 PM",,Running,,,0,normal,,,3.1,1800,"#,
    ];
    let history = history(&header, &rows);
    assert_eq!(history.workouts[0].started_at, "2025-06-30T19:56:00+02:00".parse().unwrap());
    let [squat, run] = &history.workouts[0].exercises[..] else { panic!("{history:?}") };
    assert_eq!(squat.sets[0].load, Some(Mass::parse("225", MassUnit::Lb).unwrap()));
    assert_eq!(run.sets[0].distance, Some(Distance::parse("3.1", DistanceUnit::Mi).unwrap()));
    assert_eq!((run.sets[0].load.clone(), run.sets[0].reps, run.sets[0].duration_seconds), (None, None, Some(1800)));
    assert_eq!(history.unit, Some(MassUnit::Lb));
}

#[test]
fn the_newest_workout_comes_first_in_the_file_and_last_here() {
    let rows = [
        r#"B,"2 Jul 2025, 07:05","2 Jul 2025, 08:00",,Squat,,,0,normal,100,5,,,"#,
        r#"B,"2 Jul 2025, 07:05","2 Jul 2025, 08:00",,Squat,,,1,normal,105,5,,,"#,
        r#"A,"30 Jun 2025, 19:56","30 Jun 2025, 20:58",,Squat,,,0,normal,90,5,,,"#,
    ];
    let history = history(KG, &rows);
    let names: Vec<_> = history.workouts.iter().map(|workout| workout.name.as_str()).collect();
    assert_eq!(names, ["A", "B"]);
    let loads = history.workouts[1].exercises[0].sets.iter().map(|set| set.load.as_ref().unwrap().entered());
    assert_eq!(loads.collect::<Vec<_>>(), ["100", "105"], "the rows of a workout are in order");
}

#[test]
fn kinds_supersets_and_blocks() {
    let row = |exercise: &str, superset: &str, index: u8, kind: &str| {
        format!(r#"A,"30 Jun 2025, 19:56","30 Jun 2025, 20:58",,{exercise},{superset},,{index},{kind},50,8,,,"#)
    };
    let rows = [
        row("Fly", "0", 0, "warmup"),
        row("Fly", "0", 1, "normal"),
        row("Dip", "0", 0, "dropset"),
        row("Row", "", 0, "failure"),
        row("Fly", "", 0, "normal"),
        row("Fly", "", 0, "normal"),
    ];
    let history = history(KG, &rows.each_ref().map(String::as_str));
    assert_eq!((history.sets, history.warm_ups, history.warnings.len()), (5, 1, 0));
    let blocks: Vec<_> =
        history.workouts[0].exercises.iter().map(|b| (b.name.as_str(), b.block, b.superset, b.sets[0].kind)).collect();
    let expected = [
        ("Fly", 0, Some(0), SetKind::WarmUp),
        ("Dip", 0, Some(0), SetKind::Drop),
        ("Row", 0, None, SetKind::Failure),
        ("Fly", 1, None, SetKind::Normal),
        ("Fly", 2, None, SetKind::Normal),
    ];
    assert_eq!(blocks, expected);
}

#[test]
fn a_note_repeated_in_every_row_is_one_note() {
    let row =
        |index: u8| format!(r#"A,"30 Jun 2025, 19:56","30 Jun 2025, 20:58","a\nb",Fly,,slow,{index},normal,50,8,,,"#);
    let history = history(KG, &[&row(0), &row(1)]);
    let workout = &history.workouts[0];
    assert_eq!((workout.notes.as_deref(), workout.exercises[0].notes.as_deref()), (Some("a\\nb"), Some("slow")));
}

#[test]
fn doubts_keep_the_set_and_nonsense_does_not() {
    let rows = [
        r#"A,"30 Jun 2025, 19:56","30 Jun 2025, 18:00",,Fly,,,0,myo,50,8,,,"#,
        r#"A,"30 Jun 2025, 19:56",,,Fly,,,0,normal,50,8,,,"#,
        r#"A,"6/7/2025, 7:56 PM",,,Fly,,,0,normal,50,8,,,"#,
        r#"A,"30 Jun 2025, 19:56",,,Fly,x,,0,normal,50,8,,,"#,
        r#"A,"30 Jun 2025, 19:56",,,Fly,,,first,normal,50,8,,,"#,
    ];
    let history = history(KG, &rows);
    let warned: Vec<_> = history.warnings.iter().map(|warning| (warning.line, warning.column.as_str())).collect();
    assert_eq!(warned, [(2, "set_type"), (2, "end_time")]);
    assert!(history.workouts.iter().all(|workout| workout.ended_at.is_none()));
    assert_eq!(history.workouts[1].grouping_key, "2025-06-30T19:56:00/-/A");
    let skipped: Vec<_> = history.skipped.iter().map(|s| (s.line, s.column.as_str(), s.value.as_str())).collect();
    assert_eq!(skipped, [(4, "start_time", "6/7/2025, 7:56 PM"), (5, "superset_id", "x"), (6, "set_index", "first")]);
}
