//! What coaches and scripts may do for somebody, and what they are told otherwise.

use actix_web::http::StatusCode;
use schemas::identity::Scope;
use schemas::symbol::Symbol;
use schemas::time::Instant;

use super::problem::Problem;

/// What an athlete granted a coach, or a person a script of theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it ends by itself.
    pub until: Option<Instant>,
    /// Whether it was revoked.
    pub revoked: bool,
}

impl Permission {
    /// Whether it is in force, whatever it allows.
    pub fn is_in_force(&self, at: Instant) -> bool {
        !self.revoked && self.until.is_none_or(|until| at < until)
    }

    /// Lets pass who needs `scope`.
    ///
    /// # Errors
    /// 403 that names the scope, when it does not include it or is over.
    pub fn check(&self, scope: Scope, at: Instant) -> Result<(), Problem> {
        let missing = |detail: String| {
            Err(Problem::new(StatusCode::FORBIDDEN, "missing-scope", "There is no grant for this")
                .detail(detail)
                .extension("missing_scope", scope.as_str()))
        };
        if !self.is_in_force(at) {
            return missing(format!("this needs the scope {}, and what was granted is over", scope.as_str()));
        }
        if !self.scopes.contains(&scope) {
            return missing(format!("this needs the scope {}, which was not granted", scope.as_str()));
        }
        Ok(())
    }
}

/// 404: somebody who does not exist, or who never granted the caller anything, which must look the same.
pub fn no_athlete() -> Problem {
    Problem::not_found("athlete")
}

/// 403: only the person in person, neither coach nor script.
pub fn session_needed() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "session-needed", "This needs you to be signed in")
        .detail("an access token for scripts does not do here: sign in with the password")
}

/// 403: nobody does this for somebody else.
pub fn own_account_only() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "own-account-only", "Nobody does this for somebody else")
        .detail("leave the header On-Behalf-Of out: this concerns your own account")
}

/// 403: the account is out of use.
pub fn account_deactivated() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "account-deactivated", "The account is deactivated")
}

/// 403: the e-mail address is not confirmed.
pub fn activation_needed() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "activation-needed", "The e-mail address is not confirmed yet")
        .detail("activate the account with the token that was sent to its address")
}

/// 401: not, or no longer, a token for scripts.
pub fn unknown_personal_token() -> Problem {
    Problem::invalid_token(
        "unknown-token",
        "The access token does not work",
        "the access token is unknown, revoked or over",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::from_micros(1_760_000_000_000_000);

    fn granted() -> Permission {
        Permission {
            scopes: vec![Scope::Log],
            until: Some(NOW.plus(std::time::Duration::from_secs(1))),
            revoked: false,
        }
    }

    fn missing(permission: &Permission, scope: Scope) -> serde_json::Value {
        let problem = permission.check(scope, NOW).unwrap_err();
        assert_eq!((problem.status().as_u16(), problem.name()), (403, "missing-scope"));
        serde_json::to_value(problem).unwrap()["missing_scope"].clone()
    }

    #[test]
    fn what_was_granted_is_let_pass() {
        assert!(granted().check(Scope::Log, NOW).is_ok());
        assert!(Permission { until: None, ..granted() }.check(Scope::Log, NOW).is_ok());
    }

    #[test]
    fn a_scope_that_is_missing_is_named() {
        assert_eq!(missing(&granted(), Scope::Plan), "plan");
    }

    #[test]
    fn what_is_over_or_revoked_lets_nobody_pass() {
        assert_eq!(missing(&Permission { until: Some(NOW), ..granted() }, Scope::Log), "log");
        assert_eq!(missing(&Permission { revoked: true, ..granted() }, Scope::Log), "log");
    }

    #[test]
    fn a_scope_newer_than_this_reader_allows_nothing() {
        let newer = Permission { scopes: vec![Scope::Unknown], ..granted() };
        assert_eq!(missing(&newer, Scope::Log), "log");
    }
}
