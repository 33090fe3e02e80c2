//! One measurement of a body: recorded, corrected, deleted.

use command_api::Meta;
use schemas::id::MeasurementId;
use schemas::profile::{
    Measurement as Content, MeasurementCorrected, MeasurementDeleted, MeasurementKind, MeasurementRecorded,
    ProfileEvent,
};
use schemas::quantity::Amount;
use schemas::text::Text;
use schemas::time::LocalDate;

use super::values::Notes;
use super::{Rejection, Thing};

/// What a measurement can be asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// `RecordMeasurement`.
    Record(Reading),
    /// `CorrectMeasurement`: this replaces what stands.
    Correct(Reading),
    /// `DeleteMeasurement`.
    Delete,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Of what.
    pub kind: MeasurementKind,
    /// How much; of the kind's dimension.
    pub value: Amount,
    /// On which day.
    pub date: LocalDate,
    /// What there is to say of it.
    pub note: Option<Notes>,
}

impl Reading {
    /// As it stands in records.
    pub fn content(&self) -> Content {
        Content {
            kind: self.kind,
            value: Text::from(self.value.to_string()),
            date: self.date,
            note: self.note.as_ref().map(|note| Text::from(note.as_str())),
        }
    }
}

/// The stages of a measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measurement {
    /// It counts.
    Standing(Content),
    /// It does not, and never will again.
    Deleted,
}

/// Decides on a measurement at `version`; `None` and 0 when it was never recorded.
pub fn decide(
    measurement: Option<&Measurement>,
    version: u64,
    meta: &Meta,
    id: MeasurementId,
    command: &Command,
) -> Result<Vec<ProfileEvent>, Rejection> {
    let (user_id, at) = (meta.subject, meta.received_at);
    let thing = Thing::Measurement;
    let ended = Err(Rejection::Ended { thing, current_version: version });
    match command {
        Command::Record(reading) => {
            let content = reading.content();
            match measurement {
                None => {
                    let Content { kind, value, date, note } = content;
                    Ok(vec![ProfileEvent::MeasurementRecorded(MeasurementRecorded {
                        user_id,
                        measurement_id: id,
                        kind,
                        value,
                        date,
                        note,
                        recorded_at: at,
                    })])
                }
                // recording twice is what a retry looks like: agree, and record nothing
                Some(Measurement::Standing(known)) if *known == content => Ok(vec![]),
                Some(Measurement::Standing(_)) => Err(Rejection::Exists { thing, current_version: version }),
                Some(Measurement::Deleted) => ended,
            }
        }
        Command::Correct(reading) => {
            let known = match measurement {
                None => return Err(Rejection::NotFound(thing)),
                Some(Measurement::Deleted) => return ended,
                Some(Measurement::Standing(known)) => known,
            };
            let content = reading.content();
            if *known == content {
                return Ok(vec![]);
            }
            let Content { kind, value, date, note } = content;
            Ok(vec![ProfileEvent::MeasurementCorrected(MeasurementCorrected {
                user_id,
                measurement_id: id,
                kind,
                value,
                date,
                note,
                previous_kind: known.kind,
                previous_value: known.value.clone(),
                previous_date: known.date,
                corrected_at: at,
            })])
        }
        Command::Delete => match measurement {
            None => Err(Rejection::NotFound(thing)),
            Some(Measurement::Deleted) => Ok(vec![]),
            Some(Measurement::Standing(_)) => Ok(vec![ProfileEvent::MeasurementDeleted(MeasurementDeleted {
                user_id,
                measurement_id: id,
                deleted_at: at,
            })]),
        },
    }
}

/// The measurement after an event; events of other aggregates leave it.
pub fn evolve(measurement: Option<&Measurement>, event: &ProfileEvent) -> Option<Measurement> {
    match event {
        ProfileEvent::MeasurementRecorded(recorded) => Some(Measurement::Standing(recorded.clone().into())),
        ProfileEvent::MeasurementCorrected(corrected) => Some(Measurement::Standing(corrected.clone().into())),
        ProfileEvent::MeasurementDeleted(_) => Some(Measurement::Deleted),
        ProfileEvent::ProfileCreated(_)
        | ProfileEvent::ProfileUpdated(_)
        | ProfileEvent::GoalsChanged(_)
        | ProfileEvent::PreferencesChanged(_)
        | ProfileEvent::WebhookRegistered(_)
        | ProfileEvent::WebhookRemoved(_)
        | ProfileEvent::CalendarLinkCreated(_)
        | ProfileEvent::CalendarLinkRevoked(_)
        | ProfileEvent::NotificationRead(_) => measurement.cloned(),
    }
}

#[cfg(test)]
pub(crate) mod tests;
