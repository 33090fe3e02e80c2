//! Properties of every record: its Rust type is its schema, its texts are found, its bytes of any version stay readable.

mod golden;
mod schema;
mod symbol;
mod text;

use apache_avro::{AvroSchema, Schema};

use crate::{
    catalogue,
    record::{Record, RecordType},
    testing::Example,
    text::{Sealed, Text},
};
use crate::{
    engine::{DeadLetter, InputsProcessed, LeaseTaken, Outcome, OwnerAnnounced, Position},
    execution::{
        AthleteSnapshot, ExerciseCompleted, ExerciseNameSnapshot, ExerciseSkipped, HistoryImported, ImportSnapshot,
        IntakeSnapshot, IntakeUndone, MealConsumed, MealCorrected, MealDeleted, MealSnapshot, SetLogged,
        SupplementSkipped, SupplementTaken, WorkoutCompleted, WorkoutCorrected, WorkoutDeleted, WorkoutDiscarded,
        WorkoutExecuted, WorkoutLogged, WorkoutSnapshot, WorkoutStarted,
    },
    goal::{
        GoalAbandoned, GoalAchieved, GoalAchievementRevoked, GoalChanged, GoalMissed, GoalSet, GoalSnapshot,
        RecordGoalAchievement, RecordGoalMissed, RevokeGoalAchievement,
    },
    goal_progress::{GoalEntry, GoalProgressed, WorkoutFact},
    identity::{
        AccessToken, AccessTokenCreated, AccessTokenRevoked, AccountStatus, ActivationSnapshot, ActivationTokenIssued,
        ActivationTokenUsed, CoachingGrant, CoachingGranted, CoachingRevoked, CompleteEmailChange, CredentialCreated,
        CredentialSnapshot, EmailChangeRefused, EmailChangeRequested, EmailChanged, EmailReleased,
        EmailReservationSnapshot, EmailReserved, PasswordChanged, ReleaseEmail, ReserveEmail, SessionEnded,
        SessionRefreshed, SessionSnapshot, SessionStarted, UserActivated, UserDeactivated, UserReactivated,
        UserRegistered, UserSnapshot,
    },
    notification::RequestNotification,
    planning::{
        CreateWorkoutTemplate, ExerciseDefined, ExerciseListSnapshot, ExerciseNameTakenSnapshot,
        ExerciseProgressionUpdated, ExerciseRenamed, ExerciseSnapshot, ExercisesMerged, MealPlanArchived,
        MealPlanCreated, MealPlanSnapshot, MealPlanUpdated, MealPlanVersionSnapshot, ProgressExercise,
        ProgressionAccepted, ProgressionDeclined, ProgressionProposed, ProgressionRuleChosen, ProposeProgression,
        RecommendationAccepted, RecommendationDeclined, RecommendationSnapshot, SupplementPlanArchived,
        SupplementPlanCreated, SupplementPlanSnapshot, SupplementPlanUpdated, SupplementPlanVersionSnapshot,
        WorkoutTemplateArchived, WorkoutTemplateCreated, WorkoutTemplateSnapshot, WorkoutTemplateUpdated,
        WorkoutTemplateVersionSnapshot,
    },
    profile::{
        CalendarLinkCreated, CalendarLinkRevoked, CalendarLinkSnapshot, ConnectionsSnapshot, FitnessGoalsSnapshot,
        GoalsChanged, MeasurementCorrected, MeasurementDeleted, MeasurementRecorded, MeasurementSnapshot,
        NotificationRead, NotificationSnapshot, PreferencesChanged, PreferencesSnapshot, ProfileCreated,
        ProfileSnapshot, ProfileUpdated, WebhookRegistered, WebhookRemoved, WebhookSnapshot,
    },
};
use std::collections::BTreeSet;

/// Something to do with every record type.
trait Check {
    fn check<R: Record + AvroSchema + Example>(&mut self);
}

fn every_record(check: &mut impl Check) {
    check.check::<WorkoutStarted>();
    check.check::<SetLogged>();
    check.check::<ExerciseCompleted>();
    check.check::<ExerciseSkipped>();
    check.check::<WorkoutCompleted>();
    check.check::<WorkoutDiscarded>();
    check.check::<WorkoutLogged>();
    check.check::<WorkoutCorrected>();
    check.check::<WorkoutDeleted>();
    check.check::<WorkoutExecuted>();
    check.check::<HistoryImported>();
    check.check::<MealConsumed>();
    check.check::<MealCorrected>();
    check.check::<MealDeleted>();
    check.check::<SupplementTaken>();
    check.check::<SupplementSkipped>();
    check.check::<IntakeUndone>();
    check.check::<WorkoutSnapshot>();
    check.check::<ImportSnapshot>();
    check.check::<ExerciseNameSnapshot>();
    check.check::<AthleteSnapshot>();
    check.check::<MealSnapshot>();
    check.check::<IntakeSnapshot>();
    check.check::<GoalSet>();
    check.check::<GoalAchieved>();
    check.check::<GoalAchievementRevoked>();
    check.check::<GoalChanged>();
    check.check::<GoalAbandoned>();
    check.check::<GoalMissed>();
    check.check::<RecordGoalAchievement>();
    check.check::<RevokeGoalAchievement>();
    check.check::<RecordGoalMissed>();
    check.check::<GoalSnapshot>();
    check.check::<GoalProgressed>();
    check.check::<GoalEntry>();
    check.check::<WorkoutFact>();
    check.check::<WorkoutTemplateCreated>();
    check.check::<WorkoutTemplateUpdated>();
    check.check::<WorkoutTemplateArchived>();
    check.check::<ExerciseProgressionUpdated>();
    check.check::<ProgressionProposed>();
    check.check::<ProgressionAccepted>();
    check.check::<ProgressionDeclined>();
    check.check::<ProgressionRuleChosen>();
    check.check::<RecommendationAccepted>();
    check.check::<RecommendationDeclined>();
    check.check::<ExerciseDefined>();
    check.check::<ExerciseRenamed>();
    check.check::<ExercisesMerged>();
    check.check::<MealPlanCreated>();
    check.check::<MealPlanUpdated>();
    check.check::<MealPlanArchived>();
    check.check::<SupplementPlanCreated>();
    check.check::<SupplementPlanUpdated>();
    check.check::<SupplementPlanArchived>();
    check.check::<ProgressExercise>();
    check.check::<ProposeProgression>();
    check.check::<CreateWorkoutTemplate>();
    check.check::<WorkoutTemplateSnapshot>();
    check.check::<WorkoutTemplateVersionSnapshot>();
    check.check::<RecommendationSnapshot>();
    check.check::<ExerciseListSnapshot>();
    check.check::<ExerciseSnapshot>();
    check.check::<ExerciseNameTakenSnapshot>();
    check.check::<MealPlanSnapshot>();
    check.check::<MealPlanVersionSnapshot>();
    check.check::<SupplementPlanSnapshot>();
    check.check::<SupplementPlanVersionSnapshot>();
    check.check::<AccountStatus>();
    check.check::<CredentialCreated>();
    check.check::<SessionStarted>();
    check.check::<UserRegistered>();
    check.check::<EmailReserved>();
    check.check::<UserActivated>();
    check.check::<UserDeactivated>();
    check.check::<UserReactivated>();
    check.check::<EmailChangeRequested>();
    check.check::<EmailChanged>();
    check.check::<EmailChangeRefused>();
    check.check::<EmailReleased>();
    check.check::<CoachingGranted>();
    check.check::<CoachingRevoked>();
    check.check::<PasswordChanged>();
    check.check::<SessionRefreshed>();
    check.check::<SessionEnded>();
    check.check::<ActivationTokenIssued>();
    check.check::<ActivationTokenUsed>();
    check.check::<AccessTokenCreated>();
    check.check::<AccessTokenRevoked>();
    check.check::<CredentialSnapshot>();
    check.check::<SessionSnapshot>();
    check.check::<ActivationSnapshot>();
    check.check::<UserSnapshot>();
    check.check::<EmailReservationSnapshot>();
    check.check::<CoachingGrant>();
    check.check::<AccessToken>();
    check.check::<ReserveEmail>();
    check.check::<CompleteEmailChange>();
    check.check::<ReleaseEmail>();
    check.check::<RequestNotification>();
    check.check::<ProfileCreated>();
    check.check::<ProfileUpdated>();
    check.check::<GoalsChanged>();
    check.check::<PreferencesChanged>();
    check.check::<MeasurementRecorded>();
    check.check::<MeasurementCorrected>();
    check.check::<MeasurementDeleted>();
    check.check::<WebhookRegistered>();
    check.check::<WebhookRemoved>();
    check.check::<CalendarLinkCreated>();
    check.check::<CalendarLinkRevoked>();
    check.check::<NotificationRead>();
    check.check::<ProfileSnapshot>();
    check.check::<FitnessGoalsSnapshot>();
    check.check::<PreferencesSnapshot>();
    check.check::<MeasurementSnapshot>();
    check.check::<WebhookSnapshot>();
    check.check::<CalendarLinkSnapshot>();
    check.check::<NotificationSnapshot>();
    check.check::<ConnectionsSnapshot>();
    check.check::<LeaseTaken>();
    check.check::<Position>();
    check.check::<OwnerAnnounced>();
    check.check::<InputsProcessed>();
    check.check::<Outcome>();
    check.check::<DeadLetter>();
}

struct Names(Vec<RecordType>);

impl Check for Names {
    fn check<R: Record + AvroSchema + Example>(&mut self) {
        self.0.push(RecordType::of::<R>());
    }
}

#[test]
fn every_record_of_the_catalogue_is_checked() {
    let mut names = Names(Vec::new());
    every_record(&mut names);
    let checked: BTreeSet<&str> = names.0.iter().map(|record| record.name).collect();
    let catalogue: BTreeSet<&str> =
        catalogue::ALL.iter().flat_map(catalogue::Contents::types).map(|record| record.name).collect();
    assert_eq!(checked, catalogue);
    assert_eq!(names.0.len(), checked.len(), "no record is there twice");
}

/// The example as it stands in the log, with the same bytes every time.
fn sealed_example<R: Record + Example>() -> R {
    let mut record = R::example();
    record.texts(&mut |path, text| {
        let clear = text.clear().unwrap_or_default();
        let data = format!("{path}={clear}").into_bytes();
        *text =
            Text::Sealed(Sealed { key: "0191d2c8-7a3e-7b1f-8a55-00000000000a".to_owned(), nonce: vec![7; 12], data });
    });
    record
}

fn parsed(schema: &str) -> Schema {
    Schema::parse_str(schema).unwrap()
}
