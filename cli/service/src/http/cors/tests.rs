use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::test::{TestRequest, call_service, init_service};
use actix_web::{App, HttpResponse, web};

use super::layer;
use crate::settings::CorsOrigins;

async fn call(origins: &CorsOrigins, request: TestRequest) -> HeaderMap {
    let answer = || async { HttpResponse::Ok().finish() };
    let app = init_service(App::new().wrap(layer(origins)).route("/", web::post().to(answer))).await;
    call_service(&app, request.uri("/").to_request()).await.headers().clone()
}

async fn allowed(origins: &CorsOrigins, origin: &str) -> Option<String> {
    let headers = call(origins, TestRequest::post().insert_header(("origin", origin))).await;
    headers.get("access-control-allow-origin").map(|origin| origin.to_str().unwrap().to_owned())
}

#[actix_web::test]
async fn by_default_pages_of_this_machine_may_call_on_any_port() {
    for origin in ["http://localhost:5173", "http://127.0.0.1", "http://[::1]:3000", "http://localhost"] {
        assert_eq!(allowed(&CorsOrigins::Local, origin).await.as_deref(), Some(origin));
    }
    for origin in ["https://evil.example", "http://localhost.evil.example", "http://127.0.0.1.evil.example:80", "null"]
    {
        assert_eq!(allowed(&CorsOrigins::Local, origin).await, None, "{origin}");
    }
}

#[actix_web::test]
async fn named_origins_may_call_and_others_may_not() {
    let only = CorsOrigins::Only(vec!["https://app.example".to_owned()]);
    assert_eq!(allowed(&only, "https://app.example").await.as_deref(), Some("https://app.example"));
    assert_eq!(allowed(&only, "http://localhost:3000").await, None);
    assert_eq!(allowed(&CorsOrigins::Any, "https://x.example").await.as_deref(), Some("*"));
}

#[actix_web::test]
async fn a_page_may_read_the_headers_it_needs() {
    let headers = call(&CorsOrigins::Any, TestRequest::post().insert_header(("origin", "https://x.example"))).await;
    let exposed = headers.get("access-control-expose-headers").unwrap().to_str().unwrap().to_ascii_lowercase();
    for name in ["etag", "location", "consistency-token", "x-correlation-id", "retry-after"] {
        assert!(exposed.contains(name), "{name} is not in {exposed}");
    }
}

#[actix_web::test]
async fn a_preflight_allows_the_headers_of_a_command() {
    let wanted = "authorization,content-type,if-match,idempotency-key,consistency-token,on-behalf-of,x-correlation-id,traceparent";
    let request = TestRequest::default()
        .method(Method::OPTIONS)
        .insert_header(("origin", "http://localhost:3000"))
        .insert_header(("access-control-request-method", "POST"))
        .insert_header(("access-control-request-headers", wanted));
    let headers = call(&CorsOrigins::Local, request).await;
    assert_eq!(headers.get("access-control-allow-origin").unwrap(), "http://localhost:3000");
    let allowed = headers.get("access-control-allow-headers").unwrap().to_str().unwrap().to_ascii_lowercase();
    assert!(wanted.split(',').all(|name| allowed.contains(name)), "{allowed}");
}
