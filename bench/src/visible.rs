//! From the answer to a command until a query with its token is answered 200: what was written stands in a table.

use std::time::Duration;

use hyper::StatusCode;
use schemas::id::{GoalId, WorkoutId};
use serde_json::json;
use tokio::time::{Instant, sleep};

use crate::{
    athlete::{Athlete, Athletes, patiently},
    floor::Floor,
    http::{Ask, Connection},
    report::VisibleRow,
    stats::Latency,
    workout,
};

/// At most so many writes of each kind.
const MOST: usize = 300;
/// Not counted.
const FIRST: usize = 20;
/// Between two writes, so that each meets a system at rest.
const PAUSE: Duration = Duration::from_millis(5);
/// After this a query counts as failed.
const PATIENCE: Duration = Duration::from_secs(10);
/// After so many no more are tried: the service behind it is away.
const MOST_FAILED: usize = 3;

/// What is looked at after a workout was logged.
#[derive(Clone, Copy, Debug)]
enum Look {
    /// The workout itself.
    Workout,
    /// The progress of a goal that it adds to.
    Goal(GoalId),
}

/// Measures both for `seconds` each.
pub(crate) async fn run(athletes: &Athletes, floor: &Floor, seconds: Duration) -> anyhow::Result<Vec<VisibleRow>> {
    let mut rows = Vec::new();
    for (what, derived) in [("workout", false), ("goal progress", true)] {
        let mut athlete = athletes.register().await?;
        let look = if derived { Look::Goal(set_goal(&mut athlete).await?) } else { Look::Workout };
        let Seen { visible, again, failed } = look.repeat(&mut athlete, seconds).await?;
        let visible = Latency::of(visible);
        let count = visible.map_or(0, |visible| visible.count);
        let floor = if count == 0 { None } else { floor.visible(count, derived).await? };
        rows.push(VisibleRow { what, visible, query: Latency::of(again), floor, failed });
    }
    Ok(rows)
}

#[derive(Debug, Default)]
struct Seen {
    visible: Vec<Duration>,
    /// The same query once more, when nothing has to be waited for.
    again: Vec<Duration>,
    failed: usize,
}

impl Look {
    async fn repeat(self, athlete: &mut Athlete, seconds: Duration) -> anyhow::Result<Seen> {
        let mut seen = Seen::default();
        for _ in 0..FIRST {
            if seen.failed < MOST_FAILED {
                self.once(&mut athlete.connection, &mut seen).await?;
            }
        }
        // of the first only what failed counts
        seen = Seen { failed: seen.failed, ..Seen::default() };
        let until = Instant::now() + seconds;
        while Instant::now() < until && seen.visible.len() < MOST && seen.failed < MOST_FAILED {
            self.once(&mut athlete.connection, &mut seen).await?;
            sleep(PAUSE).await;
        }
        Ok(seen)
    }

    async fn once(self, connection: &mut Connection, seen: &mut Seen) -> anyhow::Result<()> {
        let id: WorkoutId = workout::fresh();
        let body = workout::whole(id);
        let logged = connection.send(Ask::post_json("/v1/execution/logged-workouts", &body)).await?;
        let answered = Instant::now();
        let logged = logged.accepted("logging a workout")?;
        let path = match self {
            Self::Workout => format!("/v1/query/workouts/{id}"),
            Self::Goal(goal) => format!("/v1/query/goals/{goal}"),
        };
        let query = Ask::get(&path).after(logged.token.as_deref());
        loop {
            let reply = connection.send(query.clone()).await?;
            if reply.status == StatusCode::OK {
                seen.visible.push(answered.elapsed());
                break;
            }
            // 503: not there yet; anything else breaks the promise of the token
            if reply.status != StatusCode::SERVICE_UNAVAILABLE || answered.elapsed() > PATIENCE {
                seen.failed += 1;
                return Ok(());
            }
        }
        let began = Instant::now();
        connection.send(query).await?;
        seen.again.push(began.elapsed());
        Ok(())
    }
}

/// So much that it is not achieved here.
async fn set_goal(athlete: &mut Athlete) -> anyhow::Result<GoalId> {
    let id: GoalId = workout::fresh();
    let body = json!({
        "id": id, "name": "A lot", "kind": "accumulate", "metric": "volume", "target": { "value": 1_000_000_000, "unit": "kg" },
    });
    patiently(&mut athlete.connection, &Ask::post_json("/v1/goal/goals", &body), "setting a goal").await?;
    Ok(id)
}
