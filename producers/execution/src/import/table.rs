//! CSV as these apps write it, with the line of the file for every row.

mod lines;
mod quotes;

use csv::StringRecord;
use schemas::time::Instant;

use self::{lines::Lines, quotes::Quotes};
use super::{assembly::Assembly, column::At, refusal::ImportRefusal};
use crate::domain::values::{ExerciseName, training_time};

/// Rows that are read of one file: a set a minute, eight hours a day, for three years.
const MAX_ROWS: u64 = 500_000;

/// The text of a file, without the mark that some editors put before it.
pub(super) fn text(bytes: &[u8]) -> Result<&str, ImportRefusal> {
    if let Some(zero) = bytes.iter().position(|byte| *byte == 0) {
        return Err(ImportRefusal::Binary { line: Lines::new(bytes).line_at(zero) });
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| ImportRefusal::NotUtf8 { line: Lines::new(bytes).line_at(error.valid_up_to()) })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() { Err(ImportRefusal::Empty) } else { Ok(text) }
}

/// A file whose header has been read.
#[derive(Debug)]
pub(super) struct Table<'a> {
    text: &'a str,
    delimiter: u8,
    header: StringRecord,
    reader: csv::Reader<&'a [u8]>,
    lines: Lines<'a>,
}

/// One row.
#[derive(Debug)]
pub(super) struct Row {
    /// Line where it begins, from 1.
    pub(super) line: u64,
    /// Whether `82,5` is a number: a file with commas between its cells does not write commas in its numbers.
    pub(super) decimal_comma: bool,
    cells: StringRecord,
}

/// Why a row, or the whole file because of a row, is not taken.
#[derive(Debug)]
pub(super) enum RowFault {
    /// The row is left out.
    Skip(Problem),
    /// The file is refused.
    Refuse(ImportRefusal),
}

/// What is wrong with a cell.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) column: String,
    pub(super) value: String,
    pub(super) reason: String,
}

impl From<Problem> for RowFault {
    fn from(problem: Problem) -> Self {
        Self::Skip(problem)
    }
}

impl Row {
    /// The cell without the blanks around it; no column, no text.
    pub(super) fn text<'a>(&'a self, at: impl Into<Option<&'a At>>) -> &'a str {
        self.raw(at).trim()
    }

    /// The cell as it stands.
    pub(super) fn raw<'a>(&'a self, at: impl Into<Option<&'a At>>) -> &'a str {
        at.into().and_then(|at| self.cells.get(at.index)).unwrap_or_default()
    }

    /// The name of an exercise, byte for byte.
    pub(super) fn exercise<'a>(&'a self, at: &'a At) -> Result<&'a str, Problem> {
        let name = self.raw(at);
        ExerciseName::new(name).map_err(|invalid| self.problem(at, invalid.detail))?;
        Ok(name)
    }

    /// A time that the domain takes.
    pub(super) fn training_time(&self, at: &At, time: Instant) -> Result<Instant, Problem> {
        training_time(time).map_err(|invalid| self.problem(at, invalid.detail))
    }

    /// What to say of a cell that cannot be read.
    pub(super) fn problem(&self, at: &At, reason: impl Into<String>) -> Problem {
        let value = self.raw(at).chars().take(100).collect();
        Problem { column: at.name.clone(), value, reason: reason.into() }
    }
}

impl<'a> Table<'a> {
    /// Reads the header.
    pub(super) fn open(text: &'a str, delimiter: u8) -> Result<(StringRecord, Self), ImportRefusal> {
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut header = StringRecord::new();
        reader.read_record(&mut header).map_err(|error| not_csv(1, &error))?;
        let lines = Lines::new(text.as_bytes());
        Ok((header.clone(), Self { text, delimiter, header, reader, lines }))
    }

    /// Hands every row to `read`. A row that is left out is noted in the assembly; rows of blanks are passed over.
    pub(super) fn each_row(
        mut self,
        assembly: &mut Assembly,
        read: impl Fn(&Row, &mut Assembly) -> Result<(), RowFault>,
    ) -> Result<(), ImportRefusal> {
        let quotes = Quotes::of(self.text.as_bytes(), self.delimiter);
        if let Some(line) = quotes.open {
            return Err(ImportRefusal::OpenQuote { line });
        }
        let after_header = self.offset();
        let mut torn = quotes.torn.into_iter().skip_while(|offset| *offset < after_header).peekable();
        let mut short: Option<Row> = None;
        let mut rows = 0;
        while let Some(row) = self.next()? {
            rows += 1;
            if rows > MAX_ROWS {
                return Err(ImportRefusal::TooManyRows { line: row.line, limit: MAX_ROWS });
            }
            if let Some(row) = short.take() {
                assembly.skip(row.line, self.wrong_width(&row));
            }
            let columns = self.header.len();
            let end = self.offset();
            if torn.next_if(|offset| *offset < end).is_some() {
                while torn.next_if(|offset| *offset < end).is_some() {}
                assembly.skip(row.line, self.torn(&row));
                continue;
            }
            if row.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            if row.cells.len() < columns {
                // it may be the last one, and then the rest of the file is missing
                short = Some(row);
            } else if row.cells.iter().skip(columns).any(|cell| !cell.trim().is_empty()) {
                assembly.skip(row.line, self.wrong_width(&row));
            } else {
                match read(&row, assembly) {
                    Ok(()) => {}
                    Err(RowFault::Skip(problem)) => assembly.skip(row.line, problem),
                    Err(RowFault::Refuse(refusal)) => return Err(refusal),
                }
            }
        }
        match short {
            Some(row) => {
                Err(ImportRefusal::CutOff { line: row.line, cells: row.cells.len(), columns: self.header.len() })
            }
            None => Ok(()),
        }
    }

    fn next(&mut self) -> Result<Option<Row>, ImportRefusal> {
        let mut cells = StringRecord::new();
        let line = self.lines.line_of_record(self.offset());
        let more = self.reader.read_record(&mut cells).map_err(|error| not_csv(line, &error))?;
        Ok(more.then_some(Row { line, decimal_comma: self.delimiter == b';', cells }))
    }

    /// How far the reader has come.
    fn offset(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }

    fn torn(&self, row: &Row) -> Problem {
        let index = row.cells.iter().position(|cell| cell.contains(['\r', '\n'])).unwrap_or_default();
        let name = self.header.get(index).unwrap_or_default().trim().to_owned();
        row.problem(&At { index, name }, "a quote is missing: the cell runs on into the next line")
    }

    fn wrong_width(&self, row: &Row) -> Problem {
        let (cells, columns) = (row.cells.len(), self.header.len());
        let column = self.header.get(cells.min(columns.saturating_sub(1))).unwrap_or_default();
        let value = row.cells.get(cells.saturating_sub(1)).unwrap_or_default();
        Problem {
            column: column.trim().to_owned(),
            value: value.chars().take(100).collect(),
            reason: format!("the row has {cells} cells, the header {columns}"),
        }
    }
}

fn not_csv(line: u64, error: &csv::Error) -> ImportRefusal {
    ImportRefusal::NotCsv { line, detail: error.to_string() }
}

#[cfg(test)]
mod tests;
