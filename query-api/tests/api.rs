//! The committed API document is what the handlers say.
#![cfg(test)]

use std::path::Path;

#[test]
fn api_yaml_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("api.yaml");
    service::http::openapi::check_committed(&query_api::openapi(), &path).unwrap();
}
