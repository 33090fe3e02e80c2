//! What came of an import, asked from the read side.

use schemas::token::ConsistencyToken;
use serde_json::Value;

use crate::{client::Client, import::number, out::Out};

/// Exercises whose records are shown: those trained most.
const SHOWN: usize = 3;

/// Prints totals; every query waits until the tables show what was imported.
pub(super) async fn print(out: &mut Out, client: &Client, after: &ConsistencyToken) -> anyhow::Result<()> {
    let weeks = items(&client.get("/v1/query/stats/weekly", after).await?);
    let sum = |field: &str| weeks.iter().filter_map(|week| week[field].as_u64()).sum::<u64>();
    let streaks = client.get("/v1/query/streaks", after).await?;
    out.line("")?;
    out.line(format_args!(
        "all in all {} workouts, {} sets, {} kg",
        number(sum("workouts")),
        number(sum("sets")),
        kilograms(sum("volume_g"))
    ))?;
    out.line(format_args!("in {} weeks from {} to {}", weeks.len(), week(weeks.first()), week(weeks.last())))?;
    let streak = |of: &str, which: &str| streaks[of][which].as_u64().unwrap_or(0);
    out.line(format_args!(
        "longest streak {} weeks, {} days in a row",
        streak("weeks", "longest"),
        streak("days", "longest")
    ))?;

    let mut exercises = items(&client.get("/v1/query/exercises?limit=200", after).await?);
    exercises.sort_by_key(|exercise| std::cmp::Reverse(exercise["sets"].as_u64()));
    for exercise in exercises.iter().take(SHOWN) {
        let id = exercise["id"].as_str().unwrap_or_default();
        let records = client.get(&format!("/v1/query/exercises/{id}/records"), after).await?;
        out.line(format_args!("{:<32} {}", exercise["name"].as_str().unwrap_or(id), record(&records)))?;
    }
    Ok(())
}

/// Statistics come as a list or as a page of one.
fn items(answer: &Value) -> Vec<Value> {
    answer["items"].as_array().or_else(|| answer.as_array()).cloned().unwrap_or_default()
}

fn week(week: Option<&Value>) -> &str {
    week.and_then(|week| week["week"].as_str()).unwrap_or("-")
}

fn kilograms(grams: u64) -> String {
    number((grams + 500) / 1000)
}

fn record(records: &Value) -> String {
    let sets = records["sets"].as_u64().unwrap_or(0);
    let (heaviest, best) = (&records["heaviest"], &records["best_e1rm"]);
    let mut text = format!("{} sets", number(sets));
    if let (Some(load), Some(reps)) = (heaviest["load_g"].as_u64(), heaviest["reps"].as_u64()) {
        text.push_str(&format!(", heaviest {} kg × {reps}", decimal(load)));
    }
    if let Some(e1rm) = best["e1rm_g"].as_u64() {
        text.push_str(&format!(", e1RM {} kg", decimal(e1rm)));
    }
    text
}

/// Grams as kilograms with what is needed of three places.
fn decimal(grams: u64) -> String {
    let text = format!("{}.{:03}", grams / 1000, grams % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn records_are_told_in_kilograms() {
        let records =
            json!({ "sets": 1200, "heaviest": { "load_g": 62_500, "reps": 8 }, "best_e1rm": { "e1rm_g": 77_586 } });
        assert_eq!(record(&records), "1,200 sets, heaviest 62.5 kg × 8, e1RM 77.586 kg");
        assert_eq!(record(&json!({ "sets": 3, "heaviest": null, "best_e1rm": null })), "3 sets");
    }

    #[test]
    fn masses_lose_no_digit_and_have_no_needless_one() {
        assert_eq!([100_000, 22_700, 5, 0].map(decimal), ["100", "22.7", "0.005", "0"]);
    }
}
