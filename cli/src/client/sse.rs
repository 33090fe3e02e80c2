//! Server-sent events, as far as one answer needs them.

use std::{collections::VecDeque, fmt};

use anyhow::Context;
use reqwest::Response;
use schemas::token::ConsistencyToken;
use serde_json::Value;

/// One event of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `progress`, `result` …; `message` when the stream does not say.
    pub name: String,
    /// Its data.
    pub data: String,
}

/// The events of an answer, as they come. An answer that is no stream counts as one `result`.
pub struct Events {
    response: Response,
    /// As the header of the answer says it.
    pub token: ConsistencyToken,
    parser: Parser,
    ready: VecDeque<Event>,
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").finish_non_exhaustive()
    }
}

impl Events {
    pub(super) fn new(response: Response, token: ConsistencyToken) -> Self {
        Self { response, token, parser: Parser::default(), ready: VecDeque::new() }
    }

    /// The next event; `None` at the end of the answer.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn next(&mut self) -> anyhow::Result<Option<Event>> {
        let streamed = self
            .response
            .headers()
            .get("content-type")
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        if !streamed {
            return self.whole().await;
        }
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(Some(event));
            }
            let Some(bytes) = self.response.chunk().await.context("the connection broke")? else { return Ok(None) };
            self.ready.extend(self.parser.feed(&bytes));
        }
    }

    async fn whole(&mut self) -> anyhow::Result<Option<Event>> {
        let mut body = Vec::new();
        while let Some(bytes) = self.response.chunk().await.context("the connection broke")? {
            body.extend_from_slice(&bytes);
        }
        if body.is_empty() {
            return Ok(None);
        }
        let data = String::from_utf8(body).context("the answer is no text")?;
        Ok(Some(Event { name: "result".to_owned(), data }))
    }
}

impl Event {
    /// Its data as JSON.
    ///
    /// # Errors
    /// When it is something else.
    pub fn json(&self) -> anyhow::Result<Value> {
        serde_json::from_str(&self.data).with_context(|| format!("the event {} holds no JSON", self.name))
    }
}

/// Cuts bytes into events, wherever the network has cut them.
#[derive(Debug, Default)]
struct Parser {
    line: Vec<u8>,
    name: String,
    data: Vec<String>,
}

impl Parser {
    fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        for byte in bytes {
            if *byte != b'\n' {
                self.line.push(*byte);
                continue;
            }
            let line = String::from_utf8_lossy(&std::mem::take(&mut self.line)).into_owned();
            events.extend(self.take(line.trim_end_matches('\r')));
        }
        events
    }

    fn take(&mut self, line: &str) -> Option<Event> {
        if line.is_empty() {
            let (name, data) = (std::mem::take(&mut self.name), std::mem::take(&mut self.data));
            let name = if name.is_empty() { "message".to_owned() } else { name };
            return (!data.is_empty()).then(|| Event { name, data: data.join("\n") });
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.name),
            "data" => self.data.push(value.to_owned()),
            // ids and retry times are for streams that are taken up again; a line without a field keeps the connection open
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &[u8] =
        ": hello\n\nevent: progress\ndata: {\"done\":1,\r\ndata: \"total\":2}\n\nid: 7\ndata: über\n\nevent: lost\n\n"
            .as_bytes();

    fn expected() -> Vec<Event> {
        let event = |name: &str, data: &str| Event { name: name.to_owned(), data: data.to_owned() };
        vec![event("progress", "{\"done\":1,\n\"total\":2}"), event("message", "über")]
    }

    #[test]
    fn events_come_out_wherever_the_bytes_are_cut() {
        assert_eq!(Parser::default().feed(STREAM), expected());
        for size in 1..STREAM.len() {
            let mut parser = Parser::default();
            let events: Vec<Event> = STREAM.chunks(size).flat_map(|bytes| parser.feed(bytes)).collect();
            assert_eq!(events, expected(), "cut by {size}");
        }
    }

    #[test]
    fn an_event_that_never_ends_is_none() {
        assert!(Parser::default().feed(b"event: progress\ndata: {}\n").is_empty());
    }
}
