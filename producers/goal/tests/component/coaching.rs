//! Who sets a goal for somebody else, or lets a script do so.

use actix_web::test::TestRequest;
use command_api::testing::{Component, Person};
use goal::Goals;
use schemas::{
    clock::Clock as _,
    header,
    identity::{AccountState, Scope},
};
use service::http::permission::Permission;

use crate::support::{GOALS, ID, goals, iron, set};

fn permission(scopes: &[Scope]) -> Permission {
    Permission { scopes: scopes.to_vec(), until: None, revoked: false }
}

fn for_athlete(coach: &Person, athlete: &Person) -> TestRequest {
    set(coach, &iron()).insert_header(("On-Behalf-Of", athlete.id.to_string()))
}

/// Status, problem, and the scope that it names.
async fn refused(goals: &Component<Goals>, request: TestRequest) -> (u16, String, Option<String>) {
    let answered = goals.send(request).await;
    let refused = answered.refused();
    (refused.status, refused.name, answered.json()["missing_scope"].as_str().map(str::to_owned))
}

fn problem(status: u16, name: &str) -> (u16, String, Option<String>) {
    (status, name.to_owned(), None)
}

fn missing() -> (u16, String, Option<String>) {
    (403, "missing-scope".to_owned(), Some("plan".to_owned()))
}

#[actix_web::test]
async fn a_coach_acts_under_a_grant_and_the_event_says_who_acted_for_whom() {
    let goals = goals().await;
    let (ann, coach) = (goals.person().await, goals.person().await);
    goals.grant(ann.id, coach.id, permission(&[Scope::Plan]));
    assert_eq!(goals.send(for_athlete(&coach, &ann)).await.status, 201);
    let [set] = &goals.news()[..] else { panic!("one event") };
    assert!(set.record.key.starts_with(&ann.id.to_string()));
    assert_eq!(set.header(header::ACTOR), coach.id.to_string());
    assert_eq!(set.header(header::ON_BEHALF_OF), ann.id.to_string());
}

#[actix_web::test]
async fn whoever_was_granted_nothing_is_not_told_that_there_is_such_an_athlete() {
    let goals = goals().await;
    let (ann, ben) = (goals.person().await, goals.person().await);
    // what others granted, and what the athlete granted others, is nothing to them
    goals.grant(ben.id, ann.id, permission(&[Scope::Plan]));
    let known = refused(&goals, for_athlete(&ben, &ann)).await;
    let unknown = refused(&goals, for_athlete(&ben, &goals.stranger())).await;
    assert_eq!((known.clone(), known), (problem(404, "not-found"), unknown));
    assert_eq!(goals.news().len(), 0);
}

#[actix_web::test]
async fn a_grant_counts_for_its_scopes_and_its_time_and_until_it_is_revoked() {
    let goals = goals().await;
    let (ann, coach) = (goals.person().await, goals.person().await);
    goals.grant(ann.id, coach.id, permission(&[Scope::Log, Scope::Read]));
    assert_eq!(refused(&goals, for_athlete(&coach, &ann)).await, missing());
    let until = Some(goals.clock.now());
    goals.grant(ann.id, coach.id, Permission { until, ..permission(&[Scope::Plan]) });
    assert_eq!(refused(&goals, for_athlete(&coach, &ann)).await, missing());
    goals.grant(ann.id, coach.id, Permission { revoked: true, ..permission(&[Scope::Plan]) });
    assert_eq!(refused(&goals, for_athlete(&coach, &ann)).await, missing());
    goals.grant(ann.id, coach.id, permission(&[Scope::Plan]));
    assert_eq!(goals.send(for_athlete(&coach, &ann)).await.status, 201);
}

#[actix_web::test]
async fn both_accounts_are_in_use_and_the_coachs_address_is_confirmed() {
    let goals = goals().await;
    let (ann, coach) = (goals.person().await, goals.person().await);
    goals.grant(ann.id, coach.id, permission(&[Scope::Plan]));
    goals.unconfirmed_account(coach.id);
    assert_eq!(refused(&goals, for_athlete(&coach, &ann)).await, problem(403, "activation-needed"));
    // but for themselves
    assert_eq!(goals.send(set(&coach, &iron())).await.status, 201);
    for deactivated in [&ann, &coach] {
        goals.account(ann.id, AccountState::Active);
        goals.account(coach.id, AccountState::Active);
        goals.account(deactivated.id, AccountState::Deactivated);
        assert_eq!(refused(&goals, for_athlete(&coach, &ann)).await, problem(403, "account-deactivated"));
    }
}

#[actix_web::test]
async fn whoever_cannot_prove_what_is_granted_lets_no_coach_in() {
    let goals = goals().await;
    let (ann, coach) = (goals.person().await, goals.person().await);
    goals.grant(ann.id, coach.id, permission(&[Scope::Plan]));
    let script = goals.script(&ann, permission(&[Scope::Plan]));
    goals.lag(true);
    assert_eq!(refused(&goals, for_athlete(&coach, &ann)).await, problem(503, "unavailable"));
    assert_eq!(refused(&goals, set(&script, &iron())).await, problem(503, "unavailable"));
    // people for themselves act on
    assert_eq!(goals.send(set(&ann, &iron())).await.status, 201);
    goals.lag(false);
    assert_eq!(goals.send(for_athlete(&coach, &ann)).await.status, 200, "the same goal once more");
}

#[actix_web::test]
async fn a_script_does_what_its_token_allows() {
    let goals = goals().await;
    let ann = goals.person().await;
    let allowed = goals.script(&ann, permission(&[Scope::Plan]));
    assert_eq!(goals.send(set(&allowed, &iron())).await.status, 201);
    let reads = goals.script(&ann, permission(&[Scope::Read]));
    assert_eq!(refused(&goals, set(&reads, &iron())).await, missing());
    for over in [
        Permission { revoked: true, ..permission(&[Scope::Plan]) },
        Permission { until: Some(goals.clock.now()), ..permission(&[Scope::Plan]) },
    ] {
        let script = goals.script(&ann, over);
        assert_eq!(refused(&goals, set(&script, &iron())).await, problem(401, "unknown-token"));
    }
    let other = goals.script(&goals.person().await, permission(&[Scope::Plan]));
    let mut forged = ann.clone();
    // the ids of one token, the secret of another
    forged.bearer = format!("{}{}", &allowed.bearer[..60], &other.bearer[60..]);
    assert_eq!(refused(&goals, set(&forged, &iron())).await.0, 401);
}

#[actix_web::test]
async fn a_coach_may_use_a_script_too() {
    let goals = goals().await;
    let (ann, coach) = (goals.person().await, goals.person().await);
    let script = goals.script(&coach, permission(&[Scope::Plan]));
    assert_eq!(refused(&goals, for_athlete(&script, &ann)).await, problem(404, "not-found"));
    goals.grant(ann.id, coach.id, permission(&[Scope::Plan]));
    assert_eq!(goals.send(for_athlete(&script, &ann)).await.status, 201);
}

#[actix_web::test]
async fn changing_and_abandoning_need_the_same_scope_as_setting() {
    let goals = goals().await;
    let (ann, coach) = (goals.person().await, goals.person().await);
    assert_eq!(goals.send(set(&ann, &iron())).await.status, 201);
    goals.news();
    let path = format!("{GOALS}/{ID}");
    let mut less = iron();
    less["target"]["value"] = serde_json::json!(400_000);
    let for_ann = |request: TestRequest| request.insert_header(("On-Behalf-Of", ann.id.to_string()));
    let change = || for_ann(coach.put(&path).set_json(&less));
    let abandon = || for_ann(coach.post(&format!("{path}/abandonment")));
    goals.grant(ann.id, coach.id, permission(&[Scope::Log, Scope::Read]));
    assert_eq!(refused(&goals, change()).await, missing());
    assert_eq!(refused(&goals, abandon()).await, missing());
    assert_eq!(goals.news().len(), 0);
    goals.grant(ann.id, coach.id, permission(&[Scope::Plan]));
    assert_eq!(goals.send(change()).await.status, 200);
    assert_eq!(goals.send(abandon()).await.status, 200);
    let news = goals.news();
    assert_eq!(news.len(), 2);
    for event in &news {
        assert_eq!(event.header(header::ACTOR), coach.id.to_string());
    }
}
