//! What the log must not tell.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use schemas::topic::Topic;
use sha2::{Digest as _, Sha256};

use crate::support::{EMAIL, PASSWORD, identity, register, sign_in};

#[actix_web::test]
async fn neither_address_nor_password_nor_token_stand_in_any_record() {
    let identity = identity().await;
    identity.send(register(EMAIL, PASSWORD).insert_header(("Idempotency-Key", "a"))).await;
    identity.send(sign_in(EMAIL, "wrong horse battery staple")).await;
    let tokens = identity.send(sign_in(EMAIL, PASSWORD).insert_header(("Idempotency-Key", "b"))).await.json();
    assert_eq!(identity.events().len(), 5);
    for secret in [EMAIL, PASSWORD, "horse"] {
        assert_eq!(identity.topics_that_tell(secret), [], "{secret}");
    }
    let token = |name: &str| tokens[name].as_str().unwrap().to_owned();
    assert_eq!(identity.topics_that_tell(token("access_token")), []);
    // user, session, and the secret, of which the log has a digest
    let refresh = URL_SAFE_NO_PAD.decode(token("refresh_token")).unwrap();
    assert_eq!(identity.topics_that_tell(&refresh[32..]), []);
    let digest = <[u8; 32]>::from(Sha256::digest(&refresh[32..]));
    assert_eq!(identity.topics_that_tell(digest), [Topic::IDENTITY_PRIVATE, Topic::IDENTITY_PRIVATE_STATE]);
    // read by identity alone
    assert_eq!(identity.topics_that_tell("$argon2id$"), [Topic::IDENTITY_PRIVATE, Topic::IDENTITY_PRIVATE_STATE]);
}

#[actix_web::test]
async fn no_answer_is_kept_for_a_key() {
    let identity = identity().await;
    let keyed = || register(EMAIL, PASSWORD).insert_header(("Idempotency-Key", "k"));
    assert_eq!(identity.send(keyed()).await.status, 201);
    assert_eq!(identity.send(keyed()).await.status, 409);
    let outcomes = identity.log.records(Topic::IDENTITY_OUTCOMES);
    assert!(outcomes.iter().all(|record| record.key.starts_with("_engine/")), "{outcomes:?}");
}
