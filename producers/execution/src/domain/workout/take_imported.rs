//! `TakeImportedWorkout`: one workout of another app's history; part of `ImportHistory`.
//!
//! The same rows again change nothing, even after the athlete has corrected the workout: only rows that have changed since they
//! were last taken are news. What the athlete deleted stays deleted.

use std::collections::BTreeSet;

use schemas::{
    execution::{Origin, WorkoutExecuted},
    id::ImportId,
};

use super::{Decided, Facts, Rejection, Reply, Verdict, Workout, correct, log, whole};
use crate::domain::content::{self, Content};

/// Takes a workout from another app's history.
#[derive(Clone, Debug)]
pub struct TakeImportedWorkout {
    /// The import that brings it.
    pub import: ImportId,
    /// What the rows say.
    pub content: Content,
}

pub(super) fn decide(
    state: Option<&Workout>,
    facts: &Facts,
    command: &TakeImportedWorkout,
) -> Result<Decided, Rejection> {
    let content = &command.content;
    let fact = whole::fact(facts, content, next_revision(state), Origin::Import, Some(command.import));
    let verdict = verdict(state, facts, content, &fact)?;
    let reply = reply(verdict, facts, &fact);
    let events = match verdict {
        Verdict::New => log::events(facts, fact),
        Verdict::Revised => correct::events(facts, WorkoutExecuted { origin: origin(state), ..fact }, Origin::Import),
        Verdict::Unchanged | Verdict::DeletedByUser => Vec::new(),
    };
    Ok((events, reply))
}

/// The same verdict, and no event.
pub(super) fn preview(state: Option<&Workout>, facts: &Facts, content: &Content) -> Result<Decided, Rejection> {
    let fact = whole::fact(facts, content, next_revision(state), Origin::Import, None);
    let verdict = verdict(state, facts, content, &fact)?;
    Ok((Vec::new(), reply(verdict, facts, &fact)))
}

fn verdict(
    state: Option<&Workout>,
    facts: &Facts,
    content: &Content,
    fact: &WorkoutExecuted,
) -> Result<Verdict, Rejection> {
    whole::check(facts, content)?;
    match state {
        None => Ok(Verdict::New),
        Some(Workout::Completed(closed)) => {
            let digest = Some(content::digest(fact));
            // rows that say what stands now bring nothing either
            let known = closed.imported == digest || closed.content == digest;
            Ok(if known { Verdict::Unchanged } else { Verdict::Revised })
        }
        Some(Workout::Deleted { .. } | Workout::Discarded) => Ok(Verdict::DeletedByUser),
        Some(Workout::InProgress(_)) => Err(Rejection::InProgress),
    }
}

fn next_revision(state: Option<&Workout>) -> i32 {
    match state {
        Some(Workout::Completed(closed)) => closed.revision + 1,
        Some(Workout::InProgress(_) | Workout::Discarded | Workout::Deleted { .. }) | None => 1,
    }
}

/// How the workout first came into the log; a revision does not change that.
fn origin(state: Option<&Workout>) -> Origin {
    match state {
        Some(Workout::Completed(closed)) => closed.origin,
        Some(Workout::InProgress(_) | Workout::Discarded | Workout::Deleted { .. }) | None => Origin::Import,
    }
}

fn reply(verdict: Verdict, facts: &Facts, fact: &WorkoutExecuted) -> Reply {
    let names: BTreeSet<_> = fact.exercises.iter().map(|exercise| (&exercise.exercise, &exercise.name)).collect();
    let (matched, new): (Vec<_>, Vec<_>) = names.into_iter().partition(|(id, _)| facts.names.get(id).is_some());
    let only_names = |named: Vec<(_, &String)>| named.into_iter().map(|(_, name)| name.clone()).collect();
    Reply::Imported { verdict, new_exercises: only_names(new), matched_exercises: only_names(matched) }
}

#[cfg(test)]
mod tests {
    use schemas::execution::ExecutionEvent;

    use super::*;
    use crate::domain::workout::{
        Command, CorrectWorkout,
        scenario::{
            Scenario, at, content, corrected, deleted, discarded, heavier, import, imported, logged, named, revised,
            started, warm_up_only,
        },
    };

    fn take(content: Content) -> Command {
        Command::TakeImported(TakeImportedWorkout { import: import(), content })
    }

    #[track_caller]
    fn assert_verdict(scenario: &Scenario, content: Content, expected: Verdict, events: usize) {
        let taken = scenario.when(take(content.clone()));
        assert!(matches!(taken.reply(), Reply::Imported { verdict, .. } if verdict == expected), "{:?}", taken.reply());
        assert_eq!(taken.events().len(), events);
        // the preview tells the same and records nothing
        let previewed = scenario.when(Command::PreviewImported(content));
        assert_eq!(previewed.reply(), taken.reply());
        previewed.then_nothing();
    }

    #[test]
    fn a_workout_that_is_not_known_is_new() {
        assert_verdict(&Scenario::new(), content(), Verdict::New, 2);
        let events = Scenario::new().when(take(content())).events();
        assert_eq!(events, imported());
        let [ExecutionEvent::WorkoutLogged(log), ExecutionEvent::WorkoutExecuted(fact)] = events.as_slice() else {
            panic!("{events:?}")
        };
        assert_eq!((log.origin, fact.origin, fact.import_id), (Origin::Import, Origin::Import, Some(import())));
    }

    #[test]
    fn the_same_rows_again_change_nothing() {
        assert_verdict(&Scenario::new().given(&imported()), content(), Verdict::Unchanged, 0);
        // not even what the athlete has corrected since
        let correction =
            Scenario::new().given(&imported()).when(Command::Correct(CorrectWorkout { content: heavier() }));
        let scenario = Scenario::new().given(&imported()).given(&correction.events());
        assert_verdict(&scenario, content(), Verdict::Unchanged, 0);
        // nor do rows that say what the athlete has corrected it to
        assert_verdict(&scenario, heavier(), Verdict::Unchanged, 0);
    }

    #[test]
    fn rows_that_have_changed_are_a_revision() {
        let scenario = Scenario::new().given(&imported());
        assert_verdict(&scenario, heavier(), Verdict::Revised, 2);
        let events = scenario.when(take(heavier())).events();
        assert_eq!(events, revised()[2..]);
        let [ExecutionEvent::WorkoutCorrected(correction), ExecutionEvent::WorkoutExecuted(fact)] = events.as_slice()
        else {
            panic!("{events:?}")
        };
        assert_eq!((correction.origin, fact.revision, fact.import_id), (Origin::Import, 2, Some(import())));
        // and back
        let scenario = Scenario::new().given(&revised());
        assert_verdict(&scenario, heavier(), Verdict::Unchanged, 0);
        assert_verdict(&scenario, content(), Verdict::Revised, 2);
    }

    #[test]
    fn what_was_deleted_stays_deleted() {
        assert_verdict(&Scenario::new().given(&deleted()), content(), Verdict::DeletedByUser, 0);
        assert_verdict(&Scenario::new().given(&discarded()), content(), Verdict::DeletedByUser, 0);
    }

    #[test]
    fn a_workout_logged_by_hand_under_that_id_keeps_its_origin() {
        assert_verdict(&Scenario::new().given(&logged()), content(), Verdict::Unchanged, 0);
        let events = Scenario::new().given(&corrected()).when(take(content())).events();
        let Some(ExecutionEvent::WorkoutExecuted(fact)) = events.last() else { panic!("{events:?}") };
        assert_eq!(fact.origin, Origin::Logged);
        Scenario::new().given(&[started()]).when(take(content())).then_rejected(Rejection::InProgress);
    }

    #[test]
    fn exercises_are_told_as_new_or_matched() {
        let mut two = content();
        two.exercises[0].naming = named("bench", "Bench Press");
        two.exercises[1].naming = named("squat", "Squat");
        let taken = Scenario::new().knowing("squat", "Squat").when(take(two));
        let Reply::Imported { new_exercises, matched_exercises, .. } = taken.reply() else { panic!() };
        assert_eq!((new_exercises, matched_exercises), (vec!["Bench Press".to_owned()], vec!["Squat".to_owned()]));
    }

    #[test]
    fn warm_ups_alone_are_taken_and_times_are_checked() {
        assert_verdict(&Scenario::new(), warm_up_only(), Verdict::New, 2);
        let ahead = Content { started_at: at("2026-11-21T17:00:01Z"), ended_at: None, ..content() };
        let refused = Rejection::InTheFuture { pointer: "/started_at".into() };
        Scenario::new().when(take(ahead)).then_rejected(refused);
        let backwards = Content { ended_at: Some(at("2026-11-20T16:00:00Z")), ..content() };
        Scenario::new().when(take(backwards)).then_rejected(Rejection::EndsBeforeStart);
    }
}
