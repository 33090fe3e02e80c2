//! What is different between two versions of a template.

use std::collections::BTreeMap;

use actix_web::{
    get,
    web::{Json, Path},
};
use serde::{Deserialize, Serialize};
use service::http::{problem::Problem, query::Parameters};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{AFTER, TemplateVersion, content::PlannedExercise, template_id, versions};
use crate::reader::Reader;

/// Which two versions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(in crate::routes) struct Which {
    /// The template's own version to compare.
    from: i32,
    /// The one to compare it with.
    to: i32,
}

/// What is different between two versions; what is the same is left out.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
pub(in crate::routes) struct Diff {
    /// Id of the template.
    id: Uuid,
    /// The version before.
    from: i32,
    /// The version after.
    to: i32,
    /// Its name, if that changed.
    name: Option<Changed<Option<String>>>,
    /// Its notes, if those changed.
    notes: Option<Changed<Option<String>>>,
    /// How long it takes, if that changed.
    minutes: Option<Changed<i32>>,
    /// Exercises that came, went, moved or changed: in the order of the version after, those that went last.
    exercises: Vec<ExerciseDiff>,
}

/// Something before and after.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
struct Changed<T> {
    /// Before.
    before: T,
    /// After.
    after: T,
}

/// An exercise before and after.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
struct ExerciseDiff {
    /// `added`, `removed`, `moved` (to another place among those that stay) or `changed`.
    #[schema(value_type = String)]
    change: &'static str,
    /// Id of the exercise.
    exercise: String,
    /// Its place before, from 0.
    place_before: Option<usize>,
    /// Its place after.
    place_after: Option<usize>,
    /// As it was prescribed before.
    before: Option<PlannedExercise>,
    /// As it is prescribed after.
    after: Option<PlannedExercise>,
}

/// What is different between two versions of a template.
#[utoipa::path(
    operation_id = "diff_template_versions",
    tag = "templates",
    params(
        ("id" = Uuid, Path, description = "Id of the template"),
        Which,
        ("Consistency-Token" = Option<String>, Header, description = AFTER),
    ),
    responses(
        (status = 200, description = "The differences", body = Diff),
        (status = 404, description = "Unknown, or somebody else's", body = Problem),
    ),
)]
#[get("/v1/query/templates/{id}/diff")]
pub(in crate::routes) async fn diff_template_versions(
    reader: Reader,
    id: Path<String>,
    which: Parameters<Which>,
) -> Result<Json<Diff>, Problem> {
    let Parameters(Which { from, to }) = which;
    let mut found = versions(&reader, template_id(&id)?, &[from, to]).await?;
    let (after, before) = (found.pop(), found.pop());
    before.zip(after).map(|(before, after)| Json(between(before, after))).ok_or_else(|| Problem::not_found("version"))
}

fn between(before: TemplateVersion, after: TemplateVersion) -> Diff {
    Diff {
        id: after.id,
        from: before.version,
        to: after.version,
        name: changed(before.name, after.name),
        notes: changed(before.notes, after.notes),
        minutes: changed(before.minutes, after.minutes),
        exercises: exercises(&before.exercises, &after.exercises),
    }
}

fn changed<T: PartialEq>(before: T, after: T) -> Option<Changed<T>> {
    (before != after).then_some(Changed { before, after })
}

/// An exercise, and which of its occurrences in the template.
type Occurrences<'a> = BTreeMap<(&'a str, usize), (usize, &'a PlannedExercise)>;

fn occurrences(exercises: &[PlannedExercise]) -> Occurrences<'_> {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found = Occurrences::new();
    for (place, exercise) in exercises.iter().enumerate() {
        let count = seen.entry(&exercise.exercise).or_default();
        found.insert((&exercise.exercise, *count), (place, exercise));
        *count += 1;
    }
    found
}

fn exercises(before: &[PlannedExercise], after: &[PlannedExercise]) -> Vec<ExerciseDiff> {
    let (old, new) = (occurrences(before), occurrences(after));
    // the place among those that are in both versions: what comes or goes moves nothing
    let rank = |all: &Occurrences<'_>, others: &Occurrences<'_>, place: usize| {
        all.iter().filter(|(key, (at, _))| *at < place && others.contains_key(*key)).count()
    };
    let diff = |change, before: Option<(usize, &PlannedExercise)>, after: Option<(usize, &PlannedExercise)>| {
        let exercise = after.or(before).map(|(_, exercise)| exercise.exercise.clone()).unwrap_or_default();
        ExerciseDiff {
            change,
            exercise,
            place_before: before.map(|(place, _)| place),
            place_after: after.map(|(place, _)| place),
            before: before.map(|(_, exercise)| exercise.clone()),
            after: after.map(|(_, exercise)| exercise.clone()),
        }
    };
    let mut found = Vec::new();
    for (key, now) in &new {
        match old.get(key) {
            None => found.push(diff("added", None, Some(*now))),
            Some(was) if was.1 != now.1 => found.push(diff("changed", Some(*was), Some(*now))),
            Some(was) if rank(&old, &new, was.0) != rank(&new, &old, now.0) => {
                found.push(diff("moved", Some(*was), Some(*now)));
            }
            Some(_) => {}
        }
    }
    found.sort_by_key(|diff| diff.place_after);
    let gone = old.iter().filter(|(key, _)| !new.contains_key(*key));
    let mut gone: Vec<_> = gone.map(|(_, was)| diff("removed", Some(*was), None)).collect();
    gone.sort_by_key(|diff| diff.place_before);
    found.extend(gone);
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{super::content, *};

    fn planned(exercises: &[(&str, i32)]) -> Vec<PlannedExercise> {
        let set = |reps| json!({"kind": "normal", "reps": reps, "resistance": "external"});
        let exercise = |(id, reps): &(&str, i32)| json!({"exercise": id, "name": id, "sets": [set(*reps)]});
        content::exercises(exercises.iter().map(exercise).collect())
    }

    fn changes(before: &[(&str, i32)], after: &[(&str, i32)]) -> Vec<(&'static str, String)> {
        let found = exercises(&planned(before), &planned(after));
        found.into_iter().map(|diff| (diff.change, diff.exercise)).collect()
    }

    #[test]
    fn what_comes_goes_moves_or_changes_is_told() {
        let (a, b, c) = (("a", 8), ("b", 8), ("c", 8));
        assert_eq!(changes(&[a, b], &[a, b]), []);
        assert_eq!(changes(&[a, b], &[c, a, b]), [("added", "c".to_owned())]);
        assert_eq!(changes(&[a, b, c], &[b, c]), [("removed", "a".to_owned())]);
        assert_eq!(changes(&[a, b], &[b, a]), [("moved", "b".to_owned()), ("moved", "a".to_owned())]);
        assert_eq!(changes(&[a, b], &[a, ("b", 10)]), [("changed", "b".to_owned())]);
        assert_eq!(changes(&[a], &[a, a]), [("added", "a".to_owned())]);
    }
}
