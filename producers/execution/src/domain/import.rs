//! An import of a history: what its workouts brought is counted as they are taken, and told in one event once all are.
//!
//! Its id follows from the athlete and the file, so one that broke off anywhere is the same import when the file is sent again, and
//! what it had brought by then is still to be told. Sent again after its end it brings nothing, unless the athlete took another
//! file in between: then it ends once more.

use schemas::{
    execution::{ExecutionEvent, HistoryImported, Source, WorkoutExecuted},
    id::{ImportId, UserId},
    time::{Instant, LocalDate},
};

/// Records what an import brought.
#[derive(Clone, Debug)]
pub struct RecordImport {
    /// The import.
    pub import: ImportId,
    /// The app the file came from.
    pub source: Source,
    /// Workouts in the file.
    pub workouts: i32,
    /// Sets in the file.
    pub sets: i32,
    /// Earliest local date of the file.
    pub first_date: Option<LocalDate>,
    /// Latest local date of the file.
    pub last_date: Option<LocalDate>,
}

/// What an import has brought since its last end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Workouts that were not known.
    pub new: i32,
    /// Revisions of workouts that were.
    pub revised: i32,
}

impl Brought {
    /// With a workout that was taken.
    #[must_use]
    pub fn with(self, fact: &WorkoutExecuted) -> Self {
        match fact.revision {
            1 => Self { new: self.new.saturating_add(1), ..self },
            _ => Self { revised: self.revised.saturating_add(1), ..self },
        }
    }

    /// As the end of an import of so many workouts counts it: a workout that was taken and revised in several tries is one of them.
    #[must_use]
    fn among(self, workouts: i32) -> Self {
        let new = self.new.min(workouts);
        Self { new, revised: self.revised.min(workouts - new) }
    }
}

/// The end of an import, and what it brought; one that brought nothing leaves no trace.
pub fn decide(user: UserId, now: Instant, brought: Brought, command: &RecordImport) -> (Vec<ExecutionEvent>, Brought) {
    let counted = brought.among(command.workouts);
    if brought == Brought::default() {
        return (Vec::new(), counted);
    }
    let event = ExecutionEvent::HistoryImported(HistoryImported {
        user_id: user,
        import_id: command.import,
        source: command.source,
        workouts: command.workouts,
        sets: command.sets,
        new: counted.new,
        revised: counted.revised,
        unchanged: command.workouts - counted.new - counted.revised,
        first_date: command.first_date,
        last_date: command.last_date,
        imported_at: now,
    });
    (vec![event], counted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workout::scenario::{import, imported, now, revised, user};

    fn record() -> RecordImport {
        RecordImport {
            import: import(),
            source: Source::Strong,
            workouts: 3,
            sets: 30,
            first_date: LocalDate::from_days(1),
            last_date: LocalDate::from_days(2),
        }
    }

    /// What the facts among events bring.
    fn brought(events: &[ExecutionEvent]) -> Brought {
        events.iter().fold(Brought::default(), |brought, event| {
            if let ExecutionEvent::WorkoutExecuted(fact) = event { brought.with(fact) } else { brought }
        })
    }

    #[test]
    fn an_import_that_brought_something_is_recorded() {
        for (new, revised) in [(3, 0), (0, 1), (1, 2)] {
            let (events, counted) = decide(user(), now(), Brought { new, revised }, &record());
            let [ExecutionEvent::HistoryImported(event)] = events.as_slice() else { panic!("{events:?}") };
            assert_eq!((event.new, event.revised, event.unchanged), (new, revised, 3 - new - revised));
            assert_eq!((event.import_id, event.imported_at), (import(), now()));
            assert_eq!(counted, Brought { new, revised });
        }
    }

    #[test]
    fn an_import_that_brought_nothing_leaves_no_trace() {
        assert_eq!(decide(user(), now(), Brought::default(), &record()), (Vec::new(), Brought::default()));
    }

    #[test]
    fn the_first_revision_of_a_workout_is_new_and_every_further_one_revised() {
        assert_eq!(brought(&imported()), Brought { new: 1, revised: 0 });
        assert_eq!(brought(&revised()), Brought { new: 1, revised: 1 });
    }

    #[test]
    fn no_workout_counts_twice() {
        for (new, revised, counted) in [(3, 1, (3, 0)), (2, 5, (2, 1)), (9, 9, (3, 0))] {
            let (events, _) = decide(user(), now(), Brought { new, revised }, &record());
            let [ExecutionEvent::HistoryImported(event)] = events.as_slice() else { panic!("{events:?}") };
            assert_eq!(((event.new, event.revised), event.new + event.revised + event.unchanged), (counted, 3));
        }
    }
}
