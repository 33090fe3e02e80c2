//! The committed API document is the one that the handlers give.

use std::path::Path;

#[test]
fn api_yaml_is_what_the_handlers_give() {
    let file = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/api.yaml"));
    service::http::openapi::check_committed(&execution::openapi(), file).unwrap();
}
