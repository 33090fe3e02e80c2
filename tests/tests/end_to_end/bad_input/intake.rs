//! Meals and supplements.

use serde_json::{Value, json};

use super::Case;
use super::command::with;
use crate::harness::{Client, new_id};

const MEALS: &str = "/v1/execution/meals";
const INTAKES: &str = "/v1/execution/supplement-intakes";
const SKIPS: &str = "/v1/execution/supplement-skips";

fn meal() -> Value {
    json!({
        "eaten_at": "2025-01-02T12:00:00Z", "zone": "UTC",
        "items": [{"name": "bread", "amount": {"value": 80, "unit": "g"}, "nutrients": {"protein_g": 7}}],
    })
}

fn intake() -> Value {
    json!({"supplement": "creatine", "dose": {"value": 5, "unit": "g"}, "taken_at": "2025-01-02T08:00:00Z", "zone": "UTC"})
}

fn skip() -> Value {
    json!({"supplement": "creatine", "skipped_at": "2025-01-02T08:00:00Z", "zone": "UTC", "reason": "none left"})
}

pub(super) fn cases(athlete: &Client) -> Vec<Case> {
    let plan = json!({"id": new_id(), "version": 1});
    let mut cases = Vec::new();
    for (pointer, value) in [
        ("/id", json!("7")),
        ("/name", json!("two\nlines")),
        ("/eaten_at", json!("noon")),
        ("/eaten_at", json!("1899-12-31T00:00:00Z")),
        ("/zone", json!("Berlin")),
        ("/plan", plan.clone()),
        ("/items", json!([])),
        ("/items", json!(vec![json!({"name": "bread"}); 101])),
        ("/items/0/name", json!("")),
        ("/items/0/name", json!("n".repeat(201))),
        ("/items/0/amount/unit", json!("heap")),
        ("/items/0/amount/value", json!(0)),
        ("/items/0/amount/value", json!(1_000_001)),
        ("/items/0/nutrients/protein_g", json!(-1)),
        ("/items/0/nutrients/protein_g", json!(100_001)),
        ("/items/0/nutrients/protein_g", json!("much")),
        ("/items/0/nutrients/energy_kcal", json!(1_000_001)),
        ("/items/0/nutrients/sugar_g", json!(1)),
        ("/notes", json!("n".repeat(10_001))),
    ] {
        let what = format!("a meal with {value:.40} at {pointer}");
        let body = with(meal(), pointer, value);
        cases.push(Case::new(what, athlete.post(MEALS, &body), 422, "invalid").at(pointer));
    }
    for (list, body, what) in [(INTAKES, intake(), "an intake"), (SKIPS, skip(), "a skip")] {
        for (pointer, value) in [
            ("/id", json!("7")),
            ("/plan", plan.clone()),
            ("/supplement", json!("")),
            ("/zone", json!("Berlin")),
            ("/amount", json!(1)),
        ] {
            let what = format!("{what} with {value} at {pointer}");
            let body = with(body.clone(), pointer, value);
            cases.push(Case::new(what, athlete.post(list, &body), 422, "invalid").at(pointer));
        }
    }
    for (list, body, pointer, value) in [
        (INTAKES, intake(), "/dose/value", json!(-5)),
        (INTAKES, intake(), "/dose/unit", json!("handful")),
        (INTAKES, intake(), "/taken_at", json!("at eight")),
        (SKIPS, skip(), "/skipped_at", json!("at eight")),
        (SKIPS, skip(), "/reason", json!("r".repeat(10_001))),
    ] {
        let body = with(body, pointer, value);
        cases.push(Case::new(pointer, athlete.post(list, &body), 422, "invalid").at(pointer));
    }
    for (list, body, pointer) in
        [(MEALS, meal(), "/eaten_at"), (INTAKES, intake(), "/taken_at"), (SKIPS, skip(), "/skipped_at")]
    {
        let body = with(body, pointer, json!("2999-01-01T00:00:00Z"));
        cases.push(Case::new("in a thousand years", athlete.post(list, &body), 422, "in-the-future").at(pointer));
    }
    for id in [new_id(), "7".to_owned()] {
        cases.extend([
            Case::new("correcting no meal", athlete.put(&format!("{MEALS}/{id}"), &meal()), 404, "not-found"),
            Case::new("deleting no meal", athlete.delete(&format!("{MEALS}/{id}")), 404, "not-found"),
            Case::new("undoing no intake", athlete.delete(&format!("{INTAKES}/{id}")), 404, "not-found"),
            Case::new("undoing no skip", athlete.delete(&format!("{SKIPS}/{id}")), 404, "not-found"),
            Case::new("reading no meal", athlete.get(&format!("/v1/query/meals/{id}")), 404, "not-found"),
            Case::new(
                "reading no intake",
                athlete.get(&format!("/v1/query/supplement-intakes/{id}")),
                404,
                "not-found",
            ),
        ]);
    }
    for list in ["meals", "supplement-intakes"] {
        let asking = |query: &str| athlete.get(&format!("/v1/query/{list}?{query}"));
        cases.extend([
            Case::new("no day", asking("from=yesterday"), 422, "invalid").at("?from"),
            Case::new("days backwards", asking("from=2025-01-02&to=2025-01-01"), 422, "invalid").at("?to"),
            Case::new("too many", asking("limit=201"), 422, "invalid").at("?limit"),
            Case::new("no cursor of ours", asking("cursor=x"), 422, "invalid").at("?cursor"),
        ]);
    }
    cases
}
