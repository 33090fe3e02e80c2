//! Texts of a person.

use super::{Invalid, invalid};

/// Longest notes, in characters.
const LONGEST_NOTES: usize = 2_000;

/// One line: trimmed, not empty, without control characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(String);

/// Several lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notes(String);

impl Line {
    /// Trims and checks a line of at most `longest` characters.
    ///
    /// # Errors
    /// When nothing is left, it is too long, or it is no line.
    pub fn new(text: &str, longest: usize) -> Result<Self, Invalid> {
        let text = text.trim();
        match text.chars().count() {
            0 => Err(invalid("empty", "a text is expected")),
            length if length > longest => {
                Err(invalid("too_long", format!("at most {longest} characters are kept, this has {length}")))
            }
            _ if text.chars().any(char::is_control) => {
                Err(invalid("control_character", "one line without control characters is expected"))
            }
            _ => Ok(Self(text.to_owned())),
        }
    }

    /// In clear text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Notes {
    /// Trims and checks notes; `None` when nothing is left.
    ///
    /// # Errors
    /// When they are too long, or hold control characters beside tabs and ends of lines.
    pub fn new(text: &str) -> Result<Option<Self>, Invalid> {
        let text = text.trim();
        let length = text.chars().count();
        if length > LONGEST_NOTES {
            let detail = format!("at most {LONGEST_NOTES} characters are kept, this has {length}");
            return Err(invalid("too_long", detail));
        }
        if text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t')) {
            return Err(invalid("control_character", "text without control characters is expected"));
        }
        Ok((!text.is_empty()).then(|| Self(text.to_owned())))
    }

    /// In clear text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code<T: std::fmt::Debug>(read: Result<T, Invalid>) -> &'static str {
        read.unwrap_err().code
    }

    #[test]
    fn a_line_is_trimmed_and_has_a_length() {
        assert_eq!(Line::new("  Ann ", 3).unwrap().as_str(), "Ann");
        assert_eq!(Line::new("Änn", 3).unwrap().as_str(), "Änn");
        assert_eq!(code(Line::new("Anne", 3)), "too_long");
        assert_eq!(code(Line::new(" \t ", 3)), "empty");
        assert_eq!(code(Line::new("A\nn", 3)), "control_character");
    }

    #[test]
    fn notes_may_have_lines_or_nothing_to_say() {
        assert_eq!(Notes::new("a\n\tb").unwrap().unwrap().as_str(), "a\n\tb");
        assert_eq!(Notes::new("  "), Ok(None));
        assert_eq!(code(Notes::new("a\u{7}")), "control_character");
        assert_eq!(code(Notes::new(&"a".repeat(LONGEST_NOTES + 1))), "too_long");
        assert!(Notes::new(&"ä".repeat(LONGEST_NOTES)).is_ok());
    }
}
