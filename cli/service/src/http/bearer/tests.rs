use std::sync::Arc;
use std::time::Duration;

use actix_web::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use actix_web::test::{TestRequest, call_service, init_service, read_body_json};
use actix_web::{App, web};
use schemas::clock::FakeClock;
use schemas::id::{SessionId, UserId};
use schemas::time::Instant;
use serde_json::Value;

use super::Actor;
use crate::http::token::{TokenIssuer, TokenVerifier};
use crate::secrets::SigningKey;

struct Door {
    clock: Arc<FakeClock>,
    issuer: TokenIssuer,
    verifier: Arc<TokenVerifier>,
}

fn door() -> Door {
    let key = SigningKey::generate().unwrap();
    let clock = Arc::new(FakeClock::new(Instant::from_micros(1_760_000_000_000_000)));
    let issuer = TokenIssuer::new(&key, clock.clone()).unwrap();
    let verifier = Arc::new(TokenVerifier::new(&key, clock.clone()).unwrap());
    Door { clock, issuer, verifier }
}

fn someone() -> Actor {
    Actor { user: UserId::from_uuid(uuid::Uuid::max()), session: SessionId::from_uuid(uuid::Uuid::nil()) }
}

impl Door {
    fn token(&self) -> String {
        self.issuer.issue(someone(), Duration::from_secs(60)).unwrap().token
    }

    /// Status, type of the problem (or the user let in), and the challenge.
    async fn knock(&self, lines: &[&str]) -> (u16, String, String) {
        async fn who(actor: Actor) -> web::Json<Value> {
            web::Json(serde_json::json!({"type": actor.user}))
        }
        let app = App::new().app_data(web::Data::new(self.verifier.clone())).route("/", web::get().to(who));
        let app = init_service(app).await;
        let request =
            lines.iter().fold(TestRequest::get(), |request, line| request.append_header((AUTHORIZATION, *line)));
        let response = call_service(&app, request.to_request()).await;
        let status = response.status().as_u16();
        let challenge = response.headers().get(WWW_AUTHENTICATE).map(|text| text.to_str().unwrap().to_owned());
        let body: Value = read_body_json(response).await;
        (status, body["type"].as_str().unwrap().to_owned(), challenge.unwrap_or_default())
    }
}

#[actix_web::test]
async fn a_good_token_lets_its_user_in() {
    let door = door();
    for scheme in ["Bearer", "bearer"] {
        let (status, user, _) = door.knock(&[&format!("{scheme} {}", door.token())]).await;
        assert_eq!((status, user), (200, someone().user.to_string()));
    }
}

#[actix_web::test]
async fn without_a_token_nobody_is_let_in() {
    let door = door();
    let twice = format!("Bearer {}", door.token());
    for lines in [&[][..], &["Basic YTpi"], &["Bearer"], &["Bearer "], &[&twice, &twice]] {
        let (status, problem, challenge) = door.knock(lines).await;
        assert_eq!((status, problem.as_str()), (401, "/problems/missing-token"), "{lines:?}");
        assert_eq!(challenge, r#"Bearer realm="train-tracker""#);
    }
}

#[actix_web::test]
async fn an_expired_token_is_told_from_a_forged_one() {
    let (ours, theirs) = (door(), door());
    let (old, forged) = (format!("Bearer {}", ours.token()), format!("Bearer {}", theirs.token()));
    ours.clock.advance(Duration::from_secs(3600));
    for (line, expected) in [
        (old.as_str(), "/problems/expired-token"),
        (&forged, "/problems/untrusted-token"),
        ("Bearer x", "/problems/malformed-token"),
    ] {
        let (status, problem, challenge) = ours.knock(&[line]).await;
        assert_eq!((status, problem.as_str()), (401, expected));
        assert!(challenge.contains(r#"error="invalid_token""#), "{challenge}");
    }
}

#[actix_web::test]
async fn a_server_without_a_verifier_lets_nobody_in() {
    async fn who(_: Actor) -> &'static str {
        "in"
    }
    let app = init_service(App::new().route("/", web::get().to(who))).await;
    let request = TestRequest::get().insert_header((AUTHORIZATION, "Bearer x")).to_request();
    assert_eq!(call_service(&app, request).await.status(), 500);
}
