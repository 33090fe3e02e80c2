//! The parts that records of execution are made of.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use crate::{
    exercise::ExerciseId,
    id::{SetId, TemplateId},
    quantity::{Distance, Mass},
    symbol::Symbol,
    text::Text,
    time::Instant,
};

/// What a set was for. Warm-ups count for nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SetKind {
    /// Getting ready; counts for nothing.
    WarmUp,
    /// A working set.
    Normal,
    /// A working set with less load right after another.
    Drop,
    /// A working set until nothing more went.
    Failure,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for SetKind {
    const NAME: &'static str = "traintracker.execution.SetKind";
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
    const NAME: &'static str = "traintracker.execution.Resistance";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::External, "external"),
        (Self::Bodyweight, "bodyweight"),
        (Self::Assisted, "assisted"),
        (Self::Unknown, "unknown"),
    ];
}

/// How a workout came into the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Logged while it happened.
    Live,
    /// Written down afterwards, whole.
    Logged,
    /// Read from another app's history.
    Import,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Origin {
    const NAME: &'static str = "traintracker.execution.Origin";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Live, "live"), (Self::Logged, "logged"), (Self::Import, "import"), (Self::Unknown, "unknown")];
}

/// The app that an imported history comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Strong.
    Strong,
    /// Hevy.
    Hevy,
    /// FitNotes.
    Fitnotes,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Source {
    const NAME: &'static str = "traintracker.execution.Source";
    const ALL: &'static [(Self, &'static str)] =
        &[(Self::Strong, "strong"), (Self::Hevy, "hevy"), (Self::Fitnotes, "fitnotes"), (Self::Unknown, "unknown")];
}

/// One set as it was performed. Time and load as entered; working sets are all but warm-ups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct SetPerformed {
    /// The set, under its user.
    pub id: SetId,
    /// Place in its block, from 0 without gaps.
    pub index: i32,
    /// What the set was for.
    pub kind: SetKind,
    /// Repetitions.
    pub reps: Option<i32>,
    /// Load of one repetition, as entered.
    pub load: Option<Mass>,
    /// What the load is.
    #[avro(default = "\"external\"")]
    pub resistance: Resistance,
    /// Rate of perceived exertion in tenths: 10 to 100 in steps of 5.
    pub rpe_tenths: Option<i32>,
    /// Repetitions that were left in reserve.
    pub rir: Option<i32>,
    /// Rest after the set.
    pub rest_seconds: Option<i32>,
    /// Length of the set.
    pub duration_seconds: Option<i32>,
    /// Distance covered in the set, as entered.
    pub distance: Option<Distance>,
    /// When the set was logged; in a workout written down or imported whole, its start unless the client said more.
    pub logged_at: Option<Instant>,
    /// What the athlete noted.
    pub notes: Option<Text>,
}

/// One block of an exercise in a workout; the same exercise may come in several blocks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct ExercisePerformed {
    /// Id of the exercise.
    pub exercise: ExerciseId,
    /// Its name as entered.
    pub name: String,
    /// Which block of its exercise in this workout, from 0.
    pub block: i32,
    /// Blocks with the same number were done in turns.
    pub superset: Option<i32>,
    /// What the athlete noted.
    pub notes: Option<Text>,
    /// In the order performed.
    pub sets: Vec<SetPerformed>,
}

/// The version of a workout template that was followed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct TemplateRef {
    /// The template.
    pub id: TemplateId,
    /// The template's own version, counting creation and updates only.
    pub version: i32,
}

/// What a template prescribes of one exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.execution")]
pub struct PlannedExercise {
    /// Id of the exercise.
    pub exercise: ExerciseId,
    /// Its name.
    pub name: String,
    /// Number of sets.
    pub sets: i32,
}
