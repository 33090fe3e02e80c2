//! What a coach plans for somebody else: each kind of plan under its own scope.

use actix_web::{http::Method, test::TestRequest};
use schemas::{header, identity::Scope};
use service::http::permission::Permission;

use crate::support::{ID, TEMPLATES, planning, push};

fn permission(scopes: &[Scope]) -> Permission {
    Permission { scopes: scopes.to_vec(), until: None, revoked: false }
}

/// Method and address of every operation of the document, and the scope that it should want.
fn commands() -> Vec<(Method, String, Scope, &'static str)> {
    let document = serde_json::to_value(planning::openapi()).unwrap();
    let mut commands = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        let eaten = ["/v1/planning/meal-plans", "/v1/planning/supplement-plans"];
        let (scope, name) = match eaten.iter().any(|plans| path.starts_with(plans)) {
            true => (Scope::Nutrition, "nutrition"),
            false => (Scope::Plan, "plan"),
        };
        let address = path.replace("{id}", ID).replace("{proposal}", ID).replace("{exercise}", "a");
        let methods = operations.as_object().unwrap().keys().map(|name| name.to_uppercase().parse().unwrap());
        commands.extend(methods.map(|method: Method| (method, address.clone(), scope, name)));
    }
    assert_eq!(commands.iter().filter(|(_, _, scope, _)| *scope == Scope::Nutrition).count(), 6);
    assert_eq!(commands.len(), 18);
    commands
}

#[actix_web::test]
async fn a_coach_makes_a_template_and_the_event_says_who_acted_for_whom() {
    let planning = planning().await;
    let (ann, coach) = (planning.person().await, planning.person().await);
    planning.grant(ann.id, coach.id, permission(&[Scope::Plan]));
    let request = coach.post(TEMPLATES).set_json(push(80.0));
    let made = planning.send(request.insert_header(("On-Behalf-Of", ann.id.to_string()))).await;
    assert_eq!(made.status, 201);
    let [event] = &planning.news()[..] else { panic!("one event") };
    assert!(event.record.key.starts_with(&ann.id.to_string()));
    assert_eq!(event.header(header::ACTOR), coach.id.to_string());
    assert_eq!(event.header(header::ON_BEHALF_OF), ann.id.to_string());
}

#[actix_web::test]
async fn every_command_is_open_to_a_coach_with_its_scope_and_to_nobody_else() {
    let planning = planning().await;
    let (ann, coach) = (planning.person().await, planning.person().await);
    let every = [Scope::Plan, Scope::Schedule, Scope::Log, Scope::Read, Scope::Nutrition, Scope::Measurements];
    for (method, address, scope, name) in commands() {
        let request = || {
            let request = TestRequest::default().method(method.clone()).uri(&address);
            let signed = request.insert_header(("authorization", coach.bearer.clone()));
            signed.insert_header(("On-Behalf-Of", ann.id.to_string()))
        };
        let others: Vec<Scope> = every.into_iter().filter(|other| *other != scope).collect();
        planning.grant(ann.id, coach.id, permission(&others));
        let refused = planning.send(request()).await;
        assert_eq!(refused.refused().name, "missing-scope", "{method} {address}");
        assert_eq!(refused.json()["missing_scope"], name, "{method} {address}");
        planning.grant(ann.id, coach.id, permission(&[scope]));
        // let in: what is found fault with now is the request
        let answered = planning.send(request()).await;
        assert!(![401, 403].contains(&answered.status), "{method} {address}: {answered:?}");
    }
}
