//! What a coach plans for somebody else: each kind of plan under its own scope.

use command_api::testing::{Component, Person};
use planning::Planning;
use schemas::{header, identity::Scope};
use serde_json::{Value, json};
use service::http::permission::Permission;

use crate::support::{TEMPLATES, planning, push};

const ROUTES: [(&str, &str); 5] = [
    (TEMPLATES, "plan"),
    ("/v1/planning/exercises", "plan"),
    ("/v1/planning/recommendations/0191d2c8-7a3e-7b1f-8a55-000000000009/acceptance", "plan"),
    ("/v1/planning/meal-plans", "nutrition"),
    ("/v1/planning/supplement-plans", "nutrition"),
];

fn granted(planning: &Component<Planning>, athlete: &Person, coach: &Person, scope: Scope) {
    planning.grant(athlete.id, coach.id, Permission { scopes: vec![scope], until: None, revoked: false });
}

/// Status, problem, and the scope that it names.
async fn refused(
    planning: &Component<Planning>,
    coach: &Person,
    athlete: &Person,
    path: &str,
) -> (u16, String, Option<String>) {
    let request = coach.post(path).set_json(json!({})).insert_header(("On-Behalf-Of", athlete.id.to_string()));
    let answered = planning.send(request).await;
    let refused = answered.refused();
    let scope = answered.json().get("missing_scope").and_then(Value::as_str).map(str::to_owned);
    (refused.status, refused.name, scope)
}

#[actix_web::test]
async fn a_coach_makes_a_template_and_the_event_says_who_acted_for_whom() {
    let planning = planning().await;
    let (ann, coach) = (planning.person().await, planning.person().await);
    granted(&planning, &ann, &coach, Scope::Plan);
    let request = coach.post(TEMPLATES).set_json(push(80.0));
    let made = planning.send(request.insert_header(("On-Behalf-Of", ann.id.to_string()))).await;
    assert_eq!(made.status, 201);
    let [event] = &planning.news()[..] else { panic!("one event") };
    assert!(event.record.key.starts_with(&ann.id.to_string()));
    assert_eq!(event.header(header::ACTOR), coach.id.to_string());
    assert_eq!(event.header(header::ON_BEHALF_OF), ann.id.to_string());
}

#[actix_web::test]
async fn each_kind_of_plan_wants_its_scope() {
    let planning = planning().await;
    let (ann, coach) = (planning.person().await, planning.person().await);
    for (path, _) in ROUTES {
        assert_eq!(refused(&planning, &coach, &ann, path).await, (404, "not-found".to_owned(), None), "{path}");
    }
    for (held, name) in [(Scope::Plan, "plan"), (Scope::Nutrition, "nutrition"), (Scope::Log, "log")] {
        granted(&planning, &ann, &coach, held);
        for (path, wanted) in ROUTES {
            let (status, problem, missing) = refused(&planning, &coach, &ann, path).await;
            if wanted == name {
                // whoever may is told what is wrong with the body, or answers what nobody recommended
                assert_ne!(status, 403, "{path} with {name}: {problem}");
            } else {
                let expected = (403, "missing-scope".to_owned(), Some(wanted.to_owned()));
                assert_eq!((status, problem, missing), expected, "{path} with {name}");
            }
        }
    }
}
