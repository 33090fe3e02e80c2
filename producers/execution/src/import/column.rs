//! The first line of an export: which column is which, whatever their order.

/// The cells of a header.
#[derive(Debug)]
pub(super) struct Heading {
    columns: Vec<Column>,
}

#[derive(Debug)]
struct Column {
    written: String,
    /// Lower case.
    name: String,
    /// Name and unit of `Weight (kg)`, lower case.
    measured: Option<(String, String)>,
}

/// Where a column stands, and what the file calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct At {
    pub(super) index: usize,
    pub(super) name: String,
}

/// Why a header is not that of the app it was compared with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// Columns that the app always writes.
    Missing(Vec<&'static str>),
    /// All are there, and this one a second time.
    Twice(String),
}

impl Heading {
    pub(super) fn of(header: &csv::StringRecord) -> Self {
        let columns = header.iter().map(|cell| {
            let written = cell.trim().to_owned();
            let name = written.to_lowercase();
            let measured = name
                .strip_suffix(')')
                .and_then(|rest| rest.rsplit_once('('))
                .map(|(base, unit)| (base.trim_end().to_owned(), unit.trim().to_owned()));
            Column { written, name, measured }
        });
        Self { columns: columns.collect() }
    }

    /// Starts to compare the header with that of one app.
    pub(super) fn pick(&self) -> Pick<'_> {
        Pick { columns: &self.columns, taken: vec![false; self.columns.len()], missing: Vec::new(), twice: None }
    }
}

/// A comparison under way.
#[derive(Debug)]
pub(super) struct Pick<'a> {
    columns: &'a [Column],
    taken: Vec<bool>,
    missing: Vec<&'static str>,
    twice: Option<String>,
}

impl Pick<'_> {
    /// A column that every export of the app has, under this name or one of its translations (lower case).
    pub(super) fn required(&mut self, name: &'static str, translations: &[&str]) -> At {
        let own = name.to_lowercase();
        let found = self.find(|column| column.name == own || translations.contains(&column.name.as_str()));
        found.unwrap_or_else(|| self.lacking(name))
    }

    /// A column that some versions of the app write.
    pub(super) fn optional(&mut self, names: &[&str]) -> Option<At> {
        self.find(|column| names.contains(&column.name.as_str()))
    }

    /// A column that may carry its unit in its name: `Distance`, or `Distance (meters)` with unit `meters`.
    pub(super) fn measured(&mut self, names: &[&str]) -> Option<(At, Option<String>)> {
        let plain = |column: &Column| names.contains(&column.name.as_str());
        let base = |column: &Column| column.measured.as_ref().is_some_and(|(base, _)| names.contains(&base.as_str()));
        let at = self.find(|column| plain(column) || base(column))?;
        let unit = self.columns.get(at.index).filter(|column| !plain(column));
        let unit = unit.and_then(|column| column.measured.as_ref()).map(|(_, unit)| unit.clone());
        Some((at, unit))
    }

    /// Notes that a required column is not there; what is answered is never read, for [`Pick::done`] fails.
    pub(super) fn lacking(&mut self, name: &'static str) -> At {
        self.missing.push(name);
        At { index: usize::MAX, name: name.to_owned() }
    }

    /// The names of columns that nobody asked for, when the header is that of the app.
    pub(super) fn done(self) -> Result<Vec<String>, Fault> {
        if !self.missing.is_empty() {
            return Err(Fault::Missing(self.missing));
        }
        if let Some(column) = self.twice {
            return Err(Fault::Twice(column));
        }
        let left = self.columns.iter().zip(self.taken).filter(|(column, taken)| !taken && !column.written.is_empty());
        Ok(left.map(|(column, _)| column.written.clone()).collect())
    }

    fn find(&mut self, fits: impl Fn(&Column) -> bool) -> Option<At> {
        let mut found = None;
        for (index, column) in self.columns.iter().enumerate().filter(|(_, column)| fits(column)) {
            if found.is_some() {
                self.twice.get_or_insert_with(|| column.written.clone());
                continue;
            }
            if let Some(taken) = self.taken.get_mut(index) {
                *taken = true;
            }
            found = Some(At { index, name: column.written.clone() });
        }
        found
    }
}
