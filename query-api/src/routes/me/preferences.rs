//! How the caller wants things done.

use std::collections::BTreeMap;

use schemas::{
    profile::{NotificationKind, Preferences as Usual},
    symbol::Symbol,
};
use serde::Serialize;
use serde_json::Value;
use tokio_postgres::Row;
use utoipa::ToSchema;

/// How somebody wants things done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Preferences)]
pub(super) struct Preferences {
    /// Whether a progression changes the template: `auto` or `ask`.
    progression: String,
    /// What becomes of new versions of a template in the schedule.
    template_updates: TemplateUpdates,
    /// Leaderboards to stand on.
    leaderboards: Vec<String>,
    /// What to be told of, how and when.
    notifications: Notifications,
    /// Sequence of their last event, what `If-Match` compares; 0 until something was chosen.
    version: i64,
}

/// `auto` or `ask`.
#[derive(Debug, Serialize, ToSchema)]
struct TemplateUpdates {
    /// Of versions that a progression made.
    progression: String,
    /// Of versions that an edit made.
    edit: String,
}

/// What to be told of, how and when.
#[derive(Debug, Serialize, ToSchema)]
struct Notifications {
    /// Per kind `in_app`, `email`, `webhook`; kinds that were not chosen as usual.
    channels: BTreeMap<String, Vec<String>>,
    /// When nothing is sent but in the app; null: never.
    quiet_hours: Option<QuietHours>,
}

/// Hours of the day in the caller's zone; they may go over midnight.
#[derive(Debug, Serialize, ToSchema)]
struct QuietHours {
    /// From this minute on.
    #[schema(example = "22:00")]
    from: String,
    /// Until before this one.
    #[schema(example = "07:00")]
    until: String,
}

pub(super) const PREFERENCES: &str = "
SELECT progression, template_updates_by_progression, template_updates_by_edit, leaderboards, channels, quiet_from,
       quiet_until, version
FROM preference WHERE user_id = $1";

impl Preferences {
    pub(super) fn of(row: Option<&Row>) -> Self {
        let usual = Usual::default();
        let channels = row.map(|row| row.get::<_, Value>("channels")).unwrap_or_default();
        let kinds = NotificationKind::ALL.iter().filter(|(kind, _)| *kind != NotificationKind::Unknown);
        let channels = kinds.map(|(kind, name)| {
            let chosen = channels.get(*name).map(texts);
            ((*name).to_owned(), chosen.unwrap_or_else(|| usual_channels(&usual, *kind)))
        });
        let channels = channels.collect();
        let Some(row) = row else {
            return Self {
                progression: usual.progression.as_str().to_owned(),
                template_updates: TemplateUpdates {
                    progression: usual.template_updates_by_progression.as_str().to_owned(),
                    edit: usual.template_updates_by_edit.as_str().to_owned(),
                },
                leaderboards: usual.leaderboards,
                notifications: Notifications { channels, quiet_hours: None },
                version: 0,
            };
        };
        let quiet = row.get::<_, Option<i32>>("quiet_from").zip(row.get("quiet_until"));
        let quiet_hours = quiet.map(|(from, until)| QuietHours { from: time(from), until: time(until) });
        Self {
            progression: row.get("progression"),
            template_updates: TemplateUpdates {
                progression: row.get("template_updates_by_progression"),
                edit: row.get("template_updates_by_edit"),
            },
            leaderboards: texts(&row.get("leaderboards")),
            notifications: Notifications { channels, quiet_hours },
            version: row.get("version"),
        }
    }
}

fn usual_channels(usual: &Usual, kind: NotificationKind) -> Vec<String> {
    let choice = usual.channels_of(kind);
    let channels = [("in_app", choice.in_app), ("email", choice.email), ("webhook", choice.webhook)];
    channels.into_iter().filter(|(_, on)| *on).map(|(name, _)| name.to_owned()).collect()
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn time(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}
