//! What nobody answers: 404, or 405 with `Allow` where only the method is wrong.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, web};

use super::problem::Problem;
use super::routes::Routes;

/// The default service of the whole process.
///
/// # Errors
/// Always.
pub(super) async fn unmatched(request: HttpRequest, routes: web::Data<Routes>) -> Result<HttpResponse, Problem> {
    let allowed = routes.methods_at(request.path());
    if allowed.is_empty() || allowed.contains(&request.method().as_str()) {
        return Err(Problem::new(StatusCode::NOT_FOUND, "no-such-route", "There is nothing at this address"));
    }
    let allowed = allowed.join(", ");
    let problem = Problem::from_status(StatusCode::METHOD_NOT_ALLOWED).detail(format!("possible here: {allowed}"));
    Err(match HeaderValue::try_from(allowed) {
        Ok(allowed) => problem.header(ALLOW, allowed),
        Err(_) => problem,
    })
}
