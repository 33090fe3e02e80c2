//! How the mechanism of a command service meets the rules of profile.

mod snapshot;

use command_api::{Aggregate, Change, Context, Decision, Meta, NoRecords, StateKey, View};
use schemas::id::{CalendarLinkId, UserId, WebhookId};
use schemas::profile::{FitnessGoals, Preferences, ProfileContent, ProfileEvent, ProfileStateSnapshot};
use schemas::time::Instant;
use schemas::topic::Service;
use uuid::Uuid;

use crate::domain::calendar_link::{self, CalendarLink};
use crate::domain::measurement::{self, Measurement};
use crate::domain::webhook::{self, Webhook};
use crate::domain::{Command, Rejection, fitness_goals, notification, preferences, profile};

/// The profile context.
#[derive(Debug, Clone, Copy)]
pub struct Profiles;

const PROFILE: &str = "profile";
const GOALS: &str = "goals";
const PREFERENCES: &str = "preferences";
const MEASUREMENT: &str = "measurement";
const WEBHOOK: &str = "webhook";
const CALENDAR_LINK: &str = "calendar-link";
const NOTIFICATION: &str = "notification";
/// Not an aggregate: which webhooks and links stand, for counting them.
const CONNECTIONS: &str = "connections";

/// One entry of the state.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// Store `profile`; key: the user.
    Profile(ProfileContent),
    /// Store `goals`; key: the user.
    Goals(FitnessGoals),
    /// Store `preferences`; key: the user.
    Preferences(Preferences),
    /// Store `measurement`.
    Measurement(Measurement),
    /// Store `webhook`.
    Webhook(Webhook),
    /// Store `calendar-link`.
    CalendarLink(CalendarLink),
    /// Store `notification`: when it was read.
    Notification(Instant),
    /// Store `connections`; key: the user.
    Connections(Connections),
}

/// What of somebody's data goes elsewhere, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Connections {
    /// Webhooks that stand.
    pub webhooks: Vec<WebhookId>,
    /// Calendar links that stand.
    pub calendar_links: Vec<CalendarLinkId>,
}

impl Context for Profiles {
    const SERVICE: Service = Service::Profile;
    const FOLD_VERSION: i32 = 1;
    type Command = Command;
    type Event = ProfileEvent;
    type State = State;
    type Snapshot = ProfileStateSnapshot;
    type ProcessCommand = NoRecords;
    type Rejection = Rejection;
    type Reply = ();

    fn target(meta: &Meta, command: &Command) -> Aggregate {
        let of = |kind, id| Aggregate::of(meta.subject, kind, id);
        match command {
            Command::SaveProfile(_) => of(PROFILE, meta.subject.uuid()),
            Command::ChangeGoals(_) => of(GOALS, meta.subject.uuid()),
            Command::ChangePreferences(_) => of(PREFERENCES, meta.subject.uuid()),
            Command::Measurement(id, _) => of(MEASUREMENT, id.uuid()),
            Command::Webhook(id, _) => of(WEBHOOK, id.uuid()),
            Command::CalendarLink(id, _) => of(CALENDAR_LINK, id.uuid()),
            Command::MarkNotificationRead(id) => of(NOTIFICATION, id.uuid()),
        }
    }

    fn decide(view: &View<'_, State>, meta: &Meta, command: &Command) -> Result<Decision<Self>, Rejection> {
        let target = Self::target(meta, command);
        let version = view.version(&target);
        let state = view.aggregate(&target);
        let events = match command {
            Command::SaveProfile(details) => profile::decide(state.and_then(State::profile), meta, details),
            Command::ChangeGoals(goals) => fitness_goals::decide(state.and_then(State::goals), meta, goals),
            Command::ChangePreferences(wanted) => preferences::decide(state.and_then(State::preferences), meta, wanted),
            Command::Measurement(id, command) => {
                measurement::decide(state.and_then(State::measurement), version, meta, *id, command)?
            }
            Command::Webhook(id, command) => {
                let standing = connections(view, target.owner).webhooks.len();
                webhook::decide(state.and_then(State::webhook), version, standing, meta, *id, command)?
            }
            Command::CalendarLink(id, command) => {
                let standing = connections(view, target.owner).calendar_links.len();
                calendar_link::decide(state.and_then(State::calendar_link), version, standing, meta, *id, command)?
            }
            Command::MarkNotificationRead(id) => notification::decide(state.and_then(State::read_at), meta, *id),
        };
        Ok(Decision::events(events.into_iter().map(|event| (target.clone(), event)).collect()))
    }

    fn evolve(view: &View<'_, State>, aggregate: &Aggregate, event: &ProfileEvent) -> Vec<Change<State>> {
        let state = view.aggregate(aggregate);
        let own = |state| (aggregate.state_key(), state);
        match event {
            ProfileEvent::ProfileCreated(_) | ProfileEvent::ProfileUpdated(_) => {
                vec![own(profile::evolve(state.and_then(State::profile), event).map(State::Profile))]
            }
            ProfileEvent::GoalsChanged(changed) => vec![own(Some(State::Goals(changed.clone().into())))],
            ProfileEvent::PreferencesChanged(changed) => vec![own(Some(State::Preferences(changed.clone().into())))],
            ProfileEvent::MeasurementRecorded(_)
            | ProfileEvent::MeasurementCorrected(_)
            | ProfileEvent::MeasurementDeleted(_) => {
                vec![own(measurement::evolve(state.and_then(State::measurement), event).map(State::Measurement))]
            }
            ProfileEvent::WebhookRegistered(registered) => {
                let index = connections(view, aggregate.owner).with_webhook(registered.webhook_id);
                let webhook = webhook::evolve(state.and_then(State::webhook), event).map(State::Webhook);
                vec![own(webhook), index.change(aggregate.owner)]
            }
            ProfileEvent::WebhookRemoved(removed) => {
                let index = connections(view, aggregate.owner).without_webhook(removed.webhook_id);
                let webhook = webhook::evolve(state.and_then(State::webhook), event).map(State::Webhook);
                vec![own(webhook), index.change(aggregate.owner)]
            }
            ProfileEvent::CalendarLinkCreated(created) => {
                let index = connections(view, aggregate.owner).with_calendar_link(created.calendar_link_id);
                let link = calendar_link::evolve(state.and_then(State::calendar_link), event);
                vec![own(link.map(State::CalendarLink)), index.change(aggregate.owner)]
            }
            ProfileEvent::CalendarLinkRevoked(revoked) => {
                let index = connections(view, aggregate.owner).without_calendar_link(revoked.calendar_link_id);
                let link = calendar_link::evolve(state.and_then(State::calendar_link), event);
                vec![own(link.map(State::CalendarLink)), index.change(aggregate.owner)]
            }
            ProfileEvent::NotificationRead(read) => vec![own(Some(State::Notification(read.read_at)))],
        }
    }

    fn kind(name: &str) -> Option<&'static str> {
        let kinds = [PROFILE, GOALS, PREFERENCES, MEASUREMENT, WEBHOOK, CALENDAR_LINK, NOTIFICATION];
        kinds.into_iter().find(|kind| *kind == name)
    }

    fn snapshot(key: &StateKey, version: u64, state: &State) -> ProfileStateSnapshot {
        snapshot::of(key, version, state)
    }

    fn restore(snapshot: ProfileStateSnapshot) -> (StateKey, u64, State) {
        snapshot::restored(snapshot)
    }

    fn from_process(command: NoRecords) -> (UserId, Command) {
        match command {}
    }
}

impl State {
    fn profile(&self) -> Option<&ProfileContent> {
        if let Self::Profile(profile) = self { Some(profile) } else { None }
    }

    fn goals(&self) -> Option<&FitnessGoals> {
        if let Self::Goals(goals) = self { Some(goals) } else { None }
    }

    fn preferences(&self) -> Option<&Preferences> {
        if let Self::Preferences(preferences) = self { Some(preferences) } else { None }
    }

    fn measurement(&self) -> Option<&Measurement> {
        if let Self::Measurement(measurement) = self { Some(measurement) } else { None }
    }

    fn webhook(&self) -> Option<&Webhook> {
        if let Self::Webhook(webhook) = self { Some(webhook) } else { None }
    }

    fn calendar_link(&self) -> Option<&CalendarLink> {
        if let Self::CalendarLink(link) = self { Some(link) } else { None }
    }

    fn read_at(&self) -> Option<Instant> {
        if let Self::Notification(read_at) = self { Some(*read_at) } else { None }
    }
}

impl Connections {
    fn with_webhook(mut self, id: WebhookId) -> Self {
        self = self.without_webhook(id);
        self.webhooks.push(id);
        self.webhooks.sort_unstable();
        self
    }

    fn without_webhook(mut self, id: WebhookId) -> Self {
        self.webhooks.retain(|known| *known != id);
        self
    }

    fn with_calendar_link(mut self, id: CalendarLinkId) -> Self {
        self = self.without_calendar_link(id);
        self.calendar_links.push(id);
        self.calendar_links.sort_unstable();
        self
    }

    fn without_calendar_link(mut self, id: CalendarLinkId) -> Self {
        self.calendar_links.retain(|known| *known != id);
        self
    }

    /// Where there is nothing left to count, there is no entry.
    fn change(self, owner: Uuid) -> Change<State> {
        let is_empty = self.webhooks.is_empty() && self.calendar_links.is_empty();
        (connections_key(owner), (!is_empty).then_some(State::Connections(self)))
    }
}

fn connections_key(owner: Uuid) -> StateKey {
    StateKey { owner, store: CONNECTIONS, key: owner.to_string() }
}

fn connections(view: &View<'_, State>, owner: Uuid) -> Connections {
    match view.get(&connections_key(owner)) {
        Some(State::Connections(connections)) => connections.clone(),
        // no other state stands under this key
        Some(_) | None => Connections::default(),
    }
}

#[cfg(test)]
mod tests;
