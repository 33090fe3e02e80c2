//! W3C trace context: one header that ties a request, its events and all that follows from them together.

use std::{fmt, str::FromStr};

use crate::clock::random_uuid;

/// `00-<trace id>-<span id>-<flags>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TraceParent {
    trace_id: u128,
    span_id: u64,
    flags: u8,
}

/// The text is no `traceparent`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a traceparent")]
pub struct TraceParentError;

impl TraceParent {
    /// The start of a new, sampled trace.
    pub fn root() -> Self {
        Self { trace_id: random_uuid().as_u128(), span_id: random_span(), flags: 1 }
    }

    /// A step within the same trace.
    #[must_use]
    pub fn child(self) -> Self {
        Self { span_id: random_span(), ..self }
    }

    /// 32 hexadecimal digits, the same for all that belongs together.
    pub fn trace_id(self) -> String {
        format!("{:032x}", self.trace_id)
    }

    /// 16 hexadecimal digits: this step.
    pub fn span_id(self) -> String {
        format!("{:016x}", self.span_id)
    }
}

/// The high half of a v4 UUID with its version bits, which are never all zero.
fn random_span() -> u64 {
    random_uuid().as_u64_pair().0
}

impl fmt::Display for TraceParent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "00-{:032x}-{:016x}-{:02x}", self.trace_id, self.span_id, self.flags)
    }
}

impl FromStr for TraceParent {
    type Err = TraceParentError;

    /// Versions above 00 may have more parts behind these, as the recommendation demands.
    fn from_str(text: &str) -> Result<Self, TraceParentError> {
        let mut parts = text.split('-');
        let (Some(version), Some(trace), Some(span), Some(flags)) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(TraceParentError);
        };
        let version = hex(version, 2)?;
        if version == 0xff || version == 0 && parts.next().is_some() {
            return Err(TraceParentError);
        }
        let (trace_id, span_id) = (hex(trace, 32)?, hex(span, 16)?);
        if trace_id == 0 || span_id == 0 {
            return Err(TraceParentError);
        }
        let span_id = u64::try_from(span_id).map_err(|_| TraceParentError)?;
        let flags = u8::try_from(hex(flags, 2)?).map_err(|_| TraceParentError)?;
        Ok(Self { trace_id, span_id, flags })
    }
}

fn hex(text: &str, length: usize) -> Result<u128, TraceParentError> {
    let lower = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if text.len() != length || !lower {
        return Err(TraceParentError);
    }
    u128::from_str_radix(text, 16).map_err(|_| TraceParentError)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    #[test]
    fn a_traceparent_reads_and_writes_the_same() {
        let parent: TraceParent = TEXT.parse().unwrap();
        assert_eq!(parent.to_string(), TEXT);
        assert_eq!(parent.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        let root = TraceParent::root();
        assert_eq!(root.to_string().parse(), Ok(root));
    }

    #[test]
    fn a_child_stays_in_the_trace() {
        let parent: TraceParent = TEXT.parse().unwrap();
        let child = parent.child();
        assert_eq!(child.trace_id(), parent.trace_id());
        assert_ne!(child.span_id(), parent.span_id());
    }

    #[test]
    fn what_is_no_traceparent_is_refused() {
        let zero_trace = "00-00000000000000000000000000000000-00f067aa0ba902b7-01";
        let zero_span = "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01";
        let more = format!("{TEXT}-00");
        for text in ["", "00", zero_trace, zero_span, &more, &TEXT.to_uppercase(), &TEXT.replacen("00", "ff", 1)] {
            assert_eq!(text.parse::<TraceParent>(), Err(TraceParentError), "{text}");
        }
        assert!(format!("01{}-what", &TEXT[2..]).parse::<TraceParent>().is_ok());
    }
}
