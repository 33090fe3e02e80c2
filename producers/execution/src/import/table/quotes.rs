//! Quotes that are missing.

use super::lines::Lines;

/// What is wrong with the quotes of a file. A quote opens only at the start of a cell; two in a quoted cell are one.
#[derive(Debug, Default)]
pub(super) struct Quotes {
    /// The line of a quote that never closes.
    pub(super) open: Option<u64>,
    /// Offsets of the quotes that open a cell of several lines after which more text follows: what closes it there was meant to
    /// open another cell. Within a line that is bad style and still one cell.
    pub(super) torn: Vec<usize>,
}

impl Quotes {
    pub(super) fn of(bytes: &[u8], delimiter: u8) -> Self {
        let ends_cell = |byte: u8| byte == delimiter || byte == b'\n' || byte == b'\r';
        let mut quotes = Self::default();
        let mut opened = None;
        let mut several_lines = false;
        let mut cell_starts = true;
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            match (opened, *byte) {
                (None, b'"') if cell_starts => {
                    opened = Some(at);
                    several_lines = false;
                    cell_starts = false;
                }
                (None, byte) => cell_starts = ends_cell(byte),
                (Some(_), b'"') if bytes.get(at + 1) == Some(&b'"') => at += 1,
                (Some(start), b'"') => {
                    opened = None;
                    if several_lines && bytes.get(at + 1).is_some_and(|next| !ends_cell(*next)) {
                        quotes.torn.push(start);
                    }
                }
                (Some(_), byte) => several_lines |= byte == b'\n' || byte == b'\r',
            }
            at += 1;
        }
        quotes.open = opened.map(|start| Lines::new(bytes).line_at(start));
        quotes
    }
}
