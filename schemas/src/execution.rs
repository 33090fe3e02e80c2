//! Records of the execution context: what really happened.

mod event;
mod family;
mod intake;
mod snapshot;
mod value;

pub use self::{
    event::{
        ExerciseCompleted, ExerciseSkipped, HistoryImported, SetLogged, WorkoutCompleted, WorkoutCorrected,
        WorkoutDeleted, WorkoutDiscarded, WorkoutExecuted, WorkoutLogged, WorkoutStarted,
    },
    family::{ExecutionEvent, ExecutionSnapshot},
    intake::{
        IntakeSnapshot, IntakeUndone, Meal, MealConsumed, MealCorrected, MealDeleted, MealItem, MealSnapshot,
        Nutrients, PlanRef, SupplementSkipped, SupplementTaken,
    },
    snapshot::{
        AthleteSnapshot, ExerciseNameSnapshot, ImportSnapshot, OpenExercise, OpenWorkout, WorkoutSnapshot,
        WorkoutStatus,
    },
    value::{ExercisePerformed, Origin, PlannedExercise, Resistance, SetKind, SetPerformed, Source, TemplateRef},
};
