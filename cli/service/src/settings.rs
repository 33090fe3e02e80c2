//! Settings of a process, read from its environment once.
//!
//! | variable | default | meaning |
//! |---|---|---|
//! | `TT_DATA_DIR` | `.data` | folder of secrets, logs and, in native mode, the servers' data |
//! | `TT_PORT` | `8080` | HTTP port; `0` takes a free one |
//! | `TT_BIND` | `127.0.0.1` | address to listen on |
//! | `TT_ADVERTISED_URL` | `http://<bind>:<port>` | where other instances reach this one |
//! | `TT_HTTP_WORKERS` | `2` | threads that serve HTTP |
//! | `TT_CORS_ORIGINS` | pages of this machine | origins of web pages that may call, comma-separated, or `*` |
//! | `TT_KAFKA_PORT` | `9092` | port of a broker on this machine |
//! | `TT_KAFKA_BOOTSTRAP` | `127.0.0.1:<kafka port>` | brokers, `host:port`, comma-separated |
//! | `TT_REGISTRY_PORT` | `8081` | port of a schema registry on this machine |
//! | `TT_REGISTRY_URL` | `http://127.0.0.1:<registry port>/apis/ccompat/v7` | Confluent-compatible registry API |
//! | `TT_POSTGRES_PORT` | `5432` | port of a PostgreSQL on this machine |
//! | `TT_POSTGRES_URL` | `postgres://train_tracker@127.0.0.1:<postgres port>/train_tracker` | database |
//! | `TT_PARTITIONS` | `4` | partitions of every topic; must be what the topics were made with |
//! | `TT_PREFIX` | empty | put before topics, groups, transactional ids and the database schema |
//! | `TT_REQUIRE_ACTIVATION` | `sharing` | who needs a confirmed e-mail address: `never` anybody, for `sharing` data with others, `always` |
//! | `TT_LOG` | `info,actix_server=warn` | log filter |
//!
//! A variable that is empty counts as not set. `TT_INFRA`, `TT_INSTANCES` and `TT_BROKERS` concern
//! the Makefile only.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;

use schemas::partition::PartitionCount;

use crate::telemetry;

const MOST_PARTITIONS: i32 = 10_000;
const LONGEST_PREFIX: usize = 32;

const PARTITIONS: PartitionCount = match PartitionCount::new(4) {
    Some(count) => count,
    None => unreachable!(),
};

/// What the environment says, checked.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder of everything this installation keeps on disk.
    pub data_dir: PathBuf,
    /// Address to listen on.
    pub bind: IpAddr,
    /// HTTP port; 0 takes a free one.
    pub port: u16,
    /// Threads that serve HTTP, at least one.
    pub http_workers: usize,
    /// Whose web pages may call.
    pub cors_origins: CorsOrigins,
    /// Brokers, `host:port` separated by commas.
    pub kafka_bootstrap: String,
    /// Base of the Confluent-compatible registry API, without a slash at the end.
    pub registry_url: String,
    /// The database.
    pub postgres_url: PostgresUrl,
    /// Partitions of every topic.
    pub partitions: PartitionCount,
    /// Put before topics, groups, transactional ids and the database schema; may be empty.
    pub prefix: String,
    /// What an account needs a confirmed e-mail address for.
    pub require_activation: RequireActivation,
    /// Log filter.
    pub log: String,
    advertised_url: Option<String>,
}

/// Whose web pages may call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CorsOrigins {
    /// Pages served from this machine, on any port: what developing a front end needs.
    Local,
    /// Everyone's. Calls carry bearer tokens, never cookies, so this gives nothing away.
    Any,
    /// Pages of these origins, `https://app.example`.
    Only(Vec<String>),
}

/// What an account needs a confirmed e-mail address for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RequireActivation {
    /// Nothing.
    Never,
    /// What concerns others: coaching, webhooks, leaderboards.
    #[default]
    Sharing,
    /// Everything but confirming it.
    Always,
}

/// A connection string; it may hold a password, so `Debug` shows only what follows it.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresUrl(String);

impl PostgresUrl {
    /// The whole string, password included.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PostgresUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let behind = self.0.rsplit_once('@').map_or("", |(_, behind)| behind);
        write!(f, "postgres://…@{}", behind.split('?').next().unwrap_or_default())
    }
}

/// Every mistake in the environment, so that one start shows them all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError {
    /// In the order of the table above, never empty.
    pub mistakes: Vec<Mistake>,
}

/// One variable that cannot be used as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Its name.
    pub variable: &'static str,
    /// What it holds.
    pub value: String,
    /// What it should hold.
    pub wanted: String,
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the environment needs a correction")?;
        for Mistake { variable, value, wanted } in &self.mistakes {
            write!(f, "\n  {variable}={value}: {wanted}")?;
        }
        Ok(())
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads the environment of this process.
    ///
    /// # Errors
    /// All variables that cannot be used, each with what it should hold.
    pub fn from_env() -> Result<Self, SettingsError> {
        Self::from_lookup(|name| std::env::var_os(name).map(|value| value.to_string_lossy().into_owned()))
    }

    /// Reads settings from anything that knows variables by name.
    ///
    /// # Errors
    /// As for [`Settings::from_env`].
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let mut read = Reader { lookup, mistakes: Vec::new() };
        let settings = Self {
            data_dir: read.text("TT_DATA_DIR").unwrap_or_else(|| ".data".to_owned()).into(),
            port: read.parsed("TT_PORT", 8080, "a port from 0 to 65535"),
            bind: read.parsed("TT_BIND", Ipv4Addr::LOCALHOST.into(), "an address, such as 127.0.0.1 or 0.0.0.0"),
            advertised_url: read.checked("TT_ADVERTISED_URL", http_url),
            http_workers: read.checked("TT_HTTP_WORKERS", workers).unwrap_or(2),
            cors_origins: read.checked("TT_CORS_ORIGINS", cors_origins).unwrap_or(CorsOrigins::Local),
            kafka_bootstrap: {
                let port = read.local_port("TT_KAFKA_PORT", 9092);
                read.checked("TT_KAFKA_BOOTSTRAP", brokers).unwrap_or_else(|| format!("127.0.0.1:{port}"))
            },
            registry_url: {
                let port = read.local_port("TT_REGISTRY_PORT", 8081);
                read.checked("TT_REGISTRY_URL", http_url)
                    .unwrap_or_else(|| format!("http://127.0.0.1:{port}/apis/ccompat/v7"))
            },
            postgres_url: {
                let port = read.local_port("TT_POSTGRES_PORT", 5432);
                read.checked("TT_POSTGRES_URL", postgres_url)
                    .unwrap_or_else(|| PostgresUrl(format!("postgres://train_tracker@127.0.0.1:{port}/train_tracker")))
            },
            partitions: read.checked("TT_PARTITIONS", partitions).unwrap_or(PARTITIONS),
            prefix: read.checked("TT_PREFIX", prefix).unwrap_or_default(),
            require_activation: read.checked("TT_REQUIRE_ACTIVATION", require_activation).unwrap_or_default(),
            log: read.checked("TT_LOG", log_filter).unwrap_or_else(|| telemetry::DEFAULT_FILTER.to_owned()),
        };
        match read.mistakes {
            mistakes if mistakes.is_empty() => Ok(settings),
            mistakes => Err(SettingsError { mistakes }),
        }
    }

    /// Where the HTTP server listens.
    pub fn listen_address(&self) -> SocketAddr {
        (self.bind, self.port).into()
    }

    /// Where other instances reach this one, without a slash at the end. `bound` is the port that
    /// the server got, which differs from the setting when that is 0.
    pub fn advertised_url(&self, bound: u16) -> String {
        self.advertised_url.clone().unwrap_or_else(|| {
            let host = if self.bind.is_unspecified() { Ipv4Addr::LOCALHOST.into() } else { self.bind };
            format!("http://{}", SocketAddr::from((host, bound)))
        })
    }

    /// Folder of the secrets: see [`crate::secrets::Secrets`].
    pub fn secrets_dir(&self) -> PathBuf {
        self.data_dir.join("secrets")
    }
}

/// Reads variable by variable and remembers what was wrong.
struct Reader<L> {
    lookup: L,
    mistakes: Vec<Mistake>,
}

impl<L: Fn(&str) -> Option<String>> Reader<L> {
    fn text(&self, variable: &str) -> Option<String> {
        (self.lookup)(variable).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    fn checked<T>(&mut self, variable: &'static str, check: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        let value = self.text(variable)?;
        check(&value).map_err(|wanted| self.mistakes.push(Mistake { variable, value, wanted })).ok()
    }

    fn parsed<T: FromStr>(&mut self, variable: &'static str, default: T, wanted: &str) -> T {
        self.checked(variable, |text| text.parse().map_err(|_| wanted.to_owned())).unwrap_or(default)
    }

    fn local_port(&mut self, variable: &'static str, default: u16) -> u16 {
        let port = |text: &str| match text.parse() {
            Ok(0) | Err(_) => Err("a port from 1 to 65535".to_owned()),
            Ok(port) => Ok(port),
        };
        self.checked(variable, port).unwrap_or(default)
    }
}

fn workers(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|count| (1..=256).contains(count)).ok_or_else(|| "a number from 1 to 256".to_owned())
}

fn partitions(text: &str) -> Result<PartitionCount, String> {
    let count = text.parse().ok().filter(|count| *count <= MOST_PARTITIONS).and_then(PartitionCount::new);
    count.ok_or_else(|| format!("a number from 1 to {MOST_PARTITIONS}"))
}

fn http_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/');
    let host = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(char::is_whitespace) => Ok(url.to_owned()),
        _ => Err("a URL that begins with http:// or https://".to_owned()),
    }
}

fn postgres_url(text: &str) -> Result<PostgresUrl, String> {
    let known = ["postgres://", "postgresql://"].iter().any(|scheme| text.starts_with(scheme));
    known.then(|| PostgresUrl(text.to_owned())).ok_or_else(|| "a URL that begins with postgres://".to_owned())
}

fn brokers(text: &str) -> Result<String, String> {
    let brokers: Vec<&str> = text.split(',').map(str::trim).collect();
    let fine = brokers.iter().all(|broker| {
        broker.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok_and(|p| p > 0))
    });
    fine.then(|| brokers.join(",")).ok_or_else(|| "brokers as host:port, separated by commas".to_owned())
}

fn cors_origins(text: &str) -> Result<CorsOrigins, String> {
    if text == "*" {
        return Ok(CorsOrigins::Any);
    }
    let origins: Result<Vec<String>, String> = text.split(',').map(|origin| http_url(origin.trim())).collect();
    match origins {
        Ok(origins) if origins.iter().all(|origin| origin.matches('/').count() == 2) => Ok(CorsOrigins::Only(origins)),
        _ => Err("* or origins such as https://app.example, separated by commas".to_owned()),
    }
}

fn prefix(text: &str) -> Result<String, String> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
    let fine = text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(letters);
    if fine && text.len() <= LONGEST_PREFIX {
        return Ok(text.to_owned());
    }
    Err(format!("at most {LONGEST_PREFIX} of a-z, 0-9, - and _, a letter first"))
}

fn require_activation(text: &str) -> Result<RequireActivation, String> {
    match text {
        "never" => Ok(RequireActivation::Never),
        "sharing" => Ok(RequireActivation::Sharing),
        "always" => Ok(RequireActivation::Always),
        _ => Err("never, sharing or always".to_owned()),
    }
}

fn log_filter(text: &str) -> Result<String, String> {
    telemetry::parse(text)
        .map(|_| text.to_owned())
        .map_err(|error| format!("a log filter such as info or warn,execution=debug ({error})"))
}

#[cfg(test)]
mod tests;
