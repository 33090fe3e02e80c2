//! Another load, and the rule by which it is found.

use schemas::{
    exercise::ExerciseId,
    planning::{ProgressionReason, ProgressionRule, ProgressionRuleKind},
};
use serde::Deserialize;
use service::http::problem::Problem;
use utoipa::ToSchema;

use super::{quantity::MassBody, reader::Reader, template::RepRangeBody};
use crate::domain::{template::Step, values};

/// Another load for an exercise of a template.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Progression)]
pub(crate) struct ProgressionBody {
    /// The load of its lightest working sets from now on.
    load: MassBody,
}

/// How an exercise progresses. Each kind has members of its own; others are refused.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProgressionRule)]
pub(crate) struct ProgressionRuleBody {
    /// `follow` (the lowest load completed), `linear` (increment, successes, optionally decrement and failures), `double`
    /// (rep_range, increment), `sum_of_reps` (total_reps, increment), `percent_wave` (percents, optionally increment) or
    /// `rpe_target` (rpe, increment).
    #[schema(example = "linear")]
    kind: String,
    /// How much more.
    increment: Option<MassBody>,
    /// How much less after failures.
    decrement: Option<MassBody>,
    /// Successes in a row before more.
    #[schema(minimum = 1, maximum = 20)]
    successes: Option<i64>,
    /// Failures in a row before less.
    #[schema(minimum = 1, maximum = 20)]
    failures: Option<i64>,
    /// The range of repetitions to climb.
    rep_range: Option<RepRangeBody>,
    /// Repetitions of all sets together.
    #[schema(minimum = 1, maximum = 10_000)]
    total_reps: Option<i64>,
    /// Shares of the maximum, one per week.
    #[schema(max_items = 12)]
    percents: Option<Vec<f64>>,
    /// Exertion to aim at.
    #[schema(minimum = 1, maximum = 10, multiple_of = 0.5)]
    rpe: Option<f64>,
    /// The smallest step that can be loaded.
    rounding: Option<MassBody>,
}

impl ProgressionBody {
    /// What somebody asks for on `exercise`.
    pub(crate) fn read(&self, exercise: ExerciseId) -> Result<Step, Problem> {
        let mut reader = Reader::default();
        let load = reader.mass("/load", Some(&self.load), values::load);
        let step = load.map(|load| Step {
            exercise,
            load,
            reason: ProgressionReason::UserRequested,
            evidence: None,
            expected_version: None,
        });
        reader.finish(step)
    }
}

/// Members that a kind needs, and those it may have beside them; `rounding` goes with all.
fn members(kind: ProgressionRuleKind) -> (&'static [&'static str], &'static [&'static str]) {
    match kind {
        ProgressionRuleKind::Follow | ProgressionRuleKind::Unknown => (&[], &[]),
        ProgressionRuleKind::Linear => (&["increment", "successes"], &["decrement", "failures"]),
        ProgressionRuleKind::Double => (&["rep_range", "increment"], &[]),
        ProgressionRuleKind::SumOfReps => (&["total_reps", "increment"], &[]),
        ProgressionRuleKind::PercentWave => (&["percents"], &["increment"]),
        ProgressionRuleKind::RpeTarget => (&["rpe", "increment"], &[]),
    }
}

impl ProgressionRuleBody {
    pub(crate) fn read(&self) -> Result<ProgressionRule, Problem> {
        let mut reader = Reader::default();
        let kind = reader.symbol("/kind", Some(self.kind.as_str()));
        if let Some(kind) = kind {
            self.check_members(kind, &mut reader);
        }
        let range = self.rep_range.as_ref().and_then(|range| range.read(&mut reader, "/rep_range"));
        let percents = self.percents.as_deref().unwrap_or_default();
        if self.percents.is_some() {
            reader.count("/percents", percents.len(), 12, "percents");
        }
        let mut percent = |(place, percent): (usize, &f64)| {
            let tenths = reader.scaled(format!("/percents/{place}"), Some(*percent), 1, 10..=1_500, "a percentage");
            tenths.and_then(|tenths| i32::try_from(tenths).ok())
        };
        let percent_tenths = percents.iter().enumerate().filter_map(&mut percent).collect();
        let rule = ProgressionRule {
            kind: kind.unwrap_or(ProgressionRuleKind::Follow),
            increment: reader.mass("/increment", self.increment.as_ref(), values::step),
            decrement: reader.mass("/decrement", self.decrement.as_ref(), values::step),
            successes: reader.whole("/successes", self.successes, 1..=20, "successes"),
            failures: reader.whole("/failures", self.failures, 1..=20, "failures"),
            reps_min: range.map(|(min, _)| min),
            reps_max: range.map(|(_, max)| max),
            total_reps: reader.whole("/total_reps", self.total_reps, 1..=10_000, "repetitions"),
            percent_tenths,
            rpe_tenths: reader.rpe_tenths("/rpe", self.rpe),
            rounding: reader.mass("/rounding", self.rounding.as_ref(), values::step),
        };
        reader.finish(Some(rule))
    }

    fn check_members(&self, kind: ProgressionRuleKind, reader: &mut Reader) {
        let (needed, allowed) = members(kind);
        let given = [
            ("increment", self.increment.is_some()),
            ("decrement", self.decrement.is_some()),
            ("successes", self.successes.is_some()),
            ("failures", self.failures.is_some()),
            ("rep_range", self.rep_range.is_some()),
            ("total_reps", self.total_reps.is_some()),
            ("percents", self.percents.is_some()),
            ("rpe", self.rpe.is_some()),
        ];
        for (member, is_there) in given {
            let pointer = format!("/{member}");
            if needed.contains(&member) {
                if !is_there {
                    reader.fault(pointer, "missing_field", "the kind of the rule needs it");
                }
            } else if is_there && !allowed.contains(&member) {
                reader.fault(pointer, "does_not_fit", "the kind of the rule has no use for it");
            }
        }
        // they say together when there is less
        if self.decrement.is_some() != self.failures.is_some() && allowed.contains(&"decrement") {
            let missing = if self.decrement.is_some() { "/failures" } else { "/decrement" };
            reader.fault(missing, "missing_field", "decrement and failures come together");
        }
    }
}
