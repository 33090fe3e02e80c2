//! What templates and plans have in common: each version stands for ever, the newest is the one in use.

use schemas::{
    digest::Digest,
    record::Record,
    text::{Sealed, Text},
};
use serde::Serialize;

use super::rejection::Rejection;

/// Where a template or plan stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versioned {
    /// The newest version: counts creation and updates only.
    pub version: i32,
    /// It is not used any more.
    pub archived: bool,
    /// Of what was created.
    pub created: Digest,
    /// Of the newest version.
    pub current: Digest,
}

/// What creating or updating comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It is so already: a retry looks like this.
    AsItIs,
    /// This version is to be recorded.
    Version(i32),
}

/// The first version, as created.
pub fn created(content: Digest) -> Versioned {
    Versioned { version: 1, archived: false, created: content, current: content }
}

impl Versioned {
    /// With a newer version.
    #[must_use]
    pub fn updated(self, version: i32, content: Digest) -> Self {
        Self { version, current: content, ..self }
    }
}

/// Creating: agrees with what was created before under the id. `sequence` is the version of the aggregate.
pub fn create(head: Option<&Versioned>, sequence: u64, content: Digest) -> Result<Next, Rejection> {
    match head {
        None => Ok(Next::Version(1)),
        Some(head) if head.created == content => Ok(Next::AsItIs),
        Some(_) => Err(Rejection::CreatedOtherwise { current_version: sequence }),
    }
}

/// Updating: agrees when the newest version says the same.
pub fn update(head: Option<&Versioned>, what: &'static str, content: Digest) -> Result<Next, Rejection> {
    let head = in_use(head, what)?;
    if head.current == content {
        return Ok(Next::AsItIs);
    }
    Ok(Next::Version(head.version + 1))
}

/// Archiving: the version that is archived, none when it was before.
pub fn archive(head: Option<&Versioned>, what: &'static str) -> Result<Option<i32>, Rejection> {
    let head = head.ok_or(Rejection::Unknown { what })?;
    Ok((!head.archived).then_some(head.version))
}

/// The head of one that can still change.
pub fn in_use<'a>(head: Option<&'a Versioned>, what: &'static str) -> Result<&'a Versioned, Rejection> {
    match head {
        None => Err(Rejection::Unknown { what }),
        Some(head) if head.archived => Err(Rejection::Archived),
        Some(head) => Ok(head),
    }
}

/// Digest of all that a record says. An erased text agrees with none that can be written; the form of the record takes part, so
/// a new field of it raises the fold version.
pub fn digest<R: Record + Serialize>(record: &R) -> Digest {
    let mut record = record.clone();
    record.texts(&mut |_, text| {
        let (key, data) = match &*text {
            Text::Clear(clear) => ("clear", clear.as_bytes().to_vec()),
            Text::Sealed(_) | Text::Erased => ("erased", Vec::new()),
        };
        *text = Text::Sealed(Sealed { key: key.to_owned(), nonce: Vec::new(), data });
    });
    // a record that cannot be written as JSON could not be written at all; it agrees with no other
    serde_json::to_vec(&record)
        .map_or_else(|error| Digest::of(error.to_string().as_bytes()), |bytes| Digest::of(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(version: i32, created: &[u8], current: &[u8]) -> Versioned {
        Versioned { version, archived: false, created: Digest::of(created), current: Digest::of(current) }
    }

    #[test]
    fn creating_the_same_again_agrees_even_after_updates() {
        let head = at(3, b"a", b"c");
        assert_eq!(create(None, 0, Digest::of(b"a")), Ok(Next::Version(1)));
        assert_eq!(create(Some(&head), 5, Digest::of(b"a")), Ok(Next::AsItIs));
        let otherwise = Err(Rejection::CreatedOtherwise { current_version: 5 });
        assert_eq!(create(Some(&head), 5, Digest::of(b"c")), otherwise);
    }

    #[test]
    fn updating_makes_the_next_version_unless_it_says_the_same() {
        let head = at(3, b"a", b"c");
        assert_eq!(update(Some(&head), "plan", Digest::of(b"d")), Ok(Next::Version(4)));
        // back to an older version is a version too
        assert_eq!(update(Some(&head), "plan", Digest::of(b"a")), Ok(Next::Version(4)));
        assert_eq!(update(Some(&head), "plan", Digest::of(b"c")), Ok(Next::AsItIs));
        assert_eq!(update(None, "plan", Digest::of(b"c")), Err(Rejection::Unknown { what: "plan" }));
        let archived = Versioned { archived: true, ..head };
        assert_eq!(update(Some(&archived), "plan", Digest::of(b"d")), Err(Rejection::Archived));
    }

    #[test]
    fn archiving_twice_records_nothing() {
        let head = at(3, b"a", b"c");
        assert_eq!(archive(Some(&head), "plan"), Ok(Some(3)));
        assert_eq!(archive(Some(&Versioned { archived: true, ..head }), "plan"), Ok(None));
        assert_eq!(archive(None, "plan"), Err(Rejection::Unknown { what: "plan" }));
    }

    #[test]
    fn an_erased_text_agrees_with_no_other() {
        use schemas::{planning::MealPlanVersionSnapshot, testing::Example};
        let plan = MealPlanVersionSnapshot::example();
        let erased = MealPlanVersionSnapshot { name: Text::Erased, ..plan.clone() };
        let empty = MealPlanVersionSnapshot { name: Text::from(""), ..plan.clone() };
        assert_eq!(digest(&plan), digest(&plan.clone()));
        assert_ne!(digest(&plan), digest(&erased));
        assert_ne!(digest(&empty), digest(&erased));
    }
}
