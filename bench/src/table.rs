//! Aligned columns.

use std::fmt;

/// Rows under a head: the first column to the left, the others to the right.
#[derive(Debug)]
pub(crate) struct Table(Vec<Vec<String>>);

impl Table {
    pub(crate) fn new<const N: usize>(head: [&str; N]) -> Self {
        Self(vec![head.map(str::to_owned).to_vec()])
    }

    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        self.0.push(cells.to_vec());
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.0.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| self.0.iter().filter_map(|row| Some(row.get(column)?.chars().count())).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        for row in &self.0 {
            for (column, cell) in row.iter().enumerate() {
                let width = widths[column];
                if column == 0 { write!(f, "  {cell:<width$}")? } else { write!(f, "  {cell:>width$}")? }
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut table = Table::new(["clients", "p50 ms"]);
        table.row(["1".to_owned(), "–".to_owned()]);
        table.row(["64".to_owned(), "12,345.67".to_owned()]);
        assert_eq!(table.to_string(), "  clients     p50 ms\n  1                –\n  64       12,345.67\n");
    }
}
