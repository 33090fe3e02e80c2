//! How a problem is written.

use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use utoipa::openapi::{RefOr, schema::Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{Fault, Problem};

/// Members that an extension never replaces.
pub(super) const MEMBERS: [&str; 7] =
    ["type", "title", "status", "detail", "correlation_id", "errors", "current_version"];

/// A problem as it stands in the body of an answer.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDocument {
    /// Names the kind of problem: `/problems/<kebab-name>`.
    #[serde(rename = "type")]
    #[schema(example = "/problems/stale-version")]
    pub kind: String,
    /// The same for every problem of that type.
    pub title: String,
    /// The HTTP status once more.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What happened this time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Leads to the log lines and, for a command, to its events.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(format = "uuid")]
    pub correlation_id: Option<String>,
    /// Everything wrong with the request, where there is a place to point at.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<FaultDocument>,
    /// The version that the aggregate has now, when the one in `If-Match` is stale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_version: Option<u64>,
    /// Members of this type of problem alone.
    #[serde(flatten)]
    #[schema(ignore)]
    pub extensions: Map<String, Value>,
}

/// One thing wrong with a request, and where: exactly one of `pointer`, `parameter`, `header` and
/// `line` is there.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Fault)]
pub struct FaultDocument {
    /// JSON pointer (RFC 6901) into the body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/exercises/0/sets/1/reps")]
    pointer: Option<String>,
    /// Name of a parameter of the query or the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// Name of a header.
    #[serde(skip_serializing_if = "Option::is_none")]
    header: Option<String>,
    /// Line of a text body, the first is 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
    /// Column of a table in a text body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Weight")]
    column: Option<String>,
    /// For programs.
    #[schema(example = "missing_field")]
    code: String,
    /// For people.
    detail: String,
}

/// Where in a request something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// JSON pointer (RFC 6901) into the body.
    Pointer(String),
    /// Name of a parameter of the query or the path.
    Parameter(String),
    /// Name of a header.
    Header(String),
    /// A line of a text body, and the name of a column where it is a table.
    Line(u64, Option<String>),
}

impl From<&Fault> for FaultDocument {
    fn from(fault: &Fault) -> Self {
        let mut document = Self {
            pointer: None,
            parameter: None,
            header: None,
            line: None,
            column: None,
            code: fault.code.to_string(),
            detail: fault.detail.clone(),
        };
        match fault.place.clone() {
            Place::Pointer(pointer) => document.pointer = Some(pointer),
            Place::Parameter(name) => document.parameter = Some(name),
            Place::Header(name) => document.header = Some(name),
            Place::Line(line, column) => (document.line, document.column) = (Some(line), column),
        }
        document
    }
}

impl Serialize for Problem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.document().serialize(serializer)
    }
}

impl PartialSchema for Problem {
    fn schema() -> RefOr<Schema> {
        ProblemDocument::schema()
    }
}

impl ToSchema for Problem {
    fn name() -> std::borrow::Cow<'static, str> {
        ProblemDocument::name()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        ProblemDocument::schemas(schemas);
    }
}
