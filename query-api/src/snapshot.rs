//! One read-only transaction that sees positions, account and rows together.

use chrono::{DateTime, Utc};
use deadpool_postgres::{PoolError, Transaction};
use schemas::{
    id::UserId,
    identity::{AccountState, Scope},
    partition::PartitionCount,
    symbol::Symbol,
    time::Instant,
    token::ConsistencyToken,
    topic::{Service, Topic},
};
use service::{
    http::{
        permission::{Permission, account_deactivated, activation_needed, no_athlete, unknown_personal_token},
        personal_token::PersonalToken,
        problem::{Fault, Place, Problem},
    },
    settings::RequireActivation,
};
use tokio_postgres::Row;

use crate::{habits::Habits, positions::Need};

/// What an answer stands on besides the events themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chain {
    /// Events, straight into tables: workouts, sets, records, statistics.
    Events,
    /// Progress of goals too: execution and goal events, by way of goal-progress.
    GoalProgress,
}

impl Chain {
    /// Processors on the way, and the topics that each reads.
    const fn processors(self) -> &'static [(Service, &'static [Topic])] {
        match self {
            Self::Events => &[],
            Self::GoalProgress => &[(Service::GoalProgress, &[Topic::EXECUTION_EVENTS, Topic::GOAL_EVENTS])],
        }
    }

    /// What the tables must have reached so that an answer along this chain includes the token.
    ///
    /// # Errors
    /// 422 for a partition that there is not.
    pub fn needs(self, token: &ConsistencyToken, partitions: PartitionCount) -> Result<Vec<Need>, Problem> {
        let mut needs = Vec::new();
        for (context, partition, next_offset) in token.entries() {
            if partition.number() >= partitions.get() {
                let detail = format!("{context}-{partition}-{next_offset}: there are {} partitions", partitions.get());
                let place = Place::Header("Consistency-Token".to_owned());
                return Err(Problem::invalid([Fault::new(place, "unknown_partition", detail)]));
            }
            // a token of a service without events cannot be read, so there is always one
            let Some(topic) = context.events() else { continue };
            needs.push(Need { by: None, topic, partition, next_offset });
            for (processor, inputs) in self.processors() {
                if inputs.contains(&topic) {
                    needs.push(Need { by: Some(*processor), topic, partition, next_offset });
                }
            }
        }
        Ok(needs)
    }
}

/// Counts unmet needs and looks up who may read, and how they do, in one statement. It comes first in every snapshot and so
/// locks `position`: a rebuild that swaps the tables waits for the snapshot, or the snapshot for it.
const GUARD: &str = "
SELECT (SELECT count(*) FROM UNNEST($2::text[], $3::int4[], $4::int8[]) AS x (topic, partition, next_offset)
        LEFT JOIN position AS p ON p.topic = x.topic AND p.partition = x.partition
        WHERE p.next_offset IS NULL OR p.next_offset < x.next_offset)
     + (SELECT count(*) FROM UNNEST($5::text[], $6::text[], $7::int4[], $8::int8[])
            AS x (service, topic, partition, next_offset)
        LEFT JOIN processed AS p ON p.service = x.service AND p.input_topic = x.topic AND p.partition = x.partition
        WHERE p.next_offset IS NULL OR p.next_offset < x.next_offset),
       s.status, a.status, a.activated,
       g.scopes, g.until_at, coalesce(r.position > g.position, false),
       t.scopes, t.expires_at, t.revoked_at IS NOT NULL,
       b.units, h.week_start, h.zone
FROM (SELECT $1::uuid AS subject, $9::uuid AS actor, $10::uuid AS token, $11::bytea AS token_hash) AS q
LEFT JOIN account AS s ON s.user_id = q.subject
LEFT JOIN account AS a ON a.user_id = q.actor
LEFT JOIN coaching_grant AS g ON g.user_id = q.subject AND g.coach_id = q.actor
LEFT JOIN coaching_revocation AS r ON r.user_id = g.user_id AND r.coach_id = g.coach_id
LEFT JOIN access_token AS t ON t.user_id = q.actor AND t.token_id = q.token AND t.token_hash = q.token_hash
LEFT JOIN profile AS h ON h.user_id = q.subject
LEFT JOIN profile AS b ON b.user_id = q.actor";

/// Who asks for what.
#[derive(Debug)]
pub(crate) struct Asking {
    /// Whose data is read.
    pub(crate) subject: UserId,
    /// By whom.
    pub(crate) actor: UserId,
    /// With a token for scripts.
    pub(crate) personal: Option<PersonalToken>,
    /// What an account needs a confirmed address for.
    pub(crate) require_activation: RequireActivation,
    /// Now.
    pub(crate) now: Instant,
}

/// How the reader reads; `None` while the snapshot does not include what is needed.
///
/// # Errors
/// 401 for a token for scripts that the tables do not know, 403 when an account is deactivated or what was granted does not
/// include reading, 404 when nothing was ever granted.
pub(crate) async fn guard(
    transaction: &Transaction<'_>,
    asking: &Asking,
    needs: &[Need],
) -> Result<Option<Habits>, Failure> {
    let (derived, plain): (Vec<&Need>, Vec<&Need>) = needs.iter().partition(|need| need.by.is_some());
    let statement = transaction.prepare_cached(GUARD).await?;
    let row = transaction
        .query_one(
            &statement,
            &[
                &asking.subject.uuid(),
                &plain.iter().map(|need| need.topic.base()).collect::<Vec<_>>(),
                &plain.iter().map(|need| need.partition.number()).collect::<Vec<_>>(),
                &plain.iter().map(|need| need.next_offset).collect::<Vec<_>>(),
                &derived.iter().map(|need| need.by.map(Service::name)).collect::<Vec<_>>(),
                &derived.iter().map(|need| need.topic.base()).collect::<Vec<_>>(),
                &derived.iter().map(|need| need.partition.number()).collect::<Vec<_>>(),
                &derived.iter().map(|need| need.next_offset).collect::<Vec<_>>(),
                &asking.actor.uuid(),
                &asking.personal.map(|token| token.token.uuid()),
                &asking.personal.as_ref().map(|token| token.hash.bytes().as_slice()),
            ],
        )
        .await?;
    asking.check(&row)?;
    Ok((row.get::<_, i64>(0) == 0).then(|| Habits::of(&row)))
}

impl Asking {
    fn check(&self, row: &Row) -> Result<(), Problem> {
        if self.personal.is_some() {
            let token = permission(row, 7).ok_or_else(unknown_personal_token)?;
            if !token.is_in_force(self.now) {
                return Err(unknown_personal_token());
            }
            token.check(Scope::Read, self.now)?;
        }
        if !is_active(row.get(2)) {
            return Err(account_deactivated());
        }
        let activated = row.get::<_, Option<bool>>(3).unwrap_or(false);
        // whether the athlete exists is told only to whom they once granted something
        let foreign = self.subject != self.actor;
        let grant = if foreign { Some(permission(row, 4).ok_or_else(no_athlete)?) } else { None };
        match self.require_activation {
            RequireActivation::Always if !activated => return Err(activation_needed()),
            RequireActivation::Sharing if foreign && !activated => return Err(activation_needed()),
            RequireActivation::Always | RequireActivation::Sharing | RequireActivation::Never => {}
        }
        if let Some(grant) = grant {
            if !is_active(row.get(1)) {
                return Err(account_deactivated().detail("the athlete's account is deactivated"));
            }
            grant.check(Scope::Read, self.now)?;
        }
        Ok(())
    }
}

/// Tokens are signed by us, so an account exists even where the tables do not know it yet.
fn is_active(status: Option<&str>) -> bool {
    status.is_none_or(|status| status == AccountState::Active.as_str())
}

/// Scopes, end and revocation from this column on; none where there is no row.
fn permission(row: &Row, column: usize) -> Option<Permission> {
    let scopes: &str = row.get::<_, Option<&str>>(column)?;
    Some(Permission {
        scopes: scopes.split(',').filter_map(|scope| Scope::parse(scope).ok()).collect(),
        until: row.get::<_, Option<DateTime<Utc>>>(column + 1).map(Instant::from_chrono),
        revoked: row.get(column + 2),
    })
}

/// Why there is no answer; becomes a [`Problem`] where the handler ends.
#[derive(Debug)]
pub enum Failure {
    /// To be told as it is.
    Problem(Problem),
    /// The database did not answer, or refused.
    Database(tokio_postgres::Error),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Self::Database(error)
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => Self::Database(error),
            error @ (PoolError::Timeout(_)
            | PoolError::Closed
            | PoolError::NoRuntimeSpecified
            | PoolError::PostCreateHook(_)) => {
                tracing::warn!(%error, "no connection to the database");
                Self::Problem(Problem::unavailable("no connection to the database is free"))
            }
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Problem(problem) => problem,
            Failure::Database(error) if is_passing(&error) => {
                tracing::warn!(%error, "the database does not answer");
                Problem::unavailable("the database does not answer; ask again in a moment")
            }
            Failure::Database(error) => Problem::internal(error),
        }
    }
}

/// The connection broke, the server is busy or going away, a statement took too long, or the tables are
/// not made yet.
fn is_passing(error: &tokio_postgres::Error) -> bool {
    match error.code().map(|code| code.code()) {
        None => error.is_closed() || std::error::Error::source(error).is_some(),
        Some(code) => {
            ["08", "40", "53", "57"].iter().any(|class| code.starts_with(class)) || ["42P01", "3F000"].contains(&code)
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::StatusCode;

    use super::*;

    fn needs(chain: Chain, token: &str) -> Vec<String> {
        let needs = chain.needs(&token.parse().unwrap(), PartitionCount::new(4).unwrap()).unwrap();
        let name = |need: &Need| {
            let by = need.by.map_or("tables", Service::name);
            format!("{by} {}/{}/{}", need.topic, need.partition, need.next_offset)
        };
        needs.iter().map(name).collect()
    }

    #[test]
    fn events_need_the_tables_alone() {
        assert_eq!(needs(Chain::Events, "execution-3-7"), ["tables execution.events/3/7"]);
    }

    #[test]
    fn goals_need_what_goal_progress_has_read() {
        assert_eq!(
            needs(Chain::GoalProgress, "execution-3-7,identity-0-2"),
            ["tables identity.events/0/2", "tables execution.events/3/7", "goal-progress execution.events/3/7"]
        );
        assert_eq!(needs(Chain::GoalProgress, "goal-1-5"), ["tables goal.events/1/5", "goal-progress goal.events/1/5"]);
    }

    #[test]
    fn a_partition_that_there_is_not_is_refused() {
        let token = "execution-4-7".parse().unwrap();
        let problem = Chain::Events.needs(&token, PartitionCount::new(4).unwrap()).unwrap_err();
        assert_eq!(problem.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(problem.errors()[0].code, "unknown_partition");
    }
}
