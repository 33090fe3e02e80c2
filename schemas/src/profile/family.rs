//! Which records share a topic.

use super::{
    CalendarLinkCreated, CalendarLinkRevoked, CalendarLinkSnapshot, ConnectionsSnapshot, FitnessGoalsSnapshot,
    GoalsChanged, MeasurementCorrected, MeasurementDeleted, MeasurementRecorded, MeasurementSnapshot, NotificationRead,
    NotificationSnapshot, PreferencesChanged, PreferencesSnapshot, ProfileCreated, ProfileSnapshot, ProfileUpdated,
    WebhookRegistered, WebhookRemoved, WebhookSnapshot,
};
use crate::record::{Decoder, Encoder, Family, Record, RecordType};

/// Records of `profile.events`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileEvent {
    /// An athlete said who they are.
    ProfileCreated(ProfileCreated),
    /// A profile changed.
    ProfileUpdated(ProfileUpdated),
    /// An athlete said what training should lead to.
    GoalsChanged(GoalsChanged),
    /// An athlete said how they want things done.
    PreferencesChanged(PreferencesChanged),
    /// A body was measured.
    MeasurementRecorded(MeasurementRecorded),
    /// A measurement was corrected: this replaces it.
    MeasurementCorrected(MeasurementCorrected),
    /// A measurement was deleted.
    MeasurementDeleted(MeasurementDeleted),
    /// A program is to be told.
    WebhookRegistered(WebhookRegistered),
    /// A program is not to be told any more.
    WebhookRemoved(WebhookRemoved),
    /// Whoever has the link may read the calendar.
    CalendarLinkCreated(CalendarLinkCreated),
    /// A link to the calendar ended.
    CalendarLinkRevoked(CalendarLinkRevoked),
    /// An athlete read a notification.
    NotificationRead(NotificationRead),
}

impl Family for ProfileEvent {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<ProfileCreated>(),
        RecordType::of::<ProfileUpdated>(),
        RecordType::of::<GoalsChanged>(),
        RecordType::of::<PreferencesChanged>(),
        RecordType::of::<MeasurementRecorded>(),
        RecordType::of::<MeasurementCorrected>(),
        RecordType::of::<MeasurementDeleted>(),
        RecordType::of::<WebhookRegistered>(),
        RecordType::of::<WebhookRemoved>(),
        RecordType::of::<CalendarLinkCreated>(),
        RecordType::of::<CalendarLinkRevoked>(),
        RecordType::of::<NotificationRead>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::ProfileCreated(_) => ProfileCreated::NAME,
            Self::ProfileUpdated(_) => ProfileUpdated::NAME,
            Self::GoalsChanged(_) => GoalsChanged::NAME,
            Self::PreferencesChanged(_) => PreferencesChanged::NAME,
            Self::MeasurementRecorded(_) => MeasurementRecorded::NAME,
            Self::MeasurementCorrected(_) => MeasurementCorrected::NAME,
            Self::MeasurementDeleted(_) => MeasurementDeleted::NAME,
            Self::WebhookRegistered(_) => WebhookRegistered::NAME,
            Self::WebhookRemoved(_) => WebhookRemoved::NAME,
            Self::CalendarLinkCreated(_) => CalendarLinkCreated::NAME,
            Self::CalendarLinkRevoked(_) => CalendarLinkRevoked::NAME,
            Self::NotificationRead(_) => NotificationRead::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::ProfileCreated(record) => encoder.encode(record),
            Self::ProfileUpdated(record) => encoder.encode(record),
            Self::GoalsChanged(record) => encoder.encode(record),
            Self::PreferencesChanged(record) => encoder.encode(record),
            Self::MeasurementRecorded(record) => encoder.encode(record),
            Self::MeasurementCorrected(record) => encoder.encode(record),
            Self::MeasurementDeleted(record) => encoder.encode(record),
            Self::WebhookRegistered(record) => encoder.encode(record),
            Self::WebhookRemoved(record) => encoder.encode(record),
            Self::CalendarLinkCreated(record) => encoder.encode(record),
            Self::CalendarLinkRevoked(record) => encoder.encode(record),
            Self::NotificationRead(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            ProfileCreated::NAME => decoder.decode().map(Self::ProfileCreated),
            ProfileUpdated::NAME => decoder.decode().map(Self::ProfileUpdated),
            GoalsChanged::NAME => decoder.decode().map(Self::GoalsChanged),
            PreferencesChanged::NAME => decoder.decode().map(Self::PreferencesChanged),
            MeasurementRecorded::NAME => decoder.decode().map(Self::MeasurementRecorded),
            MeasurementCorrected::NAME => decoder.decode().map(Self::MeasurementCorrected),
            MeasurementDeleted::NAME => decoder.decode().map(Self::MeasurementDeleted),
            WebhookRegistered::NAME => decoder.decode().map(Self::WebhookRegistered),
            WebhookRemoved::NAME => decoder.decode().map(Self::WebhookRemoved),
            CalendarLinkCreated::NAME => decoder.decode().map(Self::CalendarLinkCreated),
            CalendarLinkRevoked::NAME => decoder.decode().map(Self::CalendarLinkRevoked),
            NotificationRead::NAME => decoder.decode().map(Self::NotificationRead),
            _ => return None,
        })
    }
}

/// Records of `profile.state`, beside the engine's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProfileStateSnapshot {
    /// State of a profile. Store 'profile'.
    ProfileSnapshot(ProfileSnapshot),
    /// State of what training should lead to. Store 'goals'.
    FitnessGoalsSnapshot(FitnessGoalsSnapshot),
    /// State of preferences. Store 'preferences'.
    PreferencesSnapshot(PreferencesSnapshot),
    /// State of a measurement. Store 'measurement'.
    MeasurementSnapshot(MeasurementSnapshot),
    /// State of a webhook. Store 'webhook'.
    WebhookSnapshot(WebhookSnapshot),
    /// State of a calendar link. Store 'calendar-link'.
    CalendarLinkSnapshot(CalendarLinkSnapshot),
    /// State of a notification that was read. Store 'notification'.
    NotificationSnapshot(NotificationSnapshot),
    /// What of an athlete's data goes elsewhere, for counting. Store 'connections'.
    ConnectionsSnapshot(ConnectionsSnapshot),
}

impl Family for ProfileStateSnapshot {
    const TYPES: &'static [RecordType] = &[
        RecordType::of::<ProfileSnapshot>(),
        RecordType::of::<FitnessGoalsSnapshot>(),
        RecordType::of::<PreferencesSnapshot>(),
        RecordType::of::<MeasurementSnapshot>(),
        RecordType::of::<WebhookSnapshot>(),
        RecordType::of::<CalendarLinkSnapshot>(),
        RecordType::of::<NotificationSnapshot>(),
        RecordType::of::<ConnectionsSnapshot>(),
    ];

    fn record_name(&self) -> &'static str {
        match self {
            Self::ProfileSnapshot(_) => ProfileSnapshot::NAME,
            Self::FitnessGoalsSnapshot(_) => FitnessGoalsSnapshot::NAME,
            Self::PreferencesSnapshot(_) => PreferencesSnapshot::NAME,
            Self::MeasurementSnapshot(_) => MeasurementSnapshot::NAME,
            Self::WebhookSnapshot(_) => WebhookSnapshot::NAME,
            Self::CalendarLinkSnapshot(_) => CalendarLinkSnapshot::NAME,
            Self::NotificationSnapshot(_) => NotificationSnapshot::NAME,
            Self::ConnectionsSnapshot(_) => ConnectionsSnapshot::NAME,
        }
    }

    fn encode<E: Encoder>(&self, encoder: &mut E) -> Result<Vec<u8>, E::Error> {
        match self {
            Self::ProfileSnapshot(record) => encoder.encode(record),
            Self::FitnessGoalsSnapshot(record) => encoder.encode(record),
            Self::PreferencesSnapshot(record) => encoder.encode(record),
            Self::MeasurementSnapshot(record) => encoder.encode(record),
            Self::WebhookSnapshot(record) => encoder.encode(record),
            Self::CalendarLinkSnapshot(record) => encoder.encode(record),
            Self::NotificationSnapshot(record) => encoder.encode(record),
            Self::ConnectionsSnapshot(record) => encoder.encode(record),
        }
    }

    fn decode<D: Decoder>(name: &str, decoder: &mut D) -> Option<Result<Self, D::Error>> {
        Some(match name {
            ProfileSnapshot::NAME => decoder.decode().map(Self::ProfileSnapshot),
            FitnessGoalsSnapshot::NAME => decoder.decode().map(Self::FitnessGoalsSnapshot),
            PreferencesSnapshot::NAME => decoder.decode().map(Self::PreferencesSnapshot),
            MeasurementSnapshot::NAME => decoder.decode().map(Self::MeasurementSnapshot),
            WebhookSnapshot::NAME => decoder.decode().map(Self::WebhookSnapshot),
            CalendarLinkSnapshot::NAME => decoder.decode().map(Self::CalendarLinkSnapshot),
            NotificationSnapshot::NAME => decoder.decode().map(Self::NotificationSnapshot),
            ConnectionsSnapshot::NAME => decoder.decode().map(Self::ConnectionsSnapshot),
            _ => return None,
        })
    }
}
