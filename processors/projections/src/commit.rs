//! One batch, one transaction: positions by compare-and-set, rows, and a word to whoever waits.

use deadpool_postgres::{Client, Transaction};
use tokio_postgres::Error;

use crate::{
    fold::Batch,
    table::{
        access_token, account, calendar_link, changed_email, coaching_grant, coaching_revocation, fitness_goal, goal,
        goal_achievement, goal_progress, import, meal, measurement, notification_read, person, planning, position,
        preference, processed, profile, skipped_record, supplement_intake, webhook, workout,
    },
};

/// What became of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Committed {
    /// Positions and rows stand; so many rows were written.
    Rows(u64),
    /// A position was not where the batch begins: somebody else folds this partition, or the tables were
    /// swapped. Nothing was written.
    Refused,
}

/// Commits a batch. `channel` is where its positions are told.
///
/// # Errors
/// When the database is away or refuses a row. Nothing was written, unless the connection broke while
/// committing: then the positions tell.
pub async fn commit(client: &mut Client, batch: &Batch, channel: &str) -> Result<Committed, Error> {
    let transaction = client.transaction().await?;
    if !position::compare_and_set(&transaction, &batch.advances()).await? {
        transaction.rollback().await?;
        return Ok(Committed::Refused);
    }
    let rows = write(&transaction, batch).await?;
    notify(&transaction, batch, channel).await?;
    transaction.commit().await?;
    Ok(Committed::Rows(rows))
}

/// Writes the rows of a batch, table by table in a fixed order.
pub(crate) async fn write(transaction: &Transaction<'_>, batch: &Batch) -> Result<u64, Error> {
    let mut rows = 0;
    if !batch.people.is_empty() {
        rows += person::upsert(transaction, &batch.people.values().collect::<Vec<_>>()).await?;
    }
    if !batch.accounts.is_empty() {
        rows += account::upsert(transaction, &batch.accounts.values().collect::<Vec<_>>()).await?;
    }
    if !batch.changed_emails.is_empty() {
        rows += changed_email::upsert(transaction, &batch.changed_emails.values().collect::<Vec<_>>()).await?;
    }
    if !batch.coaching_grants.is_empty() {
        rows += coaching_grant::upsert(transaction, &batch.coaching_grants.values().collect::<Vec<_>>()).await?;
    }
    if !batch.coaching_revocations.is_empty() {
        let revocations: Vec<_> = batch.coaching_revocations.values().collect();
        rows += coaching_revocation::upsert(transaction, &revocations).await?;
    }
    if !batch.access_tokens.is_empty() {
        rows += access_token::upsert(transaction, &batch.access_tokens.values().collect::<Vec<_>>()).await?;
    }
    if !batch.profiles.is_empty() {
        rows += profile::upsert(transaction, &batch.profiles.values().collect::<Vec<_>>()).await?;
    }
    if !batch.fitness_goals.is_empty() {
        rows += fitness_goal::upsert(transaction, &batch.fitness_goals.values().collect::<Vec<_>>()).await?;
    }
    if !batch.preferences.is_empty() {
        rows += preference::upsert(transaction, &batch.preferences.values().collect::<Vec<_>>()).await?;
    }
    if !batch.measurements.is_empty() {
        rows += measurement::upsert(transaction, &batch.measurements.values().collect::<Vec<_>>()).await?;
    }
    if !batch.webhooks.is_empty() {
        rows += webhook::upsert(transaction, &batch.webhooks.values().collect::<Vec<_>>()).await?;
    }
    if !batch.calendar_links.is_empty() {
        rows += calendar_link::upsert(transaction, &batch.calendar_links.values().collect::<Vec<_>>()).await?;
    }
    if !batch.notifications_read.is_empty() {
        rows += notification_read::upsert(transaction, &batch.notifications_read.values().collect::<Vec<_>>()).await?;
    }
    rows += planning::write(transaction, &batch.planning).await?;
    if !batch.workouts.is_empty() {
        rows += workout::write(transaction, &batch.workouts).await?;
    }
    if !batch.imports.is_empty() {
        rows += import::upsert(transaction, &batch.imports.values().collect::<Vec<_>>()).await?;
    }
    if !batch.meals.is_empty() {
        rows += meal::upsert(transaction, &batch.meals.values().collect::<Vec<_>>()).await?;
    }
    if !batch.supplement_intakes.is_empty() {
        rows += supplement_intake::upsert(transaction, &batch.supplement_intakes.values().collect::<Vec<_>>()).await?;
    }
    if !batch.goals.is_empty() {
        rows += goal::upsert(transaction, &batch.goals.values().collect::<Vec<_>>()).await?;
    }
    if !batch.goal_achievements.is_empty() {
        rows += goal_achievement::upsert(transaction, &batch.goal_achievements.values().collect::<Vec<_>>()).await?;
    }
    if !batch.goal_progress.is_empty() {
        rows += goal_progress::upsert(transaction, &batch.goal_progress.values().collect::<Vec<_>>()).await?;
    }
    if !batch.processed.is_empty() {
        rows += processed::upsert(transaction, &batch.processed).await?;
    }
    if !batch.skipped.is_empty() {
        rows += skipped_record::insert(transaction, &batch.skipped).await?;
    }
    Ok(rows)
}

/// Tells how far the tables are, once the transaction has committed: `<topic>/<partition>/<next offset>`,
/// and for derived data `<service>/<input topic>/<partition>/<next offset>`. Only a wake-up: what counts
/// stands in the tables.
pub(crate) async fn notify(transaction: &Transaction<'_>, batch: &Batch, channel: &str) -> Result<(), Error> {
    let positions = batch.advances().into_iter().map(|at| format!("{}/{}/{}", at.topic, at.partition, at.to));
    let processed = batch
        .processed
        .iter()
        .map(|((service, partition, topic), next_offset)| format!("{service}/{topic}/{partition}/{next_offset}"));
    let told: Vec<String> = positions.chain(processed).collect();
    let statement = transaction.prepare_cached("SELECT pg_notify($1, x) FROM UNNEST($2::text[]) AS x").await?;
    transaction.query(&statement, &[&channel, &told]).await?;
    Ok(())
}
