//! Schemas and the compatibility that the registry enforces on them.

use std::fmt;

use schemas::catalogue::{self, Compatibility, Contents};
use schemas::record::RecordType;
use schemas::topic::Topic;

use crate::registry::{NONE, Registry, RegistryError};
use crate::settings::KafkaSettings;

/// What registering did, one entry per subject.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order of the catalogue.
    pub subjects: Vec<Subject>,
}

/// One subject after registering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// `<topic>-<record full name>`.
    pub name: String,
    /// The id of the current schema.
    pub id: i32,
    /// Whether it was registered now.
    pub new: bool,
    /// What the registry demands of the next version.
    pub compatibility: &'static str,
}

/// Says what is new; a second run says one line.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let new = self.subjects.iter().filter(|subject| subject.new);
        for Subject { name, id, compatibility, .. } in new.clone() {
            writeln!(f, "registered {name} as {id} ({compatibility})")?;
        }
        write!(f, "{} schemas, {} new", self.subjects.len(), new.count())
    }
}

/// The subject of a record type in a topic: TopicRecordNameStrategy.
pub fn subject(settings: &KafkaSettings, topic: Topic, record: &str) -> String {
    format!("{}-{record}", settings.topic(topic))
}

/// Registers every schema of the catalogue.
///
/// # Errors
/// The first schema that is refused, with the registry's reasons; those before it are registered.
pub async fn register(settings: &KafkaSettings, registry_url: &str) -> Result<Report, RegistryError> {
    register_contents(settings, registry_url, catalogue::ALL).await
}

/// Registers the schemas of some topics: for tests, which use only some.
///
/// # Errors
/// As for [`register`].
pub async fn register_topics(
    settings: &KafkaSettings,
    registry_url: &str,
    topics: &[Topic],
) -> Result<Report, RegistryError> {
    let contents: Vec<Contents> = topics.iter().filter_map(|topic| catalogue::contents(*topic)).copied().collect();
    register_contents(settings, registry_url, &contents).await
}

/// Registers the schemas of `contents`.
///
/// # Errors
/// As for [`register`].
pub async fn register_contents(
    settings: &KafkaSettings,
    registry_url: &str,
    contents: &[Contents],
) -> Result<Report, RegistryError> {
    let registry = Registry::new(registry_url)?;
    let mut report = Report::default();
    for topic in contents {
        for record in topic.types() {
            let name = subject(settings, topic.topic, record.name);
            report.subjects.push(register_one(&registry, name, &record, level(topic.compatibility)).await?);
        }
    }
    Ok(report)
}

async fn register_one(
    registry: &Registry,
    name: String,
    record: &RecordType,
    compatibility: &'static str,
) -> Result<Subject, RegistryError> {
    // before the schema, so that it is checked; a registry may refuse to know a subject without versions
    let ruled_already = compatibility != NONE && registry.compatibility(&name).await?.as_deref() == Some(compatibility);
    let mut ruled = ruled_already || registry.set_compatibility(&name, compatibility).await?;
    let (id, new) = match registry.find(&name, record.schema).await? {
        Some(id) => (id, false),
        None => (registry.register(&name, record.schema).await?, true),
    };
    if !ruled {
        ruled = registry.set_compatibility(&name, compatibility).await?;
    }
    if !ruled {
        let message = "the subject is unknown right after its first version".to_owned();
        return Err(RegistryError::Refused { what: name, status: 404, message });
    }
    Ok(Subject { name, id, new, compatibility })
}

/// Deletes every subject under a prefix: for tests. An empty prefix deletes nothing.
///
/// # Errors
/// When the registry is away.
pub async fn delete_all(settings: &KafkaSettings, registry_url: &str) -> Result<(), RegistryError> {
    if settings.prefix.is_empty() {
        return Ok(());
    }
    let registry = Registry::new(registry_url)?;
    for subject in registry.subjects().await? {
        if subject.starts_with(&settings.prefix) {
            registry.delete(&subject).await?;
        }
    }
    Ok(())
}

fn level(compatibility: Compatibility) -> &'static str {
    match compatibility {
        Compatibility::FullTransitive => "FULL_TRANSITIVE",
        Compatibility::None => NONE,
    }
}
