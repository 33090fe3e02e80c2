//! Another address: a chain of commands through several partitions.

use actix_web::test::TestRequest;
use command_api::testing::{Component, Fault, Person};
use identity::Identity;
use schemas::{header, notification::NotificationKind, partition::partition_of, topic::Topic};
use serde_json::json;

use crate::support::{EMAIL, PASSWORD, activation_token, identity, member, notices, register, sign_in};

const NEW: &str = "Ann@new.example";

fn change(person: &Person, email: &str) -> TestRequest {
    person.put("/v1/identity/email").set_json(json!({"email": email, "password": PASSWORD}))
}

/// The chain's events in the order in which one leads to the next.
fn chain(identity: &Component<Identity>) -> Vec<String> {
    let mut news = identity.news();
    news.sort_by_key(|event| event.header(header::DEPTH).parse::<u32>().unwrap());
    news.iter().map(|event| event.said().0.to_owned()).collect()
}

const WHOLE: [&str; 4] =
    ["identity.EmailChangeRequested", "identity.EmailReserved", "identity.EmailChanged", "identity.EmailReleased"];

#[actix_web::test]
async fn an_account_moves_to_another_address() {
    let mut identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    identity.news();
    let answered = identity.send(change(&ann, NEW)).await;
    assert_eq!(answered.status, 202, "{answered:?}");
    // until the chain has run, the old address is the one
    assert_eq!(identity.send(sign_in(EMAIL, PASSWORD)).await.status, 200);
    identity.news().clear();
    identity.settle();
    assert_eq!(chain(&identity), WHOLE[1..]);
    identity.restart();
    assert_eq!(identity.send(sign_in(EMAIL, PASSWORD)).await.status, 401);
    assert_eq!(identity.send(sign_in("ann@NEW.example", PASSWORD)).await.status, 200);
    // the address before is free, and who reads mail there is told
    assert_eq!(identity.send(register(EMAIL, PASSWORD)).await.status, 201);
    let told = notices(&identity).into_iter().find(|(_, kind, ..)| *kind == NotificationKind::EmailChanged).unwrap();
    assert_eq!((told.0, told.2.as_deref()), (ann.id.to_string(), Some(EMAIL)));
    assert_eq!(identity.topics_that_tell("new.example"), []);
}

#[actix_web::test]
async fn each_step_names_its_cause_and_its_depth() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    identity.news();
    identity.send(change(&ann, NEW)).await;
    identity.settle();
    let mut news = identity.news();
    news.sort_by_key(|event| event.header(header::DEPTH).parse::<u32>().unwrap());
    let correlation = news[0].header(header::CORRELATION_ID).to_owned();
    for (depth, (event, name)) in news.iter().zip(WHOLE).enumerate() {
        assert_eq!((event.said().0, event.header(header::DEPTH)), (name, depth.to_string().as_str()));
        assert_eq!(event.header(header::CORRELATION_ID), correlation);
        // the person acted, and on behalf of nobody, wherever it was decided
        assert_eq!(event.header(header::ACTOR), ann.id.to_string());
        assert_eq!(event.record.headers.get(header::ON_BEHALF_OF), None);
    }
    let partitions = identity.parts.gateway.partitions();
    for sent in identity.log.records(Topic::IDENTITY_COMMANDS) {
        let owner = schemas::key::owner_of(&sent.key).unwrap();
        assert_eq!(sent.partition, partition_of(owner, partitions));
    }
    assert_eq!(identity.log.records(Topic::IDENTITY_COMMANDS).len(), 3);
}

#[actix_web::test]
async fn a_new_address_is_to_be_confirmed_again() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let activate = |token: String| {
        let path = format!("/v1/identity/users/{}/activation", ann.id);
        TestRequest::post().uri(&path).set_json(json!({"token": token}))
    };
    let first = activation_token(&identity, &ann);
    assert_eq!(identity.send(activate(first.clone())).await.status, 200);
    identity.send(change(&ann, NEW)).await;
    identity.settle();
    assert_eq!(identity.send(activate(first)).await.refused().name, "invalid-activation-token");
    let again = ann.post(&format!("/v1/identity/users/{}/activation-tokens", ann.id));
    assert_eq!(identity.send(again).await.status, 202);
    assert_eq!(identity.send(activate(activation_token(&identity, &ann))).await.status, 200);
}

#[actix_web::test]
async fn a_taken_address_is_refused_at_once_or_by_the_log() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    let (ben, _) = member(&identity, "ben@example.com").await;
    identity.news();
    let refused = identity.send(change(&ann, "BEN@example.com")).await.refused();
    assert_eq!(refused, (409, "email-taken", [("/email", "taken")]));
    assert_eq!(identity.news().len(), 0);
    // both ask for a free one before either is served
    assert_eq!(identity.send(change(&ann, NEW)).await.status, 202);
    assert_eq!(identity.send(change(&ben, NEW)).await.status, 202);
    identity.settle();
    let news = identity.news();
    let count = |name: &str| news.iter().filter(|event| event.said().0 == name).count();
    let counts = WHOLE.map(count);
    assert_eq!((counts, count("identity.EmailChangeRefused")), ([2, 1, 1, 1], 1));
    assert_eq!(identity.send(sign_in(NEW, PASSWORD)).await.status, 200);
    // whoever was refused may try another one
    let third =
        [identity.send(change(&ann, "third@new.example")).await, identity.send(change(&ben, "4@new.example")).await];
    assert!(third.iter().all(|answered| answered.status == 202), "{third:?}");
}

#[actix_web::test]
async fn asking_twice_is_one_change_and_another_one_waits() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    identity.news();
    for _ in 0..2 {
        assert_eq!(identity.send(change(&ann, NEW)).await.status, 202);
    }
    assert_eq!(identity.send(change(&ann, "third@new.example")).await.refused().name, "email-change-under-way");
    identity.settle();
    assert_eq!(chain(&identity), WHOLE);
}

#[actix_web::test]
async fn it_takes_the_password_and_an_address() {
    let identity = identity().await;
    let (ann, _) = member(&identity, EMAIL).await;
    identity.news();
    let ask = |email: &str, password: &str| {
        ann.put("/v1/identity/email").set_json(json!({"email": email, "password": password}))
    };
    let refused = identity.send(ask(NEW, "wrong horse battery staple")).await.refused();
    assert_eq!(refused, (422, "invalid", [("/password", "wrong_password")]));
    let refused = identity.send(ask("ann", PASSWORD)).await.refused();
    assert_eq!(refused, (422, "invalid", [("/email", "not_one_at")]));
    assert_eq!(identity.news().len(), 0);
}

/// Each transaction of the chain in turn is lost, written without anybody hearing of it, or fenced.
#[actix_web::test]
async fn whatever_fails_on_the_way_the_chain_ends() {
    for fault in [Fault::Lost, Fault::Unheard, Fault::Fenced] {
        for successes in 0..3 {
            let mut identity = identity().await;
            let (ann, _) = member(&identity, EMAIL).await;
            identity.news();
            assert_eq!(identity.send(change(&ann, NEW)).await.status, 202);
            identity.log.fail_after(successes, fault);
            identity.settle();
            // another process takes over as well
            identity.restart();
            identity.settle();
            assert_eq!(chain(&identity), WHOLE, "{fault:?} after {successes}");
            assert_eq!(identity.send(sign_in(NEW, PASSWORD)).await.status, 200, "{fault:?} after {successes}");
        }
    }
}
