//! Examples of the records of execution.

use super::{Example, day, distance, id, mass, moment, zone};
use crate::{
    digest::Digest,
    execution::{
        AthleteSnapshot, ExerciseCompleted, ExerciseNameSnapshot, ExercisePerformed, ExerciseSkipped, HistoryImported,
        ImportSnapshot, OpenExercise, OpenWorkout, Origin, PlannedExercise, Resistance, SetKind, SetLogged,
        SetPerformed, Source, TemplateRef, WorkoutCompleted, WorkoutCorrected, WorkoutDeleted, WorkoutDiscarded,
        WorkoutExecuted, WorkoutLogged, WorkoutSnapshot, WorkoutStarted, WorkoutStatus,
    },
    exercise::ExerciseId,
    text::Text,
};

impl Example for SetPerformed {
    fn example() -> Self {
        Self {
            id: id(3),
            index: 0,
            kind: SetKind::Normal,
            reps: Some(8),
            load: Some(mass()),
            resistance: Resistance::External,
            rpe_tenths: Some(85),
            rir: Some(2),
            rest_seconds: Some(90),
            duration_seconds: Some(40),
            distance: Some(distance()),
            logged_at: Some(moment()),
            notes: Some(Text::from("felt light")),
        }
    }
}

impl Example for ExercisePerformed {
    fn example() -> Self {
        Self {
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            name: "Bench Press (Barbell)".to_owned(),
            block: 0,
            superset: Some(1),
            notes: Some(Text::from("felt light")),
            sets: vec![SetPerformed::example()],
        }
    }
}

impl Example for TemplateRef {
    fn example() -> Self {
        Self { id: id(9), version: 3 }
    }
}

impl Example for PlannedExercise {
    fn example() -> Self {
        Self {
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            name: "Bench Press (Barbell)".to_owned(),
            sets: 3,
        }
    }
}

impl Example for WorkoutStarted {
    fn example() -> Self {
        Self {
            user_id: id(1),
            workout_id: id(2),
            name: Some(Text::from("Push")),
            started_at: moment(),
            zone: zone(),
            template: Some(TemplateRef::example()),
            entry: Some("mon-1".to_owned()),
            planned_exercises: vec![PlannedExercise::example()],
        }
    }
}

impl Example for SetLogged {
    fn example() -> Self {
        Self {
            user_id: id(1),
            workout_id: id(2),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            exercise_name: "Bench Press (Barbell)".to_owned(),
            block: 0,
            set: SetPerformed::example(),
        }
    }
}

impl Example for ExerciseCompleted {
    fn example() -> Self {
        Self {
            user_id: id(1),
            workout_id: id(2),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            exercise_name: "Bench Press (Barbell)".to_owned(),
            block: 0,
            completed_at: moment(),
            sets: vec![SetPerformed::example()],
        }
    }
}

impl Example for ExerciseSkipped {
    fn example() -> Self {
        Self {
            user_id: id(1),
            workout_id: id(2),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            exercise_name: "Bench Press (Barbell)".to_owned(),
            skipped_at: moment(),
            reason: Some(Text::from("the bench was taken")),
        }
    }
}

impl Example for WorkoutCompleted {
    fn example() -> Self {
        Self {
            user_id: id(1),
            workout_id: id(2),
            completed_at: moment(),
            duration_seconds: 3600,
            completed: vec![ExerciseId::of_name("Bench Press (Barbell)")],
            skipped: vec![ExerciseId::of_name("Bench Press (Barbell)")],
        }
    }
}

impl Example for WorkoutDiscarded {
    fn example() -> Self {
        Self { user_id: id(1), workout_id: id(2), discarded_at: moment() }
    }
}

impl Example for WorkoutLogged {
    fn example() -> Self {
        Self {
            user_id: id(1),
            workout_id: id(2),
            name: Some(Text::from("Push")),
            started_at: moment(),
            ended_at: Some(moment()),
            zone: zone(),
            origin: Origin::Live,
            logged_at: moment(),
        }
    }
}

impl Example for WorkoutCorrected {
    fn example() -> Self {
        Self {
            user_id: id(1),
            workout_id: id(2),
            name: Some(Text::from("Push")),
            started_at: moment(),
            ended_at: Some(moment()),
            zone: zone(),
            origin: Origin::Live,
            corrected_at: moment(),
        }
    }
}

impl Example for WorkoutDeleted {
    fn example() -> Self {
        Self { user_id: id(1), workout_id: id(2), revision: 1, deleted_at: moment() }
    }
}

impl Example for WorkoutExecuted {
    fn example() -> Self {
        Self {
            user_id: id(1),
            workout_id: id(2),
            revision: 1,
            name: Some(Text::from("Push")),
            notes: Some(Text::from("felt light")),
            local_date: day(),
            started_at: moment(),
            utc_offset_seconds: 7200,
            ended_at: Some(moment()),
            zone: zone(),
            exercises: vec![ExercisePerformed::example()],
            template: Some(TemplateRef::example()),
            entry: Some("mon-1".to_owned()),
            origin: Origin::Live,
            import_id: Some(id(5)),
        }
    }
}

impl Example for HistoryImported {
    fn example() -> Self {
        Self {
            user_id: id(1),
            import_id: id(5),
            source: Source::Strong,
            workouts: 120,
            sets: 3,
            new: 100,
            revised: 5,
            unchanged: 15,
            first_date: Some(day()),
            last_date: Some(day()),
            imported_at: moment(),
        }
    }
}

impl Example for OpenExercise {
    fn example() -> Self {
        Self {
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            name: "Bench Press (Barbell)".to_owned(),
            block: 0,
            completed: false,
            skipped: false,
            sets: vec![SetPerformed::example()],
        }
    }
}

impl Example for OpenWorkout {
    fn example() -> Self {
        Self {
            name: Some(Text::from("Push")),
            started_at: moment(),
            zone: zone(),
            exercises: vec![OpenExercise::example()],
        }
    }
}

impl Example for WorkoutSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            workout_id: id(2),
            version: 3,
            fold_version: 1,
            status: WorkoutStatus::InProgress,
            revision: 1,
            origin: Origin::Live,
            content_digest: Some(Digest::of(b"content_digest")),
            import_digest: Some(Digest::of(b"import_digest")),
            open: Some(OpenWorkout::example()),
        }
    }
}

impl Example for ImportSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), import_id: id(5), version: 1, fold_version: 2, new: 100, revised: 5 }
    }
}

impl Example for ExerciseNameSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            name: "Bench Press (Barbell)".to_owned(),
            version: 0,
        }
    }
}

impl Example for AthleteSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), open_workout: Some(id(2)) }
    }
}
