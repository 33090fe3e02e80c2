//! How somebody wants things done.

use std::collections::{BTreeMap, BTreeSet};

use schemas::profile::{ChannelChoice, NotificationKind, Policy, Preferences, QuietHours};
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::reader::Reader;
use crate::domain::values::{Invalid, invalid};

/// Preferences, whole: what is left out is as it is for whoever never chose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Preferences)]
pub(crate) struct ChangePreferences {
    /// Whether a progression changes the template (`auto`) or is proposed (`ask`); left out: `auto`.
    #[schema(example = "auto")]
    progression: Option<String>,
    /// What becomes of new versions of a template in the schedule.
    template_updates: Option<TemplateUpdates>,
    /// Leaderboards to stand on: `weekly-volume`, `weekly-workouts`, `monthly-volume`, `longest-streak`; left out: none.
    #[schema(example = json!(["weekly-volume"]))]
    leaderboards: Option<Vec<String>>,
    /// What to be told of, how and when.
    notifications: Option<Notifications>,
}

/// What becomes of new versions of a template in the schedule: `auto` applies them, `ask` waits for a confirmation.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct TemplateUpdates {
    /// Of versions that a progression made; left out: `auto`.
    #[schema(example = "auto")]
    progression: Option<String>,
    /// Of versions that an edit made; left out: `ask`.
    #[schema(example = "ask")]
    edit: Option<String>,
}

/// What to be told of, how and when.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Notifications {
    /// Per kind the channels: `in_app`, `email`, `webhook`. A kind that is left out is told in the app and to webhooks. Kinds:
    /// `personal_record`, `weight_increase`, `consistency_streak`, `goal_achieved`, `goal_missed`, `exercise_progressed`,
    /// `progression_proposed`, `schedule_updated`, `schedule_change_proposed`, `schedule_conflict`, `recommendation`,
    /// `workout_reminder`, `supplement_reminder`, `coaching`, `account`.
    #[schema(example = json!({"goal_achieved": ["in_app", "email"]}))]
    channels: Option<BTreeMap<String, Vec<String>>>,
    /// When nothing is sent but in the app.
    quiet_hours: Option<Quiet>,
}

/// Hours of the day, in the zone of the profile; they may go over midnight.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuietHours)]
struct Quiet {
    /// From this minute on.
    #[schema(example = "22:00")]
    from: String,
    /// Until before this one.
    #[schema(example = "07:00")]
    until: String,
}

impl ChangePreferences {
    /// What it says, or everything that is wrong with it.
    pub(crate) fn read(&self) -> Result<Preferences, Problem> {
        let mut reader = Reader::default();
        let usual = Preferences::default();
        let updates = self.template_updates.as_ref();
        let by_progression = updates.and_then(|updates| updates.progression.as_ref());
        let by_edit = updates.and_then(|updates| updates.edit.as_ref());
        let mut policy = |pointer, text, otherwise: Policy| reader.symbol(pointer, text).unwrap_or(otherwise);
        let progression = policy("/progression", self.progression.as_ref(), usual.progression);
        let template_updates_by_progression =
            policy("/template_updates/progression", by_progression, usual.template_updates_by_progression);
        let template_updates_by_edit = policy("/template_updates/edit", by_edit, usual.template_updates_by_edit);
        let leaderboards = leaderboards(&mut reader, self.leaderboards.as_deref().unwrap_or_default());
        let notifications = self.notifications.as_ref();
        let channels = notifications.and_then(|notifications| notifications.channels.as_ref());
        let channels = channels.map(|channels| choices(&mut reader, channels)).unwrap_or_default();
        let quiet = notifications.and_then(|notifications| notifications.quiet_hours.as_ref());
        let quiet_hours = quiet.and_then(|quiet| quiet.read(&mut reader));
        reader.finish(Some(Preferences {
            progression,
            template_updates_by_progression,
            template_updates_by_edit,
            leaderboards,
            channels,
            quiet_hours,
        }))
    }
}

fn leaderboards(reader: &mut Reader, named: &[String]) -> Vec<String> {
    let mut boards = BTreeSet::new();
    for (index, name) in named.iter().enumerate() {
        let pointer = format!("/leaderboards/{index}");
        if !Preferences::LEADERBOARDS.contains(&name.as_str()) {
            let known = Preferences::LEADERBOARDS.join(", ");
            reader.fault(pointer, "unknown_value", format!("one of {known} is expected"));
        } else if !boards.insert(name.clone()) {
            reader.fault(pointer, "duplicate", "this board is named twice");
        }
    }
    boards.into_iter().collect()
}

/// In the order of the kinds, so that the same choices are the same record.
fn choices(reader: &mut Reader, channels: &BTreeMap<String, Vec<String>>) -> Vec<ChannelChoice> {
    let mut choices = Vec::new();
    for (name, channels) in channels {
        let pointer = format!("/notifications/channels/{}", name.replace('~', "~0").replace('/', "~1"));
        let kind: Option<NotificationKind> = reader.symbol(pointer.as_str(), Some(name));
        let mut told = BTreeSet::new();
        for (index, channel) in channels.iter().enumerate() {
            let pointer = format!("{pointer}/{index}");
            if !["in_app", "email", "webhook"].contains(&channel.as_str()) {
                reader.fault(pointer, "unknown_value", "one of in_app, email, webhook is expected");
            } else if !told.insert(channel.as_str()) {
                reader.fault(pointer, "duplicate", "this channel is named twice");
            }
        }
        choices.extend(kind.map(|kind| ChannelChoice {
            kind,
            in_app: told.contains("in_app"),
            email: told.contains("email"),
            webhook: told.contains("webhook"),
        }));
    }
    choices.sort_by_key(|choice| choice.kind);
    choices
}

impl Quiet {
    fn read(&self, reader: &mut Reader) -> Option<QuietHours> {
        const HOURS: &str = "/notifications/quiet_hours";
        let from = reader.value(format!("{HOURS}/from"), Some(self.from.as_str()), minute);
        let until = reader.value(format!("{HOURS}/until"), Some(self.until.as_str()), minute);
        let (from_minute, until_minute) = from.zip(until)?;
        if from_minute == until_minute {
            reader.fault(format!("{HOURS}/until"), "empty", "quiet hours end at another minute than they begin");
            return None;
        }
        Some(QuietHours { from_minute, until_minute })
    }
}

/// `07:30`, as minutes of the day.
fn minute(text: &str) -> Result<i32, Invalid> {
    let two = |text: &str| (text.len() == 2).then(|| text.parse::<u8>().ok()).flatten().map(i32::from);
    let read = text.split_once(':').and_then(|(hour, minute)| Some((two(hour)?, two(minute)?)));
    match read {
        Some((hour @ 0..24, minute @ 0..60)) if text.bytes().all(|byte| byte != b'+') => Ok(hour * 60 + minute),
        Some(_) | None => Err(invalid("invalid_time", "a time of day is expected, such as 07:30")),
    }
}

#[cfg(test)]
mod tests {
    use schemas::symbol::Symbol;

    use super::*;

    #[test]
    fn a_time_of_day_has_one_spelling() {
        let read = |text| minute(text).ok();
        assert_eq!((read("00:00"), read("07:30"), read("23:59")), (Some(0), Some(450), Some(1_439)));
        for text in ["7:30", "24:00", "12:60", "12", "12:3", "+1:00", "-1:00", "12:00:00", "", "ab:cd"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn every_kind_that_can_be_chosen_is_documented() {
        let document = serde_json::to_string(&<Notifications as utoipa::PartialSchema>::schema()).unwrap();
        for (_, symbol) in NotificationKind::ALL.iter().filter(|(_, symbol)| *symbol != "unknown") {
            assert!(document.contains(&format!("`{symbol}`")), "{symbol}");
        }
    }
}
