//! A session goes on by its refresh tokens, and ends.

use identity::records::Event;
use schemas::identity::{AccountState, IdentityPrivateEvent, SessionEnd};

use crate::support::{EMAIL, PASSWORD, identity, member, refresh, session, tokens};

const NOTHING: [(&str, &str); 0] = [];
const OVER: (u16, &str, [(&str, &str); 0]) = (401, "invalid-refresh-token", NOTHING);

#[actix_web::test]
async fn a_refresh_token_gets_the_next_one_once() {
    let mut identity = identity().await;
    let (_, first) = member(&identity, EMAIL).await;
    identity.news();
    let answered = identity.send(refresh(&first)).await;
    assert_eq!((answered.status, answered.header("cache-control")), (200, Some("no-store")), "{answered:?}");
    let (bearer, second) = tokens(&answered.json());
    assert_ne!(second, first);
    assert_eq!(answered.json()["expires_in"], 3_600);
    let news = identity.news();
    assert_eq!(news.iter().map(|event| event.said().0).collect::<Vec<_>>(), ["identity.SessionRefreshed"]);
    // the new access token is good, and the session goes on after a restart
    identity.restart();
    assert_eq!(identity.send(refresh(&second)).await.status, 200);
    assert!(bearer.len() > 100);
}

#[actix_web::test]
async fn a_refresh_token_that_comes_again_ends_the_session_for_everybody() {
    let identity = identity().await;
    let (_, first) = member(&identity, EMAIL).await;
    let (_, second) = tokens(&identity.send(refresh(&first)).await.json());
    identity.news();
    assert_eq!(identity.send(refresh(&first)).await.refused(), OVER);
    let [ended] = &identity.news()[..] else { panic!("one event") };
    let Event::Private(IdentityPrivateEvent::SessionEnded(event)) = &ended.event else { panic!("{ended:?}") };
    assert_eq!(event.reason, SessionEnd::TokenReused);
    // the token in force as well
    assert_eq!(identity.send(refresh(&second)).await.refused(), OVER);
    assert_eq!(identity.news().len(), 0);
    // other sessions go on
    let (_, other) = session(&identity, EMAIL, PASSWORD).await;
    assert_eq!(identity.send(refresh(&other)).await.status, 200);
}

#[actix_web::test]
async fn a_token_that_was_never_ours_ends_nothing() {
    let identity = identity().await;
    let (_, token) = member(&identity, EMAIL).await;
    let transactions = identity.log.transactions().len();
    // the last character stands for the end of the proof
    let forged = format!("{}A", &token[..85]);
    for text in ["x", &forged, ""] {
        if *text != token {
            assert_eq!(identity.send(refresh(text)).await.refused(), OVER, "{text}");
        }
    }
    assert_eq!(identity.log.transactions().len(), transactions, "nothing was asked of the log");
    assert_eq!(identity.send(refresh(&token)).await.status, 200);
}

#[actix_web::test]
async fn whoever_signs_out_cannot_go_on() {
    let identity = identity().await;
    let (ann, token) = member(&identity, EMAIL).await;
    let (_, other) = session(&identity, EMAIL, PASSWORD).await;
    identity.news();
    for _ in 0..2 {
        let answered = identity.send(ann.delete("/v1/identity/sessions/current")).await;
        assert_eq!((answered.status, answered.json()["events"].as_array().unwrap().len()), (200, 0));
    }
    let news = identity.news();
    assert_eq!(news.iter().map(|event| event.said().0).collect::<Vec<_>>(), ["identity.SessionEnded"]);
    assert_eq!(identity.send(refresh(&token)).await.refused(), OVER);
    assert_eq!(identity.send(refresh(&other)).await.status, 200);
}

#[actix_web::test]
async fn a_session_ends_by_itself() {
    let identity = identity().await;
    let (_, token) = member(&identity, EMAIL).await;
    identity.clock.advance(std::time::Duration::from_secs(30 * 86_400));
    assert_eq!(identity.send(refresh(&token)).await.refused(), OVER);
}

#[actix_web::test]
async fn a_deactivated_account_neither_signs_in_nor_goes_on_until_its_password_brings_it_back() {
    let identity = identity().await;
    let (ann, token) = member(&identity, EMAIL).await;
    let account = |step: &str| format!("/v1/identity/users/{}/{step}", ann.id);
    identity.news();
    assert_eq!(identity.send(ann.post(&account("deactivation"))).await.status, 200);
    assert_eq!(identity.news()[0].said().0, "identity.UserDeactivated");
    let deactivated = (403, "account-deactivated", NOTHING);
    assert_eq!(identity.send(refresh(&token)).await.refused(), deactivated);
    assert_eq!(identity.send(crate::support::sign_in(EMAIL, PASSWORD)).await.refused(), deactivated);
    // what the log told everybody
    identity.account(ann.id, AccountState::Deactivated);
    assert_eq!(identity.send(ann.delete("/v1/identity/sessions/current")).await.refused(), deactivated);

    let back = |password: &str| {
        let body = serde_json::json!({"email": EMAIL, "password": password});
        actix_web::test::TestRequest::post().uri(&account("reactivation")).set_json(body)
    };
    assert_eq!(identity.send(back("wrong horse battery staple")).await.refused().status, 401);
    identity.news();
    assert_eq!(identity.send(back(PASSWORD)).await.status, 200);
    assert_eq!(identity.send(back(PASSWORD)).await.status, 200);
    let news = identity.news();
    assert_eq!(news.iter().map(|event| event.said().0).collect::<Vec<_>>(), ["identity.UserReactivated"]);
    assert_eq!(identity.send(refresh(&token)).await.status, 200);
}

#[actix_web::test]
async fn nobody_deactivates_or_reactivates_another() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let (ben, _) = member(&identity, "ben@example.com").await;
    identity.news();
    let path = format!("/v1/identity/users/{}/deactivation", ann.id);
    assert_eq!(identity.send(ben.post(&path)).await.refused(), (404, "not-found", NOTHING));
    let path = format!("/v1/identity/users/{}/reactivation", ann.id);
    let body = serde_json::json!({"email": "ben@example.com", "password": PASSWORD});
    let other = actix_web::test::TestRequest::post().uri(&path).set_json(body);
    assert_eq!(identity.send(other).await.refused(), (401, "invalid-credentials", NOTHING));
    // nor on behalf of anybody
    let path = format!("/v1/identity/users/{}/deactivation", ann.id);
    let coach = ben.post(&path).insert_header(("On-Behalf-Of", ann.id.to_string()));
    assert_eq!(identity.send(coach).await.refused(), (403, "own-account-only", NOTHING));
    assert_eq!(identity.news().len(), 0);
}
