//! How far the tables are, as last heard: what wakes a query that waits for a token.
//!
//! One connection listens; `projections` tells after each commit. What is heard only says when to look
//! again: what counts is what a query sees in its own snapshot.

use std::{collections::HashMap, future::poll_fn, time::Duration};

use schemas::{
    partition::Partition,
    topic::{Service, Topic},
};
use service::{http::health::ReadyFlag, shutdown::Shutdown, task::spawn_named};
use tokio::sync::watch;
use tokio_postgres::{AsyncMessage, Client, NoTls};

use crate::database::{ReadDatabase, quoted};

/// Before a connection that broke is made again.
const AWAY: Duration = Duration::from_millis(500);

/// Next offsets by name: `execution.events/0`, and for what a processor has read `goal-progress/execution.events/0`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Positions(HashMap<String, i64>);

/// A position that an answer must include.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// `None`: the tables themselves; a processor: what they hold of it.
    pub by: Option<Service>,
    /// Of which topic.
    pub topic: Topic,
    /// Of which partition.
    pub partition: Partition,
    /// At least this next offset.
    pub next_offset: i64,
}

impl Need {
    fn name(&self) -> String {
        let Self { by, topic, partition, .. } = self;
        by.map_or_else(|| format!("{topic}/{partition}"), |service| format!("{service}/{topic}/{partition}"))
    }
}

impl Positions {
    /// Whether every need is met, as far as heard.
    pub fn meet(&self, needs: &[Need]) -> bool {
        needs.iter().all(|need| self.0.get(&need.name()).is_some_and(|known| *known >= need.next_offset))
    }

    /// Takes up what was told: `<name>/<next offset>`. False for anything else.
    fn hear(&mut self, told: &str) -> bool {
        let Some((name, next_offset)) = told.rsplit_once('/') else { return false };
        let Ok(next_offset) = next_offset.parse() else { return false };
        // a position goes back when tables are thrown away by hand: the newest word counts
        self.0.insert(name.to_owned(), next_offset);
        true
    }
}

/// Listens until `shutdown`, through every interruption; `ready` while it does.
///
/// # Errors
/// When the connection string is none.
pub fn watch(
    database: &ReadDatabase,
    ready: ReadyFlag,
    shutdown: Shutdown,
) -> anyhow::Result<watch::Receiver<Positions>> {
    database.config()?;
    let (told, positions) = watch::channel(Positions::default());
    let database = database.clone();
    spawn_named("query-positions", async move {
        loop {
            tokio::select! {
                () = shutdown.wait() => return,
                ended = listen(&database, &told, &ready) => {
                    ready.set(false);
                    if let Err(error) = ended {
                        tracing::warn!(%error, "no word of the positions, connecting again");
                    }
                }
            }
            tokio::select! {
                () = shutdown.wait() => return,
                () = tokio::time::sleep(AWAY) => {}
            }
        }
    });
    Ok(positions)
}

async fn listen(
    database: &ReadDatabase,
    told: &watch::Sender<Positions>,
    ready: &ReadyFlag,
) -> Result<(), tokio_postgres::Error> {
    let (client, mut connection) = database.config()?.connect(NoTls).await?;
    let heard = async {
        while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
            if let AsyncMessage::Notification(notification) = message? {
                told.send_if_modified(|positions| positions.hear(notification.payload()));
            }
        }
        Ok(())
    };
    tokio::select! {
        ended = heard => ended,
        // only returns when it fails: the client has to live as long as the connection
        failed = begin(&client, database, told, ready) => failed,
    }
}

/// Listens, then reads what was told before.
async fn begin(
    client: &Client,
    database: &ReadDatabase,
    told: &watch::Sender<Positions>,
    ready: &ReadyFlag,
) -> Result<(), tokio_postgres::Error> {
    client.batch_execute(&format!("LISTEN {}", quoted(&database.channel()))).await?;
    let known = client
        .query(
            "SELECT topic || '/' || partition || '/' || next_offset FROM position
             UNION ALL
             SELECT service || '/' || input_topic || '/' || partition || '/' || next_offset FROM processed",
            &[],
        )
        .await;
    match known {
        Ok(rows) => told.send_modify(|positions| {
            for row in &rows {
                positions.hear(row.get(0));
            }
        }),
        // no tables yet: whoever makes them will tell
        Err(error) if error.code().is_some() => tracing::debug!(%error, "positions cannot be read yet"),
        Err(error) => return Err(error),
    }
    ready.set(true);
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(by: Option<Service>, next_offset: i64) -> Need {
        Need { by, topic: Topic::EXECUTION_EVENTS, partition: Partition::new(3).unwrap(), next_offset }
    }

    #[test]
    fn a_need_is_met_when_the_tables_are_as_far() {
        let mut positions = Positions::default();
        assert!(positions.meet(&[]));
        assert!(!positions.meet(&[need(None, 7)]));
        assert!(positions.hear("execution.events/3/7"));
        assert!(positions.meet(&[need(None, 7)]));
        assert!(!positions.meet(&[need(None, 8)]));
    }

    #[test]
    fn what_a_processor_has_read_is_another_matter() {
        let mut positions = Positions::default();
        positions.hear("execution.events/3/7");
        assert!(!positions.meet(&[need(None, 7), need(Some(Service::GoalProgress), 7)]));
        positions.hear("goal-progress/execution.events/3/7");
        assert!(positions.meet(&[need(None, 7), need(Some(Service::GoalProgress), 7)]));
    }

    #[test]
    fn what_is_no_position_is_not_heard() {
        let mut positions = Positions::default();
        for told in ["", "execution.events", "execution.events/3/x"] {
            assert!(!positions.hear(told), "{told}");
        }
        assert_eq!(positions, Positions::default());
    }
}
