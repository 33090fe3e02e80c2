//! Who may plan: every route asks for a token, and nobody plans for another without a grant.

use actix_web::{http::Method, test::TestRequest};

use crate::support::{create, planning, push};

#[actix_web::test]
async fn no_route_decides_anything_without_a_token() {
    let planning = planning().await;
    let document = serde_json::to_value(planning::openapi()).unwrap();
    let mut asked = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let uri = path
            .replace("{id}", crate::support::ID)
            .replace("{proposal}", crate::support::ID)
            .replace("{exercise}", "a");
        for method in operations.as_object().unwrap().keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let answered = planning.send(TestRequest::default().method(method.clone()).uri(&uri)).await;
            assert_eq!(answered.refused().status, 401, "{method} {uri}");
            asked += 1;
        }
    }
    assert_eq!(asked, 18);
    assert_eq!(planning.log.transactions().len(), 0);
}

#[actix_web::test]
async fn nobody_plans_for_another_without_a_grant() {
    let planning = planning().await;
    let (ann, ben) = (planning.person().await, planning.person().await);
    let for_ann = create(&ben, &push(40.0)).insert_header(("On-Behalf-Of", ann.id.to_string()));
    assert_eq!(planning.send(for_ann).await.refused().name, "not-found");
    assert_eq!(planning.news().len(), 0);
}

#[actix_web::test]
async fn an_id_means_something_only_under_its_person() {
    let planning = planning().await;
    let ann = planning.person().await;
    let ben = planning.neighbour(&ann).await;
    assert_eq!(planning.send(create(&ann, &push(40.0))).await.status, 201);
    assert_eq!(planning.send(ben.delete(&crate::support::at(""))).await.refused().status, 404);
    assert_eq!(planning.send(create(&ben, &push(50.0))).await.status, 201);
}
