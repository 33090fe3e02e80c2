//! Who may say so: every route, generated from the document.

use actix_web::{http::Method, test::TestRequest};
use serde_json::Value;

use crate::support::{ID, profiles};

/// Method and path of every operation.
fn operations() -> Vec<(Method, String)> {
    let document = serde_json::to_value(profile::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().keys().filter_map(|name| name.to_uppercase().parse().ok());
        methods.map(|method: Method| (method, path.replace("{id}", ID))).collect::<Vec<_>>()
    });
    operations.collect()
}

fn request(method: &Method, path: &str) -> TestRequest {
    TestRequest::default().method(method.clone()).uri(path).set_json(Value::Null)
}

#[actix_web::test]
async fn no_operation_is_open_to_strangers() {
    let profiles = profiles().await;
    let operations = operations();
    assert_eq!(operations.len(), 11);
    let (ann, ben) = (profiles.person().await, profiles.person().await);
    for (method, path) in &operations {
        let refused = profiles.send(request(method, path)).await.refused();
        assert_eq!(refused.status, 401, "{method} {path}");
        let stranger = profiles.stranger().bearer;
        let refused = profiles.send(request(method, path).insert_header(("authorization", stranger))).await.refused();
        assert_eq!((refused.status, refused.name.as_str()), (401, "unknown-account"), "{method} {path}");
        let for_ann = request(method, path)
            .insert_header(("authorization", ben.bearer.clone()))
            .insert_header(("On-Behalf-Of", ann.id.to_string()));
        let refused = profiles.send(for_ann).await.refused();
        // of what a coach may do, not even whether there is such a person
        let measured = path.starts_with("/v1/profile/measurements");
        let expected = if measured { (404, "not-found") } else { (403, "own-account-only") };
        assert_eq!((refused.status, refused.name.as_str()), expected, "{method} {path}");
    }
    assert_eq!(profiles.log.transactions().len(), 0);
}
