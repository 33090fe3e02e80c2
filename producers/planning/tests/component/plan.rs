//! Meal plans and supplement plans.

use schemas::{planning::PlanningEvent, topic::Topic};
use serde_json::{Value, json};

use crate::support::{ID, planning};

fn cut(protein: f64) -> Value {
    let oats =
        json!({"name": "Haferflocken", "amount": {"value": 100, "unit": "g"}, "nutrients": {"protein_g": protein}});
    json!({"id": ID, "name": "Diaet", "targets": {"rest_day": {"protein_g": {"min": 160}}},
        "meals": [{"name": "Fruehstueck", "at": "07:30", "ingredients": [oats]}]})
}

fn winter(dose: f64) -> Value {
    json!({"id": ID, "name": "Dunkle Tage", "supplements": [
        {"supplement": "Vitamin D", "dose": {"value": dose, "unit": "iu"}, "cadence": {"kind": "daily"}, "times": ["08:00"]}]})
}

#[actix_web::test]
async fn plans_have_versions_and_are_archived() {
    for (path, one, other, event) in [
        ("meal-plans", cut(13.5), cut(14.0), "MealPlan"),
        ("supplement-plans", winter(1_000.0), winter(2_000.0), "SupplementPlan"),
    ] {
        let mut planning = planning().await;
        let ann = planning.person().await;
        let (all, this) = (format!("/v1/planning/{path}"), format!("/v1/planning/{path}/{ID}"));
        let made = planning.send(ann.post(&all).set_json(&one)).await;
        assert_eq!((made.status, made.header("location")), (201, Some(format!("/v1/query/{path}/{ID}").as_str())));
        assert_eq!(planning.send(ann.post(&all).set_json(&one)).await.status, 200);
        assert_eq!(planning.send(ann.post(&all).set_json(&other)).await.refused().name, "id-taken");
        let edit = |body: &Value| ann.put(&this).set_json(body).insert_header(("If-Match", "\"1\""));
        assert_eq!(planning.send(edit(&other)).await.header("etag"), Some("\"2\""));
        assert_eq!(planning.send(edit(&one)).await.json()["current_version"], 2);
        planning.restart();
        assert_eq!(planning.send(ann.put(&this).set_json(&other)).await.header("etag"), Some("\"2\""));
        assert_eq!(planning.send(ann.delete(&this)).await.header("etag"), Some("\"3\""));
        assert_eq!(planning.send(ann.put(&this).set_json(&one)).await.refused().name, "archived");
        let types: Vec<_> = planning.news().iter().map(|event| event.said().0.to_owned()).collect();
        assert_eq!(types, ["Created", "Updated", "Archived"].map(|end| format!("planning.{event}{end}")));
        let nowhere = format!("/v1/planning/{path}/{}", schemas::testing::id::<()>(77));
        let mut elsewhere = one;
        elsewhere["id"].take();
        assert_eq!(planning.send(ann.put(&nowhere).set_json(&elsewhere)).await.refused().status, 404);
    }
}

#[actix_web::test]
async fn what_is_eaten_and_taken_is_sealed() {
    let planning = planning().await;
    let ann = planning.person().await;
    planning.send(ann.post("/v1/planning/meal-plans").set_json(cut(13.5))).await;
    planning.send(ann.post("/v1/planning/supplement-plans").set_json(winter(1_000.0))).await;
    for text in ["Diaet", "Haferflocken", "Fruehstueck", "Dunkle Tage", "Vitamin D"] {
        assert_eq!(planning.topics_that_tell(text), [] as [Topic; 0], "{text}");
    }
    let PlanningEvent::MealPlanCreated(plan) = &planning.events()[0].event else { panic!("a meal plan") };
    assert_eq!(plan.meals[0].ingredients[0].nutrients.protein_mg, Some(13_500));
}
