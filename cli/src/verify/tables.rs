//! The read tables against an own fold of the log up to the positions that stand in them.

mod expected;
mod planning;

use std::collections::{BTreeMap, HashMap, HashSet};

use anyhow::Context;
use futures_util::{TryStreamExt, pin_mut};
use schemas::{partition::Partition, topic::Topic};
use serde_json::Value;
use tokio_postgres::Transaction;

pub(super) use self::expected::{Row, Rows, rows};
use super::{report::Check, scan::History};
use crate::log::At;

/// A table, and how its rows are read: a key and what they hold, instants in microseconds.
struct Table {
    name: &'static str,
    sql: &'static str,
}

const MICROS: &str = "(extract(epoch FROM {}) * 1000000)::bigint";

const TABLES: &[Table] = &[
    Table {
        name: "rows of person equal the log",
        sql: "SELECT user_id::text, to_jsonb(t) || jsonb_build_object('registered_at', µ(registered_at)) FROM person t",
    },
    Table { name: "rows of account equal the log", sql: "SELECT user_id::text, to_jsonb(t) FROM account t" },
    Table { name: "rows of changed_email equal the log", sql: "SELECT user_id::text, to_jsonb(t) FROM changed_email t" },
    Table {
        name: "rows of coaching_grant equal the log",
        sql: "SELECT user_id || '/' || coach_id,
                     to_jsonb(t) || jsonb_build_object('until_at', µ(until_at), 'granted_at', µ(granted_at))
              FROM coaching_grant t",
    },
    Table {
        name: "rows of coaching_revocation equal the log",
        sql: "SELECT user_id || '/' || coach_id,
                     to_jsonb(t) || jsonb_build_object('revoked_at', µ(revoked_at)) FROM coaching_revocation t",
    },
    Table {
        name: "rows of access_token equal the log",
        // hashes are compared, and shown to nobody
        sql: "SELECT user_id || '/' || token_id,
                     to_jsonb(t) || jsonb_build_object('token_hash', encode(sha256(token_hash), 'hex'),
                         'created_at', µ(created_at), 'expires_at', µ(expires_at), 'revoked_at', µ(revoked_at))
              FROM access_token t",
    },
    Table {
        name: "rows of workout equal the log",
        sql: "SELECT user_id || '/' || workout_id,
                     to_jsonb(t) || jsonb_build_object('started_at', µ(started_at), 'ended_at', µ(ended_at)) FROM workout t",
    },
    Table {
        name: "rows of performed_set equal the log",
        sql: "SELECT user_id || '/' || workout_id || '/' || set_id,
                     to_jsonb(t) || jsonb_build_object('logged_at', µ(logged_at), 'volume_ug', volume_ug::text)
              FROM performed_set t",
    },
    Table {
        name: "rows of import equal the log",
        sql: "SELECT user_id || '/' || import_id,
                     to_jsonb(t) || jsonb_build_object('imported_at', µ(imported_at)) FROM import t",
    },
    Table {
        name: "rows of goal equal the log",
        sql: "SELECT user_id || '/' || goal_id,
                     to_jsonb(t) || jsonb_build_object('set_at', µ(set_at), 'changed_at', µ(changed_at)) FROM goal t",
    },
    Table {
        name: "rows of goal_achievement equal the log",
        sql: "SELECT user_id || '/' || goal_id,
                     to_jsonb(t) || jsonb_build_object('achieved_at', µ(achieved_at)) FROM goal_achievement t",
    },
    Table {
        name: "rows of goal_progress equal the log",
        sql: "SELECT user_id || '/' || goal_id, to_jsonb(t) FROM goal_progress t",
    },
    Table {
        name: "rows of processed equal the log",
        sql: "SELECT service || '/' || partition || '/' || input_topic, to_jsonb(t) FROM processed t",
    },
    Table { name: "rows of profile equal the log", sql: "SELECT user_id::text, to_jsonb(t) FROM profile t" },
    Table { name: "rows of fitness_goal equal the log", sql: "SELECT user_id::text, to_jsonb(t) FROM fitness_goal t" },
    Table { name: "rows of preference equal the log", sql: "SELECT user_id::text, to_jsonb(t) FROM preference t" },
    Table {
        name: "rows of measurement equal the log",
        sql: "SELECT user_id || '/' || measurement_id, to_jsonb(t) FROM measurement t",
    },
    Table {
        name: "rows of webhook equal the log",
        sql: "SELECT user_id || '/' || webhook_id,
                     to_jsonb(t) || jsonb_build_object('registered_at', µ(registered_at)) FROM webhook t",
    },
    Table {
        name: "rows of calendar_link equal the log",
        sql: "SELECT user_id || '/' || calendar_link_id,
                     to_jsonb(t) || jsonb_build_object('created_at', µ(created_at)) FROM calendar_link t",
    },
    Table {
        name: "rows of notification_read equal the log",
        sql: "SELECT user_id || '/' || notification_id,
                     to_jsonb(t) || jsonb_build_object('read_at', µ(read_at)) FROM notification_read t",
    },
    Table {
        name: "rows of meal equal the log",
        sql: "SELECT user_id || '/' || meal_id, to_jsonb(t) || jsonb_build_object('eaten_at', µ(eaten_at)) FROM meal t",
    },
    Table {
        name: "rows of supplement_intake equal the log",
        sql: "SELECT user_id || '/' || intake_id,
                     to_jsonb(t) || jsonb_build_object('told_for', µ(told_for)) FROM supplement_intake t",
    },
];

/// Where the tables stand: next offsets.
pub(super) type Positions = BTreeMap<At, i64>;

/// Reads where the tables stand; from then on the transaction shows this moment.
pub(super) async fn positions(transaction: &Transaction<'_>) -> anyhow::Result<Positions> {
    let found = transaction.query("SELECT topic, partition, next_offset FROM position", &[]).await;
    let found = found.context("the read tables cannot be read: has projections ever run?")?;
    let position = |row: &tokio_postgres::Row| {
        let topic: Topic = row.get::<_, &str>(0).parse().ok()?;
        Some(((topic, Partition::new(row.get(1))?), row.get(2)))
    };
    Ok(found.iter().filter_map(position).collect())
}

/// Compares every table with the fold of `history` up to `positions`.
pub(super) async fn check(
    transaction: &Transaction<'_>,
    history: &History,
    positions: &Positions,
) -> anyhow::Result<Vec<Check>> {
    let mut checks = vec![within(history, positions)];
    let Rows {
        people,
        accounts,
        changed_emails,
        coaching_grants,
        coaching_revocations,
        access_tokens,
        workouts,
        sets,
        imports,
        goals,
        achievements,
        progress,
        processed,
        profile,
        intake,
    } = rows(history, positions);
    let expected = [
        people,
        accounts,
        changed_emails,
        coaching_grants,
        coaching_revocations,
        access_tokens,
        workouts,
        imports,
        goals,
        achievements,
        progress,
        processed,
    ];
    let mut expected = expected.into_iter().chain(profile.into_tables()).chain(intake.into_tables());
    let mut sets = Some(sets);
    for table in TABLES {
        let check = if table.name.contains("performed_set") {
            compare(transaction, table, sets.take().unwrap_or_default()).await?
        } else {
            compare(transaction, table, expected.next().unwrap_or_default()).await?
        };
        checks.push(check);
    }
    for (table, expected) in planning::TABLES.iter().zip(planning::rows(history, positions)) {
        checks.push(compare(transaction, table, expected).await?);
    }
    Ok(checks)
}

/// Records that projections could not fold, by the keys of their dead letters, and why.
pub(super) async fn skipped(transaction: &Transaction<'_>) -> anyhow::Result<BTreeMap<String, String>> {
    let sql = "SELECT service || '/' || topic || '/' || partition || '/' || record_offset, cause FROM skipped_record";
    let rows = transaction.query(sql, &[]).await.context("the dead letters of projections cannot be read")?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

/// Nothing can be folded that is not in the log.
fn within(history: &History, positions: &Positions) -> Check {
    let mut check = Check::new("positions of the tables lie within the log", "positions");
    for ((topic, partition), next) in positions {
        check.count();
        let end = history.read_to.get(&(*topic, *partition)).copied().unwrap_or(0);
        if *next > end {
            check.differ(format!("{topic}-{partition}: the tables stand at {next}, the log ends at {end}"));
        }
    }
    check
}

async fn compare<R: Row>(
    transaction: &Transaction<'_>,
    table: &Table,
    mut expected: HashMap<String, R>,
) -> anyhow::Result<Check> {
    let mut check = Check::new(table.name, "rows");
    let sql = statement(table.sql);
    let found = transaction.query_raw(&sql, std::iter::empty::<i32>()).await;
    let found = found.with_context(|| format!("{}: the rows cannot be read", table.name))?;
    pin_mut!(found);
    while let Some(row) = found.try_next().await? {
        let key: String = row.get(0);
        let expected = expected.remove(&key).map(|row| row.json());
        compare_row(&mut check, &key, Some(row.get(1)), expected);
    }
    let mut missing: Vec<_> = expected.into_iter().collect();
    missing.sort_by(|(one, _), (other, _)| one.cmp(other));
    for (key, row) in missing {
        compare_row(&mut check, &key, None, Some(row.json()));
    }
    Ok(check)
}

/// `µ(column)` stands for microseconds since 1970.
fn statement(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some((before, behind)) = rest.split_once("µ(") {
        let (column, behind) = behind.split_once(')').unwrap_or((behind, ""));
        text.push_str(before);
        text.push_str(&MICROS.replace("{}", column));
        rest = behind;
    }
    text + rest
}

/// One row of the table and one of the own fold.
fn compare_row(check: &mut Check, key: &str, found: Option<Value>, expected: Option<Value>) {
    check.count();
    let (found, expected) = match (found, expected) {
        (Some(found), Some(expected)) => (found, expected),
        (Some(_), None) => return check.differ(format!("{key}: the log has no such row")),
        (None, Some(_)) => return check.differ(format!("{key}: missing")),
        (None, None) => return,
    };
    if found == expected {
        return;
    }
    let empty = serde_json::Map::new();
    let (found, expected) = (found.as_object().unwrap_or(&empty), expected.as_object().unwrap_or(&empty));
    let columns: HashSet<&String> = found.keys().chain(expected.keys()).collect();
    let mut differing: Vec<String> = columns
        .into_iter()
        .filter(|column| found.get(*column) != expected.get(*column))
        .map(|column| {
            let shown = |row: &serde_json::Map<String, Value>| row.get(column).cloned().unwrap_or_default();
            format!("{column} {}, should be {}", shown(found), shown(expected))
        })
        .collect();
    differing.sort();
    check.differ(format!("{key}: {}", differing.join("; ")));
}

#[cfg(test)]
mod tests;
