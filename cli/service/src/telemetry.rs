//! Structured logs: one JSON object per line on stderr.

use std::panic::{self, PanicHookInfo};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

/// What is logged when nothing else is asked for; the server says on its own what it listens on.
pub const DEFAULT_FILTER: &str = "info,actix_server=warn";

/// Starts logging with a filter as in `TT_LOG` (`info`, `warn,execution=debug`, …). Panics are
/// logged too, with their place, instead of being printed between the lines.
///
/// # Errors
/// When the filter cannot be read, or logging was started before.
pub fn init(filter: &str) -> anyhow::Result<()> {
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(false)
        .with_span_list(true)
        .with_writer(std::io::stderr);
    tracing_subscriber::registry().with(parse(filter)?).with(lines).try_init()?;
    panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// Reads a filter without starting anything, so that a mistake shows with all others.
pub(crate) fn parse(filter: &str) -> Result<EnvFilter, tracing_subscriber::filter::ParseError> {
    EnvFilter::builder().parse(filter)
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    let thread = std::thread::current();
    tracing::error!(
        panic.place = place,
        panic.thread = thread.name().unwrap_or_default(),
        panic.message = panic_payload(panic),
        "panicked"
    );
}

fn panic_payload<'a>(panic: &'a PanicHookInfo<'_>) -> &'a str {
    panic.payload_as_str().unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn filters_name_levels_and_crates() {
        for filter in ["info", "warn,execution=debug", "info,rdkafka[poll]=trace"] {
            assert!(parse(filter).is_ok(), "{filter}");
        }
    }

    #[test]
    fn a_filter_with_an_unknown_level_is_refused() {
        assert!(parse("execution=loud").is_err());
    }
}
