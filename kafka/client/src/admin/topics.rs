//! Topics: created when missing, compared when there, never changed.

mod file;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rdkafka::admin::{AdminClient, AdminOptions, NewTopic, ResourceSpecifier, TopicReplication};
use rdkafka::error::{KafkaError, RDKafkaErrorCode};
use schemas::topic::Topic;

use self::file::{FileError, TopicsFile};
use crate::log::NativeContext;
use crate::settings::KafkaSettings;

const TIMEOUT: Duration = Duration::from_secs(20);
/// Between looks at topics that were created a moment ago.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// What [`apply`] found and did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Topics that were missing.
    pub created: Vec<String>,
    /// Topics that were there.
    pub existing: usize,
    /// Settings of topics that were there and differ; nothing was changed.
    pub drift: Vec<Drift>,
}

/// One setting that is not as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Name on the broker.
    pub topic: String,
    /// Kafka's name of the setting.
    pub setting: String,
    /// What the file says.
    pub wanted: String,
    /// What the broker says.
    pub found: String,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for topic in &self.created {
            writeln!(f, "created {topic}")?;
        }
        for Drift { topic, setting, wanted, found } in &self.drift {
            writeln!(f, "drift in {topic}: {setting} is {found}, should be {wanted}; change it by hand if it matters")?;
        }
        write!(f, "{} topics, {} new, {} drifted", self.created.len() + self.existing, self.created.len(), {
            let drifted: std::collections::BTreeSet<_> = self.drift.iter().map(|drift| &drift.topic).collect();
            drifted.len()
        })
    }
}

/// Why topics are not as they should be.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum TopicsError {
    /// `kafka/topics.yaml` itself is wrong.
    #[error("kafka/topics.yaml: {0}")]
    File(String),
    /// The topics of this prefix have another number of partitions.
    #[error("{topic} has {found} partitions: this prefix was created with P={found}, and TT_PARTITIONS is {wanted}")]
    Partitions {
        /// Name on the broker.
        topic: String,
        /// How many it has.
        found: usize,
        /// How many the settings say.
        wanted: usize,
    },
    /// A topic is not there.
    #[error("{0} does not exist: run `train-tracker topics apply`")]
    Missing(String),
    /// Refused, because everything would go.
    #[error("topics without a prefix are never deleted")]
    NoPrefix,
    /// The broker refused or did not answer.
    #[error("{doing}: {reason}")]
    Broker {
        /// What was asked.
        doing: String,
        /// librdkafka's words.
        reason: String,
    },
}

impl From<FileError> for TopicsError {
    fn from(error: FileError) -> Self {
        Self::File(error.to_string())
    }
}

/// Creates the topics that are missing and compares the others.
///
/// # Errors
/// [`TopicsError::Partitions`] before anything is created, when the prefix was made with another count.
pub async fn apply(settings: &KafkaSettings) -> Result<Report, TopicsError> {
    apply_to(settings, Topic::ALL).await
}

/// [`apply`] for some topics: for tests, which use only some.
///
/// # Errors
/// As for [`apply`].
pub async fn apply_to(settings: &KafkaSettings, topics: &[Topic]) -> Result<Report, TopicsError> {
    let file = TopicsFile::embedded()?;
    let client = Admin::new(settings)?;
    let wanted: BTreeMap<String, BTreeMap<String, String>> = topics
        .iter()
        .map(|topic| Ok((settings.topic(*topic), file.settings(*topic, settings.replication)?)))
        .collect::<Result<_, FileError>>()?;

    let found = client.partition_counts().await?;
    client.same_partitions(&found, wanted.keys())?;
    let (existing, missing): (Vec<_>, Vec<_>) = wanted.iter().partition(|(name, _)| found.contains_key(*name));

    let mut report = Report { existing: existing.len(), ..Report::default() };
    client.create(&missing).await?;
    report.created = missing.into_iter().map(|(name, _)| name.clone()).collect();
    report.drift = client.drift(&existing).await?;
    Ok(report)
}

/// Whether the topics that are there have the number of partitions that the settings say, and none is missing.
///
/// # Errors
/// [`TopicsError::Partitions`] or [`TopicsError::Missing`]: the service must not start.
pub async fn check_partitions(settings: &KafkaSettings) -> Result<(), TopicsError> {
    check_partitions_of(settings, Topic::ALL).await
}

/// [`check_partitions`] for some topics.
///
/// # Errors
/// As for [`check_partitions`].
pub async fn check_partitions_of(settings: &KafkaSettings, topics: &[Topic]) -> Result<(), TopicsError> {
    let client = Admin::new(settings)?;
    let found = client.partition_counts().await?;
    let names: Vec<_> = topics.iter().map(|topic| settings.topic(*topic)).collect();
    client.same_partitions(&found, names.iter())?;
    match names.into_iter().find(|name| !found.contains_key(name)) {
        Some(missing) => Err(TopicsError::Missing(missing)),
        None => Ok(()),
    }
}

/// Deletes the topics of a prefix: for tests.
///
/// # Errors
/// [`TopicsError::NoPrefix`] when the prefix is empty.
pub async fn delete_all(settings: &KafkaSettings) -> Result<(), TopicsError> {
    delete(settings, Topic::ALL).await
}

/// [`delete_all`] for some topics.
///
/// # Errors
/// As for [`delete_all`].
pub async fn delete(settings: &KafkaSettings, topics: &[Topic]) -> Result<(), TopicsError> {
    if settings.prefix.is_empty() {
        return Err(TopicsError::NoPrefix);
    }
    let client = Admin::new(settings)?;
    let found = client.partition_counts().await?;
    let ours = |name: &&String| Topic::from_name(&settings.prefix, name).is_some_and(|topic| topics.contains(&topic));
    let names: Vec<&str> = found.keys().filter(ours).map(String::as_str).collect();
    client.delete(&names).await
}

/// One admin client; rdkafka's has a thread of its own that ends with it.
struct Admin {
    client: Arc<AdminClient<NativeContext>>,
    partitions: i32,
    replication: i32,
}

impl Admin {
    fn new(settings: &KafkaSettings) -> Result<Self, TopicsError> {
        let client = settings
            .client("topics")
            .create_with_context(NativeContext::new("topics"))
            .map_err(|error| broker("making a client", &error))?;
        let partitions = settings.partitions.get();
        Ok(Self { client: Arc::new(client), partitions, replication: i32::from(settings.replication) })
    }

    /// Every topic of the cluster with its number of partitions.
    async fn partition_counts(&self) -> Result<HashMap<String, usize>, TopicsError> {
        const DOING: &str = "asking for topics";
        let client = Arc::clone(&self.client);
        let answer = tokio::task::spawn_blocking(move || client.inner().fetch_metadata(None, TIMEOUT)).await;
        let metadata = match answer {
            Ok(metadata) => metadata.map_err(|error| broker(DOING, &error))?,
            Err(error) => return Err(TopicsError::Broker { doing: DOING.to_owned(), reason: error.to_string() }),
        };
        let ready = metadata.topics().iter().filter(|topic| topic.error().is_none());
        Ok(ready.map(|topic| (topic.name().to_owned(), topic.partitions().len())).collect())
    }

    fn same_partitions<'n>(
        &self,
        found: &HashMap<String, usize>,
        names: impl Iterator<Item = &'n String>,
    ) -> Result<(), TopicsError> {
        let wanted = usize::try_from(self.partitions).unwrap_or_default();
        for topic in names {
            if let Some(&found) = found.get(topic).filter(|found| **found != wanted) {
                return Err(TopicsError::Partitions { topic: topic.clone(), found, wanted });
            }
        }
        Ok(())
    }

    /// Creates topics and waits until the cluster shows them.
    async fn create(&self, missing: &[(&String, &BTreeMap<String, String>)]) -> Result<(), TopicsError> {
        if missing.is_empty() {
            return Ok(());
        }
        let topics: Vec<NewTopic<'_>> = missing
            .iter()
            .map(|(name, settings)| {
                let topic = NewTopic::new(name, self.partitions, TopicReplication::Fixed(self.replication));
                settings.iter().fold(topic, |topic, (setting, value)| topic.set(setting, value))
            })
            .collect();
        let results = self.client.create_topics(&topics, &options()).await;
        for result in results.map_err(|error| broker("creating topics", &error))? {
            match result {
                // another process was faster
                Ok(_) | Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
                Err((topic, code)) => return Err(refused(&format!("creating {topic}"), code)),
            }
        }
        let deadline = tokio::time::Instant::now() + TIMEOUT;
        while tokio::time::Instant::now() < deadline {
            let found = self.partition_counts().await?;
            if missing.iter().all(|(name, _)| found.contains_key(*name)) {
                return Ok(());
            }
            tokio::time::sleep(LOOK_AGAIN).await;
        }
        Err(TopicsError::Broker { doing: "creating topics".to_owned(), reason: "not visible in time".to_owned() })
    }

    async fn drift(&self, existing: &[(&String, &BTreeMap<String, String>)]) -> Result<Vec<Drift>, TopicsError> {
        const DOING: &str = "asking for settings of topics";
        if existing.is_empty() {
            return Ok(Vec::new());
        }
        let names: Vec<_> = existing.iter().map(|(name, _)| ResourceSpecifier::Topic(name)).collect();
        let answers = self.client.describe_configs(&names, &options()).await.map_err(|error| broker(DOING, &error))?;
        let mut drift = Vec::new();
        for ((topic, wanted), answer) in existing.iter().zip(answers) {
            let found = answer.map_err(|code| refused(DOING, code))?;
            for (setting, wanted) in *wanted {
                let value = found.get(setting).and_then(|entry| entry.value.clone()).unwrap_or_default();
                if value != *wanted {
                    let (topic, setting) = ((*topic).clone(), setting.clone());
                    drift.push(Drift { topic, setting, wanted: wanted.clone(), found: value });
                }
            }
        }
        Ok(drift)
    }

    async fn delete(&self, names: &[&str]) -> Result<(), TopicsError> {
        if names.is_empty() {
            return Ok(());
        }
        let results = self.client.delete_topics(names, &options()).await;
        for result in results.map_err(|error| broker("deleting topics", &error))? {
            match result {
                Ok(_) | Err((_, RDKafkaErrorCode::UnknownTopicOrPartition)) => {}
                Err((topic, code)) => return Err(refused(&format!("deleting {topic}"), code)),
            }
        }
        Ok(())
    }
}

fn options() -> AdminOptions {
    AdminOptions::new().request_timeout(Some(TIMEOUT)).operation_timeout(Some(TIMEOUT))
}

fn broker(doing: &str, error: &KafkaError) -> TopicsError {
    TopicsError::Broker { doing: doing.to_owned(), reason: error.to_string() }
}

fn refused(doing: &str, code: RDKafkaErrorCode) -> TopicsError {
    TopicsError::Broker { doing: doing.to_owned(), reason: code.to_string() }
}
