//! Workouts put together from rows that name them over and over.

use std::collections::HashMap;

use schemas::{execution::SetKind, quantity::Mass};

use super::{
    ParsedExercise, ParsedHistory, ParsedSet, ParsedWorkout, Skipped, Warning,
    column::At,
    table::{Problem, Row},
};
use crate::domain::content::{MOST_EXERCISES, MOST_SETS};

/// The rows read so far.
#[derive(Debug, Default)]
pub(super) struct Assembly {
    drafts: Vec<Draft>,
    by_key: HashMap<String, usize>,
    skipped: Vec<Skipped>,
    warnings: Vec<Warning>,
    /// The row before was a set that was taken, and the timer has not run after it yet.
    rest_expected: bool,
}

/// A workout under construction.
#[derive(Debug)]
pub(super) struct Draft {
    workout: ParsedWorkout,
    /// The line of the first row of each block.
    lines: Vec<u64>,
    sets: usize,
    /// Number of the last numbered set of the last block.
    last_number: Option<u32>,
    /// Sets without number at the end of the last block that are all warm-ups.
    loose_warm_ups: usize,
}

/// What a set row says.
#[derive(Debug)]
pub(super) struct SetRow<'a> {
    pub(super) exercise: &'a str,
    pub(super) superset: Option<i32>,
    /// Counts from 1 in each block.
    pub(super) number: Option<u32>,
    pub(super) notes: &'a str,
    pub(super) set: ParsedSet,
}

impl Assembly {
    /// Whether a row of this workout was taken before.
    pub(super) fn knows(&self, grouping_key: &str) -> bool {
        self.by_key.contains_key(grouping_key)
    }

    /// The workout of this key, begun with `head` when it is new.
    pub(super) fn workout(&mut self, head: ParsedWorkout) -> &mut Draft {
        let next = self.drafts.len();
        let index = *self.by_key.entry(head.grouping_key.clone()).or_insert(next);
        if index == next {
            let draft = Draft { workout: head, lines: Vec::new(), sets: 0, last_number: None, loose_warm_ups: 0 };
            self.drafts.push(draft);
        }
        &mut self.drafts[index]
    }

    /// Adds a set, when the workout has room for it.
    pub(super) fn set(
        &mut self,
        row: &Row,
        at: &At,
        head: ParsedWorkout,
        set: SetRow<'_>,
    ) -> Result<&mut Draft, Problem> {
        self.rest_expected = true;
        let draft = self.workout(head);
        draft.set(row.line, set).map_err(|full| row.problem(at, full))?;
        Ok(draft)
    }

    /// Gives the set before its rest, when it is of the same exercise.
    pub(super) fn rest(&mut self, head: ParsedWorkout, exercise: &str, seconds: u32) -> bool {
        if !std::mem::take(&mut self.rest_expected) {
            return false;
        }
        let block = self.workout(head).workout.exercises.last_mut().filter(|block| block.name == exercise);
        let Some(set) = block.and_then(|block| block.sets.last_mut()) else { return false };
        set.rest_seconds = Some(seconds);
        true
    }

    /// Notes that a row was left out.
    pub(super) fn skip(&mut self, line: u64, problem: Problem) {
        let Problem { column, value, reason } = problem;
        self.skipped.push(Skipped { line, column, value, reason });
        self.rest_expected = false;
    }

    /// Notes a doubt about a row that was taken.
    pub(super) fn warn(&mut self, line: u64, column: &str, text: impl Into<String>) {
        self.warnings.push(Warning { line, column: column.to_owned(), text: text.into() });
    }

    /// Reads how long a set took, with a word when there was something to round.
    pub(super) fn set_seconds(&mut self, row: &Row, at: Option<&At>) -> Result<Option<u32>, Problem> {
        let seconds = row.set_seconds(at)?;
        if let Some(at) = at.filter(|_| seconds.rounded) {
            self.warn(row.line, &at.name, "rounded to whole seconds");
        }
        Ok(seconds.whole)
    }

    /// Reads the exertion. An impossible one costs the set nothing else.
    pub(super) fn rpe_tenths(&mut self, row: &Row, at: Option<&At>) -> Option<u32> {
        at.and_then(|at| {
            row.rpe_tenths(at).unwrap_or_else(|problem| {
                self.warn(row.line, &at.name, format!("{:?} is left out: {}", problem.value, problem.reason));
                None
            })
        })
    }

    /// All that was read.
    pub(super) fn finish(mut self) -> ParsedHistory {
        let mut workouts = Vec::with_capacity(self.drafts.len());
        for draft in std::mem::take(&mut self.drafts) {
            let first = draft.lines.first().copied().unwrap_or(1);
            let workout = self.complete(draft);
            let mut sets = workout.exercises.iter().flat_map(|exercise| &exercise.sets);
            if sets.any(|set| set.kind != SetKind::WarmUp) {
                workouts.push(workout);
            } else if !workout.exercises.is_empty() {
                self.warn(first, "", format!("nothing but warm-ups in the workout {:?}: left out", workout.name));
            }
        }
        workouts.sort_by_key(|workout| workout.started_at);
        self.warnings.sort_by_key(|warning| warning.line);
        let sets = || workouts.iter().flat_map(|workout| &workout.exercises).flat_map(|exercise| &exercise.sets);
        let warm_ups = sets().filter(|set| set.kind == SetKind::WarmUp).count();
        let all = sets().count();
        // a load of zero is written in whatever unit is at hand, so it says something only when nothing else does
        let loads = || sets().filter_map(|set| set.load.as_ref());
        let weights = loads().any(|load| load.micrograms() > 0);
        let mut units = loads().filter(|load| !weights || load.micrograms() > 0).map(Mass::unit);
        let unit = units.next().filter(|first| units.all(|unit| unit == *first));
        ParsedHistory { unit, sets: all - warm_ups, warm_ups, workouts, skipped: self.skipped, warnings: self.warnings }
    }

    /// Leaves out blocks of which only notes are known, and counts the others.
    fn complete(&mut self, draft: Draft) -> ParsedWorkout {
        let Draft { mut workout, lines, .. } = draft;
        let mut blocks: HashMap<String, u32> = HashMap::new();
        for (mut exercise, line) in std::mem::take(&mut workout.exercises).into_iter().zip(lines) {
            if exercise.sets.is_empty() {
                self.warn(line, "", format!("notes on {:?}, of which there is no set: left out", exercise.name));
                continue;
            }
            let block = blocks.entry(exercise.name.clone()).or_default();
            exercise.block = *block;
            *block += 1;
            workout.exercises.push(exercise);
        }
        workout
    }
}

impl Draft {
    /// Adds a line to the notes on the workout.
    pub(super) fn notes(&mut self, text: &str) {
        add_note(&mut self.workout.notes, text);
    }

    /// Adds a line to the notes on an exercise, which begins a block when another one was under way.
    pub(super) fn exercise_notes(&mut self, line: u64, exercise: &str, text: &str) {
        if !text.trim().is_empty() {
            add_note(&mut self.block(line, exercise).notes, text);
        }
    }

    fn set(&mut self, line: u64, row: SetRow<'_>) -> Result<(), String> {
        let SetRow { exercise, superset, number, notes, set } = row;
        let same = self.workout.exercises.last().is_some_and(|block| block.name == exercise);
        let restarts = self.last_number.zip(number).is_some_and(|(last, number)| number == 1 || number < last);
        if self.sets >= MOST_SETS {
            return Err(format!("the workout has {MOST_SETS} sets already"));
        }
        if self.workout.exercises.len() >= MOST_EXERCISES && (restarts || !same) {
            return Err(format!("the workout has {MOST_EXERCISES} exercises already"));
        }
        if same && restarts {
            self.restart(line, exercise);
        }
        let warm_up = set.kind == SetKind::WarmUp;
        let block = self.block(line, exercise);
        block.superset = superset.or(block.superset);
        add_note(&mut block.notes, notes);
        block.sets.push(set);
        self.sets += 1;
        self.last_number = number.or(self.last_number);
        self.loose_warm_ups = if number.is_none() && warm_up { self.loose_warm_ups + 1 } else { 0 };
        Ok(())
    }

    /// The block under way when it is of this exercise, else a new one.
    fn block(&mut self, line: u64, exercise: &str) -> &mut ParsedExercise {
        let last = self.workout.exercises.len().wrapping_sub(1);
        if self.workout.exercises.last().is_some_and(|block| block.name == exercise) {
            return &mut self.workout.exercises[last];
        }
        self.begin(line, exercise)
    }

    fn begin(&mut self, line: u64, exercise: &str) -> &mut ParsedExercise {
        self.last_number = None;
        self.loose_warm_ups = 0;
        self.lines.push(line);
        let name = exercise.to_owned();
        self.workout.exercises.push(ParsedExercise { name, block: 0, superset: None, notes: None, sets: Vec::new() });
        let last = self.workout.exercises.len() - 1;
        &mut self.workout.exercises[last]
    }

    /// Begins a second block of the same exercise. Warm-ups have no number, so those just before belong to it.
    fn restart(&mut self, line: u64, exercise: &str) {
        let loose = self.loose_warm_ups;
        let warm_ups = self.workout.exercises.last_mut().map(|block| {
            let keep = block.sets.len().saturating_sub(loose);
            block.sets.split_off(keep)
        });
        self.begin(line, exercise).sets.extend(warm_ups.unwrap_or_default());
    }
}

/// Adds a line that is not there yet: some rows repeat what the row before said.
fn add_note(notes: &mut Option<String>, text: &str) {
    let text = text.trim();
    match notes {
        _ if text.is_empty() => {}
        None => *notes = Some(text.to_owned()),
        Some(notes) if notes == text || notes.ends_with(&format!("\n{text}")) => {}
        Some(notes) if notes.starts_with(&format!("{text}\n")) => {}
        Some(notes) => {
            notes.push('\n');
            notes.push_str(text);
        }
    }
}
