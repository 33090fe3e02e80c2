//! Shapes of answers, pages, and whose data they show.

use projections::{database, fold::Fact};
use query_api::database::ReadDatabase;
use schemas::{
    execution::{ExecutionEvent, SetKind, SetLogged, WorkoutDeleted, WorkoutStarted},
    goal::{GoalAbandoned, GoalAchieved, GoalChanged, GoalEvent, GoalKind, GoalMissed, GoalSet, GoalTarget, Metric},
    goal_progress::GoalProgressed,
    identity::{IdentityEvent, UserRegistered},
    quantity::{Mass, MassUnit},
    testing::{Example, id},
    topic::Topic,
};
use serde_json::{Value, json};

use crate::{
    support::{batch, me, with_installation},
    training::{block, executed, kilograms, set, workout},
};

const EVENTS: Topic = Topic::EXECUTION_EVENTS;

fn uuid(number: u64) -> String {
    id::<schemas::id::kind::Workout>(number).to_string()
}

fn bench(number: u64, started: &str, load: &str, reps: i32) -> Fact {
    let sets = vec![
        set(id(1000 * number), 0, SetKind::WarmUp, kilograms("20"), Some(10)),
        set(id(1000 * number + 1), 1, SetKind::Normal, kilograms(load), Some(reps)),
    ];
    executed(workout(me(), id(number), started, vec![block("Bench Press", sets)]))
}

fn execution(event: ExecutionEvent) -> Fact {
    Fact::Execution(event)
}

#[actix_web::test]
async fn a_workout_is_listed_and_shown_whole() {
    with_installation(async |installation| {
        installation.commit(&batch(EVENTS, 0, [bench(1, "2021-08-01T18:46:43", "62.5", 8)])).await;
        let listed = json!({
            "id": uuid(1), "version": 1, "revision": 1, "name": "Push", "status": "completed", "date": "2021-08-01",
            "started_at": "2021-08-01T18:46:43+02:00", "ended_at": null, "zone": "Europe/Vienna",
            "origin": "logged", "sets": 1, "volume": {"value": 500, "unit": "kg"}, "volume_g": 500_000,
        });
        let list = installation.get("/v1/query/workouts").await;
        assert_eq!(list, json!({"items": [listed], "next_cursor": null}));
        let bearer = format!("Bearer {}", installation.token(me()));
        let path = format!("/v1/query/workouts/{}", uuid(1));
        let (_, etag, whole) = installation.ask(&path, &[("authorization", &bearer)]).await;
        assert_eq!(etag.as_deref(), Some("\"1\""));
        let exercise = &whole["exercises"][0];
        assert_eq!((&exercise["exercise"], &exercise["block"]), (&json!("bench-press"), &json!(0)));
        assert_eq!(exercise["sets"].as_array().unwrap().len(), 2);
        assert_eq!(exercise["sets"][1]["load"], json!({"value": 62.5, "unit": "kg"}));
        assert_eq!(exercise["sets"][1]["load_g"], 62_500);
    })
    .await;
}

#[actix_web::test]
async fn a_load_in_pounds_comes_back_as_the_same_pounds() {
    with_installation(async |installation| {
        let load = Some(Mass::parse("110", MassUnit::Lb).unwrap());
        let sets = vec![set(id(11), 0, SetKind::Normal, load, Some(1))];
        let lifted = executed(workout(me(), id(1), "2021-08-01T18:46:43", vec![block("Bench Press", sets)]));
        installation.commit(&batch(EVENTS, 0, [lifted])).await;
        let whole = installation.get(&format!("/v1/query/workouts/{}", uuid(1))).await;
        let set = &whole["exercises"][0]["sets"][0];
        assert_eq!(set["load_entered"], json!({"value": 110, "unit": "lb"}));
        assert_eq!(set["load"], json!({"value": 49.8951607, "unit": "kg"}));
        assert_eq!(set["load_g"], 49_895);
    })
    .await;
}

#[actix_web::test]
async fn a_workout_in_progress_shows_its_sets_and_counts_nowhere_yet() {
    with_installation(async |installation| {
        let start = WorkoutStarted { user_id: me(), workout_id: id(1), ..WorkoutStarted::example() };
        let mut log = SetLogged { user_id: me(), workout_id: id(1), ..SetLogged::example() };
        let mut facts = vec![execution(ExecutionEvent::WorkoutStarted(start))];
        for number in 0..3 {
            log.set.id = id(10 + number);
            log.set.index = i32::try_from(number).unwrap();
            facts.push(execution(ExecutionEvent::SetLogged(log.clone())));
        }
        installation.commit(&batch(EVENTS, 0, facts)).await;
        let list = installation.get("/v1/query/workouts").await;
        assert_eq!((&list["items"][0]["status"], &list["items"][0]["sets"]), (&json!("in_progress"), &json!(3)));
        let whole = installation.get(&format!("/v1/query/workouts/{}", uuid(1))).await;
        assert_eq!(whole["exercises"][0]["sets"].as_array().unwrap().len(), 3);
        for path in ["exercises", "records", "stats/weekly", "stats/monthly"] {
            assert_eq!(installation.get(&format!("/v1/query/{path}")).await["items"], json!([]), "{path}");
        }
        let records = installation.get(&format!("/v1/query/exercises/{}/records", log.exercise)).await;
        assert_eq!((&records["sets"], &records["heaviest"]), (&json!(0), &Value::Null));
    })
    .await;
}

#[actix_web::test]
async fn a_deleted_workout_is_gone_everywhere() {
    with_installation(async |installation| {
        let deleted = WorkoutDeleted { user_id: me(), workout_id: id(1), ..WorkoutDeleted::example() };
        let facts = [
            bench(1, "2021-08-01T18:46:43", "100", 8),
            bench(2, "2021-08-02T18:46:43", "60", 8),
            execution(ExecutionEvent::WorkoutDeleted(deleted)),
        ];
        installation.commit(&batch(EVENTS, 0, facts)).await;
        assert_eq!(installation.ask_as(me(), &format!("/v1/query/workouts/{}", uuid(1))).await.0, 404);
        let records = installation.get("/v1/query/exercises/bench-press/records").await;
        assert_eq!((&records["sets"], &records["heaviest"]["load_g"]), (&json!(1), &json!(60_000)));
        assert_eq!(installation.get("/v1/query/workouts").await["items"].as_array().unwrap().len(), 1);
    })
    .await;
}

#[actix_web::test]
async fn the_earliest_holds_a_tied_record() {
    with_installation(async |installation| {
        let later = bench(1, "2021-08-02T18:00:00", "100", 3);
        let earlier = bench(2, "2021-08-01T18:00:00", "100", 1);
        installation.commit(&batch(EVENTS, 0, [later, earlier])).await;
        let records = installation.get("/v1/query/exercises/bench-press/records").await;
        assert_eq!(records["heaviest"]["workout"], uuid(2));
        assert_eq!(records["heaviest"]["reps"], 1);
        // 36 × 100 / 34 is more than 100
        assert_eq!(
            (&records["best_e1rm"]["e1rm_g"], &records["best_e1rm"]["formula"]),
            (&json!(105_882), &json!("brzycki"))
        );
    })
    .await;
}

#[actix_web::test]
async fn sets_without_load_or_reps_count_and_hold_no_record() {
    with_installation(async |installation| {
        let sets = vec![
            set(id(11), 0, SetKind::Normal, kilograms("0"), Some(12)),
            set(id(12), 1, SetKind::Normal, None, Some(12)),
            set(id(13), 2, SetKind::Failure, kilograms("60"), Some(0)),
        ];
        let done = executed(workout(me(), id(1), "2021-08-01T18:46:43", vec![block("Dip", sets)]));
        installation.commit(&batch(EVENTS, 0, [done])).await;
        let records = installation.get("/v1/query/exercises/dip/records").await;
        assert_eq!(
            records,
            json!({"exercise": "dip", "sets": 3, "heaviest": null, "best_set_volume": null,
            "best_e1rm": null, "best_session_volume": null})
        );
    })
    .await;
}

#[actix_web::test]
async fn pages_follow_one_another_without_gaps() {
    with_installation(async |installation| {
        let days = (1..=7).map(|day| bench(day, &format!("2021-08-0{day}T18:00:00"), "60", 8));
        installation.commit(&batch(EVENTS, 0, days)).await;
        for (path, expected) in
            [("workouts", 7), ("exercises/bench-press/history", 7), ("stats/weekly", 2), ("exercises", 1)]
        {
            let (mut items, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = installation.get(&format!("/v1/query/{path}?limit=2{cursor}")).await;
                items.extend(page["items"].as_array().unwrap().clone());
                let Some(next) = page["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            let whole = installation.get(&format!("/v1/query/{path}")).await;
            assert_eq!(whole["items"].as_array().unwrap(), &items, "{path}");
            assert_eq!(items.len(), expected, "{path}");
        }
    })
    .await;
}

#[actix_web::test]
async fn totals_take_the_days_that_were_asked_for() {
    with_installation(async |installation| {
        let days = [(1, "2021-08-01"), (2, "2021-08-02"), (3, "2021-09-30")];
        let facts = days.map(|(number, day)| bench(number, &format!("{day}T23:30:00"), "60", 8));
        installation.commit(&batch(EVENTS, 0, facts)).await;
        let weeks = installation.get("/v1/query/stats/weekly?from=2021-08-02&to=2021-09-29").await;
        assert_eq!(
            weeks["items"],
            json!([{"week": "2021-W31", "from": "2021-08-02", "workouts": 1, "sets": 1,
            "volume": {"value": 480, "unit": "kg"}, "volume_g": 480_000}])
        );
        let months = installation.get("/v1/query/stats/monthly").await;
        let named: Vec<&str> =
            months["items"].as_array().unwrap().iter().map(|m| m["month"].as_str().unwrap()).collect();
        assert_eq!(named, ["2021-08", "2021-09"]);
    })
    .await;
}

#[actix_web::test]
async fn streaks_are_as_of_today_where_the_latest_workout_was() {
    with_installation(async |installation| {
        let days = [(1, "2026-08-18"), (2, "2026-08-11"), (3, "2026-08-04")];
        let facts = days.map(|(number, day)| bench(number, &format!("{day}T18:00:00"), "60", 8));
        installation.commit(&batch(EVENTS, 0, facts)).await;
        let expected = |current| {
            json!({"weeks": {"current": current, "longest": 3},
            "days": {"current": 0, "longest": 1}, "target_weeks": null})
        };
        assert_eq!(installation.get("/v1/query/streaks").await, expected(3));
        // in Vienna it is Monday of the week after next already, in UTC still Sunday
        installation.clock.set("2026-08-30T22:30:00Z".parse().unwrap());
        assert_eq!(installation.get("/v1/query/streaks").await, expected(0));
    })
    .await;
}

#[actix_web::test]
async fn a_goal_shows_its_progress_and_what_achieved_it() {
    with_installation(async |installation| {
        let target = GoalTarget {
            mass: kilograms("500000"),
            distance: None,
            count: None,
            minutes: None,
            reps: None,
            lowest: None,
            highest: None,
            weeks: None,
        };
        let goal = GoalSet {
            user_id: me(),
            goal_id: id(7),
            kind: GoalKind::Accumulate,
            metric: Metric::Volume,
            exercise: None,
            target,
            from: Some("2021-01-01".parse().unwrap()),
            until: Some("2021-12-31".parse().unwrap()),
            ..GoalSet::example()
        };
        let set_goal = Fact::Goal(GoalEvent::GoalSet(goal));
        installation.commit(&batch(Topic::GOAL_EVENTS, 0, [set_goal])).await;
        let path = format!("/v1/query/goals/{}", uuid(7));
        let fresh = installation.get(&path).await;
        assert_eq!(fresh["target"], json!({"value": 500_000, "unit": "kg"}));
        assert_eq!(fresh["progress"], json!({"value": 0, "unit": "kg", "value_g": 0, "percent": 0}));
        assert_eq!(
            (&fresh["status"], &fresh["achieved_by"], &fresh["version"]),
            (&json!("active"), &Value::Null, &json!(1))
        );

        let achieved = GoalAchieved {
            user_id: me(),
            goal_id: id(7),
            achieved_at: "2021-08-01T16:46:43Z".parse().unwrap(),
            utc_offset_seconds: 7200,
            workout_id: Some(id(1)),
            set_id: Some(id(2)),
            ..GoalAchieved::example()
        };
        let achieved = Fact::Goal(GoalEvent::GoalAchieved(achieved));
        installation.commit(&batch(Topic::GOAL_EVENTS, 1, [achieved])).await;
        let progressed = GoalProgressed {
            user_id: me(),
            goal_id: id(7),
            value: 500_140_000_000_000,
            percent_hundredths: 10_003,
            ..GoalProgressed::example()
        };
        installation.commit(&batch(Topic::GOAL_PROGRESS_EVENTS, 0, [Fact::GoalProgress(progressed)])).await;
        let done = installation.get(&path).await;
        assert_eq!(
            done["progress"],
            json!({"value": 500_140, "unit": "kg", "value_g": 500_140_000, "percent": 100.03})
        );
        assert_eq!((&done["status"], &done["achieved_at"]), (&json!("achieved"), &json!("2021-08-01T18:46:43+02:00")));
        assert_eq!((&done["achieved_by"], &done["version"]), (&json!({"workout": uuid(1), "set": uuid(2)}), &json!(2)));
        assert_eq!(installation.get("/v1/query/goals").await["items"], json!([done]));
    })
    .await;
}

#[actix_web::test]
async fn goals_of_every_kind_say_what_they_ask_for_and_where_they_stand() {
    with_installation(async |installation| {
        let nothing = GoalTarget {
            mass: None,
            distance: None,
            count: None,
            minutes: None,
            reps: None,
            lowest: None,
            highest: None,
            weeks: None,
        };
        let goal = |number, kind, metric, target| GoalSet {
            user_id: me(),
            goal_id: id(number),
            kind,
            metric,
            target,
            // the later the number, the earlier
            set_at: format!("2020-01-{:02}T10:00:00Z", 20 - number).parse().unwrap(),
            ..GoalSet::example()
        };
        let lift = GoalTarget { mass: kilograms("100"), reps: Some(1), ..nothing.clone() };
        let range = GoalTarget { lowest: kilograms("78"), ..nothing.clone() };
        let weeks = GoalTarget { count: Some(3), weeks: Some(12), ..nothing };
        let set = [
            goal(7, GoalKind::Reach, Metric::Load, lift),
            goal(8, GoalKind::Keep, Metric::BodyWeight, range),
            goal(9, GoalKind::Streak, Metric::Count, weeks.clone()),
        ];
        let set = set.map(|goal| Fact::Goal(GoalEvent::GoalSet(goal)));
        installation.commit(&batch(Topic::GOAL_EVENTS, 0, set)).await;
        let read = async |number| installation.get(&format!("/v1/query/goals/{}", uuid(number))).await;
        let (lift, range, streak) = (read(7).await, read(8).await, read(9).await);
        assert_eq!(lift["target"], json!({"load": {"value": 100, "unit": "kg"}, "reps": 1}));
        assert_eq!(lift["progress"], json!({"value": 0, "unit": "kg", "value_g": 0, "percent": 0}));
        assert_eq!(range["target"], json!({"min": {"value": 78, "unit": "kg"}, "max": null}));
        assert_eq!(range["progress"], Value::Null);
        assert_eq!(streak["target"], json!({"workouts": 3, "weeks": 12}));
        assert_eq!(streak["progress"], json!({"value": 0, "unit": "weeks", "percent": 0}));

        let of = (me(), id(9));
        let missed = GoalMissed { user_id: of.0, goal_id: of.1, ..GoalMissed::example() };
        let (user_id, goal_id) = (me(), id(7));
        let abandoned = GoalAbandoned { user_id, goal_id, ..GoalAbandoned::example() };
        let events = [GoalEvent::GoalMissed(missed), GoalEvent::GoalAbandoned(abandoned)].map(Fact::Goal);
        installation.commit(&batch(Topic::GOAL_EVENTS, 3, events)).await;
        let (lift, missed) = (read(7).await, read(9).await);
        assert_eq!((&lift["status"], &lift["progress"]), (&json!("abandoned"), &Value::Null));
        assert_eq!((&missed["status"], &missed["version"]), (&json!("missed"), &json!(4)));

        // a change opens it again; when it was set stays
        let before = installation.get("/v1/query/goals").await;
        let target = GoalTarget { weeks: Some(10), ..weeks };
        let (kind, metric) = (GoalKind::Frequency, Metric::Count);
        let changed = GoalChanged { user_id: of.0, goal_id: of.1, kind, metric, target, ..GoalChanged::example() };
        let changed = Fact::Goal(GoalEvent::GoalChanged(changed));
        installation.commit(&batch(Topic::GOAL_EVENTS, 5, [changed])).await;
        let open = read(9).await;
        assert_eq!((&open["status"], &open["kind"]), (&json!("active"), &json!("frequency")));
        assert_eq!((&open["target"]["weeks"], &open["version"]), (&json!(10), &json!(6)));
        let after = installation.get("/v1/query/goals").await;
        let order = |goals: &Value| -> Vec<Value> {
            goals["items"].as_array().unwrap().iter().map(|goal| goal["id"].clone()).collect()
        };
        assert_eq!(order(&after), order(&before));
    })
    .await;
}

#[actix_web::test]
async fn somebody_sees_their_own_data_only() {
    with_installation(async |installation| {
        installation.commit(&batch(EVENTS, 0, [bench(1, "2021-08-01T18:46:43", "60", 8)])).await;
        let goal = GoalSet { user_id: me(), goal_id: id(7), ..GoalSet::example() };
        installation.commit(&batch(Topic::GOAL_EVENTS, 0, [Fact::Goal(GoalEvent::GoalSet(goal))])).await;
        let other = id(2);
        for path in
            [format!("workouts/{}", uuid(1)), format!("goals/{}", uuid(7)), "exercises/bench-press/records".to_owned()]
        {
            assert_eq!(installation.ask_as(me(), &format!("/v1/query/{path}")).await.0, 200, "{path}");
            assert_eq!(installation.ask_as(other, &format!("/v1/query/{path}")).await.0, 404, "{path}");
        }
        for path in [
            "workouts",
            "exercises",
            "exercises/bench-press/history",
            "records",
            "stats/weekly",
            "stats/monthly",
            "goals",
            "templates",
            "meal-plans",
            "supplement-plans",
        ] {
            let (status, body) = installation.ask_as(other, &format!("/v1/query/{path}")).await;
            assert_eq!((status, &body["items"]), (200, &json!([])), "{path}");
        }
        let streaks = installation.ask_as(other, "/v1/query/streaks").await.1;
        assert_eq!(streaks["weeks"], json!({"current": 0, "longest": 0}));
    })
    .await;
}

/// Every route of the document, with ids that mean nothing.
fn routes() -> Vec<String> {
    let document = serde_json::to_value(query_api::openapi()).unwrap();
    let paths: Vec<String> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .map(|path| path.replace("{id}", &uuid(1)).replace("{n}", "1").replace("/diff", "/diff?from=1&to=2"))
        .collect();
    assert_eq!(paths.len(), 33);
    paths
}

#[actix_web::test]
async fn every_route_wants_a_token() {
    with_installation(async |installation| {
        for path in routes() {
            assert_eq!(installation.ask(&path, &[]).await.0, 401, "{path}");
            assert_eq!(installation.ask(&path, &[("authorization", "Bearer rubbish")]).await.0, 401, "{path}");
            let bearer = format!("Bearer {}", installation.token(me()));
            let coach = [("authorization", bearer.as_str()), ("on-behalf-of", &uuid(3))];
            // one's own account is nobody else's business; of all else, not even whether there is such an athlete
            let own = ["me", "grants", "athletes", "access-tokens", "webhooks", "calendar-links"];
            let expected = if own.iter().any(|end| path == format!("/v1/query/{end}")) { 403 } else { 404 };
            assert_eq!(installation.ask(&path, &coach).await.0, expected, "{path}");
        }
    })
    .await;
}

#[actix_web::test]
async fn what_cannot_be_asked_says_which_parameter() {
    with_installation(async |installation| {
        let refusals = [
            ("workouts?limit=0", "out_of_range"),
            ("workouts?limit=201", "out_of_range"),
            ("workouts?limit=many", "invalid_value"),
            ("workouts?offset=1", "unknown_field"),
            ("workouts?cursor=xyz", "invalid_cursor"),
            ("exercises?cursor=MS93b3Jrb3V0cy8x", "invalid_cursor"),
            ("stats/weekly?from=yesterday", "invalid_date"),
            ("stats/weekly?from=2021-02-30", "invalid_date"),
            ("stats/monthly?from=2021-02-02&to=2021-02-01", "before_from"),
        ];
        for (path, code) in refusals {
            let (status, kind, found) = installation.refused(&format!("/v1/query/{path}")).await;
            assert_eq!((status, kind.as_str(), found.as_str()), (422, "/problems/invalid", code), "{path}");
        }
        for path in ["workouts/one", "goals/one", "exercises/never-done/records", "templates/one", "meal-plans/one"] {
            assert_eq!(installation.refused(&format!("/v1/query/{path}")).await.0, 404, "{path}");
        }
        let catalogue = installation.get("/v1/query/exercises?all=true&limit=1").await;
        let [first] = &catalogue["items"].as_array().unwrap()[..] else { panic!("one item") };
        assert_eq!(
            (&first["id"], &first["sets"], &first["source"]),
            (&json!("ab-wheel"), &json!(0), &json!("catalogue"))
        );
    })
    .await;
}

#[actix_web::test]
async fn somebody_is_told_who_they_are() {
    with_installation(async |installation| {
        let unknown = installation.get("/v1/query/me").await;
        assert_eq!(
            (&unknown["id"], &unknown["status"], &unknown["email"]),
            (&json!(uuid(1)), &json!("active"), &Value::Null)
        );
        let registered = UserRegistered { user_id: me(), ..UserRegistered::example() };
        let email = registered.email.clear().unwrap().to_owned();
        let fact = Fact::Identity(IdentityEvent::UserRegistered(registered));
        installation.commit(&batch(Topic::IDENTITY_EVENTS, 0, [fact])).await;
        assert_eq!(installation.get("/v1/query/me").await["email"], email);
    })
    .await;
}

#[actix_web::test]
async fn without_tables_there_is_no_answer_yet() {
    with_installation(async |installation| {
        installation.schema.drop().await.unwrap();
        assert_eq!(installation.ask_as(me(), "/v1/query/workouts").await.0, 503);
    })
    .await;
}

#[test]
fn both_sides_mean_the_same_schema_and_channel() {
    let (url, prefix) = ("postgres://u@h/d", "t-1_");
    let ours = ReadDatabase::new(url, prefix);
    assert_eq!(ours.schema(), database::ReadSchema::live(url, prefix).name());
    assert_eq!(ours.channel(), database::channel(prefix));
}
