//! What an import brought, as a table.

use anyhow::Context;
use serde::Deserialize;
use serde_json::Value;

use crate::out::{Out, OutError};

/// Most rows, exercises and warnings told one by one.
const SHOWN: usize = 10;

/// The answer of an import, CONTRACT "Commands".
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Report {
    /// What the file holds.
    pub workouts: u64,
    /// What the file holds.
    pub sets: u64,
    new: u64,
    revised: u64,
    unchanged: u64,
    first_date: Option<String>,
    last_date: Option<String>,
    unit: Option<String>,
    #[serde(default)]
    exercises: Exercises,
    #[serde(default)]
    skipped: Vec<Skipped>,
    #[serde(default)]
    warnings: Vec<Value>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
struct Exercises {
    new: Vec<String>,
    matched: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Skipped {
    line: Option<u64>,
    #[serde(default)]
    column: Option<String>,
    #[serde(default)]
    value: Option<String>,
    reason: String,
}

impl Report {
    /// Reads the answer.
    ///
    /// # Errors
    /// When it is not as CONTRACT has it.
    pub fn of(answer: &Value) -> anyhow::Result<Self> {
        Self::deserialize(answer).context("the answer to the import is not understood")
    }

    /// Prints it for people.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn print(&self, out: &mut Out) -> Result<(), OutError> {
        let Self { workouts, sets, new, revised, unchanged, .. } = self;
        let counts = format!("{} new, {} revised, {} unchanged", number(*new), number(*revised), number(*unchanged));
        out.line(format_args!("workouts   {:>10}   {counts}", number(*workouts)))?;
        out.line(format_args!("sets       {:>10}", number(*sets)))?;
        let Exercises { new, matched } = &self.exercises;
        let total = number((new.len() + matched.len()) as u64);
        out.line(format_args!("exercises  {total:>10}   {} new, {} known before", new.len(), matched.len()))?;
        if let (Some(first), Some(last)) = (&self.first_date, &self.last_date) {
            out.line(format_args!("from       {first:>10}   to {last}"))?;
        }
        if let Some(unit) = &self.unit {
            out.line(format_args!("weights in {unit:>10}"))?;
        }
        list(out, "rows left out", self.skipped.iter().map(Skipped::text))?;
        list(out, "warnings", self.warnings.iter().map(warning))
    }
}

impl Skipped {
    fn text(&self) -> String {
        let Self { line, column, value, reason } = self;
        let value = value.as_ref().filter(|value| !value.is_empty()).map(|value| format!(" {value:?}"));
        format!("{}{}: {reason}", place(*line, column.as_deref()), value.unwrap_or_default())
    }
}

/// A warning is a text, or a text at a line.
fn warning(warning: &Value) -> String {
    let Some(text) = warning.as_str().or_else(|| warning["text"].as_str()) else { return warning.to_string() };
    match (warning["line"].as_u64(), warning["column"].as_str()) {
        (None, None) => text.to_owned(),
        (line, column) => format!("{}: {text}", place(line, column)),
    }
}

/// What concerns a whole workout or the whole file has no line.
fn place(line: Option<u64>, column: Option<&str>) -> String {
    match (line, column) {
        (Some(line), Some(column)) => format!("line {line}, {column}"),
        (Some(line), None) => format!("line {line}"),
        (None, Some(column)) => column.to_owned(),
        (None, None) => "somewhere".to_owned(),
    }
}

fn list(out: &mut Out, title: &str, lines: impl ExactSizeIterator<Item = String>) -> Result<(), OutError> {
    let count = lines.len();
    if count == 0 {
        return Ok(());
    }
    out.line(format_args!("{title}: {count}"))?;
    for line in lines.take(SHOWN) {
        out.line(format_args!("  {line}"))?;
    }
    if count > SHOWN {
        out.line(format_args!("  and {} more", count - SHOWN))?;
    }
    Ok(())
}

/// 1234567 as 1,234,567.
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let all = [0, 999, 1_000, 1_234_567].map(number);
        assert_eq!(all, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn an_answer_of_the_contract_is_understood() {
        let answer = json!({
            "import": "0191d2c8-7a3e-7b1f-8a55-0123456789ab", "workouts": 2, "sets": 30, "new": 1, "revised": 0, "unchanged": 1,
            "first_date": "2021-02-01", "last_date": null, "unit": "kg", "exercises": { "new": ["Squat"], "matched": [] },
            "skipped": [{ "line": 4, "column": "Weight", "value": "abc", "reason": "not a number" }],
            "warnings": [{ "line": 5, "column": "RPE", "text": "left out" }]
        });
        let report = Report::of(&answer).unwrap();
        assert_eq!((report.workouts, report.sets), (2, 30));
        assert_eq!(report.skipped[0].text(), "line 4, Weight \"abc\": not a number");
        assert_eq!(warning(&report.warnings[0]), "line 5, RPE: left out");
        assert!(Report::of(&json!({ "workouts": 2 })).is_err());
    }
}
