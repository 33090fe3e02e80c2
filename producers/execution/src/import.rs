//! Histories exported by other apps, read into workouts: a pure function of the bytes and of what the person says about them.
//!
//! A file is known by the set of columns in its first line, never by guessing. What makes the whole file unusable (not text, cut
//! off, another app's) is an [`ImportRefusal`] and nothing of it is taken; a row that cannot be read is [`Skipped`] with its line
//! and the rest goes on. Times in these files are what a clock on the wall showed: the zone is told by the person, the local
//! date stays as written. Numbers are exact decimals all the way.

mod assembly;
mod column;
mod hevy;
mod number;
mod refusal;
mod strong;
mod table;
mod time;

use schemas::{
    execution::{SetKind, Source},
    quantity::{Distance, DistanceUnit, Mass, MassUnit},
    time::{Instant, LocalDate, Zone},
};

pub use self::refusal::{App, ImportRefusal};
use self::{
    column::{Fault, Heading},
    table::Table,
};

/// What the person says about a file, for what the file does not say itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportOptions {
    /// Unit of weights without one. A unit in the file wins.
    pub unit: Option<MassUnit>,
    /// Unit of distances without one. A unit in the file wins.
    pub distance_unit: Option<DistanceUnit>,
    /// Zone of the clock that the file's times were read from.
    pub zone: Zone,
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ParsedHistory {
    /// Oldest first; the same start: in the order of the file. Each has at least one set that is no warm-up.
    pub workouts: Vec<ParsedWorkout>,
    /// Rows that were left out, by line.
    pub skipped: Vec<Skipped>,
    /// Details that were left out or read with some doubt, by line.
    pub warnings: Vec<Warning>,
    /// The unit of the weights; none when the file mixes units or has no weight.
    pub unit: Option<MassUnit>,
    /// Set rows: sets without warm-ups.
    pub sets: usize,
    /// Warm-up sets; they are kept in the workouts and count for nothing.
    pub warm_ups: usize,
}

/// One workout of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedWorkout {
    /// Tells this workout from all others of the same app and person, whatever the zone: its times as written, and its name.
    pub grouping_key: String,
    /// As written; may be empty.
    pub name: String,
    /// Notes about the whole workout.
    pub notes: Option<String>,
    /// Start: a local time that comes twice is the earlier, one that clocks skip is moved forward.
    pub started_at: Instant,
    /// End, when the file tells it.
    pub ended_at: Option<Instant>,
    /// The day of the start as written.
    pub local_date: LocalDate,
    /// In the order done.
    pub exercises: Vec<ParsedExercise>,
}

/// One block of sets of an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedExercise {
    /// As written, byte for byte.
    pub name: String,
    /// How many blocks of this exercise came before in the same workout.
    pub block: u32,
    /// Exercises with the same number were done in turns.
    pub superset: Option<i32>,
    /// Notes about the exercise, one per line.
    pub notes: Option<String>,
    /// At least one.
    pub sets: Vec<ParsedSet>,
}

/// One set. Zero repetitions or no load are values, not gaps: such a set counts, and adds nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedSet {
    /// Kind of the set.
    pub kind: SetKind,
    /// Repetitions; none when the cell is blank.
    pub reps: Option<u32>,
    /// Load as entered; none when the cell is blank.
    pub load: Option<Mass>,
    /// Rate of perceived exertion in tenths: 10 to 100 in steps of 5.
    pub rpe_tenths: Option<u32>,
    /// Rest after the set, by the app's timer.
    pub rest_seconds: Option<u32>,
    /// Duration of a timed set; zero means none.
    pub duration_seconds: Option<u32>,
    /// Distance; zero means none.
    pub distance: Option<Distance>,
    /// Notes about this set; no app so far has any.
    pub notes: Option<String>,
}

/// A row that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// Line of the file where the row begins, from 1; line breaks in quotes count.
    pub line: u64,
    /// Name of the column as the file has it.
    pub column: String,
    /// What stands there, cut to 100 characters.
    pub value: String,
    /// Why it cannot be read.
    pub reason: String,
}

/// A row that was taken, with something to know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Line of the file where the row begins, from 1.
    pub line: u64,
    /// Name of the column as the file has it.
    pub column: String,
    /// What was done.
    pub text: String,
}

impl ParsedHistory {
    /// Local dates of the first and the last workout.
    pub fn dates(&self) -> Option<(LocalDate, LocalDate)> {
        let dates = || self.workouts.iter().map(|workout| workout.local_date);
        dates().min().zip(dates().max())
    }
}

/// Reads the export of one app.
pub fn parse(source: Source, bytes: &[u8], options: &ImportOptions) -> Result<ParsedHistory, ImportRefusal> {
    let sent = match source {
        Source::Strong => App::Strong,
        Source::Hevy => App::Hevy,
        Source::Fitnotes => App::FitNotes,
        Source::Unknown => return Err(ImportRefusal::UnknownSource),
    };
    let text = table::text(bytes)?;
    let (found, table) = recognise(text, sent)?;
    if found.app() != sent {
        return Err(ImportRefusal::OtherApp { sent, found: found.app() });
    }
    match found {
        Layout::Strong(columns) => strong::read(&columns, table, options),
        Layout::Hevy(columns) => hevy::read(&columns, table, options),
        Layout::FitNotes => Err(ImportRefusal::NotYet { app: App::FitNotes }),
    }
}

/// The apps whose header sets are known, with where their columns stand.
enum Layout {
    Strong(Box<strong::Columns>),
    Hevy(Box<hevy::Columns>),
    FitNotes,
}

impl Layout {
    fn app(&self) -> App {
        match self {
            Self::Strong(_) => App::Strong,
            Self::Hevy(_) => App::Hevy,
            Self::FitNotes => App::FitNotes,
        }
    }
}

/// Tries each delimiter and each app: the header sets have nothing in common that would let two of them fit.
fn recognise(text: &str, sent: App) -> Result<(Layout, Table<'_>), ImportRefusal> {
    let mut nearest: Option<Vec<&'static str>> = None;
    for delimiter in [b',', b';', b'\t'] {
        let (header, table) = Table::open(text, delimiter)?;
        let heading = Heading::of(&header);
        for app in [App::Strong, App::Hevy, App::FitNotes] {
            match layout(app, &heading) {
                Ok(layout) => return Ok((layout, table)),
                Err(Fault::Twice(column)) => return Err(ImportRefusal::ColumnTwice { column }),
                Err(Fault::Missing(missing)) if app == sent => {
                    if nearest.as_ref().is_none_or(|fewest| missing.len() < fewest.len()) {
                        nearest = Some(missing);
                    }
                }
                Err(Fault::Missing(_)) => {}
            }
        }
    }
    Err(ImportRefusal::UnknownHeader { sent, missing: nearest.unwrap_or_default() })
}

fn layout(app: App, heading: &Heading) -> Result<Layout, Fault> {
    match app {
        App::Strong => strong::Columns::of(heading).map(|columns| Layout::Strong(Box::new(columns))),
        App::Hevy => hevy::Columns::of(heading).map(|columns| Layout::Hevy(Box::new(columns))),
        App::FitNotes => {
            let mut pick = heading.pick();
            for column in ["Date", "Exercise", "Category", "Reps"] {
                pick.required(column, &[]);
            }
            pick.done().map(|_| Layout::FitNotes)
        }
    }
}

#[cfg(test)]
mod golden;
#[cfg(test)]
mod tests;
