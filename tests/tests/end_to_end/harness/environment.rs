//! An installation of its own: prefix, data folder, topics, schemas, tables. The servers are those of the environment.

use std::fs;
use std::mem::ManuallyDrop;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Once;

use anyhow::{Result, ensure};
use kafka_client::KafkaSettings;
use kafka_client::admin::{schemas as subjects, topics};
use schemas::clock::random_uuid;
use service::settings::Settings;

/// As `cargo build -p train-tracker` makes it.
const BINARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/debug/train-tracker");
/// One folder per installation; its name is the prefix without the dash at the end.
const FOLDERS: &str = env!("CARGO_TARGET_TMPDIR");
/// A file that says which process made an installation, and at which broker.
const OWNER: &str = "owner";

/// An installation. It is deleted with all it holds when dropped; what a killed test run leaves behind, the next one takes away.
#[derive(Debug)]
pub(crate) struct Environment {
    pub(crate) kafka: KafkaSettings,
    pub(crate) settings: Settings,
    folder: PathBuf,
    variables: Vec<(&'static str, String)>,
}

impl Environment {
    /// Makes topics and registers schemas, by the tools that an operator uses.
    pub(crate) async fn create(partitions: u32) -> Result<Self> {
        static LEFTOVERS: Once = Once::new();
        LEFTOVERS.call_once(delete_leftovers);
        ensure!(Path::new(BINARY).is_file(), "{BINARY} is missing: run `cargo build -p train-tracker` first");
        let name = format!("e2e-{}", &random_uuid().simple().to_string()[..10]);
        let environment = Self::of(&name, partitions)?;
        fs::create_dir_all(&environment.folder)?;
        fs::write(environment.folder.join(OWNER), format!("{} {}", std::process::id(), environment.kafka.bootstrap))?;
        for tool in [["topics", "apply"], ["schemas", "register"]] {
            let output = environment.tool(&tool).await;
            ensure!(output.status.success(), "{tool:?}: {output:?}");
        }
        Ok(environment)
    }

    fn of(name: &str, partitions: u32) -> Result<Self> {
        let folder = Path::new(FOLDERS).join(name);
        let variables = vec![
            ("TT_PREFIX", format!("{name}-")),
            ("TT_DATA_DIR", folder.to_string_lossy().into_owned()),
            ("TT_PARTITIONS", partitions.to_string()),
        ];
        let ours = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        let settings = Settings::from_lookup(|name| ours(name).or_else(|| std::env::var(name).ok()))?;
        Ok(Self { kafka: KafkaSettings::of_service(&settings), settings, folder, variables })
    }

    /// The binary in this environment.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        // dies with the thread that starts it, and so with the tests
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "KILL", BINARY]).args(arguments).stdin(Stdio::null());
        command.envs(self.variables.iter().map(|(name, value)| (*name, value)));
        command
    }

    /// Runs a subcommand to its end.
    pub(crate) async fn tool(&self, arguments: &[&str]) -> Output {
        self.tool_with(arguments, &[]).await
    }

    /// Runs a subcommand with further variables.
    pub(crate) async fn tool_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
        let mut command = self.command(arguments);
        command.envs(variables.iter().copied());
        tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap()
    }

    /// A file in the data folder.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Topics, schemas and tables; what is not there is no error.
    async fn delete(&self) -> Result<()> {
        topics::delete_all(&self.kafka).await?;
        subjects::delete_all(&self.kafka, &self.settings.registry_url).await?;
        delete_tables(self.settings.postgres_url.expose(), &self.kafka.prefix).await?;
        Ok(fs::remove_dir_all(&self.folder)?)
    }
}

impl Drop for Environment {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // whoever looks for the reason wants the logs and the log; the next run deletes them
            eprintln!("kept for inspection: {}", self.folder.display());
            return;
        }
        if let Err(error) = on_a_thread(self.delete()) {
            eprintln!("{} was not deleted: {error:#}", self.kafka.prefix);
        }
    }
}

async fn delete_tables(url: &str, prefix: &str) -> Result<()> {
    let (client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await?;
    let work = async {
        let mine = "SELECT quote_ident(nspname) FROM pg_namespace WHERE starts_with(nspname, $1)";
        for row in client.query(mine, &[&prefix]).await? {
            client.batch_execute(&format!("DROP SCHEMA {} CASCADE", row.get::<_, String>(0))).await?;
        }
        drop(client);
        Ok(())
    };
    let (done, connected) = tokio::join!(work, connection);
    connected?;
    done
}

/// Deletes installations whose test run is over.
fn delete_leftovers() {
    for folder in fs::read_dir(FOLDERS).into_iter().flatten().flatten().map(|entry| entry.path()) {
        let Ok(owner) = fs::read_to_string(folder.join(OWNER)) else { continue };
        let (Some((process, broker)), Some(name)) = (owner.split_once(' '), folder.file_name()) else { continue };
        if Path::new("/proc").join(process).exists() {
            continue;
        }
        if let Err(error) = delete_leftover(&name.to_string_lossy(), broker) {
            eprintln!("what was left behind in {} stays: {error:#}", folder.display());
        }
    }
}

fn delete_leftover(name: &str, broker: &str) -> Result<()> {
    // forgotten, not dropped: dropping would delete a second time
    let left = ManuallyDrop::new(Environment::of(name, 1)?);
    if left.kafka.bootstrap == broker {
        return on_a_thread(left.delete());
    }
    if TcpStream::connect(broker).is_err() {
        // servers of that run alone, and gone with it
        fs::remove_dir_all(&left.folder)?;
    }
    Ok(())
}

/// Runs to the end, within a runtime or without.
fn on_a_thread<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        scope.spawn(move || runtime.block_on(work)).join().unwrap()
    })
}

/// A port that nobody listens on at the moment.
pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}
