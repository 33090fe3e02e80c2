//! The fold: what records of the log change in the tables. Pure; the live projection, a rebuild and the
//! tests use the same.

use std::collections::BTreeMap;

use schemas::{
    engine::InputsProcessed,
    execution::ExecutionEvent,
    goal::GoalEvent,
    goal_progress::GoalProgressed,
    id::{
        CalendarLinkId, GoalId, ImportId, IntakeId, MealId, MeasurementId, NotificationId, TokenId, UserId, WebhookId,
    },
    identity::{AccountStatus, IdentityAccess, IdentityEvent},
    partition::Partition,
    planning::PlanningEvent,
    profile::ProfileEvent,
    topic::Topic,
};

use crate::table::{
    Place,
    access_token::{self, AccessTokenRow},
    account::{self, AccountRow},
    calendar_link::{self, CalendarLinkRow},
    changed_email::{self, ChangedEmailRow},
    coaching_grant::{self, CoachingGrantRow},
    coaching_revocation::{self, CoachingRevocationRow},
    fitness_goal::{self, FitnessGoalRow},
    goal::{self, GoalRow},
    goal_achievement::{self, GoalAchievementRow},
    goal_progress::{self, GoalProgressRow},
    import::{self, ImportRow},
    meal::{self, MealRow},
    measurement::{self, MeasurementRow},
    notification_read::{self, NotificationReadRow},
    person::{self, PersonRow},
    planning::{self, PlanningChanges},
    position::Advance,
    preference::{self, PreferenceRow},
    processed::{self, Processed},
    profile::{self, ProfileRow},
    skipped_record::SkippedRecord,
    supplement_intake::{self, SupplementIntakeRow},
    webhook::{self, WebhookRow},
    workout::{self, WorkoutChanges},
};

/// What the projection reads. Columns of one table never come from two of these.
pub const SOURCES: &[Topic] = &[
    Topic::IDENTITY_EVENTS,
    Topic::IDENTITY_ACCOUNTS,
    Topic::IDENTITY_ACCESS,
    Topic::PROFILE_EVENTS,
    Topic::PLANNING_EVENTS,
    Topic::EXECUTION_EVENTS,
    Topic::GOAL_EVENTS,
    Topic::GOAL_PROGRESS_EVENTS,
];

/// What a record says, decoded.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// From `identity.events`.
    Identity(IdentityEvent),
    /// From `identity.accounts`.
    Account(AccountStatus),
    /// From `identity.access`.
    Access(IdentityAccess),
    /// From `profile.events`.
    Profile(ProfileEvent),
    /// From `planning.events`.
    Planning(Box<PlanningEvent>),
    /// From `execution.events`.
    Execution(ExecutionEvent),
    /// From `goal.events`.
    Goal(GoalEvent),
    /// From `goal-progress.events`.
    GoalProgress(GoalProgressed),
    /// From any derived topic.
    Processed(InputsProcessed),
}

/// The changes of a stretch of the log: one row per key, the last one, sorted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// Rows of `person`.
    pub people: BTreeMap<UserId, PersonRow>,
    /// Rows of `account`.
    pub accounts: BTreeMap<UserId, AccountRow>,
    /// Rows of `changed_email`.
    pub changed_emails: BTreeMap<UserId, ChangedEmailRow>,
    /// Rows of `coaching_grant`.
    pub coaching_grants: BTreeMap<(UserId, UserId), CoachingGrantRow>,
    /// Rows of `coaching_revocation`.
    pub coaching_revocations: BTreeMap<(UserId, UserId), CoachingRevocationRow>,
    /// Rows of `access_token`.
    pub access_tokens: BTreeMap<(UserId, TokenId), AccessTokenRow>,
    /// Rows of `profile`.
    pub profiles: BTreeMap<UserId, ProfileRow>,
    /// Rows of `fitness_goal`.
    pub fitness_goals: BTreeMap<UserId, FitnessGoalRow>,
    /// Rows of `preference`.
    pub preferences: BTreeMap<UserId, PreferenceRow>,
    /// Rows of `measurement`.
    pub measurements: BTreeMap<(UserId, MeasurementId), MeasurementRow>,
    /// Rows of `webhook`.
    pub webhooks: BTreeMap<(UserId, WebhookId), WebhookRow>,
    /// Rows of `calendar_link`.
    pub calendar_links: BTreeMap<(UserId, CalendarLinkId), CalendarLinkRow>,
    /// Rows of `notification_read`.
    pub notifications_read: BTreeMap<(UserId, NotificationId), NotificationReadRow>,
    /// Changes of the tables of planning.
    pub planning: PlanningChanges,
    /// Changes of `workout` and `performed_set`.
    pub workouts: WorkoutChanges,
    /// Rows of `import`.
    pub imports: BTreeMap<(UserId, ImportId), ImportRow>,
    /// Rows of `meal`.
    pub meals: BTreeMap<(UserId, MealId), MealRow>,
    /// Rows of `supplement_intake`.
    pub supplement_intakes: BTreeMap<(UserId, IntakeId), SupplementIntakeRow>,
    /// Rows of `goal`.
    pub goals: BTreeMap<(UserId, GoalId), GoalRow>,
    /// Rows of `goal_achievement`.
    pub goal_achievements: BTreeMap<(UserId, GoalId), GoalAchievementRow>,
    /// Rows of `goal_progress`.
    pub goal_progress: BTreeMap<(UserId, GoalId), GoalProgressRow>,
    /// Rows of `processed`.
    pub processed: Processed,
    /// Rows of `skipped_record`.
    pub skipped: Vec<SkippedRecord>,
    /// Next offsets, before and after.
    advances: BTreeMap<(Topic, Partition), (i64, i64)>,
}

impl Batch {
    /// Says where the next records of a topic's partition begin; comes before the first of them.
    pub fn begin(&mut self, topic: Topic, partition: Partition, next_offset: i64) {
        self.advances.entry((topic, partition)).or_insert((next_offset, next_offset));
    }

    /// Moves the position past a record, whether it changes anything or not.
    pub fn pass(&mut self, topic: Topic, partition: Partition, offset: i64) {
        let next = offset + 1;
        let (_, to) = self.advances.entry((topic, partition)).or_insert((offset, next));
        *to = next.max(*to);
    }

    /// Folds one record; records of a topic's partition come in their order.
    pub fn take(&mut self, place: Place, fact: Fact) {
        self.pass(place.topic, place.partition, place.offset);
        match fact {
            Fact::Identity(event) => {
                self.changed_emails.extend(changed_email::row(place, &event));
                self.coaching_grants.extend(coaching_grant::row(place, &event));
                self.coaching_revocations.extend(coaching_revocation::row(place, &event));
                self.people.extend(person::row(place, event));
            }
            Fact::Access(access) => self.access_tokens.extend(access_token::row(place, access)),
            Fact::Account(status) => self.accounts.extend([account::row(place, status)]),
            Fact::Profile(event) => {
                self.profiles.extend(profile::row(place, &event));
                self.fitness_goals.extend(fitness_goal::row(place, &event));
                self.preferences.extend(preference::row(place, &event));
                self.measurements.extend(measurement::row(place, &event));
                self.webhooks.extend(webhook::row(place, &event));
                self.calendar_links.extend(calendar_link::row(place, &event));
                self.notifications_read.extend(notification_read::row(place, &event));
            }
            Fact::Planning(event) => planning::fold(&mut self.planning, place, &event),
            Fact::Execution(ExecutionEvent::HistoryImported(event)) => self.imports.extend([import::row(place, event)]),
            Fact::Execution(event) => {
                self.meals.extend(meal::row(place, &event));
                self.supplement_intakes.extend(supplement_intake::row(place, &event));
                workout::fold(&mut self.workouts, place, event);
            }
            Fact::Goal(event) => {
                goal::fold(&mut self.goals, place, &event);
                self.goal_achievements.extend(goal_achievement::row(place, &event));
            }
            Fact::GoalProgress(event) => self.goal_progress.extend([goal_progress::row(place, event)]),
            Fact::Processed(event) => self.processed.extend(processed::rows(event)),
        }
    }

    /// Passes a record that nobody can fold, and remembers where it is and why.
    pub fn skip(&mut self, record: SkippedRecord) {
        self.pass(record.topic, record.partition, record.offset);
        self.skipped.push(record);
    }

    /// The stretches that it covers, sorted.
    pub fn advances(&self) -> Vec<Advance> {
        self.advances
            .iter()
            .filter(|(_, (from, to))| from < to)
            .map(|((topic, partition), (from, to))| Advance {
                topic: *topic,
                partition: *partition,
                from: *from,
                to: *to,
            })
            .collect()
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.advances.values().all(|(from, to)| from == to)
    }
}

#[cfg(test)]
mod tests;
