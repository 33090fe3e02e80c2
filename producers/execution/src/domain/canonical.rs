//! Content as bytes, to know the same content again by its digest.

use schemas::{digest::Digest, text::Text};
use uuid::Uuid;

/// Bytes that are equal for equal content only: every part has a fixed width or its length before it.
#[derive(Debug, Default)]
pub(super) struct Canonical(Vec<u8>);

impl Canonical {
    pub(super) fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }

    pub(super) fn uuid(&mut self, id: Uuid) {
        self.0.extend_from_slice(id.as_bytes());
    }

    pub(super) fn number(&mut self, number: Option<i64>) {
        match number {
            None => self.0.push(0),
            Some(number) => {
                self.0.push(1);
                self.0.extend_from_slice(&number.to_be_bytes());
            }
        }
    }

    pub(super) fn text(&mut self, text: Option<&Text>) {
        match text {
            None => self.0.push(0),
            Some(Text::Clear(text)) => {
                self.0.push(1);
                self.str(text);
            }
            // unreadable, and thereby equal to nothing that can be written now
            Some(Text::Sealed(_) | Text::Erased) => self.0.push(2),
        }
    }

    pub(super) fn str(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(super) fn length(&mut self, length: usize) {
        self.0.extend_from_slice(&(length as u64).to_be_bytes());
    }
}
