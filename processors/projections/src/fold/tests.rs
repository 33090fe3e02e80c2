use schemas::{
    engine::InputPosition,
    goal::{GoalAchieved, GoalAchievementRevoked, GoalChanged, GoalSet, GoalStatus},
    identity::{AccessToken, CoachingGrant, CoachingGranted, CoachingRevoked, EmailChanged, IdentityAccess},
    testing::Example,
};

use super::*;

fn partition() -> Partition {
    Partition::new(0).unwrap()
}

fn place(topic: Topic, offset: i64) -> Place {
    Place { topic, partition: partition(), offset, version: offset }
}

#[test]
fn every_source_has_its_own_tables() {
    let mut batch = Batch::default();
    let events = Topic::EXECUTION_EVENTS;
    batch.take(place(Topic::IDENTITY_EVENTS, 0), Fact::Identity(IdentityEvent::UserRegistered(Example::example())));
    batch.take(place(Topic::IDENTITY_EVENTS, 1), Fact::Identity(IdentityEvent::EmailReserved(Example::example())));
    batch.take(place(Topic::IDENTITY_ACCOUNTS, 0), Fact::Account(Example::example()));
    batch.take(place(events, 0), Fact::Execution(ExecutionEvent::WorkoutExecuted(Example::example())));
    batch.take(place(events, 1), Fact::Execution(ExecutionEvent::HistoryImported(Example::example())));
    batch.take(place(events, 2), Fact::Execution(ExecutionEvent::MealConsumed(Example::example())));
    batch.take(place(events, 3), Fact::Execution(ExecutionEvent::SupplementTaken(Example::example())));
    batch.take(place(Topic::GOAL_EVENTS, 0), Fact::Goal(GoalEvent::GoalSet(Example::example())));
    batch.take(place(Topic::GOAL_PROGRESS_EVENTS, 0), Fact::GoalProgress(Example::example()));
    let identity = Topic::IDENTITY_EVENTS;
    batch.take(place(identity, 2), Fact::Identity(IdentityEvent::EmailChanged(EmailChanged::example())));
    batch.take(place(identity, 3), Fact::Identity(IdentityEvent::CoachingGranted(CoachingGranted::example())));
    batch.take(place(identity, 4), Fact::Identity(IdentityEvent::CoachingRevoked(CoachingRevoked::example())));
    let access = Topic::IDENTITY_ACCESS;
    batch.take(place(access, 0), Fact::Access(IdentityAccess::AccessToken(AccessToken::example())));
    batch.take(place(access, 1), Fact::Access(IdentityAccess::CoachingGrant(CoachingGrant::example())));
    let counts = [
        batch.changed_emails.len(),
        batch.coaching_grants.len(),
        batch.coaching_revocations.len(),
        batch.access_tokens.len(),
        batch.people.len(),
        batch.accounts.len(),
        batch.workouts.len(),
        batch.imports.len(),
        batch.meals.len(),
        batch.supplement_intakes.len(),
        batch.goals.len(),
        batch.goal_progress.len(),
    ];
    assert_eq!(counts, [1; 12]);
}

/// Every event of `profile.events`.
fn profile_events() -> Vec<ProfileEvent> {
    vec![
        ProfileEvent::ProfileCreated(Example::example()),
        ProfileEvent::ProfileUpdated(Example::example()),
        ProfileEvent::GoalsChanged(Example::example()),
        ProfileEvent::PreferencesChanged(Example::example()),
        ProfileEvent::MeasurementRecorded(Example::example()),
        ProfileEvent::MeasurementCorrected(Example::example()),
        ProfileEvent::MeasurementDeleted(Example::example()),
        ProfileEvent::WebhookRegistered(Example::example()),
        ProfileEvent::WebhookRemoved(Example::example()),
        ProfileEvent::CalendarLinkCreated(Example::example()),
        ProfileEvent::CalendarLinkRevoked(Example::example()),
        ProfileEvent::NotificationRead(Example::example()),
    ]
}

#[test]
fn every_event_of_a_profile_makes_one_row_of_one_table() {
    let counts = |batch: &Batch| {
        [
            batch.profiles.len(),
            batch.fitness_goals.len(),
            batch.preferences.len(),
            batch.measurements.len(),
            batch.webhooks.len(),
            batch.calendar_links.len(),
            batch.notifications_read.len(),
        ]
    };
    let tables = profile_events().into_iter().map(|event| {
        let mut batch = Batch::default();
        batch.take(place(Topic::PROFILE_EVENTS, 0), Fact::Profile(event));
        assert_eq!(counts(&batch).iter().sum::<usize>(), 1);
        counts(&batch).iter().position(|count| *count == 1).unwrap()
    });
    assert_eq!(tables.collect::<Vec<_>>(), [0, 0, 1, 2, 3, 3, 3, 4, 4, 5, 5, 6]);
}

#[test]
fn what_ended_keeps_an_emptied_row() {
    let mut batch = Batch::default();
    for (offset, event) in (0..).zip(profile_events()) {
        batch.take(place(Topic::PROFILE_EVENTS, offset), Fact::Profile(event));
    }
    let measurement = batch.measurements.values().next().unwrap();
    assert_eq!((measurement.position, measurement.version, &measurement.content), (6, 6, &None));
    assert_eq!(batch.webhooks.values().next().unwrap().registered, None);
    assert_eq!(batch.calendar_links.values().next().unwrap().created, None);
    // the second of the profile's
    assert_eq!(batch.profiles.values().next().unwrap().position, 1);
}

#[test]
fn a_goal_is_achieved_until_that_is_revoked() {
    let mut batch = Batch::default();
    let key = (GoalSet::example().user_id, GoalSet::example().goal_id);
    batch.take(place(Topic::GOAL_EVENTS, 0), Fact::Goal(GoalEvent::GoalSet(GoalSet::example())));
    batch.take(place(Topic::GOAL_EVENTS, 1), Fact::Goal(GoalEvent::GoalAchieved(GoalAchieved::example())));
    assert!(batch.goal_achievements[&key].achieved.is_some());
    let revoked = GoalEvent::GoalAchievementRevoked(GoalAchievementRevoked::example());
    batch.take(place(Topic::GOAL_EVENTS, 2), Fact::Goal(revoked));
    let standing = &batch.goal_achievements[&key];
    assert_eq!((&standing.achieved, standing.status, standing.version), (&None, GoalStatus::Active, 2));
    // what was set stays as it was set
    assert_eq!(batch.goals[&key].version, 0);
}

#[test]
fn a_goal_is_changed_missed_and_abandoned() {
    let mut batch = Batch::default();
    let key = (GoalSet::example().user_id, GoalSet::example().goal_id);
    let set_at = "2026-01-01T00:00:00Z".parse().unwrap();
    let take = |batch: &mut Batch, offset, event| batch.take(place(Topic::GOAL_EVENTS, offset), Fact::Goal(event));
    take(&mut batch, 0, GoalEvent::GoalSet(GoalSet { set_at, ..GoalSet::example() }));
    take(&mut batch, 1, GoalEvent::GoalMissed(Example::example()));
    assert_eq!(batch.goal_achievements[&key].status, GoalStatus::Missed);
    let changed = GoalChanged::example();
    take(&mut batch, 2, GoalEvent::GoalChanged(changed.clone()));
    let row = &batch.goals[&key];
    assert_eq!((row.version, row.goal.kind, row.goal.set_at), (2, changed.kind, set_at));
    assert_eq!((row.changed_at, &row.goal.target), (Some(changed.changed_at), &changed.target));
    take(&mut batch, 3, GoalEvent::GoalAbandoned(Example::example()));
    let standing = &batch.goal_achievements[&key];
    assert_eq!((standing.status, standing.version), (GoalStatus::Abandoned, 3));
}

#[test]
fn a_batch_says_from_where_to_where_it_goes() {
    let topic = Topic::EXECUTION_EVENTS;
    let mut batch = Batch::default();
    batch.begin(topic, partition(), 5);
    batch.begin(Topic::GOAL_EVENTS, partition(), 3);
    assert!(batch.is_empty());
    // control markers lie between records
    batch.pass(topic, partition(), 7);
    batch.take(place(topic, 9), Fact::Execution(ExecutionEvent::WorkoutExecuted(Example::example())));
    assert_eq!(batch.advances(), [Advance { topic, partition: partition(), from: 5, to: 10 }]);
}

#[test]
fn what_was_skipped_is_passed_and_remembered() {
    let topic = Topic::EXECUTION_EVENTS;
    let mut batch = Batch::default();
    batch.begin(topic, partition(), 0);
    let cause = "not in wire format".to_owned();
    batch.skip(SkippedRecord { topic, partition: partition(), offset: 0, key: None, cause });
    assert_eq!(batch.skipped.len(), 1);
    assert_eq!(batch.advances(), [Advance { topic, partition: partition(), from: 0, to: 1 }]);
}

#[test]
fn what_a_processor_has_read_is_kept_per_topic() {
    let input = |topic: &str, next_offset| InputPosition { topic: topic.to_owned(), partition: 0, next_offset };
    let processed = |offset, inputs| {
        let service = "goal-progress".to_owned();
        (place(Topic::GOAL_PROGRESS_EVENTS, offset), Fact::Processed(InputsProcessed { service, partition: 0, inputs }))
    };
    let mut batch = Batch::default();
    for (place, fact) in [
        processed(0, vec![input("execution.events", 5), input("goal.events", 1)]),
        processed(1, vec![input("execution.events", 9)]),
    ] {
        batch.take(place, fact);
    }
    let read: Vec<_> = batch.processed.iter().map(|((_, _, topic), next)| (topic.as_str(), *next)).collect();
    assert_eq!(read, [("execution.events", 9), ("goal.events", 1)]);
}

#[test]
fn the_last_event_of_a_meal_or_an_intake_is_its_row() {
    let events = Topic::EXECUTION_EVENTS;
    let mut batch = Batch::default();
    batch.take(place(events, 1), Fact::Execution(ExecutionEvent::MealConsumed(Example::example())));
    batch.take(place(events, 2), Fact::Execution(ExecutionEvent::SupplementTaken(Example::example())));
    let standing = |batch: &Batch| {
        let meals: Vec<_> = batch.meals.values().map(|row| (row.position, row.meal.is_some())).collect();
        let intakes: Vec<_> = batch.supplement_intakes.values().map(|row| (row.position, row.told.is_some())).collect();
        (meals, intakes)
    };
    assert_eq!(standing(&batch), (vec![(1, true)], vec![(2, true)]));
    assert!(batch.workouts.is_empty() && batch.imports.is_empty());
    batch.take(place(events, 3), Fact::Execution(ExecutionEvent::MealCorrected(Example::example())));
    assert_eq!(standing(&batch), (vec![(3, true)], vec![(2, true)]));
    batch.take(place(events, 4), Fact::Execution(ExecutionEvent::MealDeleted(Example::example())));
    batch.take(place(events, 5), Fact::Execution(ExecutionEvent::IntakeUndone(Example::example())));
    assert_eq!(standing(&batch), (vec![(4, false)], vec![(5, false)]));
}
