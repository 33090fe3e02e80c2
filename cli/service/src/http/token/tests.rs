use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use schemas::clock::FakeClock;
use schemas::id::{SessionId, UserId};
use schemas::time::Instant;
use serde_json::{Value, json};

use super::{Actor, TokenError, TokenIssuer, TokenVerifier};
use crate::secrets::SigningKey;
use crate::secrets::rotation::SigningKeys;

const START: i64 = 1_760_000_000;
const QUARTER: Duration = Duration::from_secs(900);

struct Set {
    key: SigningKey,
    clock: Arc<FakeClock>,
    issuer: TokenIssuer,
    verifier: TokenVerifier,
}

fn set() -> Set {
    let key = SigningKey::generate().unwrap();
    let clock = Arc::new(FakeClock::new(Instant::from_micros(START * 1_000_000)));
    let issuer = TokenIssuer::new(&key, clock.clone()).unwrap();
    let verifier = TokenVerifier::new(&key, clock.clone()).unwrap();
    Set { key, clock, issuer, verifier }
}

fn actor() -> Actor {
    Actor {
        user: "0191d2c8-7a3e-7b1f-8a55-0123456789ab".parse::<UserId>().unwrap(),
        session: "0191d2c8-7a3e-7b1f-8a55-0123456789ac".parse::<SessionId>().unwrap(),
    }
}

fn claims() -> Value {
    let Actor { user, session } = actor();
    json!({"iss": "train-tracker", "aud": "train-tracker", "sub": user, "sid": session, "iat": START, "exp": START + 900, "jti": "1"})
}

fn signed(key: &SigningKey, typ: &str, claims: &Value) -> String {
    let header = Header { typ: Some(typ.to_owned()), ..Header::new(Algorithm::EdDSA) };
    encode(&header, claims, &EncodingKey::from_ed_der(key.expose())).unwrap()
}

#[test]
fn what_was_issued_is_accepted_again_and_again() {
    let set = set();
    let token = set.issuer.issue(actor(), QUARTER).unwrap();
    assert_eq!(token.expires_in, 900);
    assert_eq!(set.verifier.verify(&token.token), Ok(actor()));
    assert_eq!(set.verifier.verify(&token.token), Ok(actor()));
}

#[test]
fn a_token_carries_type_key_and_id() {
    let set = set();
    let token = set.issuer.issue(actor(), QUARTER).unwrap().token;
    let header = jsonwebtoken::decode_header(&token).unwrap();
    assert_eq!((header.typ.as_deref(), header.alg), (Some("at+jwt"), Algorithm::EdDSA));
    assert_eq!(header.kid, set.verifier.keys().keys[0].common.key_id);
    assert_ne!(token, set.issuer.issue(actor(), QUARTER).unwrap().token);
}

#[test]
fn a_token_ends_with_its_lifetime_and_a_little_leeway_even_if_it_was_seen_before() {
    let set = set();
    let token = set.issuer.issue(actor(), QUARTER).unwrap().token;
    set.clock.advance(Duration::from_secs(904));
    assert_eq!(set.verifier.verify(&token), Ok(actor()));
    set.clock.advance(Duration::from_secs(1));
    assert_eq!(set.verifier.verify(&token), Err(TokenError::Expired));
}

#[test]
fn a_token_of_another_key_is_refused() {
    let (ours, theirs) = (set(), set());
    let token = theirs.issuer.issue(actor(), QUARTER).unwrap().token;
    assert_eq!(ours.verifier.verify(&token), Err(TokenError::Signature));
}

#[test]
fn a_token_that_was_changed_is_refused() {
    let set = set();
    let token = set.issuer.issue(actor(), QUARTER).unwrap().token;
    let other =
        set.issuer.issue(Actor { user: UserId::from_uuid(uuid::Uuid::nil()), ..actor() }, QUARTER).unwrap().token;
    let (parts, others): (Vec<&str>, Vec<&str>) = (token.split('.').collect(), other.split('.').collect());
    assert_eq!(set.verifier.verify(&[parts[0], others[1], parts[2]].join(".")), Err(TokenError::Signature));
}

#[test]
fn a_token_of_another_type_is_refused_though_we_signed_it() {
    let set = set();
    assert_eq!(set.verifier.verify(&signed(&set.key, "at+jwt", &claims())), Ok(actor()));
    assert_eq!(set.verifier.verify(&signed(&set.key, "JWT", &claims())), Err(TokenError::Foreign));
}

#[test]
fn a_token_for_others_or_by_others_is_refused() {
    let set = set();
    for (claim, value) in [("aud", json!("shop")), ("iss", json!("shop"))] {
        let mut claims = claims();
        claims[claim] = value;
        assert_eq!(set.verifier.verify(&signed(&set.key, "at+jwt", &claims)), Err(TokenError::Foreign), "{claim}");
    }
}

#[test]
fn a_token_without_one_of_our_claims_is_refused() {
    let set = set();
    for claim in ["iss", "aud", "sub", "sid", "iat", "exp", "jti"] {
        let mut claims = claims();
        claims.as_object_mut().unwrap().remove(claim);
        assert!(set.verifier.verify(&signed(&set.key, "at+jwt", &claims)).is_err(), "{claim}");
    }
}

#[test]
fn another_algorithm_is_refused_even_with_our_public_key_as_its_secret() {
    let set = set();
    let header = Header { typ: Some("at+jwt".to_owned()), ..Header::new(Algorithm::HS256) };
    let token = encode(&header, &claims(), &EncodingKey::from_secret(set.key.public())).unwrap();
    assert_eq!(set.verifier.verify(&token), Err(TokenError::Foreign));
}

#[test]
fn rubbish_is_refused() {
    let set = set();
    for text in ["", ".", "..", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", "eyJhbGciOiJFZERTQSJ9.e30.AAAA"] {
        assert!(set.verifier.verify(text).is_err(), "{text}");
    }
}

#[test]
fn the_public_key_is_shown_without_the_private_one() {
    let shown = serde_json::to_value(set().verifier.keys()).unwrap();
    let key = &shown["keys"][0];
    assert_eq!(
        (&key["kty"], &key["crv"], &key["alg"], &key["use"]),
        (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA"), &json!("sig"))
    );
    assert!(key["kid"].is_string() && key["x"].is_string() && key["d"].is_null());
}

#[test]
fn tokens_of_the_key_before_and_of_the_next_one_are_accepted_and_of_a_key_that_is_gone_not() {
    let set = set();
    let [next, later] = [SigningKey::generate().unwrap(), SigningKey::generate().unwrap()];
    let old = set.issuer.issue(actor(), QUARTER).unwrap().token;
    assert_eq!(set.verifier.verify(&old), Ok(actor()));
    // announced: verified everywhere before anybody signs with it
    let keys = SigningKeys { next: Some(next.clone()), ..SigningKeys::alone(set.key.clone()) };
    set.verifier.replace(&keys).unwrap();
    set.issuer.clone().replace(&next).unwrap();
    let new = set.issuer.issue(actor(), QUARTER).unwrap().token;
    assert_ne!(jsonwebtoken::decode_header(&old).unwrap().kid, jsonwebtoken::decode_header(&new).unwrap().kid);
    assert_eq!((set.verifier.verify(&old), set.verifier.verify(&new)), (Ok(actor()), Ok(actor())));
    // moved on
    let keys = SigningKeys { current: next.clone(), next: Some(later.clone()), previous: Some(set.key.clone()) };
    set.verifier.replace(&keys).unwrap();
    assert_eq!((set.verifier.verify(&old), set.verifier.verify(&new)), (Ok(actor()), Ok(actor())));
    assert_eq!(set.verifier.keys().keys.len(), 3);
    // and on
    let keys = SigningKeys { current: later, next: None, previous: Some(next) };
    set.verifier.replace(&keys).unwrap();
    assert_eq!((set.verifier.verify(&old), set.verifier.verify(&new)), (Err(TokenError::Signature), Ok(actor())));
}
