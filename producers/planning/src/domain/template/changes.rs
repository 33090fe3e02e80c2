//! What is different between two versions of a template.

use std::collections::BTreeMap;

use schemas::{
    exercise::ExerciseId,
    planning::{PlannedExercise, TemplateChange, TemplateChangeKind},
    quantity::Mass,
};

use super::{Content, progression::lowest_load};

/// All differences: of the template itself, then of its exercises in the new order, then those removed in the old order.
pub(super) fn between(before: &Content, after: &Content) -> Vec<TemplateChange> {
    let mut changes = Vec::new();
    if before.name != after.name {
        changes.push(of_template(TemplateChangeKind::Renamed));
    }
    if before.notes != after.notes {
        changes.push(of_template(TemplateChangeKind::NotesChanged));
    }
    if before.duration_minutes != after.duration_minutes {
        changes.push(of_template(TemplateChangeKind::DurationChanged));
    }
    let old = occurrences(&before.exercises);
    let new = occurrences(&after.exercises);
    // an exercise moved when it has overtaken another one, not when one before it came or went
    let order = |all: &BTreeMap<Occurrence<'_>, (usize, &PlannedExercise)>, others: &BTreeMap<_, _>, place: usize| {
        all.iter().filter(|(key, (at, _))| *at < place && others.contains_key(*key)).count()
    };
    let mut in_order: Vec<_> = new.iter().collect();
    in_order.sort_by_key(|(_, (place, _))| *place);
    for (key, (place, exercise)) in in_order {
        let Some((old_place, was)) = old.get(key) else {
            changes.push(of_exercise(TemplateChangeKind::ExerciseAdded, *place, None, Some(exercise)));
            continue;
        };
        let mut note = |kind| changes.push(of_exercise(kind, *place, Some(was), Some(exercise)));
        if order(&old, &new, *old_place) != order(&new, &old, *place) {
            note(TemplateChangeKind::ExerciseMoved);
        }
        if was.sets != exercise.sets {
            note(TemplateChangeKind::SetsChanged);
        }
        if was.name != exercise.name || was.notes != exercise.notes || was.superset != exercise.superset {
            note(TemplateChangeKind::ExerciseChanged);
        }
    }
    let mut removed: Vec<_> = old.iter().filter(|(key, _)| !new.contains_key(*key)).collect();
    removed.sort_by_key(|(_, (place, _))| *place);
    for (_, (place, exercise)) in removed {
        changes.push(of_exercise(TemplateChangeKind::ExerciseRemoved, *place, Some(exercise), None));
    }
    changes
}

/// An exercise, and which of its occurrences in the template.
type Occurrence<'a> = (&'a ExerciseId, usize);

fn occurrences(exercises: &[PlannedExercise]) -> BTreeMap<Occurrence<'_>, (usize, &PlannedExercise)> {
    let mut seen: BTreeMap<&ExerciseId, usize> = BTreeMap::new();
    let mut occurrences = BTreeMap::new();
    for (place, exercise) in exercises.iter().enumerate() {
        let count = seen.entry(&exercise.exercise).or_default();
        occurrences.insert((&exercise.exercise, *count), (place, exercise));
        *count += 1;
    }
    occurrences
}

fn of_template(kind: TemplateChangeKind) -> TemplateChange {
    TemplateChange {
        kind,
        exercise: None,
        place: None,
        sets_before: None,
        sets_after: None,
        load_before: None,
        load_after: None,
    }
}

fn of_exercise(
    kind: TemplateChangeKind,
    place: usize,
    before: Option<&PlannedExercise>,
    after: Option<&PlannedExercise>,
) -> TemplateChange {
    let sets = |exercise: &PlannedExercise| count(exercise.sets.len());
    let load = |exercise: &PlannedExercise| -> Option<Mass> { lowest_load(std::iter::once(exercise)) };
    TemplateChange {
        kind,
        exercise: after.or(before).map(|exercise| exercise.exercise.clone()),
        place: Some(count(place)),
        sets_before: before.map(sets),
        sets_after: after.map(sets),
        load_before: before.and_then(load),
        load_after: after.and_then(load),
    }
}

/// Templates are far smaller than this can count.
fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::template::scenario::{content, exercise};

    fn kinds(before: &[(&str, &str)], after: &[(&str, &str)]) -> Vec<(TemplateChangeKind, String, i32)> {
        let content = |exercises: &[(&str, &str)]| Content {
            exercises: exercises.iter().map(|(name, load)| exercise(name, load)).collect(),
            ..content()
        };
        between(&content(before), &content(after))
            .into_iter()
            .map(|change| {
                (change.kind, change.exercise.map(|id| id.to_string()).unwrap_or_default(), change.place.unwrap_or(-1))
            })
            .collect()
    }

    #[test]
    fn the_same_content_has_no_changes() {
        assert_eq!(between(&content(), &content()), vec![]);
    }

    #[test]
    fn an_exercise_that_comes_or_goes_moves_no_other() {
        let (a, b, c) = (("a", "40"), ("b", "40"), ("c", "40"));
        use TemplateChangeKind::{ExerciseAdded, ExerciseRemoved};
        assert_eq!(kinds(&[b, c], &[a, b, c]), [(ExerciseAdded, "a".to_owned(), 0)]);
        assert_eq!(kinds(&[a, b, c], &[a, c]), [(ExerciseRemoved, "b".to_owned(), 1)]);
        // the same exercise twice is two of them
        assert_eq!(kinds(&[a, b], &[a, b, a]), [(ExerciseAdded, "a".to_owned(), 2)]);
    }

    #[test]
    fn exercises_that_change_places_moved() {
        let (a, b) = (("a", "40"), ("b", "40"));
        use TemplateChangeKind::ExerciseMoved;
        assert_eq!(kinds(&[a, b], &[b, a]), [(ExerciseMoved, "b".to_owned(), 0), (ExerciseMoved, "a".to_owned(), 1)]);
    }

    #[test]
    fn another_load_is_told_before_and_after() {
        let before = Content { exercises: vec![exercise("a", "40")], ..content() };
        let after = Content { exercises: vec![exercise("a", "50")], ..content() };
        let [change] = &between(&before, &after)[..] else { panic!("one change") };
        assert_eq!(change.kind, TemplateChangeKind::SetsChanged);
        let loads = [&change.load_before, &change.load_after].map(|load| load.as_ref().unwrap().entered());
        assert_eq!(loads, ["40", "50"]);
        assert_eq!((change.sets_before, change.sets_after), (Some(3), Some(3)));
    }

    #[test]
    fn names_notes_and_minutes_are_changes_too() {
        use TemplateChangeKind::{DurationChanged, ExerciseChanged, NotesChanged, Renamed};
        let mut after =
            Content { name: "Pull".into(), notes: Some("slowly".into()), duration_minutes: Some(90), ..content() };
        after.exercises[0].superset = Some(1);
        let kinds: Vec<_> = between(&content(), &after).into_iter().map(|change| change.kind).collect();
        assert_eq!(kinds, [Renamed, NotesChanged, DurationChanged, ExerciseChanged]);
    }
}
