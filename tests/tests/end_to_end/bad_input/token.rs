//! Access tokens that are not good.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use schemas::clock::{Clock, FakeClock, SystemClock, random_uuid};
use schemas::id::SessionId;
use schemas::time::Instant;
use serde_json::json;
use service::http::token::{Actor, TokenIssuer};
use service::secrets::{Secrets, SigningKey};

use super::Case;
use crate::harness::{Client, Environment};

const HOUR: Duration = Duration::from_secs(3_600);

pub(super) fn cases(athlete: &Client, environment: &Environment) -> Vec<Case> {
    let ours = Secrets::load_or_create(&environment.settings.secrets_dir()).unwrap().signing;
    let now = SystemClock.now();
    let two_hours_ago = Instant::from_micros(now.micros() - 2 * 3_600_000_000);
    let actor = Actor { user: athlete.user.parse().unwrap(), session: SessionId::from_uuid(random_uuid()) };
    let issue = |key: &SigningKey, at: Instant| {
        TokenIssuer::new(key, Arc::new(FakeClock::new(at))).unwrap().issue(actor, HOUR).unwrap().token
    };
    let good = issue(&ours, now);
    let mut changed = good.clone();
    changed.replace_range(good.rfind('.').unwrap() - 2..good.rfind('.').unwrap(), "AA");
    let unsigned = format!("{}.{}.", "eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0", good.split('.').nth(1).unwrap());
    let tokens = [
        ("a token of another key", issue(&SigningKey::generate().unwrap(), now), "untrusted-token"),
        ("an expired token", issue(&ours, two_hours_ago), "expired-token"),
        ("a token that was changed", changed, "untrusted-token"),
        ("a token without a signature", unsigned, "malformed-token"),
        ("a token that is none", "let-me-in".to_owned(), "malformed-token"),
    ];
    let mut cases = Vec::new();
    for (what, token, problem) in tokens {
        let caller = athlete.bearing(Some(&token));
        let command = caller.post("/v1/execution/workouts", &json!({"zone": "UTC"}));
        cases.push(Case::new(format!("a command with {what}"), command, 401, problem));
        cases.push(Case::new(format!("a query with {what}"), caller.get("/v1/query/workouts"), 401, problem));
    }
    let basic =
        athlete.bearing(None).request(Method::GET, "/v1/query/me").header("authorization", "Basic YW5uOmFubg==");
    cases.push(Case::new("a password instead of a token", basic, 401, "missing-token"));
    cases
}
