//! How far an import is: a bar for people, lines for logs.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use crate::client::Event;

/// Without a terminal a line is enough every so many percent.
const STEP: u64 = 10;

#[derive(Debug)]
pub(super) enum Progress {
    /// Not known yet how much there is.
    Terminal(ProgressBar),
    /// The last step that was told.
    Lines(Option<u64>),
}

impl Progress {
    pub(super) fn start() -> Self {
        if !std::io::stderr().is_terminal() {
            return Self::Lines(None);
        }
        let bar = ProgressBar::no_length();
        // the template is known to be right
        if let Ok(style) = ProgressStyle::with_template("importing {bar:40} {pos}/{len} workouts, {eta} left") {
            bar.set_style(style);
        }
        Self::Terminal(bar)
    }

    pub(super) fn show(&mut self, event: &Event) -> anyhow::Result<()> {
        let at = event.json()?;
        let (done, total) = (at["done"].as_u64().unwrap_or(0), at["total"].as_u64().unwrap_or(0));
        match self {
            Self::Terminal(bar) => {
                bar.set_length(total);
                bar.set_position(done);
            }
            Self::Lines(told) => {
                let step = (done * 100).checked_div(total).unwrap_or(0) / STEP;
                if *told != Some(step) {
                    *told = Some(step);
                    eprintln!("importing: {done} of {total} workouts");
                }
            }
        }
        Ok(())
    }

    pub(super) fn end(&self) {
        if let Self::Terminal(bar) = self {
            bar.finish_and_clear();
        }
    }
}
