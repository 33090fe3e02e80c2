//! Why a file is not taken at all.

use std::fmt;

/// Apps whose exports are known by their columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum App {
    /// Strong, <https://www.strong.app>.
    Strong,
    /// Hevy, <https://www.hevyapp.com>.
    Hevy,
    /// FitNotes, <http://www.fitnotesapp.com>.
    FitNotes,
}

impl App {
    /// How the app is named in a request's `source`.
    pub fn source(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Hevy => "hevy",
            Self::FitNotes => "fitnotes",
        }
    }
}

impl fmt::Display for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Strong => "Strong",
            Self::Hevy => "Hevy",
            Self::FitNotes => "FitNotes",
        })
    }
}

/// What makes a whole file unusable; each names what the person can do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportRefusal {
    /// `source` is none of the apps.
    #[error("the source is none of strong, hevy and fitnotes")]
    UnknownSource,
    /// An app that comes later.
    #[error("{app} exports cannot be imported yet")]
    NotYet {
        /// The app of the file.
        app: App,
    },
    /// Nothing, or blanks only.
    #[error("the file is empty")]
    Empty,
    /// A zero byte: a picture, an archive, a database, or text in UTF-16.
    #[error("the file is no text in UTF-8: line {line} has a zero byte; send the CSV file as the app exported it")]
    Binary {
        /// Where.
        line: u64,
    },
    /// Bytes that are no text.
    #[error("the file is no text in UTF-8: line {line} has other bytes; send the CSV file as the app exported it")]
    NotUtf8 {
        /// Where.
        line: u64,
    },
    /// The columns of no known app.
    #[error("the first line is not the header of a {sent} export: {}", lacks(missing))]
    UnknownHeader {
        /// The app it was sent as.
        sent: App,
        /// Columns of that app that are not there.
        missing: Vec<&'static str>,
    },
    /// The columns of another app than the one it was sent as.
    #[error("this is a {found} export, not one of {sent}; send source={}", found.source())]
    OtherApp {
        /// The app it was sent as.
        sent: App,
        /// The app whose columns it has.
        found: App,
    },
    /// Two columns for one thing.
    #[error("the header has the column {column:?} twice")]
    ColumnTwice {
        /// As the file has it.
        column: String,
    },
    /// Weights without a unit, in the file and in the request.
    #[error("the file does not say whether its weights are kg or lb; send unit=kg or unit=lb")]
    UnitMissing {
        /// Where the first such weight is expected or stands.
        line: u64,
        /// The column of the weights.
        column: String,
    },
    /// A distance without a unit, in the file and in the request.
    #[error("line {line} has a distance without a unit; send distance_unit=km or distance_unit=mi")]
    DistanceUnitMissing {
        /// Where.
        line: u64,
        /// The column of the distances.
        column: String,
    },
    /// A quote opens and never closes: half a file.
    #[error("the quote that opens in line {line} never closes: the file seems to be cut off")]
    OpenQuote {
        /// Where it opens.
        line: u64,
    },
    /// The last row has fewer cells than the header: half a file.
    #[error("the last row, line {line}, has {cells} of {columns} cells: the file seems to be cut off")]
    CutOff {
        /// Where the row begins.
        line: u64,
        /// Cells it has.
        cells: usize,
        /// Cells of the header.
        columns: usize,
    },
    /// More rows than anyone's history.
    #[error("the file has more than {limit} rows")]
    TooManyRows {
        /// Where the first row too many begins.
        line: u64,
        /// Rows that are read.
        limit: u64,
    },
    /// The CSV reader gave up.
    #[error("line {line} is no row of a CSV file: {detail}")]
    NotCsv {
        /// Where.
        line: u64,
        /// In the reader's words.
        detail: String,
    },
}

impl ImportRefusal {
    /// The line to look at, from 1.
    pub fn line(&self) -> Option<u64> {
        match self {
            Self::UnknownSource | Self::NotYet { .. } | Self::Empty => None,
            Self::UnknownHeader { .. } | Self::OtherApp { .. } | Self::ColumnTwice { .. } => Some(1),
            Self::Binary { line }
            | Self::NotUtf8 { line }
            | Self::UnitMissing { line, .. }
            | Self::DistanceUnitMissing { line, .. }
            | Self::OpenQuote { line }
            | Self::CutOff { line, .. }
            | Self::TooManyRows { line, .. }
            | Self::NotCsv { line, .. } => Some(*line),
        }
    }

    /// The column to look at.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::ColumnTwice { column }
            | Self::UnitMissing { column, .. }
            | Self::DistanceUnitMissing { column, .. } => Some(column),
            Self::UnknownHeader { missing, .. } => missing.first().copied(),
            Self::UnknownSource
            | Self::NotYet { .. }
            | Self::Empty
            | Self::Binary { .. }
            | Self::NotUtf8 { .. }
            | Self::OtherApp { .. }
            | Self::OpenQuote { .. }
            | Self::CutOff { .. }
            | Self::TooManyRows { .. }
            | Self::NotCsv { .. } => None,
        }
    }

    /// A stable word for the kind of refusal.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownSource => "unknown_source",
            Self::NotYet { .. } => "not_yet_supported",
            Self::Empty => "empty_file",
            Self::Binary { .. } | Self::NotUtf8 { .. } => "not_text",
            Self::UnknownHeader { .. } => "unknown_header",
            Self::OtherApp { .. } => "other_app",
            Self::ColumnTwice { .. } => "column_twice",
            Self::UnitMissing { .. } => "unit_missing",
            Self::DistanceUnitMissing { .. } => "distance_unit_missing",
            Self::OpenQuote { .. } => "open_quote",
            Self::CutOff { .. } => "cut_off",
            Self::TooManyRows { .. } => "too_many_rows",
            Self::NotCsv { .. } => "not_csv",
        }
    }
}

fn lacks(missing: &[&'static str]) -> String {
    match missing {
        [] => "its columns are unknown".to_owned(),
        [one] => format!("the column {one} is missing"),
        several => format!("the columns {} are missing", several.join(", ")),
    }
}
