//! How far something is: a bar for people, lines for logs, on stderr beside whatever the command prints.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// Without a terminal a line is enough every so many percent.
const STEP: u64 = 10;

/// Something that takes a while.
#[derive(Debug)]
pub(crate) struct Progress {
    /// What is done: `importing`.
    doing: &'static str,
    /// What is counted: `workouts`.
    unit: &'static str,
    shown: Shown,
}

#[derive(Debug)]
enum Shown {
    Terminal(ProgressBar),
    /// The last step that was told.
    Lines(Option<u64>),
}

impl Progress {
    /// Not known yet how much there is.
    pub(crate) fn start(doing: &'static str, unit: &'static str) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self { doing, unit, shown: Shown::Lines(None) };
        }
        let bar = ProgressBar::no_length();
        // the template is known to be right
        if let Ok(style) =
            ProgressStyle::with_template(&format!("{doing} {{bar:40}} {{pos}}/{{len}} {unit}, {{eta}} left"))
        {
            bar.set_style(style);
        }
        Self { doing, unit, shown: Shown::Terminal(bar) }
    }

    /// So much is done; the total may still grow.
    pub(crate) fn show(&mut self, done: u64, total: u64) {
        match &mut self.shown {
            Shown::Terminal(bar) => {
                bar.set_length(total);
                bar.set_position(done);
            }
            Shown::Lines(told) => {
                if let Some(step) = next_step(*told, done, total) {
                    *told = Some(step);
                    eprintln!("{}: {done} of {total} {}", self.doing, self.unit);
                }
            }
        }
    }

    /// It is over, well or not: the bar goes.
    pub(crate) fn end(&self) {
        if let Shown::Terminal(bar) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

/// The step that was reached, if it was not told.
fn next_step(told: Option<u64>, done: u64, total: u64) -> Option<u64> {
    let step = (done * 100).checked_div(total).unwrap_or(0) / STEP;
    (told != Some(step)).then_some(step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_told_every_ten_percent() {
        let (mut told, mut lines) = (None, Vec::new());
        for done in 0..=1_000 {
            if let Some(step) = next_step(told, done, 1_000) {
                told = Some(step);
                lines.push(done);
            }
        }
        assert_eq!(lines, [0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
        assert_eq!(next_step(None, 0, 0), Some(0));
    }
}
