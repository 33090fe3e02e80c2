//! From serde's message to a pointer and a code.

use serde_path_to_error::{Path, Segment};

use crate::http::problem::Fault;

/// Where and why JSON has another shape than wanted.
pub(super) fn describe(error: &serde_path_to_error::Error<serde_json::Error>) -> Fault {
    let message = error.inner().to_string();
    let code = code_of(&message);
    let mut tokens = tokens(error.path());
    if let Some(name) = named_in(&message)
        && matches!(code, "missing_field" | "unknown_field" | "duplicate_field")
        && tokens.last().map(String::as_str) != Some(name)
    {
        tokens.push(name.to_owned());
    }
    Fault::at(pointer(&tokens), code, message)
}

/// What serde's message means, for programs. Serde has no codes; its wording is stable, and a test
/// per code notices when it is not.
pub(in crate::http) fn code_of(message: &str) -> &'static str {
    const CODES: [(&str, &str); 4] = [
        ("missing field", "missing_field"),
        ("unknown field", "unknown_field"),
        ("duplicate field", "duplicate_field"),
        ("invalid type", "invalid_type"),
    ];
    CODES.iter().find(|(start, _)| message.starts_with(start)).map_or("invalid_value", |(_, code)| code)
}

/// The name between the first backticks.
pub(in crate::http) fn named_in(message: &str) -> Option<&str> {
    message.split('`').nth(1)
}

/// RFC 6901: `~` and `/` inside a token are escaped.
pub(super) fn pointer<T: AsRef<str>>(tokens: &[T]) -> String {
    tokens.iter().map(|token| format!("/{}", token.as_ref().replace('~', "~0").replace('/', "~1"))).collect()
}

fn tokens(path: &Path) -> Vec<String> {
    path.iter()
        .filter_map(|segment| match segment {
            Segment::Seq { index } => Some(index.to_string()),
            Segment::Map { key } => Some(key.clone()),
            Segment::Enum { variant } => Some(variant.clone()),
            Segment::Unknown => None,
        })
        .collect()
}
