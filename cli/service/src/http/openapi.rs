//! The API documents: collected from the handlers, shown at `/docs`, committed as `api.yaml`.

use std::path::Path;
use std::sync::Arc;
use std::{env, fmt, fs};

use actix_web::{App, web};
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::schema::Ref;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContentBuilder, InfoBuilder, License, OpenApi, OpenApiBuilder, RefOr, ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};
use utoipa_actix_web::UtoipaApp;
use utoipa_actix_web::service_config::ServiceConfig;
use utoipa_swagger_ui::{SwaggerUi, Url};

use super::problem::{MEDIA_TYPE, Problem};

type Configure = dyn Fn(&mut ServiceConfig<'_>) + Send + Sync;

/// The HTTP side of one service: its routes, and the document that they give.
#[derive(Clone)]
pub struct HttpService {
    name: &'static str,
    address: &'static str,
    openapi: OpenApi,
    configure: Arc<Configure>,
}

impl HttpService {
    /// Runs `configure` once to collect the document; the server runs it again in each worker.
    ///
    /// Handlers carry `#[utoipa::path(…)]`. Every operation gets a problem as its `default` answer
    /// and needs a token unless it says `security(())`.
    pub fn new(
        name: &'static str,
        title: &str,
        description: &str,
        configure: impl Fn(&mut ServiceConfig<'_>) + Send + Sync + 'static,
    ) -> Self {
        let openapi = document(title, description, &configure);
        // the viewer wants an address that lives for ever, as services do: once per service and process
        let address = format!("/openapi/{name}.json").leak();
        Self { name, address, openapi, configure: Arc::new(configure) }
    }

    /// The name: of folder, topics, metrics label.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The document.
    pub fn openapi(&self) -> &OpenApi {
        &self.openapi
    }

    /// Adds the routes to a server.
    pub(super) fn configure(&self, config: &mut web::ServiceConfig) {
        (self.configure)(&mut ServiceConfig::new(config));
    }
}

impl fmt::Debug for HttpService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpService({}, {} paths)", self.name, self.openapi.paths.paths.len())
    }
}

/// The document of the routes that `configure` adds.
pub fn document(title: &str, description: &str, configure: &dyn Fn(&mut ServiceConfig<'_>)) -> OpenApi {
    let (_, mut document) = UtoipaApp::from(App::new())
        .openapi(frame(title, description))
        .configure(|config| configure(config))
        .split_for_parts();
    for item in document.paths.paths.values_mut() {
        operations(item).for_each(answer_problems);
    }
    document
}

/// Several documents as one; what they share must be equal.
pub fn merge<'a>(title: &str, description: &str, documents: impl IntoIterator<Item = &'a OpenApi>) -> OpenApi {
    documents.into_iter().fold(frame(title, description), |whole, part| whole.merge_from(part.clone()))
}

/// The text of an `api.yaml`.
///
/// # Errors
/// When the document holds something that YAML cannot.
pub fn yaml(document: &OpenApi) -> anyhow::Result<String> {
    let text = document.to_yaml()?;
    Ok(format!("# generated from the handlers: TT_UPDATE=1 cargo test writes it anew\n{text}"))
}

/// For the test that locks a committed `api.yaml`. With `TT_UPDATE=1` in the environment the file
/// is written instead.
///
/// # Errors
/// When the file is not what the handlers give, or cannot be read or written.
pub fn check_committed(document: &OpenApi, file: &Path) -> anyhow::Result<()> {
    let now = yaml(document)?;
    if env::var_os("TT_UPDATE").is_some_and(|update| update == "1") {
        return Ok(fs::write(file, now)?);
    }
    let committed = fs::read_to_string(file).unwrap_or_default();
    anyhow::ensure!(committed == now, "{} is stale: run the tests with TT_UPDATE=1 and commit it", file.display());
    Ok(())
}

/// `/docs`, and `/openapi/<service>.json` for each service.
pub(super) fn routes(config: &mut web::ServiceConfig, services: &[HttpService]) {
    let shown = |service: &HttpService| (Url::new(service.name, service.address), service.openapi.clone());
    let documents = services.iter().map(shown).collect();
    config.service(web::redirect("/docs", "/docs/"));
    config.service(SwaggerUi::new("/docs/{_:.*}").urls(documents));
}

fn frame(title: &str, description: &str) -> OpenApi {
    let mut schemas = vec![(<Problem as ToSchema>::name().into_owned(), Problem::schema())];
    Problem::schemas(&mut schemas);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    let components =
        ComponentsBuilder::new().schemas_from_iter(schemas).security_scheme("bearer", SecurityScheme::Http(bearer));
    let info = InfoBuilder::new()
        .title(title)
        .description(Some(description))
        .version(env!("CARGO_PKG_VERSION"))
        .license(Some(License::new("Apache-2.0")));
    OpenApiBuilder::new()
        .info(info)
        .components(Some(components.build()))
        .security(Some([SecurityRequirement::new("bearer", [""; 0])]))
        .build()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.post, &mut item.put, &mut item.patch, &mut item.delete].into_iter().flatten()
}

fn answer_problems(operation: &mut Operation) {
    let schema = RefOr::Ref(Ref::from_schema_name(<Problem as ToSchema>::name()));
    let problem = ResponseBuilder::new()
        .description("Refused, or not possible at the moment")
        .content(MEDIA_TYPE, ContentBuilder::new().schema(Some(schema)).build())
        .build();
    operation.responses.responses.entry("default".to_owned()).or_insert(RefOr::T(problem));
}

#[cfg(test)]
mod tests;
