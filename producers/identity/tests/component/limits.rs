//! Passwords cannot be tried as often as one likes.

use std::num::NonZeroU32;

use identity::Rates;

use crate::support::{EMAIL, PASSWORD, identity_with, register, sign_in};

#[actix_web::test]
async fn whoever_tries_too_often_waits() {
    let rate = |rate| NonZeroU32::new(rate).unwrap();
    let identity = identity_with(Rates { sign_ins: rate(3), registrations: rate(2) }).await;
    assert_eq!(identity.send(register(EMAIL, PASSWORD)).await.status, 201);
    assert_eq!(identity.send(register("ben@example.com", PASSWORD)).await.status, 201);
    let transactions = identity.log.transactions().len();
    let answered = identity.send(register("cat@example.com", PASSWORD)).await;
    assert_eq!(answered.refused().name, "too-many-requests");
    assert!(answered.header("retry-after").is_some_and(|wait| (1..=60).contains(&wait.parse::<u64>().unwrap())));
    assert_eq!(identity.log.transactions().len(), transactions);
    for _ in 0..3 {
        assert_eq!(identity.send(sign_in(EMAIL, "wrong horse battery staple")).await.status, 401);
    }
    // not even with the right one
    assert_eq!(identity.send(sign_in(EMAIL, PASSWORD)).await.refused().status, 429);
}
