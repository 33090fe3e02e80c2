//! How a command ends: its exit code, and what is said of a failure.

use std::process::ExitCode;

use service::settings::SettingsError;

use crate::out::OutError;

/// Exit codes as the help tells them.
pub(crate) const HELP: &str = "\
Exit codes:
  0  done, and nothing is wrong
  1  it failed, or a check found a difference
  2  the command line or the environment is wrong; nothing was done";

/// A command that ran to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing is wrong.
    Fine,
    /// What was checked is not as it should be.
    Difference,
}

impl Exit {
    /// [`Exit::Fine`] when nothing was found.
    pub fn fine_if(fine: bool) -> Self {
        if fine { Self::Fine } else { Self::Difference }
    }

    pub(crate) fn code(self) -> ExitCode {
        match self {
            Self::Fine => ExitCode::SUCCESS,
            Self::Difference => ExitCode::from(1),
        }
    }
}

/// The command line asks for something that makes no sense, in a way that only the command itself can tell.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub String);

/// Says on stderr what went wrong, with its causes, and gives the exit code.
pub(crate) fn report(error: &anyhow::Error) -> ExitCode {
    if error.chain().any(|cause| matches!(cause.downcast_ref(), Some(OutError::Gone))) {
        // whoever read the output has seen enough: `train-tracker events … | head`
        return ExitCode::SUCCESS;
    }
    eprintln!("train-tracker: {error:#}");
    let usage = error.chain().any(|cause| cause.is::<Usage>() || cause.is::<SettingsError>());
    ExitCode::from(if usage { 2 } else { 1 })
}

#[cfg(test)]
mod tests {
    use anyhow::{Context, anyhow};

    use super::*;

    fn code(error: &anyhow::Error) -> String {
        format!("{:?}", report(error))
    }

    #[test]
    fn a_mistake_of_the_caller_is_2_and_a_failure_1() {
        let usage = Err::<(), _>(Usage("an offset belongs to one partition".to_owned())).context("events").unwrap_err();
        assert_eq!(code(&usage), format!("{:?}", ExitCode::from(2)));
        assert_eq!(code(&anyhow!("no broker")), format!("{:?}", ExitCode::from(1)));
    }

    #[test]
    fn a_reader_that_has_gone_is_no_failure() {
        let gone = anyhow::Error::from(OutError::Gone);
        assert_eq!(code(&gone), format!("{:?}", ExitCode::SUCCESS));
    }
}
