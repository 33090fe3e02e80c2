//! Hevy: one row per set, newest workout first, the units in the names of the columns, dates in the language of the phone.

use schemas::{
    execution::SetKind,
    quantity::{DistanceUnit, MassUnit},
    time::{LocalDate, resolve_local},
};

use super::{
    ImportOptions, ParsedHistory, ParsedSet, ParsedWorkout,
    assembly::{Assembly, SetRow},
    column::{At, Fault, Heading},
    refusal::ImportRefusal,
    table::{Problem, Row, RowFault, Table},
    time,
};

/// Where the columns stand.
#[derive(Debug)]
pub(super) struct Columns {
    title: At,
    start: At,
    end: At,
    exercise: At,
    index: At,
    kind: At,
    weight: (At, MassUnit),
    reps: At,
    distance: Option<(At, DistanceUnit)>,
    description: Option<At>,
    superset: Option<At>,
    notes: Option<At>,
    seconds: Option<At>,
    rpe: Option<At>,
    unknown: Vec<String>,
}

impl Columns {
    /// Compares a header with Hevy's; it is the same in every language.
    pub(super) fn of(heading: &Heading) -> Result<Self, Fault> {
        let mut pick = heading.pick();
        let kilograms = pick.optional(&["weight_kg"]).map(|at| (at, MassUnit::Kg));
        let pounds = pick.optional(&["weight_lbs"]).map(|at| (at, MassUnit::Lb));
        let weight =
            kilograms.or(pounds).unwrap_or_else(|| (pick.lacking("weight_kg or weight_lbs"), MassUnit::Unknown));
        let kilometres = pick.optional(&["distance_km"]).map(|at| (at, DistanceUnit::Km));
        let miles = pick.optional(&["distance_miles"]).map(|at| (at, DistanceUnit::Mi));
        Ok(Self {
            title: pick.required("title", &[]),
            start: pick.required("start_time", &[]),
            end: pick.required("end_time", &[]),
            exercise: pick.required("exercise_title", &[]),
            index: pick.required("set_index", &[]),
            kind: pick.required("set_type", &[]),
            weight,
            reps: pick.required("reps", &[]),
            distance: kilometres.or(miles),
            description: pick.optional(&["description"]),
            superset: pick.optional(&["superset_id"]),
            notes: pick.optional(&["exercise_notes"]),
            seconds: pick.optional(&["duration_seconds"]),
            rpe: pick.optional(&["rpe"]),
            unknown: pick.done()?,
        })
    }
}

/// Reads the rows.
pub(super) fn read(
    columns: &Columns,
    table: Table<'_>,
    options: &ImportOptions,
) -> Result<ParsedHistory, ImportRefusal> {
    let mut assembly = Assembly::default();
    for column in &columns.unknown {
        assembly.warn(1, column, "a column of its own: left out");
    }
    table.each_row(&mut assembly, |row, assembly| set_row(columns, options, row, assembly))?;
    Ok(assembly.finish())
}

/// Everything is read before the workout is touched, so that a row that is left out leaves nothing behind.
fn set_row(columns: &Columns, options: &ImportOptions, row: &Row, assembly: &mut Assembly) -> Result<(), RowFault> {
    let exercise = row.exercise(&columns.exercise)?;
    let (head, ends_early) = head(columns, options, row)?;
    let ends_early = ends_early && !assembly.knows(&head.grouping_key);
    let number = row.set_number(&columns.index)?.map(|index| index + 1);
    let superset = columns.superset.as_ref().map_or(Ok(None), |at| row.superset(at))?;
    let (kind, known) = kind(row.text(&columns.kind));
    let set = set(columns, row, kind, assembly)?;
    if !known {
        assembly.warn(row.line, &columns.kind.name, "an unknown kind of set: taken for a normal one");
    }
    if ends_early {
        assembly.warn(row.line, &columns.end.name, "before the start: the end of the workout is left out");
    }
    let notes = row.raw(columns.notes.as_ref());
    let set = SetRow { exercise, superset, number, notes, set };
    let draft = assembly.set(row, &columns.exercise, head, set)?;
    draft.notes(row.raw(columns.description.as_ref()));
    Ok(())
}

/// The workout of the row, still without exercises, and whether it ends before it starts.
fn head(columns: &Columns, options: &ImportOptions, row: &Row) -> Result<(ParsedWorkout, bool), Problem> {
    let read = |at: &At| {
        const EXPECTED: &str = "not a date and time like 30 Jun 2025, 19:56 or Jun 30, 2025, 7:56 PM";
        time::hevy(row.text(at)).ok_or_else(|| row.problem(at, EXPECTED))
    };
    let start = read(&columns.start)?;
    let end = if row.text(&columns.end).is_empty() { None } else { Some(read(&columns.end)?) };
    let title = row.raw(&columns.title);
    let started_at = row.training_time(&columns.start, resolve_local(start, options.zone))?;
    let ended_at = end.map(|end| resolve_local(end, options.zone));
    let end = end.map_or_else(|| "-".to_owned(), time::key);
    let head = ParsedWorkout {
        grouping_key: format!("{}/{end}/{title}", time::key(start)),
        name: title.to_owned(),
        notes: None,
        started_at,
        ended_at: ended_at.filter(|ended_at| *ended_at >= started_at),
        local_date: LocalDate::from_naive(start.date()),
        exercises: Vec::new(),
    };
    let ends_early = ended_at.is_some() && head.ended_at.is_none();
    Ok((head, ends_early))
}

fn set(columns: &Columns, row: &Row, kind: SetKind, assembly: &mut Assembly) -> Result<ParsedSet, Problem> {
    let (weight, unit) = &columns.weight;
    let set = ParsedSet {
        kind,
        reps: row.reps(&columns.reps)?,
        load: row.load(weight, *unit)?,
        rpe_tenths: None,
        rest_seconds: None,
        duration_seconds: None,
        distance: columns.distance.as_ref().map_or(Ok(None), |(at, unit)| row.distance(at, *unit))?,
        notes: None,
    };
    let duration_seconds = assembly.set_seconds(row, columns.seconds.as_ref())?;
    Ok(ParsedSet { duration_seconds, rpe_tenths: assembly.rpe_tenths(row, columns.rpe.as_ref()), ..set })
}

/// The kind, and whether it is one that is known.
fn kind(text: &str) -> (SetKind, bool) {
    match text {
        "normal" => (SetKind::Normal, true),
        "warmup" => (SetKind::WarmUp, true),
        "dropset" => (SetKind::Drop, true),
        "failure" => (SetKind::Failure, true),
        _ => (SetKind::Normal, false),
    }
}

#[cfg(test)]
mod tests;
