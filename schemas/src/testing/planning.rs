//! Examples of the records of planning.

use super::{Example, distance, id, mass, moment};
use crate::{
    digest::Digest,
    exercise::ExerciseId,
    planning::{
        Cadence, CadenceKind, CreateWorkoutTemplate, DayKind, DerivedFrom, Dose, DoseUnit, Equipment, ExerciseDefined,
        ExerciseListSnapshot, ExerciseNameTakenSnapshot, ExerciseProgressionUpdated, ExerciseRenamed, ExerciseSnapshot,
        ExercisesMerged, Ingredient, MealPlanArchived, MealPlanCreated, MealPlanSnapshot, MealPlanUpdated,
        MealPlanVersionSnapshot, Measurement, Muscle, NutrientTargets, Nutrients, PlannedExercise, PlannedMeal,
        PlannedSet, PlannedSupplement, Portion, PortionUnit, ProgressExercise, ProgressionAccepted,
        ProgressionDeclined, ProgressionProposed, ProgressionReason, ProgressionRule, ProgressionRuleChosen,
        ProgressionRuleKind, Proposal, ProposalStatus, ProposeProgression, RecommendationAccepted,
        RecommendationDeclined, RecommendationSnapshot, Resistance, RuleOfExercise, SetKind, SupplementPlanArchived,
        SupplementPlanCreated, SupplementPlanSnapshot, SupplementPlanUpdated, SupplementPlanVersionSnapshot,
        TargetRange, TemplateChange, TemplateChangeKind, UpdateReason, Weekday, WorkoutTemplateArchived,
        WorkoutTemplateCreated, WorkoutTemplateSnapshot, WorkoutTemplateUpdated, WorkoutTemplateVersionSnapshot,
    },
    text::Text,
};

impl Example for PlannedSet {
    fn example() -> Self {
        Self {
            kind: SetKind::Normal,
            reps: Some(8),
            reps_min: Some(6),
            reps_max: Some(10),
            load: Some(mass()),
            resistance: Resistance::External,
            e1rm_percent_tenths: Some(775),
            rpe_tenths: Some(85),
            rest_seconds: Some(90),
            duration_seconds: Some(40),
            distance: Some(distance()),
        }
    }
}

impl Example for PlannedExercise {
    fn example() -> Self {
        Self {
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            name: "Bench Press (Barbell)".to_owned(),
            superset: Some(1),
            notes: Some(Text::from("mind the shoulders")),
            sets: vec![PlannedSet::example()],
        }
    }
}

impl Example for DerivedFrom {
    fn example() -> Self {
        Self { owner_id: id(8), template_id: id(9), version: 3 }
    }
}

impl Example for TemplateChange {
    fn example() -> Self {
        Self {
            kind: TemplateChangeKind::NotesChanged,
            exercise: Some(ExerciseId::of_name("Bench Press (Barbell)")),
            place: Some(1),
            sets_before: Some(3),
            sets_after: Some(4),
            load_before: Some(mass()),
            load_after: Some(mass()),
        }
    }
}

impl Example for ProgressionRule {
    fn example() -> Self {
        Self {
            kind: ProgressionRuleKind::Linear,
            increment: Some(mass()),
            decrement: Some(mass()),
            successes: Some(2),
            failures: Some(3),
            reps_min: Some(6),
            reps_max: Some(10),
            total_reps: Some(30),
            percent_tenths: vec![700, 800, 900],
            rpe_tenths: Some(85),
            rounding: Some(mass()),
        }
    }
}

impl Example for RuleOfExercise {
    fn example() -> Self {
        Self { exercise: ExerciseId::of_name("Bench Press (Barbell)"), rule: ProgressionRule::example() }
    }
}

impl Example for Proposal {
    fn example() -> Self {
        Self {
            proposal_id: id(11),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            old_load: mass(),
            new_load: mass(),
            reason: ProgressionReason::UserRequested,
            evidence_event_id: Some(id(13)),
            status: ProposalStatus::Accepted,
        }
    }
}

impl Example for Nutrients {
    fn example() -> Self {
        Self {
            energy_calories: Some(25000),
            protein_mg: Some(25000),
            carbohydrate_mg: Some(25000),
            fat_mg: Some(25000),
            fibre_mg: Some(25000),
            alcohol_mg: Some(25000),
        }
    }
}

impl Example for TargetRange {
    fn example() -> Self {
        Self { min: Some(1600), max: Some(2000) }
    }
}

impl Example for NutrientTargets {
    fn example() -> Self {
        Self {
            energy_calories: Some(TargetRange::example()),
            protein_mg: Some(TargetRange::example()),
            carbohydrate_mg: Some(TargetRange::example()),
            fat_mg: Some(TargetRange::example()),
            fibre_mg: Some(TargetRange::example()),
        }
    }
}

impl Example for Portion {
    fn example() -> Self {
        Self { thousandths: 2500, unit: PortionUnit::Ml }
    }
}

impl Example for Ingredient {
    fn example() -> Self {
        Self { name: Text::from("Push"), portion: Some(Portion::example()), nutrients: Nutrients::example() }
    }
}

impl Example for PlannedMeal {
    fn example() -> Self {
        Self {
            name: Text::from("Push"),
            day: DayKind::Training,
            at_minute: Some(450),
            window_minutes: Some(30),
            notes: Some(Text::from("mind the shoulders")),
            ingredients: vec![Ingredient::example()],
        }
    }
}

impl Example for Dose {
    fn example() -> Self {
        Self { thousandths: 2500, unit: DoseUnit::Mg }
    }
}

impl Example for Cadence {
    fn example() -> Self {
        Self { kind: CadenceKind::Weekdays, weekdays: vec![Weekday::Tue], every_days: Some(2) }
    }
}

impl Example for PlannedSupplement {
    fn example() -> Self {
        Self {
            supplement: Text::from("Creatine"),
            dose: Dose::example(),
            cadence: Cadence::example(),
            at_minutes: vec![480, 1200],
            window_minutes: Some(30),
            most_per_day: Some(2),
            notes: Some(Text::from("mind the shoulders")),
        }
    }
}

impl Example for WorkoutTemplateCreated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            version: 3,
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            exercises: vec![PlannedExercise::example()],
            duration_minutes: Some(45),
            estimated_duration_minutes: 45,
            derived_from: Some(DerivedFrom::example()),
            created_at: moment(),
        }
    }
}

impl Example for WorkoutTemplateUpdated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            previous_version: 2,
            version: 3,
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            exercises: vec![PlannedExercise::example()],
            duration_minutes: Some(45),
            minutes_before: 30,
            minutes_after: 45,
            changes: vec![TemplateChange::example()],
            reason: UpdateReason::CompletedAllReps,
            evidence_event_id: Some(id(13)),
            updated_at: moment(),
        }
    }
}

impl Example for WorkoutTemplateArchived {
    fn example() -> Self {
        Self { user_id: id(1), template_id: id(9), version: 3, archived_at: moment() }
    }
}

impl Example for ExerciseProgressionUpdated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            version: 3,
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            old_load: mass(),
            new_load: mass(),
            reason: ProgressionReason::UserRequested,
            evidence_event_id: Some(id(13)),
            proposal_id: Some(id(11)),
            progressed_at: moment(),
        }
    }
}

impl Example for ProgressionProposed {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            version: 3,
            proposal_id: id(11),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            old_load: mass(),
            new_load: mass(),
            reason: ProgressionReason::UserRequested,
            evidence_event_id: Some(id(13)),
            proposed_at: moment(),
        }
    }
}

impl Example for ProgressionAccepted {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            version: 3,
            proposal_id: id(11),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            accepted_at: moment(),
        }
    }
}

impl Example for ProgressionDeclined {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            version: 3,
            proposal_id: id(11),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            declined_at: moment(),
        }
    }
}

impl Example for ProgressionRuleChosen {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            version: 3,
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            rule: ProgressionRule::example(),
            chosen_at: moment(),
        }
    }
}

impl Example for RecommendationAccepted {
    fn example() -> Self {
        Self { user_id: id(1), recommendation_id: id(12), accepted_at: moment() }
    }
}

impl Example for RecommendationDeclined {
    fn example() -> Self {
        Self { user_id: id(1), recommendation_id: id(12), declined_at: moment() }
    }
}

impl Example for ExerciseDefined {
    fn example() -> Self {
        Self {
            user_id: id(1),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            name: "Bench Press (Barbell)".to_owned(),
            primary_muscles: vec![Muscle::FrontDelts],
            secondary_muscles: vec![Muscle::FrontDelts],
            equipment: Equipment::Barbell,
            measurement: Measurement::Bodyweight,
            aliases: vec!["Flat Bench".to_owned()],
            defined_at: moment(),
        }
    }
}

impl Example for ExerciseRenamed {
    fn example() -> Self {
        Self {
            user_id: id(1),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            previous_name: Some("Bench Press (Barbell)".to_owned()),
            name: "Bench Press (Barbell)".to_owned(),
            renamed_at: moment(),
        }
    }
}

impl Example for ExercisesMerged {
    fn example() -> Self {
        Self {
            user_id: id(1),
            from: ExerciseId::of_name("Bench Press"),
            into: ExerciseId::of_name("Bench Press (Barbell)"),
            rekeyed: vec![ExerciseId::of_name("Bench Press")],
            merged_at: moment(),
        }
    }
}

impl Example for MealPlanCreated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            plan_id: id(10),
            version: 3,
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            training_day: Some(NutrientTargets::example()),
            rest_day: Some(NutrientTargets::example()),
            meals: vec![PlannedMeal::example()],
            created_at: moment(),
        }
    }
}

impl Example for MealPlanUpdated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            plan_id: id(10),
            previous_version: 2,
            version: 3,
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            training_day: Some(NutrientTargets::example()),
            rest_day: Some(NutrientTargets::example()),
            meals: vec![PlannedMeal::example()],
            updated_at: moment(),
        }
    }
}

impl Example for MealPlanArchived {
    fn example() -> Self {
        Self { user_id: id(1), plan_id: id(10), version: 3, archived_at: moment() }
    }
}

impl Example for SupplementPlanCreated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            plan_id: id(10),
            version: 3,
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            supplements: vec![PlannedSupplement::example()],
            created_at: moment(),
        }
    }
}

impl Example for SupplementPlanUpdated {
    fn example() -> Self {
        Self {
            user_id: id(1),
            plan_id: id(10),
            previous_version: 2,
            version: 3,
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            supplements: vec![PlannedSupplement::example()],
            updated_at: moment(),
        }
    }
}

impl Example for SupplementPlanArchived {
    fn example() -> Self {
        Self { user_id: id(1), plan_id: id(10), version: 3, archived_at: moment() }
    }
}

impl Example for ProgressExercise {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            expected_version: 4,
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            load: mass(),
            reason: ProgressionReason::UserRequested,
            evidence_event_id: Some(id(13)),
        }
    }
}

impl Example for ProposeProgression {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            expected_version: 4,
            proposal_id: id(11),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            load: mass(),
            reason: ProgressionReason::UserRequested,
            evidence_event_id: Some(id(13)),
        }
    }
}

impl Example for CreateWorkoutTemplate {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            exercises: vec![PlannedExercise::example()],
            duration_minutes: Some(45),
            derived_from: DerivedFrom::example(),
        }
    }
}

impl Example for WorkoutTemplateSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            version: 3,
            fold_version: 1,
            template_version: 3,
            archived: false,
            created_digest: Digest::of(b"created_digest"),
            content_digest: Digest::of(b"content_digest"),
            rules: vec![RuleOfExercise::example()],
            proposals: vec![Proposal::example()],
        }
    }
}

impl Example for WorkoutTemplateVersionSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            template_id: id(9),
            template_version: 3,
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            exercises: vec![PlannedExercise::example()],
            duration_minutes: Some(45),
            estimated_duration_minutes: 45,
            created_at: moment(),
        }
    }
}

impl Example for RecommendationSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), recommendation_id: id(12), version: 3, fold_version: 1, accepted: false }
    }
}

impl Example for ExerciseListSnapshot {
    fn example() -> Self {
        Self { user_id: id(1), version: 3, fold_version: 1 }
    }
}

impl Example for ExerciseSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
            name: Some("Bench Press (Barbell)".to_owned()),
            definition_digest: Some(Digest::of(b"definition_digest")),
            merged_into: Some(ExerciseId::of_name("Bench Press (Barbell)")),
            absorbed: vec![ExerciseId::of_name("Bench Press")],
        }
    }
}

impl Example for ExerciseNameTakenSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            name: "Bench Press (Barbell)".to_owned(),
            exercise: ExerciseId::of_name("Bench Press (Barbell)"),
        }
    }
}

impl Example for MealPlanSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            plan_id: id(10),
            version: 3,
            fold_version: 1,
            plan_version: 3,
            archived: false,
            created_digest: Digest::of(b"created_digest"),
            content_digest: Digest::of(b"content_digest"),
        }
    }
}

impl Example for MealPlanVersionSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            plan_id: id(10),
            plan_version: 3,
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            training_day: Some(NutrientTargets::example()),
            rest_day: Some(NutrientTargets::example()),
            meals: vec![PlannedMeal::example()],
            created_at: moment(),
        }
    }
}

impl Example for SupplementPlanSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            plan_id: id(10),
            version: 3,
            fold_version: 1,
            plan_version: 3,
            archived: false,
            created_digest: Digest::of(b"created_digest"),
            content_digest: Digest::of(b"content_digest"),
        }
    }
}

impl Example for SupplementPlanVersionSnapshot {
    fn example() -> Self {
        Self {
            user_id: id(1),
            plan_id: id(10),
            plan_version: 3,
            name: Text::from("Push"),
            notes: Some(Text::from("mind the shoulders")),
            supplements: vec![PlannedSupplement::example()],
            created_at: moment(),
        }
    }
}
