//! The end of a real year: the goal "500,000 kg in 2021" and the two workouts around its crossing, row by row.

use schemas::{
    execution::{SetPerformed, WorkoutExecuted},
    goal::{GoalSet, Metric},
    testing::id,
};

use crate::scenario::{KG, Scenario, Workout, accumulate, as_asked, at, set, workout};

/// Kilograms and reps of sets, numbered from `first`.
fn sets(first: u64, rows: &[(i64, i32)]) -> Vec<SetPerformed> {
    (first..).zip(rows).map(|(number, (load, reps))| set(number, *load, *reps)).collect()
}

/// The Incline Chest Press set of Push that crosses, as [`push`] numbers it.
const INCLINE: u64 = 1_031;
/// The Seated Row set of Pull that crosses without Push.
const ROW: u64 = 2_022;

fn push(incline: i32) -> WorkoutExecuted {
    let mut push = workout(2, "2021-08-01T18:46:43+02:00")
        .block("iso-lateral-chest-press-machine", sets(1_000, &[(60, 12), (70, 11), (70, 11), (70, 12)]))
        .block("shoulder-press-plate-loaded", sets(1_010, &[(25, 12), (25, 12), (25, 12)]))
        .block("dip-machine", sets(1_020, &[(80, 8), (80, 12), (80, 12)]))
        .block("incline-chest-press-machine", sets(1_030, &[(25, 10), (25, incline), (25, 10)]))
        .block("lateral-raise-machine", sets(1_040, &[(30, 12), (30, 12), (30, 11)]))
        .block("decline-chest-press", sets(1_050, &[(20, 12), (22, 11), (20, 12)]))
        .block("triceps-extension", sets(1_060, &[(20, 12), (25, 12), (25, 12), (20, 12)]));
    push.utc_offset_seconds = 7200;
    push
}

fn pull() -> WorkoutExecuted {
    let mut pull = workout(3, "2021-08-02T16:40:23+02:00")
        .block("deadlift-barbell", sets(2_000, &[(90, 6), (100, 5), (100, 5), (90, 5), (90, 5)]))
        .block("lat-pulldown-cable", sets(2_010, &[(47, 12), (57, 12), (57, 12), (47, 12)]))
        .block("seated-row-machine", sets(2_020, &[(80, 12), (80, 12), (80, 13)]))
        .block("bicep-curl-machine", sets(2_030, &[(20, 10), (25, 12), (25, 10), (25, 11)]));
    pull.utc_offset_seconds = 7200;
    pull
}

fn goal() -> GoalSet {
    let (from, until) = (Some("2021-01-01".parse().unwrap()), Some("2021-12-31".parse().unwrap()));
    GoalSet { from, until, ..accumulate(1, Metric::Volume, 500_000 * KG) }
}

/// The year, the rest of it before and after as one set each.
fn year() -> Scenario {
    let mut athlete = Scenario::new();
    athlete.goal_set(&goal());
    athlete.executed(&workout(9, "2020-12-31T12:00:00Z").block("rest", [set(9, 1_000, 1)]));
    athlete.executed(&workout(1, "2021-01-11T12:00:00Z").block("rest", [set(1, 493_080, 1)]));
    athlete.executed(&push(10));
    athlete.executed(&pull());
    athlete.executed(&workout(4, "2021-08-04T12:00:00Z").block("rest", [set(4, 288_610, 1)]));
    answer(&mut athlete);
    athlete
}

/// The goal does as it was asked, once.
fn answer(athlete: &mut Scenario) {
    assert_eq!(athlete.commands.len(), 1);
    let asked = athlete.commands.remove(0);
    let version = athlete.entry(1).version.cast_unsigned() + 1;
    athlete.goal_says(as_asked(&asked), version);
    assert!(athlete.commands.is_empty());
}

fn assert_achieved(athlete: &Scenario, set: u64, when: &str, value: i64) {
    let entry = athlete.entry(1);
    assert_eq!(entry.recorded, entry.crossing);
    let crossing = entry.recorded.unwrap();
    assert_eq!((crossing.set_id, crossing.value), (Some(id(set)), value * KG));
    assert_eq!(crossing.achieved_at.to_rfc3339_at(crossing.utc_offset_seconds), when);
}

#[test]
fn the_goal_is_achieved_by_the_incline_press_of_push() {
    let athlete = year();
    // 499,890 before it
    assert_achieved(&athlete, INCLINE, "2021-08-01T18:46:43+02:00", 500_140);
}

#[test]
fn lowering_that_set_moves_the_crossing_and_correcting_it_back_restores_it() {
    let mut athlete = year();
    athlete.executed(&push(4));
    answer(&mut athlete);
    assert_achieved(&athlete, INCLINE + 1, "2021-08-01T18:46:43+02:00", 500_240);
    athlete.executed(&push(10));
    answer(&mut athlete);
    assert_achieved(&athlete, INCLINE, "2021-08-01T18:46:43+02:00", 500_140);
}

#[test]
fn deleting_push_moves_the_crossing_to_the_seated_row_of_pull() {
    let mut athlete = year();
    athlete.deleted(2);
    answer(&mut athlete);
    // 499,936 before it
    assert_achieved(&athlete, ROW, "2021-08-02T16:40:23+02:00", 500_976);
    assert_eq!(athlete.value(1), 790_611 * KG);
    assert_eq!(athlete.outputs.last().unwrap().percent_hundredths, 15_812);
}

#[test]
fn a_goal_set_after_the_year_finds_the_same() {
    let mut athlete = Scenario::new();
    for done in [pull(), push(10)] {
        athlete.executed(&done);
    }
    athlete.executed(&workout(1, "2021-01-11T12:00:00Z").block("rest", [set(1, 493_080, 1)]));
    athlete.goal_set(&goal());
    answer(&mut athlete);
    assert_achieved(&athlete, INCLINE, &at("2021-08-01T16:46:43Z").to_rfc3339_at(7200), 500_140);
}
