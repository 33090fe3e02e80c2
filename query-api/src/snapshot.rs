//! One read-only transaction that sees positions, account and rows together.

use actix_web::http::StatusCode;
use deadpool_postgres::{PoolError, Transaction};
use schemas::{
    id::UserId,
    identity::AccountState,
    partition::PartitionCount,
    symbol::Symbol,
    token::ConsistencyToken,
    topic::{Service, Topic},
};
use service::http::problem::{Fault, Place, Problem};

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

/// Counts unmet needs and looks up account and habits, in one statement. It comes first in every snapshot and so
/// locks `position`: a rebuild that swaps the tables waits for the snapshot, or the snapshot for it.
const GUARD: &str = "
SELECT (SELECT count(*) FROM UNNEST($2::text[], $3::int4[], $4::int8[]) AS x (topic, partition, next_offset)
        LEFT JOIN position AS p ON p.topic = x.topic AND p.partition = x.partition
        WHERE p.next_offset IS NULL OR p.next_offset < x.next_offset)
     + (SELECT count(*) FROM UNNEST($5::text[], $6::text[], $7::int4[], $8::int8[])
            AS x (service, topic, partition, next_offset)
        LEFT JOIN processed AS p ON p.service = x.service AND p.input_topic = x.topic AND p.partition = x.partition
        WHERE p.next_offset IS NULL OR p.next_offset < x.next_offset),
       (SELECT status FROM account WHERE user_id = $1), r.units, r.week_start, r.zone
FROM (SELECT $1::uuid AS user_id) AS u LEFT JOIN profile AS r ON r.user_id = u.user_id";

/// How the reader reads; `None` while the snapshot does not include what is needed.
///
/// # Errors
/// 403 when the account is deactivated.
pub(crate) async fn guard(
    transaction: &Transaction<'_>,
    user: UserId,
    needs: &[Need],
) -> Result<Option<Habits>, Failure> {
    let (derived, plain): (Vec<&Need>, Vec<&Need>) = needs.iter().partition(|need| need.by.is_some());
    let statement = transaction.prepare_cached(GUARD).await?;
    let row = transaction
        .query_one(
            &statement,
            &[
                &user.uuid(),
                &plain.iter().map(|need| need.topic.base()).collect::<Vec<_>>(),
                &plain.iter().map(|need| need.partition.number()).collect::<Vec<_>>(),
                &plain.iter().map(|need| need.next_offset).collect::<Vec<_>>(),
                &derived.iter().map(|need| need.by.map(Service::name)).collect::<Vec<_>>(),
                &derived.iter().map(|need| need.topic.base()).collect::<Vec<_>>(),
                &derived.iter().map(|need| need.partition.number()).collect::<Vec<_>>(),
                &derived.iter().map(|need| need.next_offset).collect::<Vec<_>>(),
            ],
        )
        .await?;
    // the token was signed by us, so the account exists even where the tables do not know it yet
    match row.get::<_, Option<&str>>(1) {
        None => {}
        Some(status) if status == AccountState::Active.as_str() => {}
        Some(_) => {
            return Err(Problem::new(StatusCode::FORBIDDEN, "account-deactivated", "The account is deactivated").into());
        }
    }
    Ok((row.get::<_, i64>(0) == 0).then(|| Habits::of(&row)))
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
