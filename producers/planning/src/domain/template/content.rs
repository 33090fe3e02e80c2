//! What a template prescribes, and how long that takes.

use std::collections::BTreeMap;

use schemas::{
    digest::Digest,
    exercise::ExerciseId,
    id::{TemplateId, UserId},
    planning::{PlannedExercise, PlannedSet, WorkoutTemplateCreated, WorkoutTemplateUpdated},
    text::Text,
    time::Instant,
};

use super::Version;
use crate::domain::versioned;

/// What a template prescribes. Bodies are checked where they are read, copies where they were made.
#[derive(Clone, Debug, PartialEq)]
pub struct Content {
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order planned. A name that equals its id was not given.
    pub exercises: Vec<PlannedExercise>,
    /// How long it takes, where somebody said so.
    pub duration_minutes: Option<i32>,
}

/// What is known of exercises: what each counts for, and what that is called.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known(pub BTreeMap<ExerciseId, (ExerciseId, Option<String>)>);

impl Content {
    /// The content of a version.
    pub fn of(version: &Version) -> Self {
        Self {
            name: version.name.clone(),
            notes: version.notes.clone(),
            exercises: version.exercises.clone(),
            duration_minutes: version.duration_minutes,
        }
    }

    pub(super) fn of_created(event: &WorkoutTemplateCreated) -> Self {
        Self {
            name: event.name.clone(),
            notes: event.notes.clone(),
            exercises: event.exercises.clone(),
            duration_minutes: event.duration_minutes,
        }
    }

    pub(super) fn of_updated(event: &WorkoutTemplateUpdated) -> Self {
        Self {
            name: event.name.clone(),
            notes: event.notes.clone(),
            exercises: event.exercises.clone(),
            duration_minutes: event.duration_minutes,
        }
    }

    /// With the exercises that count: one that was merged stands for the one it was merged into, and a name that was not given is
    /// the one known.
    pub(super) fn resolved(&self, known: &Known) -> Self {
        let mut content = self.clone();
        for exercise in &mut content.exercises {
            let Some((counts_for, name)) = known.0.get(&exercise.exercise) else { continue };
            let was_given = exercise.name != exercise.exercise.as_str() && *counts_for == exercise.exercise;
            exercise.exercise = counts_for.clone();
            if !was_given {
                exercise.name = name.clone().unwrap_or_else(|| counts_for.to_string());
            }
        }
        content
    }

    /// As given, else estimated.
    pub(super) fn minutes(&self) -> i32 {
        self.duration_minutes.unwrap_or_else(|| estimated_minutes(&self.exercises))
    }

    pub(super) fn version(
        self,
        user_id: UserId,
        template_id: TemplateId,
        template_version: i32,
        created_at: Instant,
    ) -> Version {
        Version {
            user_id,
            template_id,
            template_version,
            estimated_duration_minutes: self.minutes(),
            name: self.name,
            notes: self.notes,
            exercises: self.exercises,
            duration_minutes: self.duration_minutes,
            created_at,
        }
    }

    /// By which the same content is known again, whoever's it is.
    pub fn digest(&self) -> Digest {
        let nobody = uuid::Uuid::nil();
        let version = self.clone().version(nobody.into(), nobody.into(), 0, Instant::default());
        versioned::digest(&version)
    }
}

/// A repetition takes so long.
const SECONDS_PER_REP: i64 = 4;
/// Getting to an exercise and ready for it.
const SECONDS_PER_EXERCISE: i64 = 60;

/// Minutes that these exercises take: ceil((Σ sets (reps × 4 s, or its seconds, + rest) + 60 s per exercise) / 60). A range of
/// repetitions counts by its top.
pub fn estimated_minutes(exercises: &[PlannedExercise]) -> i32 {
    let sets: i64 = exercises.iter().flat_map(|exercise| &exercise.sets).map(seconds).sum();
    let seconds = sets + SECONDS_PER_EXERCISE * exercises.len() as i64;
    i32::try_from((seconds + 59) / 60).unwrap_or(i32::MAX)
}

fn seconds(set: &PlannedSet) -> i64 {
    let reps = set.reps.or(set.reps_max).unwrap_or(0);
    let work = set.duration_seconds.map_or(SECONDS_PER_REP * i64::from(reps), i64::from);
    work + i64::from(set.rest_seconds.unwrap_or(0))
}
