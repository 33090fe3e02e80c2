//! Who may set a goal.

use std::time::Duration;

use actix_web::test::TestRequest;
use schemas::identity::AccountState;

use crate::support::{GOALS, goals, iron, set};

#[actix_web::test]
async fn without_a_good_token_nothing_is_decided() {
    let goals = goals().await;
    let ann = goals.person().await;
    let bare = || TestRequest::post().uri(GOALS).set_json(iron());
    assert_eq!(goals.send(bare()).await.refused().status, 401);
    for authorization in ["Bearer rubbish", "Basic YTpi", &ann.bearer[..ann.bearer.len() - 4]] {
        let answered = goals.send(bare().insert_header(("authorization", authorization))).await;
        assert_eq!(answered.refused().status, 401, "{authorization}");
        assert!(answered.header("www-authenticate").is_some_and(|value| value.starts_with("Bearer")));
    }
    goals.clock.advance(Duration::from_secs(31 * 86_400));
    assert_eq!(goals.send(set(&ann, &iron())).await.refused().status, 401, "the token is too old");
    assert_eq!(goals.log.transactions().len(), 0);
}

#[actix_web::test]
async fn only_an_active_account_may_act() {
    let goals = goals().await;
    let stranger = goals.stranger();
    assert_eq!(goals.send(set(&stranger, &iron())).await.refused().name, "unknown-account");
    let ann = goals.person().await;
    goals.account(ann.id, AccountState::Deactivated);
    let refused = goals.send(set(&ann, &iron())).await.refused();
    assert_eq!((refused.status, refused.name.as_str()), (403, "account-deactivated"));
    assert_eq!(goals.log.transactions().len(), 0);
}
