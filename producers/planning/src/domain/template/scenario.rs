//! Given–when–then for templates.

use schemas::{
    exercise::ExerciseId,
    id::TemplateId,
    planning::{PlannedExercise, PlannedSet, PlanningEvent, Resistance, SetKind},
    quantity::{Mass, MassUnit},
    testing::{id, moment},
};

use super::{Command, Content, Facts, Known, Template, Version, decide, evolve, version_of};
use crate::domain::rejection::Rejection;

pub(crate) fn kilograms(text: &str) -> Mass {
    Mass::parse(text, MassUnit::Kg).unwrap()
}

pub(crate) fn eight_at(load: &str) -> PlannedSet {
    PlannedSet {
        kind: SetKind::Normal,
        reps: Some(8),
        reps_min: None,
        reps_max: None,
        load: Some(kilograms(load)),
        resistance: Resistance::External,
        e1rm_percent_tenths: None,
        rpe_tenths: None,
        rest_seconds: Some(90),
        duration_seconds: None,
        distance: None,
    }
}

/// Three sets of eight.
pub(crate) fn exercise(name: &str, load: &str) -> PlannedExercise {
    PlannedExercise {
        exercise: ExerciseId::of_name(name),
        name: name.to_owned(),
        superset: None,
        notes: None,
        sets: vec![eight_at(load); 3],
    }
}

/// Bench press at 40 kg.
pub(crate) fn content() -> Content {
    Content { name: "Push".into(), notes: None, exercises: vec![exercise("bench", "40")], duration_minutes: None }
}

pub(crate) fn template() -> TemplateId {
    id(9)
}

/// A template as its events made it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scenario {
    pub(crate) state: Option<Template>,
    pub(crate) versions: Vec<Version>,
    pub(crate) sequence: u64,
    pub(crate) known: Known,
}

impl Scenario {
    /// With bench press at 40 kg.
    pub(crate) fn created() -> Self {
        Self::default().after(&Command::Create { content: content(), derived_from: None })
    }

    #[track_caller]
    pub(crate) fn after(mut self, command: &Command) -> Self {
        let events = self.when(command).unwrap();
        self.take(&events);
        self
    }

    pub(crate) fn take(&mut self, events: &[PlanningEvent]) {
        for event in events {
            self.state = evolve(self.state.as_ref(), event);
            self.versions.extend(version_of(event));
            self.sequence += 1;
        }
    }

    pub(crate) fn when(&self, command: &Command) -> Result<Vec<PlanningEvent>, Rejection> {
        let facts = Facts {
            user: id(1),
            template: template(),
            sequence: self.sequence,
            now: moment(),
            current: self.versions.last(),
            known: self.known.clone(),
        };
        decide(self.state.as_ref(), &facts, command)
    }
}
