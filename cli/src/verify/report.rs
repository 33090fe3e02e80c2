//! What was checked, and what differs.

use serde::Serialize;

use crate::out::{Out, OutError};

/// Most differences of one check that are told one by one.
const SHOWN: usize = 20;

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    name: &'static str,
    /// What was looked at: `events`, `rows` …
    unit: &'static str,
    /// How many of them.
    checked: u64,
    differences: u64,
    /// The first of them.
    examples: Vec<String>,
}

impl Check {
    pub(super) fn new(name: &'static str, unit: &'static str) -> Self {
        Self { name, unit, checked: 0, differences: 0, examples: Vec::new() }
    }

    /// One more was looked at.
    pub(super) fn count(&mut self) {
        self.checked += 1;
    }

    /// Something differs.
    pub(super) fn differ(&mut self, what: impl Into<String>) {
        self.differences += 1;
        if self.examples.len() < SHOWN {
            self.examples.push(what.into());
        }
    }

    /// Something differs unless the two are equal.
    pub(super) fn equal<T: PartialEq + std::fmt::Debug>(
        &mut self,
        what: impl FnOnce() -> String,
        found: &T,
        expected: &T,
    ) {
        if found != expected {
            self.differ(format!("{}: {found:?}, should be {expected:?}", what()));
        }
    }

    pub(super) fn differences(&self) -> u64 {
        self.differences
    }
}

/// All checks of one round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Report {
    pub(super) checks: Vec<Check>,
    /// What is worth knowing and no difference: somebody lags behind, dead letters wait.
    pub(super) notes: Vec<String>,
    /// Of all checks.
    pub(super) differences: u64,
}

impl Report {
    pub(super) fn new(checks: Vec<Check>, notes: Vec<String>) -> Self {
        let differences = checks.iter().map(Check::differences).sum();
        Self { checks, notes, differences }
    }

    pub(super) fn is_fine(&self) -> bool {
        self.differences == 0
    }

    /// One line per check, then what differs, then the verdict.
    pub(super) fn print(&self, out: &mut Out) -> Result<(), OutError> {
        for Check { name, unit, checked, differences, .. } in &self.checks {
            let verdict = match differences {
                0 => "ok".to_owned(),
                1 => "1 difference".to_owned(),
                many => format!("{many} differences"),
            };
            out.line(format_args!("{name:<58} {checked:>9} {unit:<11} {verdict}"))?;
        }
        for note in &self.notes {
            out.line(format_args!("note: {note}"))?;
        }
        for check in self.checks.iter().filter(|check| check.differences > 0) {
            out.line(format_args!("{}:", check.name))?;
            for example in &check.examples {
                out.line(format_args!("  {example}"))?;
            }
            let hidden = check.differences - check.examples.len() as u64;
            if hidden > 0 {
                out.line(format_args!("  and {hidden} more"))?;
            }
        }
        match self.differences {
            0 => out.line("verify: ok"),
            1 => out.line("verify: 1 difference"),
            many => out.line(format_args!("verify: {many} differences")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn printed(report: &Report) -> String {
        let page = Page::default();
        let mut out = Out::to(page.clone());
        report.print(&mut out).unwrap();
        out.flush().unwrap();
        String::from_utf8(page.0.lock().unwrap().clone()).unwrap()
    }

    #[test]
    fn differences_are_counted_and_only_the_first_told() {
        let mut check = Check::new("rows of workout equal the log", "rows");
        for number in 0..25 {
            check.count();
            check.equal(|| format!("row {number}"), &number, &0);
        }
        let text = printed(&Report::new(vec![check], vec!["somebody lags".to_owned()]));
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].ends_with("24 differences"), "{text}");
        assert_eq!(lines[1], "note: somebody lags");
        assert_eq!(lines[3], "  row 1: 1, should be 0");
        assert_eq!(&lines[lines.len() - 2..], ["  and 4 more", "verify: 24 differences"]);
    }

    #[test]
    fn without_a_difference_all_is_ok() {
        let report = Report::new(vec![Check::new("x", "rows")], Vec::new());
        assert!(report.is_fine());
        assert!(printed(&report).ends_with("verify: ok\n"));
    }
}
