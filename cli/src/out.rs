//! Standard output: the one way to it.

use std::{
    fmt,
    io::{self, BufWriter, Write},
};

use serde::Serialize;

/// Why nothing more can be printed.
#[derive(Debug, thiserror::Error)]
pub enum OutError {
    /// The reading end of the pipe is closed: the quiet end of a command.
    #[error("nobody reads the output any more")]
    Gone,
    /// Anything else: a full disk.
    #[error("the output cannot be written: {0}")]
    Failed(#[source] io::Error),
}

impl From<io::Error> for OutError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Gone } else { Self::Failed(error) }
    }
}

/// What a command prints, line by line, buffered: who prints while waiting flushes before.
pub struct Out(BufWriter<Box<dyn Write + Send>>);

impl fmt::Debug for Out {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Out")
    }
}

impl Out {
    /// To standard output.
    pub fn stdout() -> Self {
        Self::to(io::stdout())
    }

    /// To anything else: for tests.
    pub fn to(writer: impl Write + Send + 'static) -> Self {
        Self(BufWriter::new(Box::new(writer)))
    }

    /// One line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn line(&mut self, line: impl fmt::Display) -> Result<(), OutError> {
        Ok(writeln!(self.0, "{line}")?)
    }

    /// One line of JSON.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), OutError> {
        serde_json::to_writer(&mut self.0, value).map_err(io::Error::from)?;
        Ok(writeln!(self.0)?)
    }

    /// Hands on what is buffered.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> Result<(), OutError> {
        Ok(self.0.flush()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_is_told_from_a_failure() {
        let mut out = Out::to(Closed);
        out.line("buffered").unwrap();
        assert!(matches!(out.flush(), Err(OutError::Gone)));
        let mut out = Out::to(Closed);
        let long = "x".repeat(1 << 16);
        assert!(matches!(out.json(&long), Err(OutError::Gone)));
    }
}
