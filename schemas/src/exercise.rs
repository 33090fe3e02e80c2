//! Exercises are known by the slug of their name: nothing needs to be defined before it is logged.

pub mod catalogue;

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize};

use crate::digest::Digest;

/// Id of an exercise: lower-case letters, digits and `-`. Avro: `string`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ExerciseId(String);

/// The text is no id of an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "not an exercise id: lower-case letters, digits and - are expected, at most {MAX_LENGTH}, like bench-press-barbell"
)]
pub struct ExerciseIdError;

/// Longest id; the ids made of longer names carry a digest instead of the rest.
pub const MAX_LENGTH: usize = 120;

impl ExerciseId {
    /// The id that a name gets when it is free: its slug, or with a digest when the slug is empty or longer than an id.
    pub fn of_name(name: &str) -> Self {
        let slug = slug(name);
        if slug.is_empty() || slug.len() > MAX_LENGTH { Self::with_digest(name) } else { Self(slug) }
    }

    /// The id that a name gets when another name has taken its slug.
    pub fn with_digest(name: &str) -> Self {
        Self(slug_with_digest(name))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExerciseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ExerciseId {
    type Err = ExerciseIdError;

    fn from_str(text: &str) -> Result<Self, ExerciseIdError> {
        let allowed = text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if text.is_empty() || text.len() > MAX_LENGTH || !allowed {
            return Err(ExerciseIdError);
        }
        Ok(Self(text.to_owned()))
    }
}

impl<'de> Deserialize<'de> for ExerciseId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Lower case, each run of anything but `a–z` and `0–9` as one `-`, none at the ends: `Bench Press (Barbell)` →
/// `bench-press-barbell`.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// The slug, `-` and the first 8 hexadecimal digits of the name's SHA-256; cut before the digest to fit an id.
pub fn slug_with_digest(name: &str) -> String {
    let mut slug = slug(name);
    // all of it is ASCII, so every byte is a place to cut
    slug.truncate(MAX_LENGTH - 9);
    let digest = Digest::of(name.as_bytes()).to_string();
    format!("{slug}-{}", &digest[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_lower_case_with_single_hyphens() {
        assert_eq!(slug("Bench Press (Barbell)"), "bench-press-barbell");
        assert_eq!(slug("  21s -- Biceps!  "), "21s-biceps");
        assert_eq!(slug("Übung"), "bung");
        // the Kelvin sign lowers to an ordinary k
        assert_eq!(slug("\u{212a}ettlebell"), "kettlebell");
        assert_eq!(slug("深蹲"), "");
    }

    #[test]
    fn a_digest_tells_names_with_the_same_slug_apart() {
        let (one, two) = (ExerciseId::with_digest("Push-Up"), ExerciseId::with_digest("Push Up"));
        assert_ne!(one, two);
        assert!(one.as_str().starts_with("push-up-") && one.as_str().len() == "push-up-".len() + 8);
        // sha256("深蹲") begins with these
        assert_eq!(ExerciseId::of_name("深蹲").as_str(), slug_with_digest("深蹲"));
        assert_eq!(slug_with_digest("abc"), "abc-ba7816bf");
    }

    #[test]
    fn every_id_made_of_a_name_is_an_id() {
        for name in ["", "深蹲", "Bench Press (Barbell)", &"a".repeat(500), &"é".repeat(500)] {
            let id = ExerciseId::of_name(name);
            assert_eq!(id.as_str().parse(), Ok(id.clone()), "{name}");
        }
        for text in ["", "Bench", "bench press", "bänk", &"a".repeat(MAX_LENGTH + 1)] {
            assert_eq!(text.parse::<ExerciseId>(), Err(ExerciseIdError), "{text}");
        }
    }
}
