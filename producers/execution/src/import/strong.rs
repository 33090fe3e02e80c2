//! Strong: one row per set, rest and note rows between them, columns that vary by platform, version and language.
//!
//! iOS writes commas and no unit, Android semicolons with a unit in each row or in the header, the newest version `Workout #`
//! and `Duration (sec)`. `Notes` stand on the first set of an exercise and are about the exercise.

mod columns;

use std::time::Duration;

use schemas::{
    execution::SetKind,
    quantity::{DistanceUnit, MassUnit},
    time::{LocalDate, resolve_local},
};

pub(super) use self::columns::Columns;
use self::columns::{distance_unit, mass_unit};
use super::{
    ImportOptions, ParsedHistory, ParsedSet, ParsedWorkout,
    assembly::{Assembly, SetRow},
    column::At,
    refusal::ImportRefusal,
    table::{Problem, Row, RowFault, Table},
    time,
};

/// Thirty days. Longer workouts are a timer that was never stopped.
const MAX_DURATION_SECONDS: u64 = 2_592_000;

/// Reads the rows.
pub(super) fn read(
    columns: &Columns,
    table: Table<'_>,
    options: &ImportOptions,
) -> Result<ParsedHistory, ImportRefusal> {
    if columns.weight_unit.is_none() && columns.weight_units.is_none() && chosen(options).is_none() {
        return Err(ImportRefusal::UnitMissing { line: 1, column: columns.weight.name.clone() });
    }
    let mut assembly = Assembly::default();
    for column in &columns.unknown {
        assembly.warn(1, column, "a column of its own: left out");
    }
    table.each_row(&mut assembly, |row, assembly| Reader { columns, options, row }.read(assembly))?;
    Ok(assembly.finish())
}

struct Reader<'a> {
    columns: &'a Columns,
    options: &'a ImportOptions,
    row: &'a Row,
}

/// What `Set Order` says a row is.
enum Order {
    Set { kind: SetKind, number: Option<u32>, doubt: Option<&'static str> },
    Rest,
    Note,
}

impl Reader<'_> {
    /// Everything is read before the workout is touched, so that a row that is left out leaves nothing behind.
    fn read(&self, assembly: &mut Assembly) -> Result<(), RowFault> {
        let Self { columns, row, .. } = *self;
        let exercise = row.exercise(&columns.exercise)?;
        let order = self.order()?;
        let (head, doubt) = self.head()?;
        let doubt = columns.duration.as_ref().filter(|_| doubt && !assembly.knows(&head.grouping_key));
        let notes = row.raw(columns.notes.as_ref());
        let workout_notes = row.raw(columns.workout_notes.as_ref());
        match order {
            Order::Set { kind, number, doubt } => {
                let set = self.set(kind, assembly)?;
                if let Some(doubt) = doubt {
                    assembly.warn(row.line, &columns.order.name, doubt);
                }
                let set = SetRow { exercise, superset: None, number, notes, set };
                assembly.set(row, &columns.exercise, head, set)?.notes(workout_notes);
            }
            Order::Rest => {
                if let Some(seconds) = row.rest_seconds(columns.seconds.as_ref())?.whole
                    && !assembly.rest(head, exercise, seconds)
                {
                    assembly.warn(row.line, &columns.order.name, "a rest without a set before it: left out");
                }
            }
            Order::Note => {
                let draft = assembly.workout(head);
                draft.exercise_notes(row.line, exercise, notes);
                draft.notes(workout_notes);
            }
        }
        if let Some(at) = doubt {
            assembly.warn(row.line, &at.name, "not a duration like 1h 5m: the end of the workout is left out");
        }
        Ok(())
    }

    fn order(&self) -> Result<Order, Problem> {
        let at = &self.columns.order;
        let text = self.row.text(at);
        let set = |kind, doubt| Ok(Order::Set { kind, number: None, doubt });
        match text {
            "W" => set(SetKind::WarmUp, None),
            "D" => set(SetKind::Drop, None),
            "F" => set(SetKind::Failure, None),
            "Rest Timer" | "Ruhezeit" => Ok(Order::Rest),
            "Note" => Ok(Order::Note),
            "" => set(SetKind::Normal, Some("blank: taken for a normal set")),
            text if text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
                set(SetKind::Normal, Some("an unknown kind of set: taken for a normal one"))
            }
            text if text.starts_with(|c: char| c.is_ascii_digit()) => {
                Ok(Order::Set { kind: SetKind::Normal, number: self.row.set_number(at)?, doubt: None })
            }
            _ => Err(self.row.problem(at, "neither the number of a set nor W, D, F, Rest Timer or Note")),
        }
    }

    /// The workout of the row, still without exercises, and whether its duration is unreadable.
    fn head(&self) -> Result<(ParsedWorkout, bool), Problem> {
        let Self { columns, row, options } = *self;
        let start = time::iso(row.text(&columns.date))
            .ok_or_else(|| row.problem(&columns.date, "not a date and time like 2021-02-10 16:46:13"))?;
        let name = row.raw(&columns.workout);
        let started_at = row.training_time(&columns.date, resolve_local(start, options.zone))?;
        let text = row.text(columns.duration.as_ref());
        let seconds = match columns.duration.as_ref().filter(|_| columns.duration_in_seconds) {
            Some(at) => row.set_seconds(Some(at)).ok().and_then(|seconds| seconds.whole).map(u64::from),
            None => time::duration(text).filter(|seconds| *seconds <= MAX_DURATION_SECONDS),
        };
        let unreadable = seconds.is_none() && !matches!(text, "" | "0");
        let head = ParsedWorkout {
            grouping_key: format!("{}/{name}", time::key(start)),
            name: name.to_owned(),
            notes: None,
            started_at,
            ended_at: seconds.map(|seconds| started_at.plus(Duration::from_secs(seconds))),
            local_date: LocalDate::from_naive(start.date()),
            exercises: Vec::new(),
        };
        Ok((head, unreadable))
    }

    fn set(&self, kind: SetKind, assembly: &mut Assembly) -> Result<ParsedSet, RowFault> {
        let Self { columns, row, .. } = *self;
        let set = ParsedSet {
            kind,
            reps: row.reps(&columns.reps)?,
            load: row.load(&columns.weight, self.weight_unit()?)?,
            rpe_tenths: None,
            rest_seconds: None,
            duration_seconds: None,
            distance: self.distance()?,
            notes: None,
        };
        let duration_seconds = assembly.set_seconds(row, columns.seconds.as_ref())?;
        Ok(ParsedSet { duration_seconds, rpe_tenths: assembly.rpe_tenths(row, columns.rpe.as_ref()), ..set })
    }

    fn weight_unit(&self) -> Result<MassUnit, RowFault> {
        let Self { columns, row, options } = *self;
        if let Some(unit) = columns.weight_unit {
            return Ok(unit);
        }
        let units = columns.weight_units.as_ref();
        match (units, row.text(units)) {
            (None, _) | (_, "") => match chosen(options) {
                Some(unit) => Ok(unit),
                // nothing has no unit, so none is asked for
                None if is_nothing(row, &columns.weight) => Ok(MassUnit::Kg),
                None => {
                    let column = columns.weight.name.clone();
                    Err(RowFault::Refuse(ImportRefusal::UnitMissing { line: row.line, column }))
                }
            },
            (Some(at), text) => mass_unit(&text.to_lowercase())
                .ok_or_else(|| row.problem(at, "an unknown unit: kg, kgs, lb and lbs are known").into()),
        }
    }

    fn distance(&self) -> Result<Option<schemas::quantity::Distance>, RowFault> {
        let Self { columns, row, options } = *self;
        let Some(at) = &columns.distance else { return Ok(None) };
        if is_nothing(row, at) {
            return Ok(None);
        }
        let units = columns.distance_units.as_ref();
        let unit = match (columns.distance_unit, units, row.text(units)) {
            (Some(unit), _, _) => unit,
            (None, None, _) | (None, _, "") => {
                options.distance_unit.filter(|unit| *unit != DistanceUnit::Unknown).ok_or_else(|| {
                    RowFault::Refuse(ImportRefusal::DistanceUnitMissing { line: row.line, column: at.name.clone() })
                })?
            }
            (None, Some(units), text) => distance_unit(&text.to_lowercase())
                .ok_or_else(|| row.problem(units, "an unknown unit: m, km and mi are known"))?,
        };
        Ok(row.distance(at, unit)?)
    }
}

/// Blank, or a zero however it is written.
fn is_nothing(row: &Row, at: &At) -> bool {
    row.text(at).bytes().all(|byte| matches!(byte, b'0' | b'.' | b','))
}

fn chosen(options: &ImportOptions) -> Option<MassUnit> {
    options.unit.filter(|unit| *unit != MassUnit::Unknown)
}

#[cfg(test)]
mod tests;
