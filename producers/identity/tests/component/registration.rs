//! An account is made.

use command_api::testing::Fault;
use identity::records::Event;
use schemas::{
    header,
    identity::{IdentityEvent, IdentityPrivateEvent},
    partition::partition_of,
    text::Text,
    topic::Topic,
};
use serde_json::json;

use crate::support::{EMAIL, PASSWORD, identity, register, sign_in};

const CORRELATION: &str = "0191d2c8-7a3e-7b1f-8a55-0123456789ab";

#[actix_web::test]
async fn a_registration_makes_user_reservation_and_credential_together() {
    let identity = identity().await;
    let request = register(" Ann@Example.com", PASSWORD).insert_header(("X-Correlation-Id", CORRELATION));
    let answered = identity.send(request).await;
    assert_eq!((answered.status, answered.header("etag")), (201, Some("\"1\"")), "{answered:?}");
    let body = answered.json();
    let user = body["id"].as_str().unwrap().to_owned();
    assert_eq!(answered.header("location"), Some(format!("/v1/identity/users/{user}").as_str()));

    let news = identity.news();
    let said: Vec<_> = news.iter().map(|event| (event.record.topic, event.said())).collect();
    let expected = [
        (Topic::IDENTITY_EVENTS, ("identity.UserRegistered", "1", "1/2")),
        (Topic::IDENTITY_EVENTS, ("identity.EmailReserved", "1", "2/2")),
        (Topic::IDENTITY_PRIVATE, ("identity.CredentialCreated", "1", "1/2")),
        (Topic::IDENTITY_PRIVATE, ("identity.ActivationTokenIssued", "1", "2/2")),
    ];
    assert_eq!(said, expected);
    // the private one is not named in the answer
    let named =
        news[..2].iter().map(|event| json!({"id": event.header(header::ID), "type": event.said().0, "sequence": 1}));
    assert_eq!(body["events"], named.collect::<serde_json::Value>());
    let token = format!("identity-{}-{}", news[1].record.partition, news[1].record.offset + 1);
    assert_eq!(answered.header("consistency-token"), Some(token.as_str()));

    let Event::Public(IdentityEvent::UserRegistered(registered)) = &news[0].event else { panic!("{:?}", news[0]) };
    assert_eq!((registered.user_id.to_string(), &registered.email), (user.clone(), &Text::from("Ann@Example.com")));
    let Event::Public(IdentityEvent::EmailReserved(reserved)) = &news[1].event else { panic!("{:?}", news[1]) };
    assert_eq!(reserved.user_id, registered.user_id);
    let Event::Private(IdentityPrivateEvent::CredentialCreated(created)) = &news[2].event else {
        panic!("{:?}", news[2])
    };
    assert!(created.password_hash.starts_with("$argon2id$"));

    let reservation = reserved.reservation_id.to_string();
    let keys: Vec<_> = news.iter().map(|event| event.record.key.clone()).collect();
    let expected = [
        ("user", &user, &user),
        ("email-reservation", &reservation, &reservation),
        ("credential", &user, &user),
        ("activation", &user, &user),
    ];
    assert_eq!(keys, expected.map(|(kind, owner, id)| format!("{owner}/{kind}/{id}/1")));
    let partitions = identity.parts.gateway.partitions();
    let home = partition_of(registered.user_id.uuid(), partitions);
    assert_eq!(partition_of(reserved.reservation_id.uuid(), partitions), home);
    for event in &news {
        assert_eq!(event.record.partition, home);
        for (name, value) in [
            (header::ACTOR, user.as_str()),
            (header::SOURCE, "identity"),
            (header::TIME, "2026-11-20T18:00:00Z"),
            (header::CORRELATION_ID, CORRELATION),
            (header::CAUSATION_ID, news[0].header(header::COMMAND_ID)),
            (header::COMMAND_ID, news[0].header(header::COMMAND_ID)),
        ] {
            assert_eq!(event.header(name), value, "{name}");
        }
    }
    let accounts = identity.log.records(Topic::IDENTITY_ACCOUNTS);
    let accounts: Vec<_> = accounts.iter().filter(|record| !record.key.starts_with("_engine/")).collect();
    assert_eq!((accounts.len(), accounts[0].key.as_str()), (1, format!("{user}/account/{user}").as_str()));
}

#[actix_web::test]
async fn an_address_has_one_account_however_it_is_spelt() {
    let mut identity = identity().await;
    assert_eq!(identity.send(register(EMAIL, PASSWORD)).await.status, 201);
    identity.news();
    for email in [EMAIL, " ANN@EXAMPLE.COM "] {
        let refused = identity.send(register(email, PASSWORD)).await.refused();
        assert_eq!(refused, (409, "email-taken", [("/email", "taken")]));
        identity.restart();
    }
    assert_eq!(identity.news().len(), 0);
    assert_eq!(identity.send(register("ben@example.com", PASSWORD)).await.status, 201);
}

#[actix_web::test]
async fn of_two_that_register_at_once_one_gets_the_address() {
    let identity = identity().await;
    let (one, two) = tokio::join!(identity.send(register(EMAIL, PASSWORD)), identity.send(register(EMAIL, PASSWORD)));
    let mut statuses = [one.status, two.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    assert_eq!(identity.news().len(), 4);
}

#[actix_web::test]
async fn both_mistakes_are_named_and_nothing_recorded() {
    let identity = identity().await;
    let refused = identity.send(register("ann", "short")).await.refused();
    assert_eq!(refused, (422, "invalid", [("/email", "not_one_at"), ("/password", "too_short")]));
    let refused = identity.send(register(EMAIL, "ann@example.com1")).await.refused();
    assert_eq!(refused, (422, "invalid", [("/password", "guessable")]));
    assert_eq!(identity.log.transactions().len(), 0);
}

#[actix_web::test]
async fn a_registration_whose_answer_was_lost_ends_in_signing_in() {
    for (fault, again) in [(Fault::Unheard, 409), (Fault::Lost, 201), (Fault::Fenced, 201)] {
        let identity = identity().await;
        // the first transaction looks whether the address is free
        identity.log.fail_after(1, fault);
        assert_eq!(identity.send(register(EMAIL, PASSWORD)).await.status, 503, "{fault:?}");
        let answered = identity.send_until_available(|| register(EMAIL, PASSWORD)).await;
        assert_eq!(answered.status, again, "{fault:?}");
        assert_eq!(identity.send(sign_in(EMAIL, PASSWORD)).await.status, 200, "{fault:?}");
        assert_eq!(identity.events().len(), 5, "{fault:?}");
    }
}
