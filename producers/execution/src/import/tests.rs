//! What holds for every app: which file is whose, and that nothing in a file can harm.

use proptest::prelude::*;

use super::*;

const STRONG: &str =
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n";
const HEVY: &str = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,distance_km,duration_seconds,rpe\n";
const FITNOTES: &str = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time\n";

fn options() -> ImportOptions {
    let zone = "Europe/Vienna".parse().unwrap();
    ImportOptions { unit: Some(MassUnit::Kg), distance_unit: Some(DistanceUnit::Km), zone }
}

fn refused(source: Source, text: &str) -> ImportRefusal {
    parse(source, text.as_bytes(), &options()).unwrap_err()
}

#[test]
fn a_file_of_another_app_is_named() {
    let refusal = refused(Source::Strong, HEVY);
    assert_eq!(refusal, ImportRefusal::OtherApp { sent: App::Strong, found: App::Hevy });
    assert_eq!(refusal.to_string(), "this is a Hevy export, not one of Strong; send source=hevy");
    assert_eq!(refused(Source::Hevy, STRONG), ImportRefusal::OtherApp { sent: App::Hevy, found: App::Strong });
    assert_eq!(refused(Source::Hevy, FITNOTES), ImportRefusal::OtherApp { sent: App::Hevy, found: App::FitNotes });
}

#[test]
fn fitnotes_comes_later() {
    assert_eq!(refused(Source::Fitnotes, FITNOTES), ImportRefusal::NotYet { app: App::FitNotes });
    assert_eq!(refused(Source::Fitnotes, STRONG), ImportRefusal::OtherApp { sent: App::FitNotes, found: App::Strong });
    assert_eq!(refused(Source::Unknown, STRONG), ImportRefusal::UnknownSource);
}

#[test]
fn an_unknown_header_says_what_is_missing() {
    let refusal = refused(Source::Strong, "Date;Workout Name;Exercise Name;Set Order;Load;Reps\n");
    assert_eq!(refusal, ImportRefusal::UnknownHeader { sent: App::Strong, missing: vec!["Weight"] });
    assert_eq!((refusal.line(), refusal.column()), (Some(1), Some("Weight")));
    let refusal = refused(Source::Hevy, "<html><body>not found</body></html>");
    assert!(
        refusal.to_string().starts_with("the first line is not the header of a Hevy export: the columns "),
        "{refusal}"
    );
    // a weight in stones is no weight that is known
    let stones = refused(Source::Strong, &STRONG.replace("Weight", "Weight (st)"));
    assert_eq!(stones, ImportRefusal::UnknownHeader { sent: App::Strong, missing: vec!["Weight"] });
}

#[test]
fn a_column_that_comes_twice_is_refused() {
    let refusal = refused(Source::Strong, &STRONG.replace("RPE", "Reps"));
    assert_eq!(refusal, ImportRefusal::ColumnTwice { column: "Reps".into() });
    let refusal = refused(Source::Strong, &STRONG.replace("RPE", "Weight (kg)"));
    assert_eq!(refusal, ImportRefusal::ColumnTwice { column: "Weight (kg)".into() });
}

#[test]
fn the_order_of_columns_their_case_and_the_delimiter_do_not_matter() {
    let text = "\u{feff}reps\tEXERCISE NAME\tDate\tWorkout Name\tSet Order\tWeight (lbs)\r\n5\tSquat\t2024-02-01 10:00:00\tA\t1\t135\r\n";
    let history = parse(Source::Strong, text.as_bytes(), &options()).unwrap();
    assert_eq!((history.sets, history.unit), (1, Some(MassUnit::Lb)));
    assert_eq!(history.workouts[0].ended_at, None);
}

#[test]
fn a_header_alone_is_an_empty_history() {
    let history = parse(Source::Strong, STRONG.as_bytes(), &options()).unwrap();
    assert_eq!((history.workouts.len(), history.dates(), history.unit), (0, None, None));
}

#[test]
fn half_a_file_is_refused() {
    let cut_off = format!("{STRONG}2021-02-10 16:46:13,A,1h,Squat,1,100,5,0,0,,,\n2021-02-10 16:46:13,A,1h,Squ");
    assert_eq!(refused(Source::Strong, &cut_off).line(), Some(3));
    let open = format!("{STRONG}2021-02-10 16:46:13,A,1h,Squat,1,100,5,0,0,,,\n2021-02-10 16:46:13,\"A");
    assert_eq!(refused(Source::Strong, &open), ImportRefusal::OpenQuote { line: 3 });
}

/// Rows made of what such files have in them, and of what they should not.
fn rubbish() -> impl Strategy<Value = String> {
    let cell = prop_oneof![
        Just("2021-02-10 16:46:13".to_owned()),
        Just("\"30 Jun 2025, 19:56\"".to_owned()),
        Just("Squat".to_owned()),
        Just("Rest Timer".to_owned()),
        Just("Note".to_owned()),
        Just("W".to_owned()),
        Just("\"".to_owned()),
        "[0-9]{0,25}",
        "-?[0-9]{1,3}[.,][0-9]{0,3}",
        "\\PC{0,8}",
        Just("\"two\nlines\"".to_owned()),
    ];
    let row = proptest::collection::vec(cell, 0..16).prop_map(|cells| cells.join(","));
    let end = prop_oneof![Just("\n"), Just("\r\n"), Just("\r")];
    (proptest::collection::vec(row, 0..12), end).prop_map(|(rows, end)| rows.join(end))
}

fn lines(text: &str) -> u64 {
    u64::try_from(text.replace("\r\n", "\n").split(['\n', '\r']).count()).unwrap()
}

/// Parsed without a panic, with every line inside the file.
fn sound(source: Source, bytes: &[u8]) -> Result<(), TestCaseError> {
    let last = lines(&String::from_utf8_lossy(bytes));
    match parse(source, bytes, &options()) {
        Ok(history) => {
            let told = history.skipped.iter().map(|skipped| skipped.line);
            let told = told.chain(history.warnings.iter().map(|warning| warning.line));
            for line in told {
                prop_assert!((1..=last).contains(&line), "line {line} of {last}");
            }
            let logged: usize = history.workouts.iter().flat_map(|w| &w.exercises).map(|e| e.sets.len()).sum();
            prop_assert_eq!(logged, history.sets + history.warm_ups);
            prop_assert!(history.workouts.is_sorted_by_key(|workout| workout.started_at));
        }
        Err(refusal) => {
            prop_assert!(refusal.line().is_none_or(|line| (1..=last).contains(&line)), "{refusal:?} of {last}");
            prop_assert!(!refusal.to_string().is_empty() && !refusal.code().is_empty());
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn no_bytes_can_harm(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        sound(Source::Strong, &bytes)?;
        sound(Source::Hevy, &bytes)?;
    }

    #[test]
    fn no_rows_can_harm(rows in rubbish()) {
        sound(Source::Strong, format!("{STRONG}{rows}").as_bytes())?;
        sound(Source::Strong, format!("{}{}", STRONG.replace(',', ";"), rows.replace(',', ";")).as_bytes())?;
        sound(Source::Hevy, format!("{HEVY}{rows}").as_bytes())?;
    }
}
