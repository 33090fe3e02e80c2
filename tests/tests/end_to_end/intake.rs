//! What somebody ate and took.

use schemas::topic::Topic;
use serde_json::{Value, json};

use crate::harness::{System, assert_gapless, new_id, rows};

const MEALS: &str = "/v1/execution/meals";
const INTAKES: &str = "/v1/execution/supplement-intakes";
const SKIPS: &str = "/v1/execution/supplement-skips";

fn lunch(id: &str, protein: f64) -> Value {
    json!({
        "id": id, "name": "Kantine", "eaten_at": "2026-11-20T12:30:00+01:00", "zone": "Europe/Berlin", "plan": null,
        "items": [
            {"name": "Hendlbrust", "amount": {"value": 5.5, "unit": "oz"},
             "nutrients": {"energy_kcal": null, "protein_g": protein, "carbohydrate_g": 0, "fat_g": 5.4, "fibre_g": null,
                           "alcohol_g": null}},
            {"name": "Apfelstrudel", "amount": {"value": 1, "unit": "piece"}, "nutrients": {"energy_kcal": 312.5}},
        ],
        "notes": "mit Petra",
    })
}

fn kreatin(id: &str) -> Value {
    json!({
        "id": id, "plan": null, "supplement": "Kreatin", "dose": {"value": 5, "unit": "g"},
        "taken_at": "2026-11-20T08:00:00+01:00", "zone": "Europe/Berlin",
    })
}

#[tokio::test]
async fn meals_and_supplements_are_told_read_at_once_and_known_after_a_crash() {
    let mut system = System::start(2).await.unwrap();
    let athlete = system.athlete().await;
    let (meal, gone, taken, skipped) = (new_id(), new_id(), new_id(), new_id());
    let told = athlete.post(MEALS, &lunch(&meal, 46.5)).send().await.expect(201);
    let path = format!("/v1/query/meals/{meal}");
    assert_eq!((told.header("etag"), told.header("location")), ("\"1\"", path.as_str()));
    let read = athlete.get(&path).after(&told).send().await.expect(200).body;
    // 4 × 46.5 + 9 × 5.4, and 312.5 as told
    assert_eq!((&read["totals"]["energy_kcal"], &read["totals"]["energy_computed"]), (&json!(547.1), &json!(true)));
    assert_eq!(read["items"][0]["nutrients"]["fibre_g"], Value::Null);
    assert_eq!((&read["totals"]["protein_g"], &read["totals"]["unknown"]["protein_g"]), (&json!(46.5), &json!(1)));
    assert_eq!((&read["date"], &read["eaten_at"]), (&json!("2026-11-20"), &json!("2026-11-20T12:30:00+01:00")));

    let correction = athlete.put(&format!("{MEALS}/{meal}"), &lunch(&meal, 50.0)).header("if-match", "\"1\"");
    correction.send().await.expect(200);
    let stale = athlete.put(&format!("{MEALS}/{meal}"), &lunch(&meal, 60.0)).header("if-match", "\"1\"");
    assert_eq!(stale.send().await.expect(412).problem(), "stale-version");
    athlete.post(MEALS, &lunch(&gone, 1.0)).send().await.expect(201);
    athlete.delete(&format!("{MEALS}/{gone}")).send().await.expect(200);
    athlete.post(INTAKES, &kreatin(&taken)).send().await.expect(201);
    let undone = athlete.post(INTAKES, &kreatin(&new_id())).send().await.expect(201);
    athlete.delete(&format!("{INTAKES}/{}", undone.id())).send().await.expect(200);
    let skip = json!({"id": skipped, "supplement": "Kreatin", "skipped_at": "2026-11-21T00:30:00+01:00",
        "zone": "Europe/Berlin", "reason": "keins mehr da"});
    let last = athlete.post(SKIPS, &skip).send().await.expect(201);

    system.crash().await;
    let athlete = athlete.at(&system.process.url);
    // what was decided before is known: the same again agrees
    assert_eq!(athlete.post(MEALS, &lunch(&meal, 50.0)).send().await.expect(200).body["events"], json!([]));
    assert_eq!(athlete.post(MEALS, &lunch(&meal, 46.5)).send().await.expect(409).problem(), "meal-exists");
    assert_eq!(athlete.post(MEALS, &lunch(&gone, 1.0)).send().await.expect(409).problem(), "meal-deleted");
    athlete.post(INTAKES, &kreatin(&taken)).send().await.expect(200);
    assert_eq!(athlete.post(INTAKES, &kreatin(&undone.id())).send().await.expect(409).problem(), "intake-undone");
    let meals = athlete.get("/v1/query/meals").after(&last).send().await.expect(200).body;
    assert_eq!(meals["items"].as_array().unwrap().len(), 1);
    assert_eq!((&meals["items"][0]["version"], &meals["items"][0]["totals"]["protein_g"]), (&json!(2), &json!(50)));
    let intakes = athlete.get("/v1/query/supplement-intakes").after(&last).send().await.expect(200).body;
    let listed = |of: &Value| {
        let items = of["items"].as_array().unwrap().iter();
        items.map(|item| (item["id"].clone(), item["status"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(listed(&intakes), [(json!(skipped), json!("skipped")), (json!(taken), json!("taken"))]);
    assert_eq!(intakes["items"][1]["dose"], json!({"value": 5, "unit": "g"}));
    let day = athlete.get("/v1/query/supplement-intakes?to=2026-11-20").send().await.expect(200).body;
    assert_eq!(listed(&day), [(json!(taken), json!("taken"))]);

    let records = system.log().of_user(Topic::EXECUTION_EVENTS, &athlete.user);
    assert_eq!(records.len(), 8);
    assert_gapless(&records);
    for record in &records {
        let value = String::from_utf8_lossy(record.value.as_deref().unwrap());
        for text in ["Kantine", "Hendlbrust", "Apfelstrudel", "Petra", "Kreatin", "keins mehr da"] {
            assert!(!value.contains(text), "{} tells {text}", record.key);
        }
    }
    system.verify().await;
    let before = rows(&system.environment).await;
    assert!(system.environment.tool(&["rebuild"]).await.status.success());
    assert_eq!(rows(&system.environment).await, before);
    system.verify().await;
}
