use schemas::{
    planning::{CadenceKind, DayKind, ProgressionRuleKind, Resistance, SetKind},
    testing::moment,
    text::Text,
};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use service::http::{
    json::parse,
    problem::{Place, Problem},
};

use super::*;

const ID: &str = "0191d2c8-7a3e-7b1f-8a55-00000000000a";
const OTHER: &str = "0191d2c8-7a3e-7b1f-8a55-00000000000b";

fn body<T: DeserializeOwned>(body: &Value) -> Result<T, Problem> {
    parse(&serde_json::to_vec(body).unwrap())
}

/// A body with some members replaced.
fn with(mut body: Value, changes: Value) -> Value {
    let members = body.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        members.insert(name.clone(), value.clone());
    }
    body
}

/// Places and codes of everything that is wrong.
fn wrong<T: std::fmt::Debug>(read: Result<T, Problem>) -> Vec<(String, String)> {
    let problem = read.unwrap_err();
    assert_eq!(problem.status().as_u16(), 422, "{problem}");
    let said = problem.errors().iter().map(|fault| {
        let (Place::Pointer(place) | Place::Parameter(place)) = &fault.place else { panic!("{fault:?}") };
        (place.clone(), fault.code.to_string())
    });
    said.collect()
}

fn faults<const N: usize>(expected: [(&str, &str); N]) -> Vec<(String, String)> {
    expected.map(|(place, code)| (place.to_owned(), code.to_owned())).to_vec()
}

fn template(sets: Value) -> Value {
    json!({"id": ID, "name": "Push", "duration_minutes": null,
        "exercises": [{"exercise": "bench-press-barbell", "sets": sets, "notes": null}]})
}

fn template_faults(sets: Value) -> Vec<(String, String)> {
    wrong(body::<WorkoutTemplateBody>(&template(sets)).and_then(|body| body.created(moment())))
}

#[test]
fn a_template_reads_as_it_was_written() {
    let sets = json!([
        {"kind": "warm_up", "reps": 10},
        {"kind": "normal", "reps": 8, "load": {"value": 40, "unit": "kg"}, "rest_seconds": 90},
        {"rep_range": {"min": 8, "max": 12}, "e1rm_percent": 77.5, "rpe": 8.5, "resistance": "assisted"},
        {"duration_seconds": 45, "distance": {"value": 0.5, "unit": "km"}},
    ]);
    let (id, content) = body::<WorkoutTemplateBody>(&template(sets)).unwrap().created(moment()).unwrap();
    assert_eq!((id.to_string().as_str(), content.name), (ID, Text::from("Push")));
    let [exercise] = &content.exercises[..] else { panic!("one exercise") };
    assert_eq!(exercise.name, "bench-press-barbell");
    let [warm_up, normal, range, timed] = &exercise.sets[..] else { panic!("four sets") };
    assert_eq!((warm_up.kind, warm_up.reps), (SetKind::WarmUp, Some(10)));
    assert_eq!((normal.load.as_ref().unwrap().entered(), normal.rest_seconds), ("40", Some(90)));
    assert_eq!((range.kind, range.reps_min, range.reps_max), (SetKind::Normal, Some(8), Some(12)));
    assert_eq!((range.e1rm_percent_tenths, range.rpe_tenths), (Some(775), Some(85)));
    assert_eq!((range.resistance, timed.resistance), (Resistance::Assisted, Resistance::External));
    assert_eq!((timed.duration_seconds, timed.distance.as_ref().unwrap().millimetres()), (Some(45), 500_000));
}

#[test]
fn several_mistakes_are_told_at_once() {
    let sets = json!([
        {"kind": "slow", "reps": 0, "rest_seconds": 86_401},
        {"reps": 8, "rep_range": {"min": 12, "max": 8}, "load": {"value": -1, "unit": "kg"}, "e1rm_percent": 151},
        {"rpe": 8.25, "load": {"value": 1, "unit": "st"}, "distance": {"value": 0, "unit": "m"}, "duration_seconds": 0},
    ]);
    let at = |place: &str| format!("/exercises/0/sets/{place}");
    let expected = [
        ("0/kind", "unknown_value"),
        ("0/reps", "out_of_range"),
        ("0/rest_seconds", "out_of_range"),
        ("1/rep_range/max", "below_min"),
        ("1/rep_range", "one_of_two"),
        ("1/e1rm_percent", "one_of_two"),
        ("1/e1rm_percent", "out_of_range"),
        ("1/load/value", "out_of_range"),
        ("2/load/unit", "unknown_value"),
        ("2/rpe", "out_of_range"),
        ("2/duration_seconds", "out_of_range"),
        ("2/distance/value", "out_of_range"),
    ];
    assert_eq!(template_faults(sets), expected.map(|(place, code)| (at(place), code.to_owned())));
}

#[test]
fn a_template_has_limits() {
    let set = json!({"reps": 8});
    let whole = |changes: Value| {
        wrong(
            body::<WorkoutTemplateBody>(&with(template(json!([set])), changes)).and_then(|body| body.created(moment())),
        )
    };
    assert_eq!(whole(json!({"exercises": []})), faults([("/exercises", "empty")]));
    let exercise = json!({"exercise": "a", "sets": [set]});
    assert_eq!(whole(json!({"exercises": vec![exercise; 51]})), faults([("/exercises", "too_many")]));
    let exercise = json!({"exercise": "a", "sets": vec![set.clone(); 101]});
    assert_eq!(whole(json!({"exercises": vec![exercise; 2]})), faults([("/exercises", "too_many_sets")]));
    assert_eq!(template_faults(json!([])), faults([("/exercises/0/sets", "empty")]));
    assert_eq!(
        whole(json!({"name": " ", "duration_minutes": 1_441})),
        faults([("/name", "empty"), ("/duration_minutes", "out_of_range")])
    );
    assert_eq!(
        whole(json!({"id": "x", "notes": "a".repeat(2_001)})),
        faults([("/id", "invalid_id"), ("/notes", "too_long")])
    );
    let exercise = json!({"exercise": "Bench Press", "exercise_name": "", "superset": -1, "sets": [set]});
    assert_eq!(
        whole(json!({"exercises": [exercise]})),
        faults([
            ("/exercises/0/exercise", "invalid_exercise"),
            ("/exercises/0/exercise_name", "empty"),
            ("/exercises/0/superset", "out_of_range"),
        ])
    );
    // each note is fine, all of them are not
    let exercise = json!({"exercise": "a", "notes": "ä".repeat(1_000), "sets": [set]});
    assert_eq!(whole(json!({"exercises": vec![exercise; 16]})), faults([("", "too_long")]));
}

#[test]
fn an_id_said_again_is_that_of_the_address() {
    let read =
        |id: &str| body::<WorkoutTemplateBody>(&template(json!([{"reps": 8}]))).unwrap().updated(id.parse().unwrap());
    assert!(read(ID).is_ok());
    assert_eq!(wrong(read(OTHER)), faults([("/id", "other_id")]));
}

#[test]
fn an_exercise_of_ones_own_is_checked() {
    let definition = |changes: Value| {
        let plain = json!({"name": "Larsen Press", "primary_muscles": ["chest"]});
        body::<DefineExerciseBody>(&with(plain, changes)).and_then(|body| body.read())
    };
    assert_eq!(definition(json!({"aliases": ["LP"], "equipment": "barbell"})).unwrap().aliases, ["LP"]);
    assert_eq!(
        wrong(definition(json!({"name": "", "primary_muscles": [], "equipment": "spoon", "measurement": "smell"}))),
        faults([
            ("/name", "empty"),
            ("/primary_muscles", "empty"),
            ("/equipment", "unknown_value"),
            ("/measurement", "unknown_value"),
        ])
    );
    assert_eq!(
        wrong(definition(json!({"secondary_muscles": ["chest", "soul"], "aliases": [""]}))),
        faults([
            ("/secondary_muscles/0", "duplicate"),
            ("/secondary_muscles/1", "unknown_value"),
            ("/aliases/0", "empty"),
        ])
    );
    let many = vec!["x"; 21];
    assert_eq!(wrong(definition(json!({"aliases": many}))), faults([("/aliases", "too_many")]));
    assert_eq!(
        wrong(body::<RenameExerciseBody>(&json!({"name": " "})).and_then(|body| body.read())),
        faults([("/name", "empty")])
    );
    let merge = body::<MergeExercisesBody>(&json!({"into": "Not An Id"})).and_then(|body| body.read());
    assert_eq!(wrong(merge), faults([("/into", "invalid_exercise")]));
}

fn rule(value: Value) -> Result<schemas::planning::ProgressionRule, Problem> {
    body::<ProgressionRuleBody>(&value).and_then(|body| body.read())
}

#[test]
fn every_kind_of_rule_has_members_of_its_own() {
    let step = json!({"value": 2.5, "unit": "kg"});
    for (value, kind) in [
        (json!({"kind": "follow"}), ProgressionRuleKind::Follow),
        (json!({"kind": "linear", "increment": step, "successes": 1}), ProgressionRuleKind::Linear),
        (
            json!({"kind": "linear", "increment": step, "successes": 2, "decrement": step, "failures": 3, "rounding": step}),
            ProgressionRuleKind::Linear,
        ),
        (json!({"kind": "double", "increment": step, "rep_range": {"min": 8, "max": 12}}), ProgressionRuleKind::Double),
        (json!({"kind": "sum_of_reps", "increment": step, "total_reps": 30}), ProgressionRuleKind::SumOfReps),
        (json!({"kind": "percent_wave", "percents": [70, 77.5, 85]}), ProgressionRuleKind::PercentWave),
        (json!({"kind": "rpe_target", "increment": step, "rpe": 8}), ProgressionRuleKind::RpeTarget),
    ] {
        assert_eq!(rule(value.clone()).unwrap().kind, kind, "{value}");
    }
    assert_eq!(rule(json!({"kind": "percent_wave", "percents": [70, 77.5]})).unwrap().percent_tenths, [700, 775]);
}

#[test]
fn a_rule_with_members_missing_or_idle_is_refused() {
    let step = json!({"value": 2.5, "unit": "kg"});
    assert_eq!(wrong(rule(json!({"kind": "magic"}))), faults([("/kind", "unknown_value")]));
    assert_eq!(
        wrong(rule(json!({"kind": "linear", "decrement": step, "rpe": 8}))),
        faults([
            ("/increment", "missing_field"),
            ("/successes", "missing_field"),
            ("/rpe", "does_not_fit"),
            ("/failures", "missing_field"),
        ])
    );
    assert_eq!(wrong(rule(json!({"kind": "follow", "increment": step}))), faults([("/increment", "does_not_fit")]));
    assert_eq!(wrong(rule(json!({"kind": "percent_wave", "percents": []}))), faults([("/percents", "empty")]));
    assert_eq!(
        wrong(rule(json!({"kind": "sum_of_reps", "increment": {"value": 0, "unit": "kg"}, "total_reps": 0}))),
        faults([("/increment/value", "out_of_range"), ("/total_reps", "out_of_range")])
    );
}

fn meal_plan(changes: Value) -> Result<crate::domain::meal_plan::Content, Problem> {
    let meal = json!({
        "name": "Breakfast", "day": "training", "at": "07:30", "window_minutes": 30,
        "ingredients": [{"name": "Oats", "amount": {"value": 100, "unit": "g"},
            "nutrients": {"protein_g": 13.5, "carbohydrate_g": 59, "fat_g": 0}}],
    });
    let targets = json!({"training_day": {"energy_kcal": {"min": 2_400, "max": 2_600}}});
    let plain = json!({"id": ID, "name": "Cut", "targets": targets, "meals": [meal]});
    body::<MealPlanBody>(&with(plain, changes)).and_then(|body| body.created(moment())).map(|(_, content)| content)
}

#[test]
fn a_meal_plan_keeps_what_is_unknown_apart_from_nothing() {
    let content = meal_plan(json!({})).unwrap();
    let meal = &content.meals[0];
    assert_eq!((meal.day, meal.at_minute, meal.window_minutes), (DayKind::Training, Some(450), Some(30)));
    let nutrients = &meal.ingredients[0].nutrients;
    assert_eq!((nutrients.protein_mg, nutrients.fat_mg, nutrients.fibre_mg), (Some(13_500), Some(0), None));
    let energy = content.training_day.unwrap().energy_calories.unwrap();
    assert_eq!((energy.min, energy.max, content.rest_day), (Some(2_400_000), Some(2_600_000), None));
}

#[test]
fn a_meal_plan_is_checked() {
    let targets = json!({"rest_day": {"protein_g": {}, "fat_g": {"min": 80, "max": 60}, "fibre_g": {"min": -1}}});
    assert_eq!(
        wrong(meal_plan(json!({"targets": targets}))),
        faults([
            ("/targets/rest_day/protein_g", "empty"),
            ("/targets/rest_day/fat_g/max", "below_min"),
            ("/targets/rest_day/fibre_g/min", "out_of_range"),
        ])
    );
    let food = json!({"name": "", "amount": {"value": 0, "unit": "bucket"}, "nutrients": {"protein_g": 0.0001}});
    let meals = json!([{"name": "Lunch", "day": "sunday", "at": "7:30", "ingredients": [food]}]);
    assert_eq!(
        wrong(meal_plan(json!({"meals": meals}))),
        faults([
            ("/meals/0/day", "unknown_value"),
            ("/meals/0/at", "invalid_time"),
            ("/meals/0/ingredients/0/name", "empty"),
            ("/meals/0/ingredients/0/amount/unit", "unknown_value"),
            ("/meals/0/ingredients/0/amount/value", "out_of_range"),
            ("/meals/0/ingredients/0/nutrients/protein_g", "too_precise"),
        ])
    );
    assert_eq!(wrong(meal_plan(json!({"meals": []}))), faults([("/meals", "empty")]));
    let ingredients = vec![json!({"name": "Rice"}); 201];
    let many = json!([{"name": "Dinner", "ingredients": ingredients}]);
    assert_eq!(wrong(meal_plan(json!({"meals": many}))), faults([("/meals", "too_many_ingredients")]));
}

fn supplement(changes: Value) -> Result<schemas::planning::PlannedSupplement, Problem> {
    let plain = json!({"supplement": "Creatine", "dose": {"value": 5, "unit": "g"}, "cadence": {"kind": "daily"}, "times": ["08:00"]});
    let plan = json!({"name": "Winter", "supplements": [with(plain, changes)]});
    body::<SupplementPlanBody>(&plan)
        .and_then(|body| body.created(moment()))
        .map(|(_, mut content)| content.supplements.remove(0))
}

#[test]
fn a_supplement_says_when_it_is_due() {
    let twice = supplement(json!({"times": ["20:00", "08:00"], "window_minutes": 60})).unwrap();
    assert_eq!((twice.at_minutes, twice.window_minutes), (vec![480, 1_200], Some(60)));
    let weekly = supplement(json!({"cadence": {"kind": "weekdays", "weekdays": ["WED", "MON"]}})).unwrap();
    assert_eq!(weekly.cadence.weekdays.len(), 2);
    let rarely = supplement(json!({"cadence": {"kind": "every_n_days", "days": 3}})).unwrap();
    assert_eq!(rarely.cadence.every_days, Some(3));
    let needed = supplement(json!({"cadence": {"kind": "as_needed"}, "times": [], "most_per_day": 2})).unwrap();
    assert_eq!((needed.cadence.kind, needed.most_per_day), (CadenceKind::AsNeeded, Some(2)));
}

#[test]
fn a_supplement_is_checked() {
    let one = |changes: Value, expected: &[(&str, &str)]| {
        let expected: Vec<_> =
            expected.iter().map(|(place, code)| (format!("/supplements/0/{place}"), (*code).to_owned())).collect();
        assert_eq!(wrong(supplement(changes.clone())), expected, "{changes}");
    };
    one(json!({"times": []}), &[("times", "empty")]);
    one(json!({"times": ["08:00", "08:00", "8"]}), &[("times/1", "duplicate"), ("times/2", "invalid_time")]);
    one(json!({"cadence": {"kind": "as_needed"}}), &[("times", "does_not_fit")]);
    one(json!({"most_per_day": 2}), &[("most_per_day", "does_not_fit")]);
    one(
        json!({"dose": {"value": 0, "unit": "pound"}}),
        &[("dose/unit", "unknown_value"), ("dose/value", "out_of_range")],
    );
    one(json!({"cadence": {"kind": "sometimes"}}), &[("cadence/kind", "unknown_value")]);
    one(json!({"cadence": {"kind": "weekdays"}}), &[("cadence/weekdays", "missing_field")]);
    one(json!({"cadence": {"kind": "weekdays", "weekdays": []}}), &[("cadence/weekdays", "empty")]);
    one(json!({"cadence": {"kind": "weekdays", "weekdays": ["MON", "MON"]}}), &[("cadence/weekdays/1", "duplicate")]);
    one(json!({"cadence": {"kind": "every_n_days", "days": 1}}), &[("cadence/days", "out_of_range")]);
    one(json!({"cadence": {"kind": "daily", "days": 3}}), &[("cadence/days", "does_not_fit")]);
    assert_eq!(
        wrong(
            body::<SupplementPlanBody>(&json!({"name": "Winter", "supplements": []}))
                .and_then(|body| body.created(moment()))
        ),
        faults([("/supplements", "empty")])
    );
}
