use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue, IF_MATCH};

use super::{After, CONSISTENCY_TOKEN, IDEMPOTENCY_KEY, IdempotencyKey, IfMatch, ON_BEHALF_OF, OnBehalfOf};
use crate::http::problem::{Place, Problem};

const ID: &str = "0191d2c8-7a3e-7b1f-8a55-0123456789ab";

fn headers(name: &HeaderName, values: &[&str]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for value in values {
        headers.append(name.clone(), HeaderValue::from_bytes(value.as_bytes()).unwrap());
    }
    headers
}

fn names_its_header(problem: &Problem, name: &HeaderName) {
    assert_eq!(problem.status(), 400);
    assert_eq!(problem.errors()[0].place, Place::Header(name.to_string()));
    assert_eq!(problem.errors()[0].code, "malformed_header");
}

#[test]
fn without_headers_nothing_is_conditional() {
    let none = HeaderMap::new();
    assert_eq!(IfMatch::from_headers(&none).unwrap(), IfMatch(None));
    assert_eq!(IdempotencyKey::from_headers(&none).unwrap(), IdempotencyKey(None));
    assert_eq!(After::from_headers(&none).unwrap(), After(None));
    assert_eq!(OnBehalfOf::from_headers(&none).unwrap(), OnBehalfOf(None));
}

#[test]
fn a_version_stands_in_quotes() {
    let read = |text| IfMatch::from_headers(&headers(&IF_MATCH, &[text])).unwrap();
    assert_eq!(read("\"3\""), IfMatch(Some(3)));
    assert_eq!(read("\"0\""), IfMatch(Some(0)));
    assert_eq!(read("*"), IfMatch(None));
}

#[test]
fn what_is_no_version_is_refused() {
    for text in [
        "3",
        "",
        "\"\"",
        "W/\"3\"",
        "\"3\", \"4\"",
        "\"-1\"",
        "\"+3\"",
        "\"03\"",
        "\"three\"",
        "\"99999999999999999999\"",
    ] {
        names_its_header(&IfMatch::from_headers(&headers(&IF_MATCH, &[text])).expect_err(text), &IF_MATCH);
    }
}

#[test]
fn a_header_sent_twice_is_refused() {
    names_its_header(&IfMatch::from_headers(&headers(&IF_MATCH, &["\"3\"", "\"4\""])).unwrap_err(), &IF_MATCH);
    let keys = headers(&IDEMPOTENCY_KEY, &["a", "b"]);
    names_its_header(&IdempotencyKey::from_headers(&keys).unwrap_err(), &IDEMPOTENCY_KEY);
}

#[test]
fn a_key_is_up_to_128_printable_characters() {
    let read = |text: &str| IdempotencyKey::from_headers(&headers(&IDEMPOTENCY_KEY, &[text]));
    let longest = "k".repeat(128);
    for key in ["a", "import 1/2", longest.as_str()] {
        assert_eq!(read(key).unwrap(), IdempotencyKey(Some(key.to_owned())));
    }
    for key in ["", "  ", "schlüssel", &"k".repeat(129)] {
        names_its_header(&read(key).expect_err(key), &IDEMPOTENCY_KEY);
    }
}

#[test]
fn tokens_of_several_lines_are_one() {
    let read = After::from_headers(&headers(&CONSISTENCY_TOKEN, &["execution-3-120", "goal-1-5,execution-3-99"]));
    assert_eq!(read.unwrap().0.unwrap().to_string(), "execution-3-120,goal-1-5");
}

#[test]
fn what_is_no_token_is_refused_with_the_part_that_is_wrong() {
    for text in ["", "execution", "execution-3", "nutrition-1-2", "execution-3-120,", "execution-x-1"] {
        let problem = After::from_headers(&headers(&CONSISTENCY_TOKEN, &[text])).expect_err(text);
        names_its_header(&problem, &CONSISTENCY_TOKEN);
    }
    let problem = After::from_headers(&headers(&CONSISTENCY_TOKEN, &["goal-1-2,nutrition-1-2"])).unwrap_err();
    assert!(problem.to_string().contains("nutrition-1-2"), "{problem}");
}

#[test]
fn a_coach_names_the_athlete_by_id() {
    let read = |text| OnBehalfOf::from_headers(&headers(&ON_BEHALF_OF, &[text]));
    assert_eq!(read(ID).unwrap(), OnBehalfOf(Some(ID.parse().unwrap())));
    names_its_header(&read("anna@example.org").unwrap_err(), &ON_BEHALF_OF);
}
