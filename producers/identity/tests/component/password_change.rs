//! Another password.

use actix_web::test::TestRequest;
use command_api::testing::Person;
use schemas::notification::NotificationKind;
use serde_json::json;

use crate::support::{EMAIL, PASSWORD, identity, member, notices, refresh, session, sign_in};

const NEW: &str = "seven hills over a long walk";

fn change(person: &Person, current: &str, new: &str) -> TestRequest {
    person.put("/v1/identity/password").set_json(json!({"current_password": current, "new_password": new}))
}

#[actix_web::test]
async fn another_password_ends_every_session_but_this_one() {
    let mut identity = identity().await;
    let (ann, own) = member(&identity, EMAIL).await;
    let (_, other) = session(&identity, EMAIL, PASSWORD).await;
    identity.news();
    let answered = identity.send(change(&ann, PASSWORD, NEW)).await;
    assert_eq!((answered.status, answered.json()["events"].as_array().unwrap().len()), (200, 0), "{answered:?}");
    let news = identity.news();
    assert_eq!(news.iter().map(|event| event.said()).collect::<Vec<_>>(), [("identity.PasswordChanged", "2", "1/1")]);
    assert_eq!(identity.topics_that_tell(NEW), []);
    identity.restart();
    assert_eq!(identity.send(refresh(&other)).await.refused().name, "invalid-refresh-token");
    assert_eq!(identity.send(refresh(&own)).await.status, 200);
    assert_eq!(identity.send(sign_in(EMAIL, PASSWORD)).await.status, 401);
    assert_eq!(identity.send(sign_in(EMAIL, NEW)).await.status, 200);
    assert!(notices(&identity).iter().any(|(_, kind, ..)| *kind == NotificationKind::PasswordChanged));
}

#[actix_web::test]
async fn it_takes_the_old_password_and_a_good_new_one() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    identity.news();
    let wrong = identity.send(change(&ann, "wrong horse battery staple", NEW)).await.refused();
    assert_eq!(wrong, (422, "invalid", [("/current_password", "wrong_password")]));
    let short = identity.send(change(&ann, PASSWORD, "short")).await.refused();
    assert_eq!(short, (422, "invalid", [("/new_password", "too_short")]));
    let personal = identity.send(change(&ann, PASSWORD, "ann@example.com1")).await.refused();
    assert_eq!(personal, (422, "invalid", [("/new_password", "guessable")]));
    assert_eq!(identity.news().len(), 0);
}

#[actix_web::test]
async fn of_two_that_change_it_at_once_one_does() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    identity.news();
    let (one, other) = tokio::join!(
        identity.send(change(&ann, PASSWORD, NEW)),
        identity.send(change(&ann, PASSWORD, "a long walk over seven hills"))
    );
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 503]);
    assert_eq!(identity.news().len(), 1);
}
