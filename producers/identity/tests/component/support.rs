//! A running service and what is asked of it.

use actix_web::test::TestRequest;
use command_api::testing::{Component, Parts, Person};
use identity::{Identity, Lifetimes, Limits, Rates, Tools, domain::email::EmailKey, hashing::PasswordHasher};
use schemas::{
    identity::AccountState,
    notification::{NotificationCommand, NotificationKind},
    topic::Topic,
};
use serde_json::{Value, json};
use service::secrets::Key;

pub(crate) const EMAIL: &str = "ann@example.com";
pub(crate) const PASSWORD: &str = "correct horse battery staple";

pub(crate) async fn identity() -> Component<Identity> {
    identity_with(Rates::default()).await
}

pub(crate) async fn identity_with(rates: Rates) -> Component<Identity> {
    Component::start(identity::further_topics(), |parts| routes(parts, rates)).await
}

fn routes(parts: &Parts<Identity>, rates: Rates) -> service::http::openapi::HttpService {
    let tools = Tools {
        gateway: parts.gateway.clone(),
        keys: parts.keys.clone(),
        email_key: EmailKey::new([9; 32]),
        refresh_key: Key::from_bytes([5; 32]),
        hasher: PasswordHasher::new().unwrap(),
        limits: Limits::new(rates),
        issuer: parts.issuer.clone(),
        lifetimes: Lifetimes::default(),
    };
    identity::service(tools, parts.edge.clone())
}

pub(crate) fn register(email: &str, password: &str) -> TestRequest {
    TestRequest::post().uri("/v1/identity/users").set_json(json!({"email": email, "password": password}))
}

pub(crate) fn sign_in(email: &str, password: &str) -> TestRequest {
    let body = json!({"grant_type": "password", "email": email, "password": password});
    TestRequest::post().uri("/v1/identity/tokens").set_json(body)
}

pub(crate) fn refresh(token: &str) -> TestRequest {
    let body = json!({"grant_type": "refresh_token", "refresh_token": token});
    TestRequest::post().uri("/v1/identity/tokens").set_json(body)
}

/// Somebody who registered and signed in, and the refresh token of their session.
pub(crate) async fn member(identity: &Component<Identity>, email: &str) -> (Person, String) {
    let registered = identity.send(register(email, PASSWORD)).await;
    assert_eq!(registered.status, 201, "{registered:?}");
    let id = registered.json()["id"].as_str().unwrap().parse().unwrap();
    identity.account(id, AccountState::Active);
    let (bearer, refresh) = session(identity, email, PASSWORD).await;
    (Person { id, bearer }, refresh)
}

/// `Authorization` and refresh token of a new session.
pub(crate) async fn session(identity: &Component<Identity>, email: &str, password: &str) -> (String, String) {
    let signed_in = identity.send(sign_in(email, password)).await;
    assert_eq!(signed_in.status, 200, "{signed_in:?}");
    tokens(&signed_in.json())
}

pub(crate) fn tokens(body: &Value) -> (String, String) {
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    (format!("Bearer {}", text("access_token")), text("refresh_token"))
}

/// Everything that people were to be told: whom, what, the address if not theirs, the first parameter.
pub(crate) fn notices(
    identity: &Component<Identity>,
) -> Vec<(String, NotificationKind, Option<String>, Option<String>)> {
    identity
        .records_of(Topic::NOTIFICATION_COMMANDS)
        .into_iter()
        .map(|NotificationCommand::RequestNotification(notice)| {
            let clear = |text: &schemas::text::Text| text.clear().unwrap().to_owned();
            let parameter = notice.parameters.first().map(|parameter| clear(&parameter.value));
            (notice.user_id.to_string(), notice.kind, notice.address.as_ref().map(clear), parameter)
        })
        .collect()
}

/// The token that went out last to confirm somebody's address.
pub(crate) fn activation_token(identity: &Component<Identity>, person: &Person) -> String {
    let of_person = |(user, kind, _, _): &(String, NotificationKind, Option<String>, Option<String>)| {
        *user == person.id.to_string() && *kind == NotificationKind::AccountActivation
    };
    notices(identity).into_iter().rfind(of_person).unwrap().3.unwrap()
}
