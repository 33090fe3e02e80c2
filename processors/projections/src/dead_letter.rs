//! Tells `dead-letters` what was skipped, after the commit that says so: a crash in between leaves it to
//! whoever leases the partition next, so each is told at least once, under one key.

use std::time::Duration;

use deadpool_postgres::Pool;
use kafka_client::{Codec, Headers, KafkaSettings, OutgoingRecord, TransactionalProducer};
use schemas::{
    clock::Clock,
    engine::DeadLetter,
    id::UserId,
    key,
    partition::Partition,
    seal::{KeyState, Keyring},
    topic::{Service, Topic},
};
use uuid::Uuid;

use crate::table::skipped_record::{self, SkippedRecord};

const TIMEOUT: Duration = Duration::from_secs(8);

/// Publishes what is not published yet of one partition.
pub(crate) async fn publish(
    pool: &Pool,
    settings: &KafkaSettings,
    codec: &Codec,
    clock: &dyn Clock,
    partition: Partition,
) -> anyhow::Result<()> {
    let client = pool.get().await?;
    let skipped = skipped_record::unpublished(&client, partition).await?;
    if skipped.is_empty() {
        return Ok(());
    }
    let records: Vec<OutgoingRecord> =
        skipped.iter().map(|skipped| record(codec, clock, skipped)).collect::<anyhow::Result<_>>()?;
    let settings = settings.clone();
    tokio::task::spawn_blocking(move || send(&settings, partition, records)).await??;
    skipped_record::mark_published(&client, &skipped).await?;
    Ok(())
}

fn record(codec: &Codec, clock: &dyn Clock, skipped: &SkippedRecord) -> anyhow::Result<OutgoingRecord> {
    let service = Service::Projections.name();
    let letter = DeadLetter {
        service: service.to_owned(),
        topic: skipped.topic.base().to_owned(),
        partition: skipped.partition.number(),
        offset: skipped.offset,
        key: skipped.key.clone(),
        cause: skipped.cause.clone(),
        found_at: clock.now(),
    };
    Ok(OutgoingRecord {
        topic: Topic::DEAD_LETTERS,
        partition: skipped.partition,
        key: key::dead_letter(service, skipped.topic, skipped.partition, skipped.offset),
        headers: Headers::new(),
        value: Some(codec.encode(&NoKeys, UserId::from_uuid(Uuid::nil()), &letter)?),
    })
}

/// So rare that the producer is made for the occasion.
fn send(settings: &KafkaSettings, partition: Partition, records: Vec<OutgoingRecord>) -> anyhow::Result<()> {
    let mut producer =
        TransactionalProducer::new(settings, &settings.transactional_id(Service::Projections, partition, 'a'))?;
    producer.init(TIMEOUT)?;
    producer.begin()?;
    for record in records {
        producer.send(record)?;
    }
    producer.await_deliveries(TIMEOUT)?;
    producer.commit(TIMEOUT)?;
    Ok(())
}

/// Dead letters hold no text to seal.
struct NoKeys;

impl Keyring for NoKeys {
    fn key(&self, _: UserId) -> KeyState {
        KeyState::Missing
    }
}
