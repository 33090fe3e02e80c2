//! From records to committed rows, whatever the records hold.

use deadpool_postgres::Pool;
use kafka_client::{Codec, LogRecord};
use key_store::KeyStore;

use super::Lane;
use crate::{
    boundary,
    commit::{Committed, commit},
    database::DatabaseError,
    decode::{self, NotReady},
    fold::Batch,
    table::skipped_record::SkippedRecord,
};

/// Folds and commits the records of lanes.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) pool: Pool,
    /// Where positions are told.
    pub(crate) channel: String,
    pub(crate) codec: Codec,
    pub(crate) keys: KeyStore,
}

/// What became of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// They are in the tables, or pointed at as skipped.
    Done { rows: u64, skipped: usize },
    /// The tables stand elsewhere than the lane.
    Refused,
}

/// Why nothing could be written for the moment. The lane stands at what was.
#[derive(Debug, thiserror::Error)]
pub(crate) enum WriteError {
    #[error(transparent)]
    NotReady(#[from] NotReady),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

impl Writer {
    /// Folds and commits whole commands, in one transaction. Should the database refuse what one of them
    /// holds, each gets a transaction of its own and the refused one is skipped.
    ///
    /// After an error the same records may be given again: what the lane has passed is left out.
    pub(crate) async fn write(&self, lane: &mut Lane, records: &[LogRecord]) -> Result<Written, WriteError> {
        let left: Vec<LogRecord> = records.iter().filter(|record| !lane.has_passed(record)).cloned().collect();
        decode::prepare(&self.codec, &self.keys, &left).await?;
        let batch = self.fold(lane, &left);
        match self.commit(lane, &batch).await {
            Err(error) if error.refuses_data() => self.write_one_by_one(lane, &left).await,
            written => Ok(written?),
        }
    }

    /// Commits a batch that begins where the lane stands.
    pub(crate) async fn commit(&self, lane: &mut Lane, batch: &Batch) -> Result<Written, DatabaseError> {
        let mut client = self.pool.get().await?;
        match commit(&mut client, batch, &self.channel).await? {
            Committed::Rows(rows) => {
                lane.advance(&batch.advances());
                Ok(Written::Done { rows, skipped: batch.skipped.len() })
            }
            Committed::Refused => Ok(Written::Refused),
        }
    }

    fn fold(&self, lane: &Lane, records: &[LogRecord]) -> Batch {
        let mut batch = lane.batch();
        decode::fold(&mut batch, &self.codec, &self.keys, records);
        batch
    }

    async fn write_one_by_one(&self, lane: &mut Lane, records: &[LogRecord]) -> Result<Written, WriteError> {
        let (mut all_rows, mut all_skipped) = (0, 0);
        for command in boundary::commands(records) {
            let written = match self.commit(lane, &self.fold(lane, command)).await {
                Err(error) if error.refuses_data() => {
                    let batch = refused(lane, command, &error);
                    self.commit(lane, &batch).await?
                }
                written => written?,
            };
            match written {
                Written::Done { rows, skipped } => {
                    all_rows += rows;
                    all_skipped += skipped;
                }
                Written::Refused => return Ok(Written::Refused),
            }
        }
        Ok(Written::Done { rows: all_rows, skipped: all_skipped })
    }
}

/// All events of a command are skipped together: half of it must not show.
fn refused(lane: &Lane, command: &[LogRecord], error: &DatabaseError) -> Batch {
    let mut batch = lane.batch();
    for record in command {
        let cause = error.to_string();
        let (topic, partition, offset) = (record.topic, record.partition, record.offset);
        tracing::error!(topic = topic.base(), partition = partition.number(), offset, cause, "record skipped");
        batch.skip(SkippedRecord { topic, partition, offset, key: Some(record.key.clone()), cause });
    }
    batch
}
