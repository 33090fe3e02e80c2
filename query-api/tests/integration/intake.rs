//! Meals, and supplements taken or left out.

use projections::fold::Fact;
use schemas::{
    execution::{
        ExecutionEvent, IntakeUndone, Meal, MealConsumed, MealCorrected, MealDeleted, MealItem, Nutrients,
        SupplementSkipped, SupplementTaken,
    },
    id::UserId,
    quantity::{Energy, Grams, Portion, PortionUnit},
    testing::{Example, id},
    text::Text,
    time::{local_date, utc_offset_seconds},
    topic::Topic,
};
use serde_json::{Value, json};

use crate::support::{batch, me, with_installation};

const EVENTS: Topic = Topic::EXECUTION_EVENTS;

fn uuid(number: u64) -> String {
    id::<schemas::id::kind::Meal>(number).to_string()
}

fn meal(eaten_at: &str) -> Meal {
    let (eaten_at, zone) = (eaten_at.parse().unwrap(), "Europe/Vienna".parse().unwrap());
    Meal {
        eaten_at,
        zone,
        local_date: local_date(eaten_at, zone),
        utc_offset_seconds: utc_offset_seconds(eaten_at, zone),
        plan: None,
        ..Meal::example()
    }
}

fn eaten(user_id: UserId, number: u64, meal: Meal) -> Fact {
    let event = MealConsumed { user_id, meal_id: id(number), meal, ..MealConsumed::example() };
    Fact::Execution(ExecutionEvent::MealConsumed(event))
}

fn taken(number: u64, taken_at: &str) -> Fact {
    let (taken_at, zone) = (taken_at.parse().unwrap(), "Europe/Vienna".parse().unwrap());
    let dose = Portion::from_json_number(500.0, PortionUnit::Mg).unwrap();
    let local_date = local_date(taken_at, zone);
    let (user_id, intake_id) = (me(), id(number));
    let event = SupplementTaken { user_id, intake_id, dose, taken_at, zone, local_date, ..SupplementTaken::example() };
    Fact::Execution(ExecutionEvent::SupplementTaken(event))
}

fn ids(list: &Value) -> Vec<String> {
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[actix_web::test]
async fn a_meal_is_shown_as_told_with_what_is_known_of_it() {
    with_installation(async |installation| {
        let grams = |number| Grams::from_json_number(number).ok();
        let unknown =
            Nutrients { energy: None, protein: None, carbohydrate: None, fat: None, fibre: None, alcohol: None };
        let chicken = Nutrients {
            energy: Some(Energy::computed(234_600_000)),
            protein: grams(46.5),
            carbohydrate: grams(0.0),
            fat: grams(5.4),
            ..unknown.clone()
        };
        let amount = |number, unit| Portion::from_json_number(number, unit).ok();
        let items = vec![
            MealItem { name: Text::from("chicken"), amount: amount(5.5, PortionUnit::Oz), nutrients: chicken },
            MealItem { name: Text::Erased, amount: amount(0.5, PortionUnit::Piece), nutrients: unknown },
        ];
        let lunch = Meal { items, ..meal("2021-08-01T12:30:00+02:00") };
        installation.commit(&batch(EVENTS, 0, [eaten(me(), 1, lunch)])).await;
        let none = json!({"energy_kcal": null, "energy_computed": false, "protein_g": null, "carbohydrate_g": null,
            "fat_g": null, "fibre_g": null, "alcohol_g": null});
        let expected = json!({
            "id": uuid(1), "version": 1, "name": "lunch", "date": "2021-08-01", "eaten_at": "2021-08-01T12:30:00+02:00",
            "zone": "Europe/Vienna", "plan": null,
            "items": [
                {"name": "chicken", "amount": {"value": 5.5, "unit": "oz"}, "amount_g": 156,
                 "nutrients": {"energy_kcal": 234.6, "energy_computed": true, "protein_g": 46.5, "carbohydrate_g": 0,
                               "fat_g": 5.4, "fibre_g": null, "alcohol_g": null}},
                {"name": null, "amount": {"value": 0.5, "unit": "piece"}, "nutrients": none},
            ],
            "totals": {"energy_kcal": 234.6, "energy_computed": true, "protein_g": 46.5, "carbohydrate_g": 0,
                "fat_g": 5.4, "fibre_g": null, "alcohol_g": null,
                "unknown": {"energy_kcal": 1, "protein_g": 1, "carbohydrate_g": 1, "fat_g": 1, "fibre_g": 2,
                            "alcohol_g": 2}},
            "notes": "in a hurry",
        });
        assert_eq!(installation.get("/v1/query/meals").await, json!({"items": [expected], "next_cursor": null}));
        assert_eq!(installation.get(&format!("/v1/query/meals/{}", uuid(1))).await, expected);
    })
    .await;
}

#[actix_web::test]
async fn meals_are_listed_newest_first_page_by_page_and_day_by_day() {
    with_installation(async |installation| {
        // the second is on the first of August in UTC, and on the second in Vienna
        let times = ["2021-08-01T12:30:00Z", "2021-08-01T22:30:00Z", "2021-08-03T12:30:00Z", "2021-08-03T12:30:00Z"];
        let facts = (1..).zip(times).map(|(number, time)| eaten(me(), number, meal(time)));
        installation.commit(&batch(EVENTS, 0, facts)).await;
        let all = [4, 3, 2, 1].map(uuid);
        assert_eq!(ids(&installation.get("/v1/query/meals").await), all);
        let first = installation.get("/v1/query/meals?limit=3").await;
        assert_eq!(ids(&first), all[..3]);
        let cursor = first["next_cursor"].as_str().unwrap();
        assert_eq!(ids(&installation.get(&format!("/v1/query/meals?limit=3&cursor={cursor}")).await), all[3..]);
        let page = installation.get("/v1/query/meals?limit=1").await;
        let cursor = page["next_cursor"].as_str().unwrap();
        assert_eq!(ids(&installation.get(&format!("/v1/query/meals?limit=1&cursor={cursor}")).await), all[1..2]);
        let from = |query: &str| format!("/v1/query/meals?{query}");
        assert_eq!(ids(&installation.get(&from("from=2021-08-02")).await), all[..3]);
        assert_eq!(ids(&installation.get(&from("to=2021-08-01")).await), all[3..]);
        assert_eq!(ids(&installation.get(&from("from=2021-08-02&to=2021-08-02")).await), all[2..3]);
        let code = async |query: &str| installation.refused(&from(query)).await.2;
        assert_eq!(code("from=2021-08-02&to=2021-08-01").await, "before_from");
        assert_eq!(code("from=yesterday").await, "invalid_date");
        assert_eq!(code("limit=201").await, "out_of_range");
        assert_eq!(code("cursor=x").await, "invalid_cursor");
    })
    .await;
}

#[actix_web::test]
async fn what_was_corrected_deleted_or_somebody_elses_is_shown_so() {
    with_installation(async |installation| {
        let corrected = MealCorrected { user_id: me(), meal_id: id(1), ..MealCorrected::example() };
        let deleted = MealDeleted { user_id: me(), meal_id: id(2), ..MealDeleted::example() };
        let facts = [
            eaten(me(), 1, meal("2021-08-02T12:30:00Z")),
            eaten(me(), 2, meal("2021-08-02T12:30:00Z")),
            eaten(id(7), 3, meal("2021-08-02T12:30:00Z")),
            Fact::Execution(ExecutionEvent::MealCorrected(corrected)),
            Fact::Execution(ExecutionEvent::MealDeleted(deleted)),
        ];
        installation.commit(&batch(EVENTS, 0, facts)).await;
        let list = installation.get("/v1/query/meals").await;
        assert_eq!(ids(&list), [uuid(1)]);
        assert_eq!((&list["items"][0]["date"], &list["items"][0]["version"]), (&json!("2021-08-01"), &json!(4)));
        for number in [2, 3] {
            assert_eq!(installation.refused(&format!("/v1/query/meals/{}", uuid(number))).await.0, 404);
        }
    })
    .await;
}

#[actix_web::test]
async fn supplements_are_listed_whether_taken_or_left_out_until_undone() {
    with_installation(async |installation| {
        let skipped = SupplementSkipped {
            user_id: me(),
            intake_id: id(2),
            skipped_at: "2021-08-02T08:00:00+02:00".parse().unwrap(),
            local_date: "2021-08-02".parse().unwrap(),
            plan: None,
            ..SupplementSkipped::example()
        };
        let undone = IntakeUndone { user_id: me(), intake_id: id(3), ..IntakeUndone::example() };
        let facts = [
            taken(1, "2021-08-01T08:00:00+02:00"),
            Fact::Execution(ExecutionEvent::SupplementSkipped(skipped)),
            taken(3, "2021-08-03T08:00:00+02:00"),
            Fact::Execution(ExecutionEvent::IntakeUndone(undone)),
        ];
        installation.commit(&batch(EVENTS, 0, facts)).await;
        let list = installation.get("/v1/query/supplement-intakes").await;
        assert_eq!(ids(&list), [uuid(2), uuid(1)]);
        let left_out = json!({
            "id": uuid(2), "version": 2, "status": "skipped", "supplement": "creatine", "dose": null,
            "date": "2021-08-02", "taken_at": null, "skipped_at": "2021-08-02T08:00:00+02:00", "zone": "Europe/Vienna",
            "plan": null, "reason": "none left", "notes": null,
        });
        assert_eq!(list["items"][0], left_out);
        assert_eq!(installation.get(&format!("/v1/query/supplement-intakes/{}", uuid(2))).await, left_out);
        let first = &list["items"][1];
        assert_eq!((&first["status"], &first["taken_at"]), (&json!("taken"), &json!("2021-08-01T08:00:00+02:00")));
        // half a gram, half up
        assert_eq!((&first["dose"], &first["dose_g"]), (&json!({"value": 500, "unit": "mg"}), &json!(1)));
        let days = installation.get("/v1/query/supplement-intakes?from=2021-08-02&to=2021-08-03").await;
        assert_eq!(ids(&days), [uuid(2)]);
        let page = installation.get("/v1/query/supplement-intakes?limit=1").await;
        let next = format!("/v1/query/supplement-intakes?limit=1&cursor={}", page["next_cursor"].as_str().unwrap());
        assert_eq!(ids(&installation.get(&next).await), [uuid(1)]);
        assert_eq!(installation.refused(&format!("/v1/query/supplement-intakes/{}", uuid(3))).await.0, 404);
    })
    .await;
}
