//! Languages and regions.

use super::{Invalid, invalid};

/// Longest tag; RFC 5646 asks for 35.
const LONGEST: usize = 64;

/// A well-formed language tag of BCP 47 (RFC 5646, section 2.1), in its usual case: `de-AT`, `zh-Hant-TW`. The tags that were
/// registered before that grammar ("i-klingon") all have successors, and are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locale(String);

impl Locale {
    /// Reads a tag, in any case.
    ///
    /// # Errors
    /// When it is not well-formed.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let lower = text.trim().to_ascii_lowercase();
        let written = (lower.len() <= LONGEST).then(|| written(&lower)).flatten();
        written.map(Self).ok_or_else(|| invalid("invalid_locale", "a language tag is expected, such as de-AT or en"))
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The tag in its usual case, if it follows the grammar.
fn written(lower: &str) -> Option<String> {
    let parts: Vec<&str> = lower.split('-').collect();
    let known = |part: &&str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !parts.iter().all(known) {
        return None;
    }
    let mut rest = parts.as_slice();
    let mut tag = String::new();
    if rest.first() != Some(&"x") {
        tag.push_str(take(&mut rest, |part| is_alphabetic(part, 2..=8))?);
        if matches!(tag.len(), 2 | 3) {
            for _ in 0..3 {
                push(&mut tag, take(&mut rest, |part| is_alphabetic(part, 3..=3)), str::to_owned);
            }
        }
        push(&mut tag, take(&mut rest, |part| is_alphabetic(part, 4..=4)), title);
        push(&mut tag, take(&mut rest, is_region), str::to_ascii_uppercase);
        let mut variants = Vec::new();
        while let Some(variant) = take(&mut rest, is_variant) {
            if variants.contains(&variant) {
                return None;
            }
            variants.push(variant);
            push(&mut tag, Some(variant), str::to_owned);
        }
        let mut singletons = Vec::new();
        while let Some(singleton) = take(&mut rest, |part| part.len() == 1 && part != "x") {
            if singletons.contains(&singleton) {
                return None;
            }
            singletons.push(singleton);
            push(&mut tag, Some(singleton), str::to_owned);
            push(&mut tag, Some(take(&mut rest, |part| part.len() >= 2)?), str::to_owned);
            while let Some(part) = take(&mut rest, |part| part.len() >= 2) {
                push(&mut tag, Some(part), str::to_owned);
            }
        }
    }
    if let Some(private) = take(&mut rest, |part| part == "x") {
        push(&mut tag, Some(private), str::to_owned);
        push(&mut tag, Some(take(&mut rest, |_| true)?), str::to_owned);
        while let Some(part) = take(&mut rest, |_| true) {
            push(&mut tag, Some(part), str::to_owned);
        }
    }
    rest.is_empty().then_some(tag)
}

/// The next part, if it is one of these.
fn take<'a>(rest: &mut &[&'a str], fits: impl Fn(&str) -> bool) -> Option<&'a str> {
    let (first, behind) = rest.split_first()?;
    fits(first).then(|| {
        *rest = behind;
        *first
    })
}

fn push(tag: &mut String, part: Option<&str>, case: impl Fn(&str) -> String) {
    let Some(part) = part else { return };
    if !tag.is_empty() {
        tag.push('-');
    }
    tag.push_str(&case(part));
}

fn is_alphabetic(part: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_region(part: &str) -> bool {
    is_alphabetic(part, 2..=2) || (part.len() == 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_variant(part: &str) -> bool {
    part.len() >= 5 || (part.len() == 4 && part.starts_with(|first: char| first.is_ascii_digit()))
}

fn title(part: &str) -> String {
    let (first, rest) = part.split_at(1);
    first.to_ascii_uppercase() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        Locale::parse(text).ok().map(|locale| locale.0)
    }

    #[test]
    fn well_formed_tags_are_written_in_their_usual_case() {
        for (text, tag) in [
            ("de", "de"),
            ("DE-at", "de-AT"),
            ("zh-HANT-tw", "zh-Hant-TW"),
            ("es-419", "es-419"),
            ("sl-rozaj-biske-1994", "sl-rozaj-biske-1994"),
            ("zh-cmn-Hans-CN", "zh-cmn-Hans-CN"),
            ("en-US-u-ca-gregory", "en-US-u-ca-gregory"),
            ("de-a-value-x-Private", "de-a-value-x-private"),
            ("x-whatever", "x-whatever"),
            (" en ", "en"),
        ] {
            assert_eq!(read(text).as_deref(), Some(tag), "{text}");
        }
    }

    #[test]
    fn what_is_not_well_formed_is_refused() {
        let long = format!("de-x{}", "-abcdefgh".repeat(8));
        for text in [
            "",
            "-",
            "d",
            "de_AT",
            "de-",
            "de--AT",
            "de-AT-AT",
            "de-1901-1901",
            "en-a-bb-a-cc",
            "de-u",
            "de-x",
            "i-klingon",
            "dé",
            "123",
            &long,
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
