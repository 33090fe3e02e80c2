//! Events hold their content field by field, so that other readers find it at once; folds and tables want it whole.

use super::{
    CalendarLink, CalendarLinkCreated, ChannelChoice, FitnessGoals, GoalsChanged, Measurement, MeasurementCorrected,
    MeasurementKind, MeasurementRecorded, NotificationKind, Policy, Preferences, PreferencesChanged, ProfileContent,
    ProfileCreated, ProfileUpdated, Webhook, WebhookRegistered,
};
use crate::quantity::Dimension;

impl From<ProfileCreated> for ProfileContent {
    fn from(event: ProfileCreated) -> Self {
        let ProfileCreated { name, date_of_birth, sex, height, units, zone, week_start, locale, .. } = event;
        Self { name, date_of_birth, sex, height, units, zone, week_start, locale }
    }
}

impl From<ProfileUpdated> for ProfileContent {
    fn from(event: ProfileUpdated) -> Self {
        let ProfileUpdated { name, date_of_birth, sex, height, units, zone, week_start, locale, .. } = event;
        Self { name, date_of_birth, sex, height, units, zone, week_start, locale }
    }
}

impl From<GoalsChanged> for FitnessGoals {
    fn from(event: GoalsChanged) -> Self {
        let GoalsChanged {
            focus,
            weekly_workouts,
            weekly_minutes,
            target_weight,
            target_body_fat,
            target_date,
            note,
            ..
        } = event;
        Self { focus, weekly_workouts, weekly_minutes, target_weight, target_body_fat, target_date, note }
    }
}

impl From<PreferencesChanged> for Preferences {
    fn from(event: PreferencesChanged) -> Self {
        Self {
            progression: event.progression,
            template_updates_by_progression: event.template_updates_by_progression,
            template_updates_by_edit: event.template_updates_by_edit,
            leaderboards: event.leaderboards,
            channels: event.channels,
            quiet_hours: event.quiet_hours,
        }
    }
}

impl From<MeasurementRecorded> for Measurement {
    fn from(event: MeasurementRecorded) -> Self {
        let MeasurementRecorded { kind, value, date, note, .. } = event;
        Self { kind, value, date, note }
    }
}

impl From<MeasurementCorrected> for Measurement {
    fn from(event: MeasurementCorrected) -> Self {
        let MeasurementCorrected { kind, value, date, note, .. } = event;
        Self { kind, value, date, note }
    }
}

impl From<WebhookRegistered> for Webhook {
    fn from(event: WebhookRegistered) -> Self {
        let WebhookRegistered { url, description, kinds, secret, .. } = event;
        Self { url, description, kinds, secret }
    }
}

impl From<CalendarLinkCreated> for CalendarLink {
    fn from(event: CalendarLinkCreated) -> Self {
        let CalendarLinkCreated { name, secret_hash, .. } = event;
        Self { name, secret_hash }
    }
}

/// What holds for whoever never said otherwise: progressions are made and scheduled, what edits make waits for
/// a confirmation.
impl Default for Preferences {
    fn default() -> Self {
        Self {
            progression: Policy::Auto,
            template_updates_by_progression: Policy::Auto,
            template_updates_by_edit: Policy::Ask,
            leaderboards: Vec::new(),
            channels: Vec::new(),
            quiet_hours: None,
        }
    }
}

impl Preferences {
    /// The boards that somebody can stand on.
    pub const LEADERBOARDS: [&str; 4] = ["longest-streak", "monthly-volume", "weekly-volume", "weekly-workouts"];

    /// How to tell of something: as chosen, else in the app and to webhooks.
    pub fn channels_of(&self, kind: NotificationKind) -> ChannelChoice {
        let chosen = self.channels.iter().find(|choice| choice.kind == kind);
        chosen.cloned().unwrap_or(ChannelChoice { kind, in_app: true, email: false, webhook: true })
    }
}

impl MeasurementKind {
    /// What its values are; none for a kind newer than this reader.
    pub const fn dimension(self) -> Option<Dimension> {
        match self {
            Self::BodyWeight | Self::LeanMass | Self::MuscleMass => Some(Dimension::Mass),
            Self::BodyFat | Self::BodyWater => Some(Dimension::Share),
            Self::Neck
            | Self::Shoulders
            | Self::Chest
            | Self::Waist
            | Self::Abdomen
            | Self::Hips
            | Self::LeftUpperArm
            | Self::RightUpperArm
            | Self::LeftForearm
            | Self::RightForearm
            | Self::LeftThigh
            | Self::RightThigh
            | Self::LeftCalf
            | Self::RightCalf => Some(Dimension::Length),
            Self::Unknown => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_is_told_as_usual_until_they_choose() {
        let mut preferences = Preferences::default();
        let usual = preferences.channels_of(NotificationKind::GoalAchieved);
        assert_eq!((usual.in_app, usual.email, usual.webhook), (true, false, true));
        let chosen = ChannelChoice { in_app: false, email: true, ..usual };
        preferences.channels.push(chosen.clone());
        assert_eq!(preferences.channels_of(NotificationKind::GoalAchieved), chosen);
        assert!(preferences.channels_of(NotificationKind::GoalMissed).in_app);
    }

    #[test]
    fn progressions_are_applied_and_edits_are_asked_about() {
        let preferences = Preferences::default();
        let policies = [
            preferences.progression,
            preferences.template_updates_by_progression,
            preferences.template_updates_by_edit,
        ];
        assert_eq!(policies, [Policy::Auto, Policy::Auto, Policy::Ask]);
        assert!(preferences.leaderboards.is_empty());
    }
}
