//! Enums of the records: each has one spelling, in Avro, in HTTP and in the tables.

use std::fmt;

/// An enum whose values are written as Avro symbols.
pub trait Symbol: Copy + PartialEq + 'static {
    /// Avro full name, `traintracker.execution.SetKind`.
    const NAME: &'static str;
    /// Every value and its symbol, in the order of the schema.
    const ALL: &'static [(Self, &'static str)];

    /// The symbol, as it stands in the schema.
    fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(value, _)| *value == self).map_or("unknown", |(_, symbol)| symbol)
    }

    /// The value of a symbol that a person may choose; `unknown` is what a reader sees of a value newer than itself, so it is
    /// none of them.
    fn parse(symbol: &str) -> Result<Self, SymbolError> {
        let chosen = Self::ALL.iter().find(|(_, known)| *known == symbol && symbol != "unknown");
        chosen.map(|(value, _)| *value).ok_or_else(|| SymbolError {
            expected: Self::ALL.iter().map(|(_, known)| *known).filter(|known| *known != "unknown").collect(),
        })
    }
}

/// The text is none of the symbols.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SymbolError {
    /// The symbols there are.
    pub expected: Vec<&'static str>,
}

impl fmt::Display for SymbolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "one of {} is expected", self.expected.join(", "))
    }
}

impl std::error::Error for SymbolError {}
