//! Records of the profile context: who somebody is, their body, and how they want things done.

mod content;
mod conversion;
mod event;
mod family;
mod kind;
mod snapshot;
mod value;

pub use self::{
    content::{CalendarLink, FitnessGoals, Measurement, Preferences, ProfileContent, Webhook},
    event::{
        CalendarLinkCreated, CalendarLinkRevoked, GoalsChanged, MeasurementCorrected, MeasurementDeleted,
        MeasurementRecorded, NotificationRead, PreferencesChanged, ProfileCreated, ProfileUpdated, WebhookRegistered,
        WebhookRemoved,
    },
    family::{ProfileEvent, ProfileStateSnapshot},
    kind::{MeasurementKind, NotificationKind},
    snapshot::{
        CalendarLinkSnapshot, ConnectionsSnapshot, FitnessGoalsSnapshot, MeasurementSnapshot, NotificationSnapshot,
        PreferencesSnapshot, ProfileSnapshot, WebhookSnapshot,
    },
    value::{ChannelChoice, Focus, Policy, ProfileChange, ProfileField, QuietHours, Units, WeekStart},
};
