//! Commands that processes send: records of `<context>.commands`.

use kafka_client::LogRecord;
use kafka_engine::Poison;
use schemas::{
    header,
    id::{CommandId, UserId},
    time::Instant,
    trace::TraceParent,
};

use crate::{
    context::Meta,
    request::{Origin, Request},
};

/// Processes that answer each other for ever are cut off here.
const MAX_DEPTH: u32 = 8;

/// The request that a command record is. Its time is the record's `ce_time`, so that deciding
/// it again gives the same.
pub(crate) fn request<C>(record: &LogRecord, subject: UserId, command: C) -> Result<Request<C>, Poison> {
    let said = |name: &str| record.headers.get(name).ok_or_else(|| Poison(format!("a command without {name}")));
    let command_id: CommandId = said(header::ID)?.parse().map_err(|_| Poison("a command without an id".to_owned()))?;
    let depth = said(header::DEPTH)?.parse().map_err(|_| Poison("a command without a depth".to_owned()))?;
    if depth > MAX_DEPTH {
        return Err(Poison(format!("depth {depth}: processes answer each other")));
    }
    let received_at = Instant::parse_rfc3339(said(header::TIME)?).map_err(|error| Poison(error.to_string()))?;
    let correlation_id =
        said(header::CORRELATION_ID)?.parse().map_err(|_| Poison("a command without a correlation id".to_owned()))?;
    let actor = record.headers.get(header::ACTOR).and_then(|actor| actor.parse().ok()).unwrap_or(subject);
    let on_behalf_of = record.headers.get(header::ON_BEHALF_OF).and_then(|athlete| athlete.parse().ok());
    let traceparent = record
        .headers
        .get(header::TRACE_PARENT)
        .and_then(|text| text.parse::<TraceParent>().ok())
        .map_or_else(TraceParent::root, TraceParent::child);
    Ok(Request {
        command,
        meta: Meta { subject, actor, received_at },
        origin: Origin {
            command_id,
            correlation_id,
            causation_id: Some(command_id.to_string()),
            on_behalf_of,
            depth,
            traceparent,
        },
        if_match: None,
        idempotency: None,
    })
}
