//! Files of other apps as executed workouts: the least that the golden facts need, not the importer.

use chrono::NaiveDateTime;
use schemas::{
    execution::{ExercisePerformed, Origin, SetKind, SetPerformed, WorkoutExecuted},
    exercise::ExerciseId,
    id::{SetId, UserId, WorkoutId},
};

use crate::training::{block, kilograms, set, workout};

struct Row {
    /// What makes rows one workout.
    workout: String,
    started: NaiveDateTime,
    exercise: String,
    kind: SetKind,
    weight: String,
    reps: String,
}

/// Workouts of a Strong file without a unit column, taken as kilograms.
pub(crate) fn strong(user: UserId, file: &str) -> Vec<WorkoutExecuted> {
    let row = |record: &csv::StringRecord, of: &dyn Fn(&str) -> usize| {
        let at = |name: &str| record.get(of(name)).unwrap().to_owned();
        let order = at("Set Order");
        if order == "Rest Timer" || order == "Note" {
            return None;
        }
        Some(Row {
            workout: format!("{} {}", at("Date"), at("Workout Name")),
            started: NaiveDateTime::parse_from_str(&at("Date"), "%Y-%m-%d %H:%M:%S").unwrap(),
            exercise: at("Exercise Name"),
            kind: if order == "W" { SetKind::WarmUp } else { SetKind::Normal },
            weight: at("Weight"),
            reps: at("Reps"),
        })
    };
    workouts(user, &rows(file, row))
}

/// Workouts of a Hevy file in kilograms.
pub(crate) fn hevy(user: UserId, file: &str) -> Vec<WorkoutExecuted> {
    let row = |record: &csv::StringRecord, of: &dyn Fn(&str) -> usize| {
        let at = |name: &str| record.get(of(name)).unwrap().to_owned();
        Some(Row {
            workout: format!("{} {} {}", at("title"), at("start_time"), at("end_time")),
            started: NaiveDateTime::parse_from_str(&at("start_time"), "%d %b %Y, %H:%M").unwrap(),
            exercise: at("exercise_title"),
            kind: if at("set_type") == "warmup" { SetKind::WarmUp } else { SetKind::Normal },
            weight: at("weight_kg"),
            reps: at("reps"),
        })
    };
    workouts(user, &rows(file, row))
}

fn rows(file: &str, row: impl Fn(&csv::StringRecord, &dyn Fn(&str) -> usize) -> Option<Row>) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(file.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    reader.records().filter_map(|record| row(&record.unwrap(), &column)).collect()
}

fn workouts(user: UserId, rows: &[Row]) -> Vec<WorkoutExecuted> {
    rows.chunk_by(|one, next| one.workout == next.workout).map(|rows| of_rows(user, rows)).collect()
}

fn of_rows(user: UserId, rows: &[Row]) -> WorkoutExecuted {
    let id = WorkoutId::v5(user.uuid(), rows[0].workout.as_bytes());
    let mut exercises: Vec<ExercisePerformed> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let exercise = ExerciseId::of_name(&row.exercise);
        if exercises.last().is_none_or(|last| last.exercise != exercise) {
            let blocks = exercises.iter().filter(|block| block.exercise == exercise).count();
            exercises
                .push(ExercisePerformed { block: i32::try_from(blocks).unwrap(), ..block(&row.exercise, Vec::new()) });
        }
        let sets = &mut exercises.last_mut().unwrap().sets;
        let index = i32::try_from(sets.len()).unwrap();
        sets.push(of_row(SetId::v5(id.uuid(), number.to_string().as_bytes()), index, row));
    }
    let started = rows[0].started.format("%Y-%m-%dT%H:%M:%S").to_string();
    WorkoutExecuted { origin: Origin::Import, ..workout(user, id, &started, exercises) }
}

fn of_row(id: SetId, index: i32, row: &Row) -> SetPerformed {
    let load = if row.weight.is_empty() { None } else { kilograms(&row.weight) };
    // written as `10` or `10.0`
    let reps = row.reps.trim_end_matches(".0").parse().ok();
    set(id, index, row.kind, load, reps)
}
