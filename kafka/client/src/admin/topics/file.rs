//! `kafka/topics.yaml`, compiled in.

use std::collections::BTreeMap;

use schemas::topic::Topic;
use serde::Deserialize;

const TEXT: &str = include_str!("../../../../topics.yaml");

/// The file as it is written.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct TopicsFile {
    every_topic: BTreeMap<String, Scalar>,
    kinds: BTreeMap<String, BTreeMap<String, Scalar>>,
    topics: BTreeMap<String, Entry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kind: String,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Scalar {
    Number(i64),
    Text(String),
}

#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub(super) enum FileError {
    #[error("{0}")]
    Unreadable(String),
    #[error("topic {0} is missing")]
    Topic(Topic),
    #[error("{topic} is of kind {kind}, which is not described")]
    Kind { topic: Topic, kind: String },
    #[error("{setting}: {value} is no number of milliseconds, days (d) or hours (h)")]
    Duration { setting: String, value: String },
}

impl TopicsFile {
    pub(super) fn embedded() -> Result<Self, FileError> {
        serde_yaml_ng::from_str(TEXT).map_err(|error| FileError::Unreadable(error.to_string()))
    }

    /// The settings of `topic` as the broker spells them.
    pub(super) fn settings(&self, topic: Topic, replication: u16) -> Result<BTreeMap<String, String>, FileError> {
        let kind = &self.topics.get(topic.base()).ok_or(FileError::Topic(topic))?.kind;
        let own = self.kinds.get(kind).ok_or_else(|| FileError::Kind { topic, kind: kind.clone() })?;
        let mut settings = BTreeMap::new();
        for (setting, value) in self.every_topic.iter().chain(own) {
            settings.insert(setting.clone(), spelt(setting, value)?);
        }
        let in_sync = replication.saturating_sub(1).max(1);
        settings.insert("min.insync.replicas".to_owned(), in_sync.to_string());
        Ok(settings)
    }
}

fn spelt(setting: &str, value: &Scalar) -> Result<String, FileError> {
    let text = match value {
        Scalar::Number(number) => return Ok(number.to_string()),
        Scalar::Text(text) if !setting.ends_with(".ms") => return Ok(text.clone()),
        Scalar::Text(text) => text,
    };
    let hours = |suffix, hours: i64| text.strip_suffix(suffix)?.parse::<i64>().ok()?.checked_mul(hours);
    let found = hours('d', 24).or_else(|| hours('h', 1)).and_then(|hours| hours.checked_mul(3_600_000));
    let wrong = || FileError::Duration { setting: setting.to_owned(), value: text.clone() };
    found.map(|milliseconds| milliseconds.to_string()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_and_the_catalogue_name_the_same_topics() {
        let file = TopicsFile::embedded().unwrap();
        let mut catalogue: Vec<_> = Topic::ALL.iter().map(|topic| topic.base()).collect();
        catalogue.sort_unstable();
        assert_eq!(file.topics.keys().collect::<Vec<_>>(), catalogue);
    }

    #[test]
    fn every_kind_is_described_and_every_topic_is_of_the_kind_that_its_name_says() {
        let file = TopicsFile::embedded().unwrap();
        for (topic, entry) in &file.topics {
            let kind = match topic.rsplit_once('.').map_or(topic.as_str(), |(_, kind)| kind) {
                "private" => "events",
                "private-state" => "state",
                "access" => "accounts",
                kind => kind,
            };
            assert_eq!(entry.kind, kind, "{topic}");
            assert!(file.kinds.contains_key(kind), "{kind}");
        }
    }

    #[test]
    fn days_and_hours_become_milliseconds() {
        let settings = TopicsFile::embedded().unwrap().settings(Topic::EXECUTION_EVENTS, 3).unwrap();
        assert_eq!(settings["min.compaction.lag.ms"], "604800000");
        assert_eq!(settings["max.compaction.lag.ms"], "2592000000");
        assert_eq!(settings["message.timestamp.type"], "LogAppendTime");
        assert_eq!(settings["retention.ms"], "-1");
        assert_eq!(settings["min.insync.replicas"], "2");
        let answers = TopicsFile::embedded().unwrap().settings(Topic::EXECUTION_OUTCOMES, 1).unwrap();
        assert_eq!(answers["retention.ms"], "86400000");
        assert_eq!(answers["cleanup.policy"], "compact,delete");
        assert_eq!(answers["min.insync.replicas"], "1");
    }

    #[test]
    fn a_duration_that_is_none_is_refused() {
        assert!(spelt("segment.ms", &Scalar::Text("7w".to_owned())).is_err());
        assert_eq!(spelt("cleanup.policy", &Scalar::Text("7d".to_owned())).unwrap(), "7d");
    }
}
