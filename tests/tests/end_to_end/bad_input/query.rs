//! Queries.

use super::Case;
use crate::harness::{Client, new_id};

pub(super) fn cases(athlete: &Client) -> Vec<Case> {
    let parameter = |path: &str, name: &str| {
        Case::new(path, athlete.get(&format!("/v1/query/{path}")), 422, "invalid").at(format!("?{name}"))
    };
    let unknown = |path: String| Case::new(path.clone(), athlete.get(&format!("/v1/query/{path}")), 404, "not-found");
    let token = |text: &str| athlete.get("/v1/query/workouts").header("consistency-token", text);
    vec![
        parameter("workouts?limit=0", "limit"),
        parameter("workouts?limit=201", "limit"),
        parameter("workouts?limit=many", "limit"),
        parameter("workouts?cursor=rubbish", "cursor"),
        parameter("workouts?page=2", "page"),
        parameter("stats/weekly?from=2021-02-30", "from"),
        parameter("stats/weekly?to=yesterday", "to"),
        parameter("stats/monthly?week=2021-W06", "week"),
        unknown(format!("workouts/{}", new_id())),
        unknown("workouts/7".to_owned()),
        unknown(format!("goals/{}", new_id())),
        Case::new("no such query", athlete.get("/v1/query/wishes"), 404, "no-such-route"),
        Case::new("a malformed token", token("execution-0"), 400, "unreadable").at("consistency-token:"),
        Case::new("a token of a partition that is not there", token("execution-7-1"), 422, "invalid")
            .at("Consistency-Token:"),
    ]
}
