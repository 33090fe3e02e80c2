//! Who may ask.

use actix_web::{http::Method, test::TestRequest};
use schemas::identity::{AccountState, Scope};
use service::http::permission::Permission;

use crate::support::{ID, at, execution, log, past};

/// Every command of the document, with an address that could be.
fn commands() -> Vec<(Method, String)> {
    let paths = execution::openapi().paths.paths;
    let commands = paths.into_iter().flat_map(|(path, item)| {
        let address = path.replace("{id}", ID).replace("{exercise}", "dip");
        let methods = [
            (Method::GET, item.get.is_some()),
            (Method::POST, item.post.is_some()),
            (Method::PUT, item.put.is_some()),
            (Method::DELETE, item.delete.is_some()),
        ];
        methods.into_iter().filter(|(_, there)| *there).map(move |(method, _)| (method, address.clone()))
    });
    commands.collect()
}

#[actix_web::test]
async fn no_command_is_taken_without_a_good_token() {
    let execution = execution().await;
    assert_eq!(commands().len(), 17);
    for (method, address) in commands() {
        let request = || TestRequest::default().method(method.clone()).uri(&address);
        assert_eq!(execution.send(request()).await.refused().status, 401, "{method} {address}");
        let rubbish = request().insert_header(("authorization", "Bearer rubbish"));
        assert_eq!(execution.send(rubbish).await.refused().status, 401, "{method} {address}");
        let stranger = request().insert_header(("authorization", execution.stranger().bearer));
        assert_eq!(execution.send(stranger).await.refused().name, "unknown-account", "{method} {address}");
    }
    assert_eq!(execution.log.transactions().len(), 0);
}

#[actix_web::test]
async fn only_an_active_account_may_act_and_only_for_itself() {
    let execution = execution().await;
    let (ann, ben) = (execution.person().await, execution.person().await);
    let for_ann = log(&ben, &past(8)).insert_header(("On-Behalf-Of", ann.id.to_string()));
    assert_eq!(execution.send(for_ann).await.refused().name, "not-found");
    let for_ben = log(&ben, &past(8)).insert_header(("On-Behalf-Of", ben.id.to_string()));
    assert_eq!(execution.send(for_ben).await.status, 201);
    execution.account(ben.id, AccountState::Deactivated);
    assert_eq!(execution.send(ben.delete(&at(""))).await.refused().name, "account-deactivated");
}

#[actix_web::test]
async fn every_command_is_open_to_a_coach_whose_grant_has_its_scope_and_to_nobody_else() {
    let execution = execution().await;
    let (ann, coach) = (execution.person().await, execution.person().await);
    let permission = |scopes: &[Scope]| Permission { scopes: scopes.to_vec(), until: None, revoked: false };
    let all = [Scope::Plan, Scope::Schedule, Scope::Log, Scope::Read, Scope::Nutrition, Scope::Measurements];
    for (method, address) in commands() {
        let request = || {
            let request = TestRequest::default().method(method.clone()).uri(&address);
            let signed = request.insert_header(("authorization", coach.bearer.clone()));
            signed.insert_header(("On-Behalf-Of", ann.id.to_string()))
        };
        let eaten = ["/meals", "/supplement-"].iter().any(|part| address.contains(part));
        let (needed, name) = if eaten { (Scope::Nutrition, "nutrition") } else { (Scope::Log, "log") };
        let others: Vec<Scope> = all.into_iter().filter(|scope| *scope != needed).collect();
        execution.grant(ann.id, coach.id, permission(&others));
        let refused = execution.send(request()).await;
        assert_eq!(refused.refused().name, "missing-scope", "{method} {address}");
        assert_eq!(refused.json()["missing_scope"], name, "{method} {address}");
        execution.grant(ann.id, coach.id, permission(&[needed]));
        // let in: what is found fault with now is the request
        let answered = execution.send(request()).await;
        assert!(![401, 403].contains(&answered.status), "{method} {address}: {answered:?}");
    }
}
