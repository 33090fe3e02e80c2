//! Events of workout templates.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::{DerivedFrom, PlannedExercise, TemplateChange, UpdateReason};
use crate::{
    id::{EventId, TemplateId, UserId},
    record::Record,
    text::Text,
    time::Instant,
};

/// A workout template was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct WorkoutTemplateCreated {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The template's own version, which counts creation and updates only.
    pub version: i32,
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order planned.
    pub exercises: Vec<PlannedExercise>,
    /// How long it takes, where somebody said so.
    pub duration_minutes: Option<i32>,
    /// How long it takes: as given, else estimated.
    pub estimated_duration_minutes: i32,
    /// What it was copied from.
    pub derived_from: Option<DerivedFrom>,
    /// When.
    pub created_at: Instant,
}

impl Record for WorkoutTemplateCreated {
    const NAME: &'static str = "traintracker.planning.WorkoutTemplateCreated";
    const SCHEMA: &'static str = include_str!("../../avro/planning/WorkoutTemplateCreated.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
        if let Some(text) = &mut self.notes {
            visit("notes", text);
        }
        for exercise in &mut self.exercises {
            if let Some(text) = &mut exercise.notes {
                visit("exercises.notes", text);
            }
        }
    }
}

/// A workout template has a new version, which is here whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct WorkoutTemplateUpdated {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The version that it replaces.
    pub previous_version: i32,
    /// The template's own version, which counts creation and updates only.
    pub version: i32,
    /// What it is called.
    pub name: Text,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order planned.
    pub exercises: Vec<PlannedExercise>,
    /// How long it takes, where somebody said so.
    pub duration_minutes: Option<i32>,
    /// How long the version before takes.
    pub minutes_before: i32,
    /// How long this version takes: as given, else estimated.
    pub minutes_after: i32,
    /// What is different.
    pub changes: Vec<TemplateChange>,
    /// Why.
    pub reason: UpdateReason,
    /// The event that it stands on.
    pub evidence_event_id: Option<EventId>,
    /// When.
    pub updated_at: Instant,
}

impl Record for WorkoutTemplateUpdated {
    const NAME: &'static str = "traintracker.planning.WorkoutTemplateUpdated";
    const SCHEMA: &'static str = include_str!("../../avro/planning/WorkoutTemplateUpdated.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
        if let Some(text) = &mut self.notes {
            visit("notes", text);
        }
        for exercise in &mut self.exercises {
            if let Some(text) = &mut exercise.notes {
                visit("exercises.notes", text);
            }
        }
    }
}

/// A workout template is not used any more; its versions stay readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct WorkoutTemplateArchived {
    /// The athlete.
    pub user_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The template's own version, which counts creation and updates only.
    pub version: i32,
    /// When.
    pub archived_at: Instant,
}

impl Record for WorkoutTemplateArchived {
    const NAME: &'static str = "traintracker.planning.WorkoutTemplateArchived";
    const SCHEMA: &'static str = include_str!("../../avro/planning/WorkoutTemplateArchived.v1.avsc");
}
