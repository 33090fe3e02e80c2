//! State entries as records of `profile.state`, and back.

use command_api::{Aggregate, Context, StateKey};
use schemas::id::{Id, UserId};
use schemas::profile::{
    CalendarLinkSnapshot, ConnectionsSnapshot, FitnessGoalsSnapshot, MeasurementSnapshot, NotificationSnapshot,
    PreferencesSnapshot, ProfileSnapshot, ProfileStateSnapshot, WebhookSnapshot,
};
use uuid::Uuid;

use super::{
    CALENDAR_LINK, Connections, GOALS, MEASUREMENT, NOTIFICATION, PREFERENCES, PROFILE, Profiles, State, WEBHOOK,
    connections_key,
};
use crate::domain::calendar_link::CalendarLink;
use crate::domain::measurement::Measurement;
use crate::domain::webhook::Webhook;

pub(super) fn of(key: &StateKey, version: u64, state: &State) -> ProfileStateSnapshot {
    let user_id = UserId::from_uuid(key.owner);
    let version = version.cast_signed();
    let fold_version = Profiles::FOLD_VERSION;
    match state {
        State::Profile(profile) => {
            let profile = profile.clone();
            ProfileStateSnapshot::ProfileSnapshot(ProfileSnapshot { user_id, version, fold_version, profile })
        }
        State::Goals(goals) => {
            let goals = goals.clone();
            ProfileStateSnapshot::FitnessGoalsSnapshot(FitnessGoalsSnapshot { user_id, version, fold_version, goals })
        }
        State::Preferences(preferences) => {
            let preferences = preferences.clone();
            let snapshot = PreferencesSnapshot { user_id, version, fold_version, preferences };
            ProfileStateSnapshot::PreferencesSnapshot(snapshot)
        }
        State::Measurement(measurement) => ProfileStateSnapshot::MeasurementSnapshot(MeasurementSnapshot {
            user_id,
            measurement_id: id(key),
            version,
            fold_version,
            measurement: match measurement {
                Measurement::Standing(content) => Some(content.clone()),
                Measurement::Deleted => None,
            },
        }),
        State::Webhook(webhook) => ProfileStateSnapshot::WebhookSnapshot(WebhookSnapshot {
            user_id,
            webhook_id: id(key),
            version,
            fold_version,
            webhook: match webhook {
                Webhook::Registered(content) => Some(*content.clone()),
                Webhook::Removed => None,
            },
        }),
        State::CalendarLink(link) => ProfileStateSnapshot::CalendarLinkSnapshot(CalendarLinkSnapshot {
            user_id,
            calendar_link_id: id(key),
            version,
            fold_version,
            link: match link {
                CalendarLink::Standing(content) => Some(content.clone()),
                CalendarLink::Revoked => None,
            },
        }),
        State::Notification(read_at) => ProfileStateSnapshot::NotificationSnapshot(NotificationSnapshot {
            user_id,
            notification_id: id(key),
            version,
            fold_version,
            read_at: *read_at,
        }),
        State::Connections(Connections { webhooks, calendar_links }) => {
            ProfileStateSnapshot::ConnectionsSnapshot(ConnectionsSnapshot {
                user_id,
                fold_version,
                webhooks: webhooks.clone(),
                calendar_links: calendar_links.clone(),
            })
        }
    }
}

pub(super) fn restored(snapshot: ProfileStateSnapshot) -> (StateKey, u64, State) {
    let at = |user: UserId, kind, id: Uuid| Aggregate::of(user, kind, id).state_key();
    match snapshot {
        ProfileStateSnapshot::ProfileSnapshot(ProfileSnapshot { user_id, version, profile, .. }) => {
            (at(user_id, PROFILE, user_id.uuid()), version.cast_unsigned(), State::Profile(profile))
        }
        ProfileStateSnapshot::FitnessGoalsSnapshot(FitnessGoalsSnapshot { user_id, version, goals, .. }) => {
            (at(user_id, GOALS, user_id.uuid()), version.cast_unsigned(), State::Goals(goals))
        }
        ProfileStateSnapshot::PreferencesSnapshot(PreferencesSnapshot { user_id, version, preferences, .. }) => {
            (at(user_id, PREFERENCES, user_id.uuid()), version.cast_unsigned(), State::Preferences(preferences))
        }
        ProfileStateSnapshot::MeasurementSnapshot(snapshot) => {
            let measurement = snapshot.measurement.map_or(Measurement::Deleted, Measurement::Standing);
            let key = at(snapshot.user_id, MEASUREMENT, snapshot.measurement_id.uuid());
            (key, snapshot.version.cast_unsigned(), State::Measurement(measurement))
        }
        ProfileStateSnapshot::WebhookSnapshot(snapshot) => {
            let webhook = snapshot.webhook.map_or(Webhook::Removed, |content| Webhook::Registered(Box::new(content)));
            let key = at(snapshot.user_id, WEBHOOK, snapshot.webhook_id.uuid());
            (key, snapshot.version.cast_unsigned(), State::Webhook(webhook))
        }
        ProfileStateSnapshot::CalendarLinkSnapshot(snapshot) => {
            let link = snapshot.link.map_or(CalendarLink::Revoked, CalendarLink::Standing);
            let key = at(snapshot.user_id, CALENDAR_LINK, snapshot.calendar_link_id.uuid());
            (key, snapshot.version.cast_unsigned(), State::CalendarLink(link))
        }
        ProfileStateSnapshot::NotificationSnapshot(snapshot) => {
            let key = at(snapshot.user_id, NOTIFICATION, snapshot.notification_id.uuid());
            (key, snapshot.version.cast_unsigned(), State::Notification(snapshot.read_at))
        }
        ProfileStateSnapshot::ConnectionsSnapshot(snapshot) => {
            let ConnectionsSnapshot { user_id, webhooks, calendar_links, .. } = snapshot;
            (connections_key(user_id.uuid()), 0, State::Connections(Connections { webhooks, calendar_links }))
        }
    }
}

/// Keys of these stores are ids and nothing else.
fn id<K>(key: &StateKey) -> Id<K> {
    key.key.parse().unwrap_or(Id::from_uuid(Uuid::nil()))
}
