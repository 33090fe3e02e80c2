//! Pages of a list: how many, and from where on. A cursor says after which item to go on; what it holds is
//! nobody's business but ours, so it can change (it carries a version).

use actix_web::http::StatusCode;
use serde::{Deserialize, Serialize};
use service::http::problem::{Fault, Place, Problem};
use utoipa::{IntoParams, ToSchema};

/// Most items of a page, and how many there are unless less is asked for.
pub const LARGEST: u32 = 200;

const VERSION: &str = "1";
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Which part of a list.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Most items of this page, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct List<T> {
    /// What the page holds.
    pub items: Vec<T>,
    /// Where the next page begins; null on the last one.
    pub next_cursor: Option<String>,
}

impl Page {
    /// How many items the page has at most.
    ///
    /// # Errors
    /// 422 for none, or more than 200.
    pub fn limit(&self) -> Result<i64, Problem> {
        match self.limit.unwrap_or(LARGEST) {
            limit @ 1..=LARGEST => Ok(i64::from(limit)),
            _ => Err(invalid("limit", "out_of_range", format!("1 to {LARGEST} is expected"))),
        }
    }

    /// The parts of the cursor, if there is one.
    ///
    /// # Errors
    /// 422 for one that is not of this `list`.
    pub fn after<const PARTS: usize>(&self, list: &str) -> Result<Option<[String; PARTS]>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        let parts = decode(cursor).and_then(|text| {
            let text = text.strip_prefix(VERSION)?.strip_prefix('/')?.strip_prefix(list)?.strip_prefix('/')?;
            <[String; PARTS]>::try_from(text.split('/').map(str::to_owned).collect::<Vec<_>>()).ok()
        });
        parts.map(Some).ok_or_else(not_ours)
    }
}

impl<T> List<T> {
    /// A page out of `found`, which holds one more than the page if there is a next one. `parts` say where
    /// an item stands in `list`.
    pub fn page<I, const PARTS: usize>(
        mut found: Vec<I>,
        limit: i64,
        list: &str,
        parts: impl Fn(&I) -> [String; PARTS],
        item: impl FnMut(I) -> T,
    ) -> Self {
        let size = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > size;
        found.truncate(size);
        let next_cursor =
            found.last().filter(|_| more).map(|last| encode(&format!("{VERSION}/{list}/{}", parts(last).join("/"))));
        Self { items: found.into_iter().map(item).collect(), next_cursor }
    }
}

/// A part of a cursor, read.
///
/// # Errors
/// 422: somebody made it up.
pub fn part<T: std::str::FromStr>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|_| not_ours())
}

/// A parameter that cannot be taken.
pub fn invalid(parameter: &str, code: &'static str, detail: impl Into<String>) -> Problem {
    let problem = Problem::invalid([Fault::new(Place::Parameter(parameter.to_owned()), code, detail)]);
    debug_assert_eq!(problem.status(), StatusCode::UNPROCESSABLE_ENTITY);
    problem
}

fn not_ours() -> Problem {
    invalid("cursor", "invalid_cursor", "not a cursor of this list: take next_cursor of the page before as it is")
}

/// Base64url without padding.
fn encode(text: &str) -> String {
    let mut encoded = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for index in 0..=chunk.len() {
            encoded.push(char::from(ALPHABET[(bits >> (18 - 6 * index)) as usize & 63]));
        }
    }
    encoded
}

fn decode(encoded: &str) -> Option<String> {
    let mut bytes = Vec::new();
    for chunk in encoded.as_bytes().chunks(4) {
        if chunk.len() == 1 {
            return None;
        }
        let mut bits = 0_u32;
        for byte in chunk {
            let digit = ALPHABET.iter().position(|known| known == byte)?;
            bits = bits << 6 | u32::try_from(digit).ok()?;
        }
        bits <<= 6 * (4 - chunk.len());
        bytes.extend_from_slice(&bits.to_be_bytes()[1..chunk.len()]);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(cursor: &str) -> Page {
        Page { limit: None, cursor: Some(cursor.to_owned()) }
    }

    #[test]
    fn a_cursor_reads_as_it_was_written() {
        for text in ["", "a", "ab", "abc", "1/workouts/1627836403000000/0191d2c8", "1/exercises/klimmzüge"] {
            assert_eq!(decode(&encode(text)).as_deref(), Some(text));
        }
        assert_eq!(encode("1/w?>~"), "MS93Pz5-");
    }

    #[test]
    fn a_page_says_where_the_next_one_begins() {
        let list = List::page(vec![1, 2, 3], 2, "numbers", |n| [n.to_string()], |n| n);
        assert_eq!(list.items, [1, 2]);
        let cursor = list.next_cursor.unwrap();
        assert_eq!(page(&cursor).after("numbers").unwrap(), Some(["2".to_owned()]));
        let last = List::page(vec![1, 2], 2, "numbers", |n| [n.to_string()], |n| n);
        assert_eq!(last.next_cursor, None);
    }

    #[test]
    fn what_is_no_cursor_of_the_list_is_refused() {
        let other = encode("1/others/2");
        let newer = encode("2/numbers/2");
        let longer = encode("1/numbers/2/3");
        for cursor in ["", "x", "!!!!", "MS8", &other, &newer, &longer] {
            let problem = page(cursor).after::<1>("numbers").unwrap_err();
            assert_eq!(
                (problem.status().as_u16(), problem.errors()[0].code.as_ref()),
                (422, "invalid_cursor"),
                "{cursor}"
            );
        }
    }

    #[test]
    fn a_page_has_one_to_two_hundred_items() {
        let limit = |limit| Page { limit, cursor: None }.limit().map_err(|problem| problem.status().as_u16());
        assert_eq!(limit(None), Ok(200));
        assert_eq!(limit(Some(1)), Ok(1));
        assert_eq!(limit(Some(200)), Ok(200));
        assert_eq!(limit(Some(0)), Err(422));
        assert_eq!(limit(Some(201)), Err(422));
    }
}
