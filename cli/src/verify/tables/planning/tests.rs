use schemas::{
    planning::{
        ExerciseDefined, ExerciseRenamed, ExercisesMerged, MealPlanCreated, ProgressionAccepted, ProgressionProposed,
        ProgressionRuleChosen, RecommendationDeclined, SupplementPlanUpdated, WorkoutTemplateArchived,
        WorkoutTemplateCreated, WorkoutTemplateUpdated,
    },
    record::{Family, Record},
    testing::Example,
    topic::Topic,
};
use uuid::Uuid;

use super::*;
use crate::verify::testing::{Log, json_of};

const OWNER: Uuid = Uuid::from_u128(1);
const ID: &str = "00000000-0000-0000-0000-0000000000aa";

fn event<R: Record + Example>(log: &mut Log, kind: &str, version: u64) {
    log.command(Topic::PLANNING_EVENTS, OWNER, kind, ID, version, &[(R::NAME, json_of(&R::example()))]);
}

fn folded(log: &Log, next: i64) -> Vec<Expected> {
    let history = log.history();
    let positions = history.read_to.keys().map(|at| (*at, next)).collect();
    rows(&history, &positions)
}

fn of(tables: &[Expected], table: At) -> &Expected {
    &tables[table as usize]
}

#[test]
fn a_template_is_folded_up_to_the_position_and_no_further() {
    let mut log = Log::new();
    event::<WorkoutTemplateCreated>(&mut log, "workout-template", 1);
    event::<WorkoutTemplateUpdated>(&mut log, "workout-template", 2);
    event::<WorkoutTemplateArchived>(&mut log, "workout-template", 3);
    let key = format!("{OWNER}/{ID}");
    assert!(folded(&log, 0).iter().all(Expected::is_empty));
    let tables = folded(&log, 1);
    assert_eq!(of(&tables, At::Template)[&key]["version"], 1);
    let first = &of(&tables, At::TemplateVersion)[&format!("{key}/3")];
    assert_eq!((&first["minutes"], &first["reason"], &first["position"]), (&json!(45), &Value::Null, &json!(0)));
    let tables = folded(&log, 3);
    let head = &of(&tables, At::Template)[&key];
    assert_eq!((&head["version"], head["archived_at"].is_i64()), (&json!(3), true));
    let second = &of(&tables, At::TemplateVersion)[&format!("{key}/3")];
    assert_eq!((&second["reason"], &second["position"]), (&json!("CompletedAllReps"), &json!(1)));
}

#[test]
fn every_other_table_has_its_rows() {
    let mut log = Log::new();
    event::<ProgressionProposed>(&mut log, "workout-template", 1);
    event::<ProgressionAccepted>(&mut log, "workout-template", 2);
    event::<ProgressionRuleChosen>(&mut log, "workout-template", 3);
    event::<RecommendationDeclined>(&mut log, "recommendation", 1);
    event::<ExerciseDefined>(&mut log, "exercise-list", 1);
    event::<ExerciseRenamed>(&mut log, "exercise-list", 2);
    event::<ExercisesMerged>(&mut log, "exercise-list", 3);
    event::<MealPlanCreated>(&mut log, "meal-plan", 1);
    event::<SupplementPlanUpdated>(&mut log, "supplement-plan", 1);
    let tables = folded(&log, 9);
    let counts: Vec<usize> = tables.iter().map(Expected::len).collect();
    assert_eq!(counts, [1, 0, 1, 1, 1, 1, 1, 1, 1, 2, 2]);
    let plans = of(&tables, At::PlanVersion);
    assert!(plans[&format!("{OWNER}/meal/{ID}/3")]["content"]["meals"].is_array());
    assert!(plans[&format!("{OWNER}/supplement/{ID}/3")]["content"]["supplements"].is_array());
    assert_eq!(of(&tables, At::RecommendationAnswer)[&format!("{OWNER}/{ID}")]["accepted"], false);
    assert_eq!(TABLES.len(), tables.len());
    // each event of the catalogue belongs to a table; a new one has to be looked at here
    assert_eq!(schemas::planning::PlanningEvent::TYPES.len(), 19);
}
