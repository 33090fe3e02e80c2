//! What a person asked for, in the words of the log, and its digest.

use schemas::digest::Digest;
use schemas::exercise::ExerciseId;
use schemas::goal::{GoalChanged, GoalKind, GoalSet, GoalTarget, Metric};
use schemas::id::{GoalId, UserId};
use schemas::quantity::Mass;
use schemas::symbol::Symbol;
use schemas::text::Text;
use schemas::time::{Instant, LocalDate};

use super::aim::Recorded;
use super::values::Definition;

/// All that a person asked for, and nothing that the moment of asking adds.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Content {
    name: Text,
    kind: GoalKind,
    metric: Metric,
    exercise: Option<ExerciseId>,
    target: GoalTarget,
    from: Option<LocalDate>,
    until: Option<LocalDate>,
}

/// The event that sets a goal.
pub(super) fn set(user_id: UserId, goal_id: GoalId, definition: &Definition, set_at: Instant) -> GoalSet {
    let Content { name, kind, metric, exercise, target, from, until } = Content::of(definition);
    GoalSet { user_id, goal_id, name, kind, metric, exercise, target, from, until, set_at }
}

/// The event that changes a goal.
pub(super) fn changed(user_id: UserId, goal_id: GoalId, definition: &Definition, changed_at: Instant) -> GoalChanged {
    let Content { name, kind, metric, exercise, target, from, until } = Content::of(definition);
    GoalChanged { user_id, goal_id, name, kind, metric, exercise, target, from, until, changed_at }
}

impl From<&GoalSet> for Content {
    fn from(set: &GoalSet) -> Self {
        let GoalSet { name, kind, metric, exercise, target, from, until, .. } = set.clone();
        Self { name, kind, metric, exercise, target, from, until }
    }
}

impl From<&GoalChanged> for Content {
    fn from(changed: &GoalChanged) -> Self {
        let GoalChanged { name, kind, metric, exercise, target, from, until, .. } = changed.clone();
        Self { name, kind, metric, exercise, target, from, until }
    }
}

impl Content {
    /// A definition in the words of the log.
    pub(super) fn of(definition: &Definition) -> Self {
        let Recorded { kind, metric, exercise, target } = definition.aim.recorded();
        let (name, window) = (Text::from(definition.name.as_str()), &definition.window);
        Self { name, kind, metric, exercise, target, from: window.from(), until: window.until() }
    }

    /// The name stands last, since it alone is free text; no other part holds a line break. Ranges and weeks came with the
    /// second version of the event: they are left out where there are none, so that the digests of before stay.
    pub(super) fn digest(&self) -> Digest {
        let target = &self.target;
        let distance =
            target.distance.as_ref().map(|distance| format!("{} {}", distance.entered(), distance.unit().as_str()));
        let mut parts = vec![
            self.kind.as_str().to_owned(),
            self.metric.as_str().to_owned(),
            written(self.exercise.as_ref()),
            entered(target.mass.as_ref()),
            distance.unwrap_or_default(),
            written(target.count.as_ref()),
            written(target.minutes.as_ref()),
            written(target.reps.as_ref()),
            written(self.from.as_ref()),
            written(self.until.as_ref()),
        ];
        if target.lowest.is_some() || target.highest.is_some() || target.weeks.is_some() {
            let (lowest, highest) = (entered(target.lowest.as_ref()), entered(target.highest.as_ref()));
            parts.extend([lowest, highest, written(target.weeks.as_ref())]);
        }
        // an erased name agrees with no other; nobody asks in the name of an erased person
        parts.push(self.name.clear().unwrap_or_default().to_owned());
        Digest::of(parts.join("\n").as_bytes())
    }
}

fn entered(mass: Option<&Mass>) -> String {
    mass.map(|mass| format!("{} {}", mass.entered(), mass.unit().as_str())).unwrap_or_default()
}

fn written(part: Option<&impl ToString>) -> String {
    part.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use schemas::testing::Example;

    use super::*;

    /// The digest of the example as the first version of the service wrote it into its snapshots.
    #[test]
    fn a_goal_of_before_has_the_digest_of_before() {
        let mut set = GoalSet::example();
        (set.target.lowest, set.target.highest, set.target.weeks) = (None, None, None);
        let target = &set.target;
        let lines = [
            "accumulate".to_owned(),
            "volume".to_owned(),
            set.exercise.as_ref().map(ToString::to_string).unwrap_or_default(),
            entered(target.mass.as_ref()),
            target
                .distance
                .as_ref()
                .map(|far| format!("{} {}", far.entered(), far.unit().as_str()))
                .unwrap_or_default(),
            "100".to_owned(),
            "60".to_owned(),
            "8".to_owned(),
            written(set.from.as_ref()),
            written(set.until.as_ref()),
            "Push".to_owned(),
        ];
        assert_eq!(Content::from(&set).digest(), Digest::of(lines.join("\n").as_bytes()));
    }

    #[test]
    fn every_part_of_a_goal_makes_another_digest() {
        let all = Content::from(&GoalSet::example());
        let without = |change: fn(&mut Content)| {
            let mut other = all.clone();
            change(&mut other);
            other.digest()
        };
        let mut digests = vec![
            all.digest(),
            without(|goal| goal.name = Text::from("Pull")),
            without(|goal| goal.kind = GoalKind::Reach),
            without(|goal| goal.metric = Metric::Load),
            without(|goal| goal.exercise = None),
            without(|goal| goal.target.mass = None),
            without(|goal| goal.target.distance = None),
            without(|goal| goal.target.count = None),
            without(|goal| goal.target.minutes = None),
            without(|goal| goal.target.reps = None),
            without(|goal| goal.target.lowest = None),
            without(|goal| goal.target.highest = None),
            without(|goal| goal.target.weeks = None),
            without(|goal| goal.from = None),
            without(|goal| goal.until = None),
        ];
        let parts = digests.len();
        digests.sort_by_key(|digest| format!("{digest:?}"));
        digests.dedup();
        assert_eq!(digests.len(), parts);
    }
}
