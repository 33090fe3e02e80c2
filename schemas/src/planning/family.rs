//! Which records share a topic.

use super::{
    CreateWorkoutTemplate, ExerciseDefined, ExerciseListSnapshot, ExerciseNameTakenSnapshot,
    ExerciseProgressionUpdated, ExerciseRenamed, ExerciseSnapshot, ExercisesMerged, MealPlanArchived, MealPlanCreated,
    MealPlanSnapshot, MealPlanUpdated, MealPlanVersionSnapshot, ProgressExercise, ProgressionAccepted,
    ProgressionDeclined, ProgressionProposed, ProgressionRuleChosen, ProposeProgression, RecommendationAccepted,
    RecommendationDeclined, RecommendationSnapshot, SupplementPlanArchived, SupplementPlanCreated,
    SupplementPlanSnapshot, SupplementPlanUpdated, SupplementPlanVersionSnapshot, WorkoutTemplateArchived,
    WorkoutTemplateCreated, WorkoutTemplateSnapshot, WorkoutTemplateUpdated, WorkoutTemplateVersionSnapshot,
};
use crate::record::{Decoder, Encoder, Family, Record, RecordType};

/// Records of `planning.events`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanningEvent {
    /// A workout template was made.
    WorkoutTemplateCreated(WorkoutTemplateCreated),
    /// A workout template has a new version, which is here whole.
    WorkoutTemplateUpdated(WorkoutTemplateUpdated),
    /// A workout template is not used any more; its versions stay readable.
    WorkoutTemplateArchived(WorkoutTemplateArchived),
    /// An exercise of a template has another load; the version that prescribes it follows.
    ExerciseProgressionUpdated(ExerciseProgressionUpdated),
    /// Another load was proposed for an exercise of a template.
    ProgressionProposed(ProgressionProposed),
    /// A proposed load was accepted.
    ProgressionAccepted(ProgressionAccepted),
    /// A proposed load was turned down.
    ProgressionDeclined(ProgressionDeclined),
    /// The progression rule of an exercise of a template was chosen.
    ProgressionRuleChosen(ProgressionRuleChosen),
    /// A recommendation was accepted.
    RecommendationAccepted(RecommendationAccepted),
    /// A recommendation was turned down.
    RecommendationDeclined(RecommendationDeclined),
    /// An athlete added an exercise of their own to the catalogue.
    ExerciseDefined(ExerciseDefined),
    /// An exercise has another name for an athlete.
    ExerciseRenamed(ExerciseRenamed),
    /// Two exercises of an athlete are one: what was done of the one counts for the other.
    ExercisesMerged(ExercisesMerged),
    /// A meal plan was made.
    MealPlanCreated(MealPlanCreated),
    /// A meal plan has a new version, which is here whole.
    MealPlanUpdated(MealPlanUpdated),
    /// A meal plan is not used any more; its versions stay readable.
    MealPlanArchived(MealPlanArchived),
    /// A supplement plan was made.
    SupplementPlanCreated(SupplementPlanCreated),
    /// A supplement plan has a new version, which is here whole.
    SupplementPlanUpdated(SupplementPlanUpdated),
    /// A supplement plan is not used any more; its versions stay readable.
    SupplementPlanArchived(SupplementPlanArchived),
}

impl Family for PlanningEvent {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<WorkoutTemplateCreated>(),
        RecordType::of::<WorkoutTemplateUpdated>(),
        RecordType::of::<WorkoutTemplateArchived>(),
        RecordType::of::<ExerciseProgressionUpdated>(),
        RecordType::of::<ProgressionProposed>(),
        RecordType::of::<ProgressionAccepted>(),
        RecordType::of::<ProgressionDeclined>(),
        RecordType::of::<ProgressionRuleChosen>(),
        RecordType::of::<RecommendationAccepted>(),
        RecordType::of::<RecommendationDeclined>(),
        RecordType::of::<ExerciseDefined>(),
        RecordType::of::<ExerciseRenamed>(),
        RecordType::of::<ExercisesMerged>(),
        RecordType::of::<MealPlanCreated>(),
        RecordType::of::<MealPlanUpdated>(),
        RecordType::of::<MealPlanArchived>(),
        RecordType::of::<SupplementPlanCreated>(),
        RecordType::of::<SupplementPlanUpdated>(),
        RecordType::of::<SupplementPlanArchived>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::WorkoutTemplateCreated(_) => WorkoutTemplateCreated::NAME,
            Self::WorkoutTemplateUpdated(_) => WorkoutTemplateUpdated::NAME,
            Self::WorkoutTemplateArchived(_) => WorkoutTemplateArchived::NAME,
            Self::ExerciseProgressionUpdated(_) => ExerciseProgressionUpdated::NAME,
            Self::ProgressionProposed(_) => ProgressionProposed::NAME,
            Self::ProgressionAccepted(_) => ProgressionAccepted::NAME,
            Self::ProgressionDeclined(_) => ProgressionDeclined::NAME,
            Self::ProgressionRuleChosen(_) => ProgressionRuleChosen::NAME,
            Self::RecommendationAccepted(_) => RecommendationAccepted::NAME,
            Self::RecommendationDeclined(_) => RecommendationDeclined::NAME,
            Self::ExerciseDefined(_) => ExerciseDefined::NAME,
            Self::ExerciseRenamed(_) => ExerciseRenamed::NAME,
            Self::ExercisesMerged(_) => ExercisesMerged::NAME,
            Self::MealPlanCreated(_) => MealPlanCreated::NAME,
            Self::MealPlanUpdated(_) => MealPlanUpdated::NAME,
            Self::MealPlanArchived(_) => MealPlanArchived::NAME,
            Self::SupplementPlanCreated(_) => SupplementPlanCreated::NAME,
            Self::SupplementPlanUpdated(_) => SupplementPlanUpdated::NAME,
            Self::SupplementPlanArchived(_) => SupplementPlanArchived::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::WorkoutTemplateCreated(record) => encoder.encode(record),
            Self::WorkoutTemplateUpdated(record) => encoder.encode(record),
            Self::WorkoutTemplateArchived(record) => encoder.encode(record),
            Self::ExerciseProgressionUpdated(record) => encoder.encode(record),
            Self::ProgressionProposed(record) => encoder.encode(record),
            Self::ProgressionAccepted(record) => encoder.encode(record),
            Self::ProgressionDeclined(record) => encoder.encode(record),
            Self::ProgressionRuleChosen(record) => encoder.encode(record),
            Self::RecommendationAccepted(record) => encoder.encode(record),
            Self::RecommendationDeclined(record) => encoder.encode(record),
            Self::ExerciseDefined(record) => encoder.encode(record),
            Self::ExerciseRenamed(record) => encoder.encode(record),
            Self::ExercisesMerged(record) => encoder.encode(record),
            Self::MealPlanCreated(record) => encoder.encode(record),
            Self::MealPlanUpdated(record) => encoder.encode(record),
            Self::MealPlanArchived(record) => encoder.encode(record),
            Self::SupplementPlanCreated(record) => encoder.encode(record),
            Self::SupplementPlanUpdated(record) => encoder.encode(record),
            Self::SupplementPlanArchived(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            WorkoutTemplateCreated::NAME => decoder.decode().map(Self::WorkoutTemplateCreated),
            WorkoutTemplateUpdated::NAME => decoder.decode().map(Self::WorkoutTemplateUpdated),
            WorkoutTemplateArchived::NAME => decoder.decode().map(Self::WorkoutTemplateArchived),
            ExerciseProgressionUpdated::NAME => decoder.decode().map(Self::ExerciseProgressionUpdated),
            ProgressionProposed::NAME => decoder.decode().map(Self::ProgressionProposed),
            ProgressionAccepted::NAME => decoder.decode().map(Self::ProgressionAccepted),
            ProgressionDeclined::NAME => decoder.decode().map(Self::ProgressionDeclined),
            ProgressionRuleChosen::NAME => decoder.decode().map(Self::ProgressionRuleChosen),
            RecommendationAccepted::NAME => decoder.decode().map(Self::RecommendationAccepted),
            RecommendationDeclined::NAME => decoder.decode().map(Self::RecommendationDeclined),
            ExerciseDefined::NAME => decoder.decode().map(Self::ExerciseDefined),
            ExerciseRenamed::NAME => decoder.decode().map(Self::ExerciseRenamed),
            ExercisesMerged::NAME => decoder.decode().map(Self::ExercisesMerged),
            MealPlanCreated::NAME => decoder.decode().map(Self::MealPlanCreated),
            MealPlanUpdated::NAME => decoder.decode().map(Self::MealPlanUpdated),
            MealPlanArchived::NAME => decoder.decode().map(Self::MealPlanArchived),
            SupplementPlanCreated::NAME => decoder.decode().map(Self::SupplementPlanCreated),
            SupplementPlanUpdated::NAME => decoder.decode().map(Self::SupplementPlanUpdated),
            SupplementPlanArchived::NAME => decoder.decode().map(Self::SupplementPlanArchived),
            _ => return None,
        })
    }
}

/// Records of `planning.commands`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanningCommand {
    /// Command to planning: prescribe another load.
    ProgressExercise(ProgressExercise),
    /// Command to planning: propose another load to the athlete.
    ProposeProgression(ProposeProgression),
    /// Command to planning: make a template out of somebody else's.
    CreateWorkoutTemplate(CreateWorkoutTemplate),
}

impl Family for PlanningCommand {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<ProgressExercise>(),
        RecordType::of::<ProposeProgression>(),
        RecordType::of::<CreateWorkoutTemplate>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::ProgressExercise(_) => ProgressExercise::NAME,
            Self::ProposeProgression(_) => ProposeProgression::NAME,
            Self::CreateWorkoutTemplate(_) => CreateWorkoutTemplate::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::ProgressExercise(record) => encoder.encode(record),
            Self::ProposeProgression(record) => encoder.encode(record),
            Self::CreateWorkoutTemplate(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            ProgressExercise::NAME => decoder.decode().map(Self::ProgressExercise),
            ProposeProgression::NAME => decoder.decode().map(Self::ProposeProgression),
            CreateWorkoutTemplate::NAME => decoder.decode().map(Self::CreateWorkoutTemplate),
            _ => return None,
        })
    }
}

/// Records of `planning.state`, beside the engine's own.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "each is made or read once, and none is kept as it is")]
pub enum PlanningSnapshot {
    /// State of a workout template. Store 'workout-template'.
    WorkoutTemplateSnapshot(WorkoutTemplateSnapshot),
    /// One version of a workout template, which never changes. Store 'workout-template-version', key: the template's id, '/', the version.
    WorkoutTemplateVersionSnapshot(WorkoutTemplateVersionSnapshot),
    /// What an athlete answered to a recommendation. Store 'recommendation'.
    RecommendationSnapshot(RecommendationSnapshot),
    /// How many changes an athlete made to the exercises. Store 'exercise-list'.
    ExerciseListSnapshot(ExerciseListSnapshot),
    /// What an athlete said about an exercise. Store 'exercise', key its id.
    ExerciseSnapshot(ExerciseSnapshot),
    /// A name that an athlete gave to an exercise. Store 'exercise-name', key the digest of the name without case.
    ExerciseNameTakenSnapshot(ExerciseNameTakenSnapshot),
    /// State of a meal plan. Store 'meal-plan'.
    MealPlanSnapshot(MealPlanSnapshot),
    /// One version of a meal plan, which never changes. Store 'meal-plan-version', key: the plan's id, '/', the version.
    MealPlanVersionSnapshot(MealPlanVersionSnapshot),
    /// State of a supplement plan. Store 'supplement-plan'.
    SupplementPlanSnapshot(SupplementPlanSnapshot),
    /// One version of a supplement plan, which never changes. Store 'supplement-plan-version', key: the plan's id, '/', the version.
    SupplementPlanVersionSnapshot(SupplementPlanVersionSnapshot),
}

impl Family for PlanningSnapshot {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<WorkoutTemplateSnapshot>(),
        RecordType::of::<WorkoutTemplateVersionSnapshot>(),
        RecordType::of::<RecommendationSnapshot>(),
        RecordType::of::<ExerciseListSnapshot>(),
        RecordType::of::<ExerciseSnapshot>(),
        RecordType::of::<ExerciseNameTakenSnapshot>(),
        RecordType::of::<MealPlanSnapshot>(),
        RecordType::of::<MealPlanVersionSnapshot>(),
        RecordType::of::<SupplementPlanSnapshot>(),
        RecordType::of::<SupplementPlanVersionSnapshot>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::WorkoutTemplateSnapshot(_) => WorkoutTemplateSnapshot::NAME,
            Self::WorkoutTemplateVersionSnapshot(_) => WorkoutTemplateVersionSnapshot::NAME,
            Self::RecommendationSnapshot(_) => RecommendationSnapshot::NAME,
            Self::ExerciseListSnapshot(_) => ExerciseListSnapshot::NAME,
            Self::ExerciseSnapshot(_) => ExerciseSnapshot::NAME,
            Self::ExerciseNameTakenSnapshot(_) => ExerciseNameTakenSnapshot::NAME,
            Self::MealPlanSnapshot(_) => MealPlanSnapshot::NAME,
            Self::MealPlanVersionSnapshot(_) => MealPlanVersionSnapshot::NAME,
            Self::SupplementPlanSnapshot(_) => SupplementPlanSnapshot::NAME,
            Self::SupplementPlanVersionSnapshot(_) => SupplementPlanVersionSnapshot::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::WorkoutTemplateSnapshot(record) => encoder.encode(record),
            Self::WorkoutTemplateVersionSnapshot(record) => encoder.encode(record),
            Self::RecommendationSnapshot(record) => encoder.encode(record),
            Self::ExerciseListSnapshot(record) => encoder.encode(record),
            Self::ExerciseSnapshot(record) => encoder.encode(record),
            Self::ExerciseNameTakenSnapshot(record) => encoder.encode(record),
            Self::MealPlanSnapshot(record) => encoder.encode(record),
            Self::MealPlanVersionSnapshot(record) => encoder.encode(record),
            Self::SupplementPlanSnapshot(record) => encoder.encode(record),
            Self::SupplementPlanVersionSnapshot(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            WorkoutTemplateSnapshot::NAME => decoder.decode().map(Self::WorkoutTemplateSnapshot),
            WorkoutTemplateVersionSnapshot::NAME => decoder.decode().map(Self::WorkoutTemplateVersionSnapshot),
            RecommendationSnapshot::NAME => decoder.decode().map(Self::RecommendationSnapshot),
            ExerciseListSnapshot::NAME => decoder.decode().map(Self::ExerciseListSnapshot),
            ExerciseSnapshot::NAME => decoder.decode().map(Self::ExerciseSnapshot),
            ExerciseNameTakenSnapshot::NAME => decoder.decode().map(Self::ExerciseNameTakenSnapshot),
            MealPlanSnapshot::NAME => decoder.decode().map(Self::MealPlanSnapshot),
            MealPlanVersionSnapshot::NAME => decoder.decode().map(Self::MealPlanVersionSnapshot),
            SupplementPlanSnapshot::NAME => decoder.decode().map(Self::SupplementPlanSnapshot),
            SupplementPlanVersionSnapshot::NAME => decoder.decode().map(Self::SupplementPlanVersionSnapshot),
            _ => return None,
        })
    }
}
