//! What logging, correcting and importing share: a workout that comes whole.

use schemas::{
    execution::{Origin, WorkoutExecuted},
    id::ImportId,
    time::utc_offset_seconds,
};

use super::{Facts, Rejection, ends_after_start, not_ahead};
use crate::domain::{
    content::{Content, MOST_EXERCISES, MOST_SETS},
    values::{Line, Notes},
};

/// What every whole workout must keep, wherever it comes from.
pub(super) fn check(facts: &Facts, content: &Content) -> Result<(), Rejection> {
    not_ahead(facts, content.started_at, "/started_at")?;
    if let Some(ended_at) = content.ended_at {
        ends_after_start(content.started_at, ended_at)?;
        not_ahead(facts, ended_at, "/ended_at")?;
    }
    for (place, exercise) in content.exercises.iter().enumerate() {
        for (index, set) in exercise.sets.iter().enumerate() {
            if let Some(logged_at) = set.logged_at {
                not_ahead(facts, logged_at, format!("/exercises/{place}/sets/{index}/logged_at"))?;
            }
        }
    }
    if content.sets() > MOST_SETS || content.exercises.len() > MOST_EXERCISES {
        return Err(Rejection::Full);
    }
    Ok(())
}

/// The fact that a whole workout makes.
pub(super) fn fact(
    facts: &Facts,
    content: &Content,
    revision: i32,
    origin: Origin,
    import: Option<ImportId>,
) -> WorkoutExecuted {
    WorkoutExecuted {
        user_id: facts.user,
        workout_id: facts.workout,
        revision,
        name: content.name.as_ref().map(Line::text),
        notes: content.notes.as_ref().map(Notes::text),
        local_date: content.date(),
        started_at: content.started_at,
        utc_offset_seconds: utc_offset_seconds(content.started_at, content.zone),
        ended_at: content.ended_at,
        zone: content.zone,
        exercises: content.performed(facts.workout, &mut facts.names.clone()),
        template: None,
        entry: None,
        origin,
        import_id: import,
    }
}
