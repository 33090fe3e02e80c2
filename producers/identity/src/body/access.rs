//! The bodies about whom somebody lets act for them: grants and tokens for scripts.

use std::fmt::Display;
use std::time::Duration;

use command_api::Accepted;
use schemas::clock::new_id;
use schemas::digest::Digest;
use schemas::id::{TokenId, UserId};
use schemas::identity::Scope;
use schemas::symbol::Symbol as _;
use schemas::text::Text;
use schemas::time::Instant;
use serde::{Deserialize, Serialize};
use service::http::problem::{Fault, Problem};
use utoipa::ToSchema;

use crate::domain::access_token;
use crate::domain::coaching;

const LONGEST_NAME: usize = 100;
const MOST_DAYS: u32 = 366;
/// Nobody plans further ahead.
const LONGEST_GRANT: Duration = Duration::from_secs(10 * 366 * 86_400);

/// What a coach may do.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct GrantCoaching {
    /// The coach's user id.
    #[schema(format = Uuid)]
    coach: String,
    /// `plan`, `schedule`, `log`, `read`, `nutrition`, `measurements`: one or more of them.
    #[schema(example = json!(["log", "read"]), min_items = 1)]
    scopes: Vec<String>,
    /// When it ends by itself.
    #[schema(format = DateTime)]
    until: Option<String>,
}

/// A token to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CreateAccessToken {
    /// A UUIDv7 made by the client; made by the server when left out.
    #[schema(format = Uuid)]
    id: Option<String>,
    /// What it is for, 1 to 100 characters.
    #[schema(example = "nightly backup", min_length = 1, max_length = 100)]
    name: String,
    /// `plan`, `schedule`, `log`, `read`, `nutrition`, `measurements`: one or more of them.
    #[schema(example = json!(["read"]), min_items = 1)]
    scopes: Vec<String>,
    /// How many days it works; for ever when left out.
    #[schema(minimum = 1, maximum = 366)]
    expires_in_days: Option<u32>,
}

/// A token that was made.
#[derive(Serialize, ToSchema)]
pub(crate) struct NewAccessToken {
    #[serde(flatten)]
    pub(crate) accepted: Accepted,
    /// Goes into `Authorization: Bearer …`; shown this once.
    #[schema(example = "ttp_…")]
    pub(crate) token: String,
}

/// A token to make, but for its secret.
#[derive(Debug)]
pub(crate) struct Wanted {
    pub(crate) token: TokenId,
    name: Text,
    scopes: Vec<Scope>,
    expires_at: Option<Instant>,
}

impl GrantCoaching {
    /// The grant, or everything that is wrong with it.
    pub(crate) fn parse(&self, athlete: UserId, at: Instant) -> Result<coaching::GrantCoaching, Problem> {
        let mut faults = Vec::new();
        let coach = read("/coach", "invalid_id", self.coach.parse(), &mut faults);
        let scopes = scopes(&self.scopes, &mut faults);
        let until = self.until.as_deref().map(Instant::parse_rfc3339);
        let until = until.and_then(|until| read("/until", "invalid_instant", until, &mut faults));
        if until.is_some_and(|until| until > at.plus(LONGEST_GRANT)) {
            faults.push(Fault::at("/until", "out_of_range", "at most ten years from now"));
        }
        match (coach, faults.is_empty()) {
            (Some(coach), true) => Ok(coaching::GrantCoaching { athlete, coach, scopes, until }),
            (Some(_) | None, _) => Err(Problem::invalid(faults)),
        }
    }
}

impl CreateAccessToken {
    /// The token, or everything that is wrong with it.
    pub(crate) fn parse(&self, at: Instant) -> Result<Wanted, Problem> {
        let mut faults = Vec::new();
        let token = match &self.id {
            Some(id) => read("/id", "invalid_id", id.parse(), &mut faults),
            None => Some(new_id(at)),
        };
        let name = self.name.trim();
        let plain = !name.chars().any(char::is_control);
        if !(1..=LONGEST_NAME).contains(&name.chars().count()) || !plain {
            let detail = format!("a name is one line of 1 to {LONGEST_NAME} characters");
            faults.push(Fault::at("/name", "invalid_name", detail));
        }
        let scopes = scopes(&self.scopes, &mut faults);
        if self.expires_in_days.is_some_and(|days| !(1..=MOST_DAYS).contains(&days)) {
            faults.push(Fault::at("/expires_in_days", "out_of_range", format!("1 to {MOST_DAYS} is expected")));
        }
        let expires_at = self.expires_in_days.map(|days| at.plus(Duration::from_secs(u64::from(days) * 86_400)));
        match (token, faults.is_empty()) {
            (Some(token), true) => Ok(Wanted { token, name: Text::from(name), scopes, expires_at }),
            (Some(_) | None, _) => Err(Problem::invalid(faults)),
        }
    }
}

impl Wanted {
    /// The command, with the digest of the secret.
    pub(crate) fn with(self, user: UserId, token_hash: Digest) -> access_token::CreateAccessToken {
        let Self { token, name, scopes, expires_at } = self;
        access_token::CreateAccessToken { user, token, name, token_hash, scopes, expires_at }
    }
}

/// Scopes in their order, each once.
fn scopes(texts: &[String], faults: &mut Vec<Fault>) -> Vec<Scope> {
    let mut scopes = Vec::new();
    if texts.is_empty() {
        faults.push(Fault::at("/scopes", "required", "one scope at least is expected"));
    }
    for (index, text) in texts.iter().enumerate() {
        let pointer = format!("/scopes/{index}");
        let Some(scope) = read(&pointer, "invalid_value", Scope::parse(text), faults) else { continue };
        if scopes.contains(&scope) {
            faults.push(Fault::at(pointer, "repeated", format!("{text} stands there already")));
        } else {
            scopes.push(scope);
        }
    }
    scopes.sort_unstable();
    scopes
}

fn read<T, E: Display>(pointer: &str, code: &'static str, value: Result<T, E>, faults: &mut Vec<Fault>) -> Option<T> {
    value.map_err(|error| faults.push(Fault::at(pointer, code, error.to_string()))).ok()
}

#[cfg(test)]
mod tests {
    use schemas::testing::{id, moment};
    use service::http::json::parse;
    use service::http::problem::Place;

    use super::*;

    const COACH: &str = "0191d2c8-7a3e-7b1f-8a55-0123456789ab";

    fn grant(body: &str) -> Result<coaching::GrantCoaching, Vec<(String, String)>> {
        parse::<GrantCoaching>(body.as_bytes()).unwrap().parse(id(1), moment()).map_err(|problem| said(&problem))
    }

    fn token(body: &str) -> Result<Wanted, Vec<(String, String)>> {
        parse::<CreateAccessToken>(body.as_bytes()).unwrap().parse(moment()).map_err(|problem| said(&problem))
    }

    fn said(problem: &Problem) -> Vec<(String, String)> {
        let said = |fault: &Fault| {
            let Place::Pointer(pointer) = &fault.place else { panic!("{fault:?}") };
            (pointer.clone(), fault.code.to_string())
        };
        problem.errors().iter().map(said).collect()
    }

    fn all(faults: &[(&str, &str)]) -> Vec<(String, String)> {
        faults.iter().map(|(pointer, code)| ((*pointer).to_owned(), (*code).to_owned())).collect()
    }

    #[test]
    fn a_grant_names_coach_scopes_and_end() {
        let body = format!(r#"{{"coach":"{COACH}","scopes":["read","log"],"until":"2021-09-01T00:00:00Z"}}"#);
        let granted = grant(&body).unwrap();
        assert_eq!((granted.athlete, granted.coach.to_string().as_str()), (id(1), COACH));
        assert_eq!(granted.scopes, [Scope::Log, Scope::Read]);
        assert_eq!(granted.until.unwrap().to_string(), "2021-09-01T00:00:00Z");
        assert_eq!(grant(&format!(r#"{{"coach":"{COACH}","scopes":["plan"]}}"#)).unwrap().until, None);
    }

    #[test]
    fn every_mistake_of_a_grant_is_named() {
        let body = r#"{"coach":"ann","scopes":["log","sing","log","unknown"],"until":"soon"}"#;
        let wrong = [
            ("/coach", "invalid_id"),
            ("/scopes/1", "invalid_value"),
            ("/scopes/2", "repeated"),
            ("/scopes/3", "invalid_value"),
            ("/until", "invalid_instant"),
        ];
        assert_eq!(grant(body).unwrap_err(), all(&wrong));
        let far = format!(r#"{{"coach":"{COACH}","scopes":[],"until":"2121-09-01T00:00:00Z"}}"#);
        assert_eq!(grant(&far).unwrap_err(), all(&[("/scopes", "required"), ("/until", "out_of_range")]));
    }

    #[test]
    fn a_token_names_what_it_is_for_and_how_long() {
        let wanted = token(r#"{"name":" backup ","scopes":["read"],"expires_in_days":1}"#).unwrap();
        assert_eq!(wanted.expires_at, Some(moment().plus(Duration::from_secs(86_400))));
        let command = wanted.with(id(1), Digest::of(b"x"));
        assert_eq!((command.name.clear(), command.scopes), (Some("backup"), vec![Scope::Read]));
    }

    #[test]
    fn every_mistake_of_a_token_is_named() {
        let long = "x".repeat(101);
        for name in [" ", r"a\nb", &long] {
            let body = format!(r#"{{"id":"1","name":"{name}","scopes":["x"],"expires_in_days":367}}"#);
            let wrong = [
                ("/id", "invalid_id"),
                ("/name", "invalid_name"),
                ("/scopes/0", "invalid_value"),
                ("/expires_in_days", "out_of_range"),
            ];
            assert_eq!(token(&body).unwrap_err(), all(&wrong), "{name}");
        }
    }
}
