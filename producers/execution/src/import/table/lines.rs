//! Lines of a file.

/// Counts lines up to offsets that only grow. The reader's own count points at the blank line before a row, or at the end of the
/// line before when lines end in CRLF.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    line: u64,
}

impl<'a> Lines<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, line: 1 }
    }

    pub(super) fn line_at(&mut self, offset: usize) -> u64 {
        while self.at < offset && self.step() {}
        self.line
    }

    /// The line of the first record at or after `offset`: blank lines belong to no record.
    pub(super) fn line_of_record(&mut self, offset: usize) -> u64 {
        self.line_at(offset);
        while matches!(self.bytes.get(self.at), Some(b'\r' | b'\n')) && self.step() {}
        self.line
    }

    fn step(&mut self) -> bool {
        let Some(byte) = self.bytes.get(self.at) else { return false };
        self.at += 1;
        let ends_a_line = *byte == b'\n' || (*byte == b'\r' && self.bytes.get(self.at) != Some(&b'\n'));
        self.line += u64::from(ends_a_line);
        true
    }
}
