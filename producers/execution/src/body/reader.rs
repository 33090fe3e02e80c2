//! Reads text and numbers into values and collects what is wrong with them.

use std::fmt::Display;

use schemas::{
    exercise::ExerciseId,
    id::Id,
    time::{Instant, TimeError, Zone},
};
use serde_json::Value;
use service::http::problem::{Fault, Problem};

use crate::domain::{
    exercise::Naming,
    values::{ExerciseName, Invalid, Line, Notes, training_time},
};

/// Collects the mistakes of one body.
#[derive(Debug, Default)]
pub(super) struct Reader {
    faults: Vec<Fault>,
}

impl Reader {
    /// Notes a mistake.
    pub(super) fn fault(&mut self, pointer: impl Into<String>, code: &'static str, detail: impl Display) {
        self.faults.push(Fault::at(pointer, code, detail.to_string()));
    }

    /// A value that was left out, is fine, or is a mistake.
    pub(super) fn value<T, U>(
        &mut self,
        pointer: impl Into<String>,
        given: Option<T>,
        read: impl FnOnce(T) -> Result<U, Invalid>,
    ) -> Option<U> {
        match read(given?) {
            Ok(value) => Some(value),
            Err(Invalid { code, detail }) => {
                self.fault(pointer, code, detail);
                None
            }
        }
    }

    pub(super) fn id<K>(&mut self, pointer: impl Into<String>, text: Option<&String>) -> Option<Id<K>> {
        match text?.parse() {
            Ok(id) => Some(id),
            Err(error) => {
                self.fault(pointer, "invalid_id", error);
                None
            }
        }
    }

    pub(super) fn time(&mut self, pointer: impl Into<String>, text: Option<&String>) -> Option<Instant> {
        let read = |text: &String| {
            let instant = text.parse().map_err(|error: TimeError| invalid("invalid_time", error))?;
            training_time(instant)
        };
        self.value(pointer, text, read)
    }

    pub(super) fn zone(&mut self, pointer: impl Into<String>, text: &str) -> Option<Zone> {
        self.value(pointer, Some(text), |text| text.parse().map_err(|error: TimeError| invalid("invalid_zone", error)))
    }

    pub(super) fn line(&mut self, pointer: impl Into<String>, text: Option<&String>) -> Option<Line> {
        self.value(pointer, text, |text| Line::new(text))
    }

    pub(super) fn notes(&mut self, pointer: impl Into<String>, text: Option<&String>) -> Option<Notes> {
        self.value(pointer, text, |text| Notes::new(text)).flatten()
    }

    /// `exercise` and `exercise_name` at the place that `pointer` names, which ends in `/` .
    pub(super) fn naming(&mut self, pointer: &str, id: &str, name: Option<&String>) -> Option<Naming> {
        let name = self.value(format!("{pointer}exercise_name"), name, |name| ExerciseName::new(name));
        let id: Option<ExerciseId> = self.value(format!("{pointer}exercise"), Some(id), |id| {
            id.parse().map_err(|error| invalid("invalid_exercise", error))
        });
        Some(Naming::of(id?, name))
    }

    /// What may only be null as long as there are no templates and no schedules.
    pub(super) fn not_yet(&mut self, pointer: &str, what: &str, given: Option<&Value>) {
        if given.is_some() {
            let detail = format!("there are no {what} yet; leave it out, or null, for a free workout");
            self.fault(pointer, "not_supported_yet", detail);
        }
    }

    /// The value, unless there was a mistake in it.
    pub(super) fn finish<T>(self, value: Option<T>) -> Result<T, Problem> {
        value.filter(|_| self.faults.is_empty()).ok_or_else(|| Problem::invalid(self.faults))
    }
}

pub(super) fn invalid(code: &'static str, detail: impl Display) -> Invalid {
    Invalid { code, detail: detail.to_string() }
}
