//! Coaches and scripts read what they were granted.

use projections::fold::Fact;
use schemas::{
    id::UserId,
    identity::{
        AccessToken, AccountState, AccountStatus, CoachingGranted, CoachingRevoked, IdentityAccess, IdentityEvent,
        Scope,
    },
    testing::{Example, id},
    topic::Topic,
};
use serde_json::{Value, json};
use service::{http::personal_token::PersonalToken, secrets::Key};

use crate::support::{Installation, batch, me, with_installation};

const WORKOUTS: &str = "/v1/query/workouts";

fn coach() -> UserId {
    id(2)
}

fn granted(scopes: &[Scope]) -> Fact {
    let granted = CoachingGranted {
        user_id: me(),
        coach_id: coach(),
        scopes: scopes.to_vec(),
        until: None,
        ..Example::example()
    };
    Fact::Identity(IdentityEvent::CoachingGranted(granted))
}

fn revoked() -> Fact {
    let revoked = CoachingRevoked { user_id: me(), coach_id: coach(), ..Example::example() };
    Fact::Identity(IdentityEvent::CoachingRevoked(revoked))
}

fn account(user_id: UserId, status: AccountState, activated: bool) -> Fact {
    Fact::Account(AccountStatus { user_id, status, activated, version: 1 })
}

/// Status, problem and missing scope of what the coach reads of user 1.
async fn read(installation: &Installation) -> (u16, Value, Value) {
    let bearer = format!("Bearer {}", installation.token(coach()));
    let headers = [("authorization", bearer.as_str()), ("on-behalf-of", &me().to_string())];
    let (status, _, body) = installation.ask(WORKOUTS, &headers).await;
    (status, body["type"].clone(), body["missing_scope"].clone())
}

fn missing() -> (u16, Value, Value) {
    (403, json!("/problems/missing-scope"), json!("read"))
}

#[actix_web::test]
async fn a_coach_reads_from_the_grant_until_its_revocation() {
    with_installation(async |installation| {
        let accounts = [account(coach(), AccountState::Active, true)];
        installation.commit(&batch(Topic::IDENTITY_ACCOUNTS, 0, accounts)).await;
        let unknown = (404, json!("/problems/not-found"), Value::Null);
        assert_eq!(read(installation).await, unknown);
        let events = Topic::IDENTITY_EVENTS;
        installation.commit(&batch(events, 0, [granted(&[Scope::Log])])).await;
        assert_eq!(read(installation).await, missing());
        installation.commit(&batch(events, 1, [granted(&[Scope::Log, Scope::Read])])).await;
        assert_eq!(read(installation).await.0, 200);
        installation.commit(&batch(events, 2, [revoked()])).await;
        assert_eq!(read(installation).await, missing());
        // given again: the revocation before it is over
        installation.commit(&batch(events, 3, [granted(&[Scope::Read])])).await;
        assert_eq!(read(installation).await.0, 200);
        for (offset, (user, status, activated)) in [
            (me(), AccountState::Deactivated, true),
            (me(), AccountState::Active, true),
            (coach(), AccountState::Active, false),
            (coach(), AccountState::Deactivated, true),
        ]
        .into_iter()
        .enumerate()
        {
            let offset = i64::try_from(offset).unwrap() + 1;
            installation.commit(&batch(Topic::IDENTITY_ACCOUNTS, offset, [account(user, status, activated)])).await;
            let expected = if offset == 2 { 200 } else { 403 };
            assert_eq!(read(installation).await.0, expected, "{offset}");
        }
    })
    .await;
}

#[actix_web::test]
async fn both_sides_see_what_was_granted() {
    with_installation(async |installation| {
        installation.commit(&batch(Topic::IDENTITY_EVENTS, 0, [granted(&[Scope::Read]), revoked()])).await;
        let grants = installation.get("/v1/query/grants").await;
        let terms = |item: &Value| json!([item["scopes"], item["status"], item["version"]]);
        let expected = json!([["read"], "revoked", 2]);
        assert_eq!((&grants["items"][0]["coach"], terms(&grants["items"][0])), (&json!(coach()), expected.clone()));
        let (status, athletes) = installation.ask_as(coach(), "/v1/query/athletes").await;
        assert_eq!((status, &athletes["items"][0]["athlete"]), (200, &json!(me())));
        assert_eq!(terms(&athletes["items"][0]), expected);
        // to nobody else
        for path in ["/v1/query/grants", "/v1/query/athletes"] {
            assert_eq!(installation.ask_as(id(3), path).await.1["items"], json!([]), "{path}");
        }
    })
    .await;
}

#[actix_web::test]
async fn a_script_reads_with_a_token_of_that_scope() {
    with_installation(async |installation| {
        let access = Topic::IDENTITY_ACCESS;
        let (text, made) = PersonalToken::make(me(), id(8), &Key::from_bytes([7; 32]));
        let token = |scopes: &[Scope]| AccessToken {
            user_id: me(),
            token_id: id(8),
            token_hash: made.hash,
            scopes: scopes.to_vec(),
            expires_at: None,
            revoked_at: None,
            ..Example::example()
        };
        let ask = async |text: &str, path: &str| {
            let bearer = format!("Bearer {text}");
            let (status, _, body) = installation.ask(path, &[("authorization", &bearer)]).await;
            (status, body["type"].clone())
        };
        let unknown = (401, json!("/problems/unknown-token"));
        assert_eq!(ask(&text, WORKOUTS).await, unknown);
        let fact = |token| Fact::Access(IdentityAccess::AccessToken(token));
        installation.commit(&batch(access, 0, [fact(token(&[Scope::Log]))])).await;
        assert_eq!(ask(&text, WORKOUTS).await, (403, json!("/problems/missing-scope")));
        installation.commit(&batch(access, 1, [fact(token(&[Scope::Read]))])).await;
        assert_eq!(ask(&text, WORKOUTS).await.0, 200);
        assert_eq!(ask(&text, "/v1/query/access-tokens").await, (403, json!("/problems/session-needed")));
        let (other, _) = PersonalToken::make(me(), id(8), &Key::from_bytes([8; 32]));
        assert_eq!(ask(&other, WORKOUTS).await, unknown);
        let over = AccessToken { revoked_at: Some(schemas::testing::moment()), ..token(&[Scope::Read]) };
        installation.commit(&batch(access, 2, [fact(over)])).await;
        assert_eq!(ask(&text, WORKOUTS).await, unknown);
    })
    .await;
}
