//! Meals and supplements.

use schemas::{execution::ExecutionEvent, text::Text};
use serde_json::{Value, json};

use crate::support::{ID, INTAKES, MEALS, OTHER, SKIPS, execution, given, said};

const NOTHING: [(&str, &str); 0] = [];

fn lunch(protein: f64) -> Value {
    json!({
        "id": ID, "name": "Kantine", "eaten_at": "2026-11-20T12:30:00+01:00", "zone": "Europe/Vienna", "plan": null,
        "items": [
            {"name": "Hendlbrust", "amount": {"value": 150, "unit": "g"},
             "nutrients": {"energy_kcal": null, "protein_g": protein, "carbohydrate_g": 0, "fat_g": 5.4}},
            {"name": "Apfelstrudel", "amount": {"value": 1, "unit": "piece"}, "nutrients": {"energy_kcal": 312.5}},
        ],
        "notes": "mit Petra",
    })
}

fn creatine() -> Value {
    json!({
        "id": ID, "supplement": "Kreatin", "dose": {"value": 5, "unit": "g"}, "taken_at": "2026-11-20T08:00:00+01:00",
        "zone": "Europe/Vienna", "notes": "im Tee",
    })
}

fn skipped() -> Value {
    json!({
        "id": ID, "supplement": "Kreatin", "skipped_at": "2026-11-20T08:00:00+01:00", "zone": "Europe/Vienna",
        "reason": "keins mehr da",
    })
}

fn at(list: &str) -> String {
    format!("{list}/{ID}")
}

#[actix_web::test]
async fn a_meal_is_told_corrected_and_deleted() {
    let execution = execution().await;
    let ann = execution.person().await;
    let told = given(&execution, ann.post(MEALS).set_json(lunch(46.5))).await;
    assert_eq!((told.status, told.header("etag")), (201, Some("\"1\"")));
    assert_eq!(told.header("location"), Some(format!("/v1/query/meals/{ID}").as_str()));
    let news = execution.news();
    assert_eq!(said(&news), [("MealConsumed", "1", "1/1")]);
    assert_eq!(news[0].record.key, format!("{}/meal/{ID}/1", ann.id));
    let ExecutionEvent::MealConsumed(consumed) = &news[0].event else { panic!("{:?}", news[0].event) };
    let energies = consumed.meal.items.iter().map(|item| {
        let energy = item.nutrients.energy.as_ref().unwrap();
        (energy.millicalories(), energy.entered())
    });
    assert_eq!(energies.collect::<Vec<_>>(), [(234_600_000, None), (312_500_000, Some("312.5"))]);
    assert_eq!(consumed.meal.items[1].nutrients.protein, None, "unknown is not zero");

    assert_eq!(given(&execution, ann.post(MEALS).set_json(lunch(46.5))).await.status, 200);
    let stale = ann.put(&at(MEALS)).set_json(lunch(50.0)).insert_header(("If-Match", "\"2\""));
    assert_eq!(execution.send(stale).await.refused().name, "stale-version");
    assert_eq!(execution.news().len(), 0);
    let corrected = ann.put(&at(MEALS)).set_json(lunch(50.0)).insert_header(("If-Match", "\"1\""));
    assert_eq!(given(&execution, corrected).await.header("etag"), Some("\"2\""));
    assert_eq!(said(&execution.news()), [("MealCorrected", "2", "1/1")]);
    assert_eq!(given(&execution, ann.delete(&at(MEALS))).await.header("etag"), Some("\"3\""));
    assert_eq!(said(&execution.news()), [("MealDeleted", "3", "1/1")]);
    assert_eq!(given(&execution, ann.delete(&at(MEALS))).await.header("etag"), Some("\"3\""));
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn a_supplement_is_taken_or_left_out_and_taken_back() {
    for (list, body, event) in [(INTAKES, creatine(), "SupplementTaken"), (SKIPS, skipped(), "SupplementSkipped")] {
        let execution = execution().await;
        let ann = execution.person().await;
        let told = given(&execution, ann.post(list).set_json(&body)).await;
        assert_eq!((told.status, told.header("etag")), (201, Some("\"1\"")));
        assert_eq!(told.header("location"), Some(format!("/v1/query/supplement-intakes/{ID}").as_str()));
        let news = execution.news();
        assert_eq!(said(&news), [(event, "1", "1/1")]);
        assert_eq!(news[0].record.key, format!("{}/supplement-intake/{ID}/1", ann.id));
        assert_eq!(given(&execution, ann.post(list).set_json(&body)).await.status, 200);
        assert_eq!(execution.news().len(), 0);
        assert_eq!(given(&execution, ann.delete(&at(list))).await.header("etag"), Some("\"2\""));
        assert_eq!(said(&execution.news()), [("IntakeUndone", "2", "1/1")]);
        assert_eq!(given(&execution, ann.delete(&at(list))).await.header("etag"), Some("\"2\""));
        assert_eq!(execution.news().len(), 0);
    }
}

#[actix_web::test]
async fn a_service_that_starts_again_knows_what_was_told() {
    let mut execution = execution().await;
    let ann = execution.person().await;
    given(&execution, ann.post(MEALS).set_json(lunch(46.5))).await;
    given(&execution, ann.post(INTAKES).set_json(creatine())).await;
    execution.news();
    execution.restart();
    assert_eq!(given(&execution, ann.post(MEALS).set_json(lunch(46.5))).await.header("etag"), Some("\"1\""));
    assert_eq!(given(&execution, ann.post(INTAKES).set_json(creatine())).await.header("etag"), Some("\"1\""));
    given(&execution, ann.delete(&at(MEALS))).await;
    given(&execution, ann.delete(&at(INTAKES))).await;
    assert_eq!(said(&execution.news()), [("MealDeleted", "2", "1/1"), ("IntakeUndone", "2", "1/1")]);
    execution.restart();
    assert_eq!(execution.send(ann.post(MEALS).set_json(lunch(46.5))).await.refused().name, "meal-deleted");
    assert_eq!(execution.send(ann.post(INTAKES).set_json(creatine())).await.refused().name, "intake-undone");
}

#[actix_web::test]
async fn an_id_that_is_taken_or_gone_is_409_and_an_unknown_one_404() {
    let execution = execution().await;
    let ann = execution.person().await;
    for request in [
        ann.put(&at(MEALS)).set_json(lunch(1.0)),
        ann.delete(&at(MEALS)),
        ann.delete(&at(INTAKES)),
        ann.delete(&at(SKIPS)),
        ann.delete(&format!("{MEALS}/lunch")),
        ann.delete(&format!("{INTAKES}/creatine")),
    ] {
        assert_eq!(execution.send(request).await.refused(), (404, "not-found", NOTHING));
    }
    given(&execution, ann.post(MEALS).set_json(lunch(46.5))).await;
    given(&execution, ann.post(INTAKES).set_json(creatine())).await;
    execution.news();
    let taken = [("/id", "taken")];
    let other = execution.send(ann.post(MEALS).set_json(lunch(50.0))).await;
    assert_eq!(other.refused(), (409, "meal-exists", taken));
    assert_eq!(other.json()["current_version"], 1);
    let other = execution.send(ann.post(SKIPS).set_json(skipped())).await;
    assert_eq!(other.refused(), (409, "intake-exists", taken));
    given(&execution, ann.delete(&at(MEALS))).await;
    given(&execution, ann.delete(&at(INTAKES))).await;
    execution.news();
    for request in [ann.post(MEALS).set_json(lunch(46.5)), ann.put(&at(MEALS)).set_json(lunch(46.5))] {
        assert_eq!(execution.send(request).await.refused(), (409, "meal-deleted", NOTHING));
    }
    for request in [ann.post(INTAKES).set_json(creatine()), ann.post(SKIPS).set_json(skipped())] {
        assert_eq!(execution.send(request).await.refused(), (409, "intake-undone", NOTHING));
    }
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn every_mistake_in_a_meal_is_named_where_it_stands() {
    let execution = execution().await;
    let ann = execution.person().await;
    let mut wrong = lunch(46.5);
    wrong["zone"] = "Mars".into();
    wrong["plan"] = json!({"id": OTHER, "version": 1});
    wrong["items"] = json!([
        {"name": " ", "amount": {"value": 0, "unit": "heap"},
         "nutrients": {"energy_kcal": -1, "protein_g": 100_001, "carbohydrate_g": -0.5, "fat_g": 1e9, "fibre_g": -1,
                       "alcohol_g": -1}},
        {"name": "bread", "amount": {"value": -1, "unit": "g"}},
    ]);
    let errors = [
        ("/zone", "invalid_zone"),
        ("/plan", "not_supported_yet"),
        ("/items/0/name", "empty"),
        ("/items/0/amount/unit", "unknown_value"),
        ("/items/0/amount/value", "out_of_range"),
        ("/items/0/nutrients/energy_kcal", "out_of_range"),
        ("/items/0/nutrients/protein_g", "out_of_range"),
        ("/items/0/nutrients/carbohydrate_g", "out_of_range"),
        ("/items/0/nutrients/fat_g", "out_of_range"),
        ("/items/0/nutrients/fibre_g", "out_of_range"),
        ("/items/0/nutrients/alcohol_g", "out_of_range"),
        ("/items/1/amount/value", "out_of_range"),
    ];
    assert_eq!(execution.send(ann.post(MEALS).set_json(&wrong)).await.refused(), (422, "invalid", errors));
    wrong["id"] = OTHER.into();
    let refused = execution.send(ann.put(&at(MEALS)).set_json(&wrong)).await.refused();
    assert_eq!(refused.errors.len(), errors.len() + 1, "{refused:?}");
    let item = || json!({"name": "bread"});
    for items in [vec![], (0..101).map(|_| item()).collect()] {
        let mut meal = lunch(46.5);
        meal["items"] = items.into();
        let refused = execution.send(ann.post(MEALS).set_json(&meal)).await.refused();
        assert_eq!(refused, (422, "invalid", [("/items", "out_of_range")]));
    }
    let mut early = lunch(46.5);
    early["eaten_at"] = "2026-11-30T12:30:00Z".into();
    let refused = execution.send(ann.post(MEALS).set_json(&early)).await.refused();
    assert_eq!(refused, (422, "in-the-future", [("/eaten_at", "in_the_future")]));
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn every_mistake_in_an_intake_is_named_where_it_stands() {
    let execution = execution().await;
    let ann = execution.person().await;
    let wrong = json!({
        "id": "7", "plan": {"id": OTHER, "version": 1}, "supplement": "", "dose": {"value": 0, "unit": "g"},
        "taken_at": "yesterday", "zone": "Mars", "notes": "\u{7}",
    });
    let errors = [
        ("/id", "invalid_id"),
        ("/plan", "not_supported_yet"),
        ("/supplement", "empty"),
        ("/dose/value", "out_of_range"),
        ("/taken_at", "invalid_time"),
        ("/zone", "invalid_zone"),
        ("/notes", "control_character"),
    ];
    assert_eq!(execution.send(ann.post(INTAKES).set_json(wrong)).await.refused(), (422, "invalid", errors));
    let wrong = json!({
        "plan": {"id": OTHER, "version": 1}, "supplement": "s".repeat(201), "skipped_at": "1899-01-01T00:00:00Z",
        "zone": "", "reason": "r".repeat(10_001),
    });
    let errors = [
        ("/plan", "not_supported_yet"),
        ("/supplement", "too_long"),
        ("/skipped_at", "out_of_range"),
        ("/zone", "invalid_zone"),
        ("/reason", "too_long"),
    ];
    assert_eq!(execution.send(ann.post(SKIPS).set_json(wrong)).await.refused(), (422, "invalid", errors));
    for (list, mut body, field, pointer) in
        [(INTAKES, creatine(), "taken_at", "/taken_at"), (SKIPS, skipped(), "skipped_at", "/skipped_at")]
    {
        body[field] = "2026-11-30T12:30:00Z".into();
        let refused = execution.send(ann.post(list).set_json(body)).await.refused();
        assert_eq!(refused, (422, "in-the-future", [(pointer, "in_the_future")]));
    }
    assert_eq!(execution.news().len(), 0);
}

#[actix_web::test]
async fn texts_of_meals_and_intakes_are_sealed() {
    let execution = execution().await;
    let ann = execution.person().await;
    given(&execution, ann.post(MEALS).set_json(lunch(46.5)).insert_header(("Idempotency-Key", "1"))).await;
    given(&execution, ann.put(&at(MEALS)).set_json(lunch(50.0))).await;
    given(&execution, ann.post(INTAKES).set_json(creatine())).await;
    let mut skip = skipped();
    skip["id"] = OTHER.into();
    given(&execution, ann.post(SKIPS).set_json(skip)).await;
    for text in ["Kantine", "Hendlbrust", "Apfelstrudel", "mit Petra", "Kreatin", "im Tee", "keins mehr da"] {
        assert_eq!(execution.topics_that_tell(text), [], "{text}");
    }
    let events = execution.events();
    let ExecutionEvent::MealCorrected(corrected) = &events[1].event else { panic!("{:?}", events[1].event) };
    assert_eq!(corrected.meal.items[0].name, Text::from("Hendlbrust"));
    let ExecutionEvent::SupplementSkipped(skipped) = &events[3].event else { panic!("{:?}", events[3].event) };
    assert_eq!(skipped.reason, Some(Text::from("keins mehr da")));
}

#[actix_web::test]
async fn one_athlete_knows_nothing_of_the_meals_of_another() {
    let execution = execution().await;
    let (ann, ben) = (execution.person().await, execution.person().await);
    given(&execution, ann.post(MEALS).set_json(lunch(46.5))).await;
    assert_eq!(execution.send(ben.delete(&at(MEALS))).await.refused(), (404, "not-found", NOTHING));
    assert_eq!(given(&execution, ben.post(MEALS).set_json(lunch(1.0))).await.status, 201);
}
