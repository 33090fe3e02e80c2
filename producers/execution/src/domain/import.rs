//! One import of a history: begun and over in one event, once all its workouts are taken.

use schemas::{
    execution::{ExecutionEvent, HistoryImported, Source},
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
    /// Workouts that were not known.
    pub new: i32,
    /// Workouts whose rows had changed.
    pub revised: i32,
    /// All others.
    pub unchanged: i32,
    /// Earliest local date of the file.
    pub first_date: Option<LocalDate>,
    /// Latest local date of the file.
    pub last_date: Option<LocalDate>,
}

/// An import that brought nothing leaves no trace.
pub fn decide(user: UserId, now: Instant, command: &RecordImport) -> Vec<ExecutionEvent> {
    if command.new + command.revised == 0 {
        return Vec::new();
    }
    vec![ExecutionEvent::HistoryImported(HistoryImported {
        user_id: user,
        import_id: command.import,
        source: command.source,
        workouts: command.workouts,
        sets: command.sets,
        new: command.new,
        revised: command.revised,
        unchanged: command.unchanged,
        first_date: command.first_date,
        last_date: command.last_date,
        imported_at: now,
    })]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::workout::scenario::{import, now, user};

    fn record(new: i32, revised: i32) -> RecordImport {
        RecordImport {
            import: import(),
            source: Source::Strong,
            workouts: 3,
            sets: 30,
            new,
            revised,
            unchanged: 3 - new - revised,
            first_date: LocalDate::from_days(1),
            last_date: LocalDate::from_days(2),
        }
    }

    #[test]
    fn an_import_that_brought_something_is_recorded() {
        for (new, revised) in [(3, 0), (0, 1)] {
            let events = decide(user(), now(), &record(new, revised));
            let [ExecutionEvent::HistoryImported(event)] = events.as_slice() else { panic!("{events:?}") };
            assert_eq!((event.new, event.revised, event.unchanged), (new, revised, 3 - new - revised));
            assert_eq!((event.import_id, event.imported_at), (import(), now()));
        }
    }

    #[test]
    fn an_import_that_brought_nothing_leaves_no_trace() {
        assert_eq!(decide(user(), now(), &record(0, 0)), []);
    }
}
