//! What an import tells about itself.

use std::collections::BTreeSet;

use command_api::Refusal;
use schemas::{execution::SetKind, symbol::Symbol};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Import;
use crate::{
    context::{Rejection, Reply},
    domain::{
        import::Brought,
        workout::{self, Verdict},
    },
    import::ParsedWorkout,
};

/// Most rows that a list of a report names; the rest is counted.
const MOST_ROWS: usize = 500;

/// What an import brought, or would bring.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportReport)]
pub struct Report {
    /// Id of the import; null for a dry run.
    #[schema(format = Uuid)]
    pub import: Option<String>,
    /// Workouts in the file.
    pub workouts: usize,
    /// Sets in the file, without warm-ups.
    pub sets: usize,
    /// Workouts that were not known.
    pub new: usize,
    /// Workouts whose rows had changed since they were last imported.
    pub revised: usize,
    /// All other workouts; also those that the athlete has deleted.
    pub unchanged: usize,
    /// Local date of the earliest workout.
    #[schema(format = Date)]
    pub first_date: Option<String>,
    /// Local date of the latest workout.
    #[schema(format = Date)]
    pub last_date: Option<String>,
    /// Unit of the weights, `kg` or `lb`; null when there are none or both.
    pub unit: Option<String>,
    /// Names of the exercises in the file.
    pub exercises: Exercises,
    /// What could not be read and was left out.
    pub skipped: Vec<SkippedRow>,
    /// What was taken with some doubt.
    pub warnings: Vec<Note>,
}

/// The exercises of a file, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportedExercises)]
pub struct Exercises {
    /// Never seen before.
    pub new: Vec<String>,
    /// Known from earlier workouts.
    pub matched: Vec<String>,
}

/// Something that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SkippedRow {
    /// Line of the file, from 1; null when it concerns a whole workout.
    pub line: Option<u64>,
    /// The column, as the file names it.
    pub column: Option<String>,
    /// What stands there.
    pub value: String,
    /// Why it was left out.
    pub reason: String,
}

/// Something to know about what was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ImportNote)]
pub struct Note {
    /// Line of the file, from 1; null when it concerns the file as a whole.
    pub line: Option<u64>,
    /// The column, as the file names it.
    pub column: Option<String>,
    /// What was done.
    pub text: String,
}

impl Report {
    /// With what the import brought in all its tries; the log knows it better than the last of them.
    pub(crate) fn bringing(&self, brought: Brought) -> Self {
        let [new, revised] = [brought.new, brought.revised].map(|count| usize::try_from(count).unwrap_or(0));
        Self { new, revised, unchanged: self.workouts.saturating_sub(new + revised), ..self.clone() }
    }
}

/// Counts what became of the workouts.
#[derive(Debug, Default)]
pub(super) struct Tally {
    new: usize,
    revised: usize,
    unchanged: usize,
    deleted: usize,
    new_exercises: BTreeSet<String>,
    matched_exercises: BTreeSet<String>,
    skipped: Vec<SkippedRow>,
    skipped_sets: usize,
}

impl Tally {
    pub(super) fn count(&mut self, reply: &Reply) {
        let Reply::Workout(workout::Reply::Imported { verdict, new_exercises, matched_exercises }) = reply else {
            return;
        };
        match verdict {
            Verdict::New => self.new += 1,
            Verdict::Revised => self.revised += 1,
            Verdict::Unchanged => self.unchanged += 1,
            Verdict::DeletedByUser => self.deleted += 1,
        }
        self.new_exercises.extend(new_exercises.iter().cloned());
        self.matched_exercises.extend(matched_exercises.iter().cloned());
    }

    pub(super) fn skip(&mut self, workout: &ParsedWorkout, rejection: &Rejection) {
        let document = rejection.problem().document();
        self.leave_out(workout, document.detail.unwrap_or(document.title));
    }

    pub(super) fn too_large(&mut self, workout: &ParsedWorkout, bytes: usize) {
        self.leave_out(workout, format!("its {bytes} bytes are more than a workout can hold"));
    }

    fn leave_out(&mut self, workout: &ParsedWorkout, reason: String) {
        let sets = workout.exercises.iter().flat_map(|exercise| &exercise.sets);
        self.skipped_sets += sets.filter(|set| set.kind != SetKind::WarmUp).count();
        let value = format!("{} {}", workout.local_date, workout.name).trim_end().to_owned();
        self.skipped.push(SkippedRow { line: None, column: None, value, reason });
    }

    pub(super) fn report(self, import: &Import) -> Report {
        let history = &import.history;
        let dates = history.dates();
        let rows = history.skipped.iter().map(|row| SkippedRow {
            line: Some(row.line),
            column: named(&row.column),
            value: row.value.clone(),
            reason: row.reason.clone(),
        });
        let mut skipped: Vec<_> = rows.chain(self.skipped.iter().cloned()).collect();
        let mut warnings: Vec<_> = history
            .warnings
            .iter()
            .map(|row| Note { line: Some(row.line), column: named(&row.column), text: row.text.clone() })
            .collect();
        let further = [cut(&mut skipped, "rows were left out"), cut(&mut warnings, "rows have warnings")];
        warnings.extend(further.into_iter().flatten().map(note));
        warnings.extend(stay_deleted(self.deleted).map(note));
        // met first as new, and from then on as known
        let matched = self.matched_exercises.difference(&self.new_exercises).cloned().collect();
        Report {
            import: (!import.dry_run).then(|| import.id.to_string()),
            workouts: history.workouts.len() - self.skipped.len(),
            sets: history.sets.saturating_sub(self.skipped_sets),
            new: self.new,
            revised: self.revised,
            unchanged: self.unchanged + self.deleted,
            first_date: dates.map(|(first, _)| first.to_string()),
            last_date: dates.map(|(_, last)| last.to_string()),
            unit: history.unit.map(|unit| unit.as_str().to_owned()),
            exercises: Exercises { new: self.new_exercises.into_iter().collect(), matched },
            skipped,
            warnings,
        }
    }
}

fn named(column: &str) -> Option<String> {
    (!column.is_empty()).then(|| column.to_owned())
}

fn note(text: String) -> Note {
    Note { line: None, column: None, text }
}

/// Keeps an answer within what is sensible to read and to keep.
fn cut<T>(rows: &mut Vec<T>, what: &str) -> Option<String> {
    let further = rows.len().checked_sub(MOST_ROWS).filter(|further| *further > 0)?;
    rows.truncate(MOST_ROWS);
    Some(format!("{further} further {what}"))
}

fn stay_deleted(workouts: usize) -> Option<String> {
    match workouts {
        0 => None,
        1 => Some("one workout that you have deleted stays deleted".to_owned()),
        several => Some(format!("{several} workouts that you have deleted stay deleted")),
    }
}
