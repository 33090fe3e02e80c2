//! What an athlete says about exercises: new ones, other names, and that two are one.
//!
//! Exercises need no definition to be planned or done, so names and merges may concern ids that only a history knows. Names are
//! unique per athlete, the built-in catalogue's included. A merged exercise counts for exactly one other; what counted for it
//! before moves along, so that nothing ever stands behind two merges.

mod state;

use std::collections::BTreeMap;

use schemas::{
    digest::Digest,
    exercise::{ExerciseId, catalogue},
    id::UserId,
    planning::{Equipment, ExerciseDefined, ExerciseRenamed, ExercisesMerged, Measurement, Muscle, PlanningEvent},
    time::Instant,
};

pub use self::state::{Change, Exercise, Given, evolve};
use super::{rejection::Rejection, versioned};

/// Most exercises that can count for one.
pub const MOST_MERGED: usize = 200;

/// An exercise of an athlete's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// Its name as entered.
    pub name: String,
    /// What it is for.
    pub primary_muscles: Vec<Muscle>,
    /// What helps.
    pub secondary_muscles: Vec<Muscle>,
    /// What it is done with.
    pub equipment: Equipment,
    /// What is counted.
    pub measurement: Measurement,
    /// Other names.
    pub aliases: Vec<String>,
}

/// What can be asked about exercises.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Adds one.
    Define(Definition),
    /// Gives one another name.
    Rename {
        /// The exercise.
        exercise: ExerciseId,
        /// The name as entered.
        name: String,
    },
    /// Makes two of them one.
    Merge {
        /// The one that is given up.
        from: ExerciseId,
        /// The one that stays.
        into: ExerciseId,
    },
}

impl Command {
    /// The exercises that deciding it needs to know.
    pub fn exercises(&self) -> Vec<ExerciseId> {
        match self {
            Self::Define(definition) => {
                vec![ExerciseId::of_name(&definition.name), ExerciseId::with_digest(&definition.name)]
            }
            Self::Rename { exercise, .. } => vec![exercise.clone()],
            Self::Merge { from, into } => vec![from.clone(), into.clone()],
        }
    }

    /// The name that deciding it needs to know the holder of.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Define(definition) => Some(&definition.name),
            Self::Rename { name, .. } => Some(name),
            Self::Merge { .. } => None,
        }
    }
}

/// What is known when a command is decided.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The athlete.
    pub user: UserId,
    /// When the command arrived.
    pub now: Instant,
    /// What the athlete said about the exercises that the command concerns.
    pub known: BTreeMap<ExerciseId, Exercise>,
    /// Which exercise the athlete gave the command's name to.
    pub holder: Option<ExerciseId>,
}

impl Facts {
    fn of(&self, exercise: &ExerciseId) -> Exercise {
        self.known.get(exercise).cloned().unwrap_or_default()
    }

    /// Who has the name: the athlete's own word goes before the catalogue's.
    fn holder_of(&self, name: &str) -> Option<ExerciseId> {
        self.holder.clone().or_else(|| catalogue::find(name).map(|entry| entry.id.clone()))
    }
}

/// By which a name is found again: without case and outer space.
pub fn name_key(name: &str) -> String {
    Digest::of(name.trim().to_lowercase().as_bytes()).to_string()
}

/// Decides a command; also the exercise that it comes to.
pub fn decide(facts: &Facts, command: &Command) -> Result<(Vec<PlanningEvent>, ExerciseId), Rejection> {
    match command {
        Command::Define(definition) => define(facts, definition),
        Command::Rename { exercise, name } => {
            let events = rename(facts, exercise, name)?;
            Ok((events, exercise.clone()))
        }
        Command::Merge { from, into } => {
            let events = merge(facts, from, into)?;
            Ok((events, into.clone()))
        }
    }
}

fn define(facts: &Facts, definition: &Definition) -> Result<(Vec<PlanningEvent>, ExerciseId), Rejection> {
    let defined = |exercise: ExerciseId| ExerciseDefined {
        user_id: facts.user,
        exercise,
        name: definition.name.clone(),
        primary_muscles: definition.primary_muscles.clone(),
        secondary_muscles: definition.secondary_muscles.clone(),
        equipment: definition.equipment,
        measurement: definition.measurement,
        aliases: definition.aliases.clone(),
        defined_at: facts.now,
    };
    if let Some(holder) = facts.holder_of(&definition.name) {
        let standing = facts.of(&holder).definition;
        // defining the same again is what a retry looks like: agree, and record nothing
        if standing == Some(digest(&defined(holder.clone()))) {
            return Ok((vec![], holder));
        }
        return Err(Rejection::NameTaken { exercise: holder });
    }
    let slug = ExerciseId::of_name(&definition.name);
    let is_taken = facts.of(&slug) != Exercise::default() || catalogue::get(&slug).is_some();
    let exercise = if is_taken { ExerciseId::with_digest(&definition.name) } else { slug };
    Ok((vec![PlanningEvent::ExerciseDefined(defined(exercise.clone()))], exercise))
}

fn rename(facts: &Facts, exercise: &ExerciseId, name: &str) -> Result<Vec<PlanningEvent>, Rejection> {
    let known = facts.of(exercise);
    let previous_name = known.name.or_else(|| catalogue::get(exercise).map(|entry| entry.name.clone()));
    if previous_name.as_deref() == Some(name) {
        return Ok(vec![]);
    }
    if let Some(holder) = facts.holder_of(name).filter(|holder| holder != exercise) {
        return Err(Rejection::NameTaken { exercise: holder });
    }
    Ok(vec![PlanningEvent::ExerciseRenamed(ExerciseRenamed {
        user_id: facts.user,
        exercise: exercise.clone(),
        previous_name,
        name: name.to_owned(),
        renamed_at: facts.now,
    })])
}

fn merge(facts: &Facts, from: &ExerciseId, into: &ExerciseId) -> Result<Vec<PlanningEvent>, Rejection> {
    if from == into {
        return Err(Rejection::MergedIntoItself);
    }
    let (given_up, stays) = (facts.of(from), facts.of(into));
    match given_up.merged_into {
        Some(before) if before == *into => return Ok(vec![]),
        Some(before) => return Err(Rejection::MergedBefore { into: before }),
        None => {}
    }
    match stays.merged_into {
        Some(before) if before == *from => return Err(Rejection::MergeInCircle),
        // the athlete should see what it counts for, rather than be surprised by it
        Some(before) => return Err(Rejection::MergedBefore { into: before }),
        None => {}
    }
    let rekeyed: Vec<ExerciseId> = std::iter::once(from.clone()).chain(given_up.absorbed).collect();
    if stays.absorbed.len() + rekeyed.len() > MOST_MERGED {
        return Err(Rejection::TooManyMerged);
    }
    Ok(vec![PlanningEvent::ExercisesMerged(ExercisesMerged {
        user_id: facts.user,
        from: from.clone(),
        into: into.clone(),
        rekeyed,
        merged_at: facts.now,
    })])
}

/// Of the definition alone: not of when, nor of the id that it came to.
pub fn digest(event: &ExerciseDefined) -> Digest {
    let anonymous = ExerciseDefined {
        user_id: uuid::Uuid::nil().into(),
        exercise: ExerciseId::of_name(""),
        defined_at: Instant::default(),
        ..event.clone()
    };
    versioned::digest(&anonymous)
}

#[cfg(test)]
mod tests;
