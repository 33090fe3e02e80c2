//! The parts that records of workout templates are made of.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    exercise::ExerciseId,
    id::{TemplateId, UserId},
    quantity::{Distance, Mass},
    symbol::Symbol,
    text::Text,
};

/// What a set is for. Warm-ups count for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// Getting ready; counts for nothing.
    WarmUp,
    /// A working set.
    Normal,
    /// A working set with less load right after another.
    Drop,
    /// A working set until nothing more goes.
    Failure,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for SetKind {
    const NAME: &'static str = "traintracker.planning.SetKind";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::WarmUp, "warm_up"),
        (Self::Normal, "normal"),
        (Self::Drop, "drop"),
        (Self::Failure, "failure"),
        (Self::Unknown, "unknown"),
    ];
}

/// What the load of a set is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Resistance {
    /// The weight moved.
    External,
    /// A weight beside one's own.
    Bodyweight,
    /// A weight that helps.
    Assisted,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Resistance {
    const NAME: &'static str = "traintracker.planning.Resistance";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::External, "external"),
        (Self::Bodyweight, "bodyweight"),
        (Self::Assisted, "assisted"),
        (Self::Unknown, "unknown"),
    ];
}

/// What of a template changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateChangeKind {
    /// Its name.
    Renamed,
    /// Its notes.
    NotesChanged,
    /// The minutes given.
    DurationChanged,
    /// An exercise came.
    ExerciseAdded,
    /// An exercise went.
    ExerciseRemoved,
    /// An exercise has another place.
    ExerciseMoved,
    /// The sets of an exercise.
    SetsChanged,
    /// Notes, name or superset of an exercise.
    ExerciseChanged,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for TemplateChangeKind {
    const NAME: &'static str = "traintracker.planning.TemplateChangeKind";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Renamed, "renamed"),
        (Self::NotesChanged, "notes_changed"),
        (Self::DurationChanged, "duration_changed"),
        (Self::ExerciseAdded, "exercise_added"),
        (Self::ExerciseRemoved, "exercise_removed"),
        (Self::ExerciseMoved, "exercise_moved"),
        (Self::SetsChanged, "sets_changed"),
        (Self::ExerciseChanged, "exercise_changed"),
        (Self::Unknown, "unknown"),
    ];
}

/// Why a template has a new version.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum UpdateReason {
    /// Somebody changed it.
    Edited,
    /// All prescribed repetitions were done above the prescribed load.
    CompletedAllReps,
    /// Somebody asked for another load.
    UserRequested,
    /// A recommendation was followed.
    AnalyticsRecommendation,
    /// A value newer than this reader.
    #[default]
    #[serde(rename = "unknown")]
    Unknown,
}

impl Symbol for UpdateReason {
    const NAME: &'static str = "traintracker.planning.UpdateReason";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Edited, "Edited"),
        (Self::CompletedAllReps, "CompletedAllReps"),
        (Self::UserRequested, "UserRequested"),
        (Self::AnalyticsRecommendation, "AnalyticsRecommendation"),
        (Self::Unknown, "unknown"),
    ];
}

/// One set as a template prescribes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct PlannedSet {
    /// What the set is for.
    pub kind: SetKind,
    /// Repetitions.
    pub reps: Option<i32>,
    /// Least repetitions, where a range is prescribed.
    pub reps_min: Option<i32>,
    /// Most repetitions, where a range is prescribed.
    pub reps_max: Option<i32>,
    /// Load of one repetition, as entered.
    pub load: Option<Mass>,
    /// What the load is.
    #[avro(default = "\"external\"")]
    pub resistance: Resistance,
    /// Load as a share of the estimated one-repetition maximum, in tenths of a percent.
    pub e1rm_percent_tenths: Option<i32>,
    /// Exertion to aim at, in tenths: 10 to 100 in steps of 5.
    pub rpe_tenths: Option<i32>,
    /// Rest after the set.
    pub rest_seconds: Option<i32>,
    /// Length of the set.
    pub duration_seconds: Option<i32>,
    /// Distance to cover in the set, as entered.
    pub distance: Option<Distance>,
}

/// One exercise of a template; the same one may come more than once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct PlannedExercise {
    /// Id of the exercise.
    pub exercise: ExerciseId,
    /// Its name when it was planned.
    pub name: String,
    /// Exercises with the same number are done in turns.
    pub superset: Option<i32>,
    /// What to mind.
    pub notes: Option<Text>,
    /// In the order prescribed.
    pub sets: Vec<PlannedSet>,
}

/// The version of a template that another one was copied from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct DerivedFrom {
    /// Whose template it is.
    pub owner_id: UserId,
    /// The template.
    pub template_id: TemplateId,
    /// The template's own version.
    pub version: i32,
}

/// One difference between two versions of a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.planning")]
pub struct TemplateChange {
    /// What changed.
    pub kind: TemplateChangeKind,
    /// The exercise concerned.
    pub exercise: Option<ExerciseId>,
    /// Its place in the version where it is, from 0: the new one unless it was removed.
    pub place: Option<i32>,
    /// Sets before.
    pub sets_before: Option<i32>,
    /// Sets after.
    pub sets_after: Option<i32>,
    /// Lowest load of its working sets before.
    pub load_before: Option<Mass>,
    /// Lowest load of its working sets after.
    pub load_after: Option<Mass>,
}
