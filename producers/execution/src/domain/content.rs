//! What a workout holds, whole: as it is logged, corrected or imported, and the digest by which the same content is known again.

use std::collections::BTreeMap;

use schemas::{
    digest::Digest,
    execution::{ExercisePerformed, WorkoutExecuted},
    exercise::ExerciseId,
    id::{SetId, WorkoutId},
    symbol::Symbol,
    time::{Instant, LocalDate, Zone, local_date},
};

use super::{
    canonical::Canonical,
    exercise::{Names, Naming},
    set::SetEntry,
    values::{Line, Notes, Superset},
};

/// Most sets that a workout can hold: what is kept of one workout, here and downstream, is one entry of bounded size (64 KB).
pub const MOST_SETS: usize = 500;
/// Most exercise blocks that a workout can hold.
pub const MOST_EXERCISES: usize = 200;

/// A whole workout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    /// Title.
    pub name: Option<Line>,
    /// Notes.
    pub notes: Option<Notes>,
    /// Start.
    pub started_at: Instant,
    /// End.
    pub ended_at: Option<Instant>,
    /// Zone of the local times.
    pub zone: Zone,
    /// The local date as a file wrote it; else it follows from start and zone.
    pub local_date: Option<LocalDate>,
    /// In the order done.
    pub exercises: Vec<ExerciseEntry>,
}

/// One block of sets of an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExerciseEntry {
    /// Which exercise.
    pub naming: Naming,
    /// Exercises with the same number were done in turns.
    pub superset: Option<Superset>,
    /// Notes.
    pub notes: Option<Notes>,
    /// In the order done.
    pub sets: Vec<SetEntry>,
}

impl Content {
    /// How many sets it has, warm-ups too.
    pub fn sets(&self) -> usize {
        self.exercises.iter().map(|exercise| exercise.sets.len()).sum()
    }

    /// Whether anything was done beside warming up.
    pub fn has_work(&self) -> bool {
        self.exercises.iter().flat_map(|exercise| &exercise.sets).any(SetEntry::is_working)
    }

    /// The local date it counts for.
    pub fn date(&self) -> LocalDate {
        self.local_date.unwrap_or_else(|| local_date(self.started_at, self.zone))
    }

    /// Exercises and sets in their places. A set without an id gets one that follows from its place, and every set without a time
    /// counts as logged at the start of the workout: nobody knows better.
    pub fn performed(&self, workout: WorkoutId, names: &mut Names) -> Vec<ExercisePerformed> {
        let mut blocks: BTreeMap<ExerciseId, i32> = BTreeMap::new();
        self.exercises
            .iter()
            .map(|entry| {
                let exercise = names.resolve(&entry.naming);
                let next = blocks.entry(exercise.id.clone()).or_insert(0);
                let block = *next;
                *next += 1;
                let sets = (0..)
                    .zip(&entry.sets)
                    .map(|(index, set)| {
                        set.performed(set_id(workout, &exercise.id, block, index), index, self.started_at)
                    })
                    .collect();
                ExercisePerformed {
                    exercise: exercise.id,
                    name: exercise.name,
                    block,
                    superset: entry.superset.map(Superset::get),
                    notes: entry.notes.as_ref().map(Notes::text),
                    sets,
                }
            })
            .collect()
    }
}

/// The id of a set that nobody named: it follows from its place, so that the same file or body gives the same id again.
pub fn set_id(workout: WorkoutId, exercise: &ExerciseId, block: i32, index: i32) -> SetId {
    SetId::v5(workout.uuid(), format!("{exercise}/{block}/{index}").as_bytes())
}

/// SHA-256 over what a person put in: title, notes, times, exercises and sets. How the fact came into the log (revision, origin,
/// import) is no part of it, nor is the spelling of a number: 75.0 is 75.
pub fn digest(fact: &WorkoutExecuted) -> Digest {
    let mut canonical = Canonical::default();
    canonical.text(fact.name.as_ref());
    canonical.text(fact.notes.as_ref());
    canonical.number(Some(fact.local_date.days().into()));
    canonical.number(Some(fact.started_at.micros()));
    canonical.number(fact.ended_at.map(Instant::micros));
    canonical.str(fact.zone.name());
    canonical.length(fact.exercises.len());
    for exercise in &fact.exercises {
        canonical.exercise(exercise);
    }
    canonical.digest()
}

impl Canonical {
    fn exercise(&mut self, exercise: &ExercisePerformed) {
        self.str(exercise.exercise.as_str());
        self.str(&exercise.name);
        self.number(Some(exercise.block.into()));
        self.number(exercise.superset.map(Into::into));
        self.text(exercise.notes.as_ref());
        self.length(exercise.sets.len());
        for set in &exercise.sets {
            self.uuid(set.id.uuid());
            self.number(Some(set.index.into()));
            self.str(set.kind.as_str());
            self.number(set.reps.map(Into::into));
            self.number(set.load.as_ref().map(|load| load.micrograms()));
            self.str(set.load.as_ref().map_or("", |load| load.unit().as_str()));
            self.str(set.resistance.as_str());
            self.number(set.rpe_tenths.map(Into::into));
            self.number(set.rir.map(Into::into));
            self.number(set.rest_seconds.map(Into::into));
            self.number(set.duration_seconds.map(Into::into));
            self.number(set.distance.as_ref().map(|distance| distance.millimetres()));
            self.str(set.distance.as_ref().map_or("", |distance| distance.unit().as_str()));
            self.number(set.logged_at.map(Instant::micros));
            self.text(set.notes.as_ref());
        }
    }
}

#[cfg(test)]
mod tests;
