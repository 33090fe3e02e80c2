//! Which records share a topic.

use super::{
    AthleteSnapshot, ExerciseCompleted, ExerciseNameSnapshot, ExerciseSkipped, HistoryImported, ImportSnapshot,
    IntakeSnapshot, IntakeUndone, MealConsumed, MealCorrected, MealDeleted, MealSnapshot, SetLogged, SupplementSkipped,
    SupplementTaken, WorkoutCompleted, WorkoutCorrected, WorkoutDeleted, WorkoutDiscarded, WorkoutExecuted,
    WorkoutLogged, WorkoutSnapshot, WorkoutStarted,
};
use crate::record::{Decoder, Encoder, Family, Record, RecordType};

/// Records of `execution.events`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExecutionEvent {
    /// A live workout began.
    WorkoutStarted(WorkoutStarted),
    /// A set of a live workout was performed.
    SetLogged(SetLogged),
    /// The athlete is done with an exercise of a live workout.
    ExerciseCompleted(ExerciseCompleted),
    /// The athlete left out an exercise of a live workout.
    ExerciseSkipped(ExerciseSkipped),
    /// A live workout ended.
    WorkoutCompleted(WorkoutCompleted),
    /// A live workout was thrown away; it counts for nothing.
    WorkoutDiscarded(WorkoutDiscarded),
    /// A past workout was written down, whole; its content is in the WorkoutExecuted beside it.
    WorkoutLogged(WorkoutLogged),
    /// A workout was replaced by a corrected whole; its content is in the WorkoutExecuted beside it.
    WorkoutCorrected(WorkoutCorrected),
    /// A workout was deleted; it counts for nothing and no import brings it back.
    WorkoutDeleted(WorkoutDeleted),
    /// All that was done in a workout: the self-contained fact that replaces earlier revisions of itself.
    WorkoutExecuted(WorkoutExecuted),
    /// An import brought something; comes after the last of its workouts.
    HistoryImported(HistoryImported),
    /// A meal was eaten.
    MealConsumed(MealConsumed),
    /// A meal was replaced by a corrected whole.
    MealCorrected(MealCorrected),
    /// A meal was deleted; it counts for nothing.
    MealDeleted(MealDeleted),
    /// A supplement was taken.
    SupplementTaken(SupplementTaken),
    /// A supplement was left out.
    SupplementSkipped(SupplementSkipped),
    /// That a supplement was taken or left out was taken back; it counts for nothing.
    IntakeUndone(IntakeUndone),
}

impl Family for ExecutionEvent {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<WorkoutStarted>(),
        RecordType::of::<SetLogged>(),
        RecordType::of::<ExerciseCompleted>(),
        RecordType::of::<ExerciseSkipped>(),
        RecordType::of::<WorkoutCompleted>(),
        RecordType::of::<WorkoutDiscarded>(),
        RecordType::of::<WorkoutLogged>(),
        RecordType::of::<WorkoutCorrected>(),
        RecordType::of::<WorkoutDeleted>(),
        RecordType::of::<WorkoutExecuted>(),
        RecordType::of::<HistoryImported>(),
        RecordType::of::<MealConsumed>(),
        RecordType::of::<MealCorrected>(),
        RecordType::of::<MealDeleted>(),
        RecordType::of::<SupplementTaken>(),
        RecordType::of::<SupplementSkipped>(),
        RecordType::of::<IntakeUndone>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::WorkoutStarted(_) => WorkoutStarted::NAME,
            Self::SetLogged(_) => SetLogged::NAME,
            Self::ExerciseCompleted(_) => ExerciseCompleted::NAME,
            Self::ExerciseSkipped(_) => ExerciseSkipped::NAME,
            Self::WorkoutCompleted(_) => WorkoutCompleted::NAME,
            Self::WorkoutDiscarded(_) => WorkoutDiscarded::NAME,
            Self::WorkoutLogged(_) => WorkoutLogged::NAME,
            Self::WorkoutCorrected(_) => WorkoutCorrected::NAME,
            Self::WorkoutDeleted(_) => WorkoutDeleted::NAME,
            Self::WorkoutExecuted(_) => WorkoutExecuted::NAME,
            Self::HistoryImported(_) => HistoryImported::NAME,
            Self::MealConsumed(_) => MealConsumed::NAME,
            Self::MealCorrected(_) => MealCorrected::NAME,
            Self::MealDeleted(_) => MealDeleted::NAME,
            Self::SupplementTaken(_) => SupplementTaken::NAME,
            Self::SupplementSkipped(_) => SupplementSkipped::NAME,
            Self::IntakeUndone(_) => IntakeUndone::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::WorkoutStarted(record) => encoder.encode(record),
            Self::SetLogged(record) => encoder.encode(record),
            Self::ExerciseCompleted(record) => encoder.encode(record),
            Self::ExerciseSkipped(record) => encoder.encode(record),
            Self::WorkoutCompleted(record) => encoder.encode(record),
            Self::WorkoutDiscarded(record) => encoder.encode(record),
            Self::WorkoutLogged(record) => encoder.encode(record),
            Self::WorkoutCorrected(record) => encoder.encode(record),
            Self::WorkoutDeleted(record) => encoder.encode(record),
            Self::WorkoutExecuted(record) => encoder.encode(record),
            Self::HistoryImported(record) => encoder.encode(record),
            Self::MealConsumed(record) => encoder.encode(record),
            Self::MealCorrected(record) => encoder.encode(record),
            Self::MealDeleted(record) => encoder.encode(record),
            Self::SupplementTaken(record) => encoder.encode(record),
            Self::SupplementSkipped(record) => encoder.encode(record),
            Self::IntakeUndone(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            WorkoutStarted::NAME => decoder.decode().map(Self::WorkoutStarted),
            SetLogged::NAME => decoder.decode().map(Self::SetLogged),
            ExerciseCompleted::NAME => decoder.decode().map(Self::ExerciseCompleted),
            ExerciseSkipped::NAME => decoder.decode().map(Self::ExerciseSkipped),
            WorkoutCompleted::NAME => decoder.decode().map(Self::WorkoutCompleted),
            WorkoutDiscarded::NAME => decoder.decode().map(Self::WorkoutDiscarded),
            WorkoutLogged::NAME => decoder.decode().map(Self::WorkoutLogged),
            WorkoutCorrected::NAME => decoder.decode().map(Self::WorkoutCorrected),
            WorkoutDeleted::NAME => decoder.decode().map(Self::WorkoutDeleted),
            WorkoutExecuted::NAME => decoder.decode().map(Self::WorkoutExecuted),
            HistoryImported::NAME => decoder.decode().map(Self::HistoryImported),
            MealConsumed::NAME => decoder.decode().map(Self::MealConsumed),
            MealCorrected::NAME => decoder.decode().map(Self::MealCorrected),
            MealDeleted::NAME => decoder.decode().map(Self::MealDeleted),
            SupplementTaken::NAME => decoder.decode().map(Self::SupplementTaken),
            SupplementSkipped::NAME => decoder.decode().map(Self::SupplementSkipped),
            IntakeUndone::NAME => decoder.decode().map(Self::IntakeUndone),
            _ => return None,
        })
    }
}

/// Records of `execution.state`, beside the engine's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExecutionSnapshot {
    /// State of a workout; closed ones shrink to what correcting them needs. Store 'workout'.
    WorkoutSnapshot(WorkoutSnapshot),
    /// State of an import: what it has brought since its last end. Store 'import'.
    ImportSnapshot(ImportSnapshot),
    /// The name behind an exercise id of an athlete. Store 'exercise'.
    ExerciseNameSnapshot(ExerciseNameSnapshot),
    /// What there can be only one of per athlete. Store 'athlete', key 'open'.
    AthleteSnapshot(AthleteSnapshot),
    /// State of a meal: what agreeing with the same again needs. Store 'meal'.
    MealSnapshot(MealSnapshot),
    /// State of an intake: what agreeing with the same again needs. Store 'supplement-intake'.
    IntakeSnapshot(IntakeSnapshot),
}

impl Family for ExecutionSnapshot {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<WorkoutSnapshot>(),
        RecordType::of::<ImportSnapshot>(),
        RecordType::of::<ExerciseNameSnapshot>(),
        RecordType::of::<AthleteSnapshot>(),
        RecordType::of::<MealSnapshot>(),
        RecordType::of::<IntakeSnapshot>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::WorkoutSnapshot(_) => WorkoutSnapshot::NAME,
            Self::ImportSnapshot(_) => ImportSnapshot::NAME,
            Self::ExerciseNameSnapshot(_) => ExerciseNameSnapshot::NAME,
            Self::AthleteSnapshot(_) => AthleteSnapshot::NAME,
            Self::MealSnapshot(_) => MealSnapshot::NAME,
            Self::IntakeSnapshot(_) => IntakeSnapshot::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::WorkoutSnapshot(record) => encoder.encode(record),
            Self::ImportSnapshot(record) => encoder.encode(record),
            Self::ExerciseNameSnapshot(record) => encoder.encode(record),
            Self::AthleteSnapshot(record) => encoder.encode(record),
            Self::MealSnapshot(record) => encoder.encode(record),
            Self::IntakeSnapshot(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            WorkoutSnapshot::NAME => decoder.decode().map(Self::WorkoutSnapshot),
            ImportSnapshot::NAME => decoder.decode().map(Self::ImportSnapshot),
            ExerciseNameSnapshot::NAME => decoder.decode().map(Self::ExerciseNameSnapshot),
            AthleteSnapshot::NAME => decoder.decode().map(Self::AthleteSnapshot),
            MealSnapshot::NAME => decoder.decode().map(Self::MealSnapshot),
            IntakeSnapshot::NAME => decoder.decode().map(Self::IntakeSnapshot),
            _ => return None,
        })
    }
}
