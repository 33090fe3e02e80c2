//! What the services of one process share: connections, keys, the clock.

use std::{sync::Arc, time::Duration};

use actix_web::web;
use anyhow::Context;
use command_api::{Access, AccessRow, AccountRow, Accounts, Edge};
use kafka_client::{Codec, KafkaSettings, admin};
use kafka_engine::{EngineSettings, SideTable};
use key_store::KeyStore;
use schemas::{
    catalogue,
    clock::{Clock, SystemClock, new_id},
    record::RecordType,
    topic::Topic,
};
use service::{
    http::token::{TokenIssuer, TokenVerifier},
    secrets::{Secrets, rotation::SigningKeys},
    settings::Settings,
    shutdown::Shutdown,
    task::spawn_named,
};

/// How often the signing keys are looked at.
const FOLLOW: Duration = Duration::from_secs(2);

/// Connections, keys and the clock.
#[derive(Debug)]
pub(super) struct Shared {
    pub(super) settings: Settings,
    pub(super) secrets: Secrets,
    pub(super) engine: EngineSettings,
    pub(super) keys: KeyStore,
    pub(super) clock: Arc<dyn Clock>,
    /// Signs access tokens.
    pub(super) issuer: TokenIssuer,
    /// Verifies them.
    pub(super) verifier: Arc<TokenVerifier>,
    signing: SigningKeys,
}

impl Shared {
    /// Connects to Kafka, the registry and the key store, and refuses what does not fit together.
    pub(super) async fn connect(settings: &Settings) -> anyhow::Result<Self> {
        let secrets = Secrets::load_or_create(&settings.secrets_dir())?;
        let kafka = KafkaSettings::of_service(settings);
        admin::topics::check_partitions(&kafka)
            .await
            .context("the topics do not fit; `train-tracker topics check` says more")?;
        let types: Vec<&'static [RecordType]> =
            catalogue::ALL.iter().flat_map(|contents| [contents.records, contents.engine]).collect();
        let codec = Codec::connect(&kafka, &settings.registry_url, &types)
            .await
            .context("the schemas do not fit; `train-tracker schemas check` says more")?;
        let keys = KeyStore::connect(settings.postgres_url.expose(), &settings.prefix, secrets.master.expose())
            .await
            .context("the key store cannot be opened")?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let engine = EngineSettings {
            kafka,
            codec,
            url: settings.advertised_url(settings.port),
            clock: Arc::clone(&clock),
            instance: new_id(clock.now()),
        };
        let signing = SigningKeys::load(&settings.secrets_dir())?;
        let issuer = TokenIssuer::new(&signing.current, Arc::clone(&clock))?;
        let verifier = Arc::new(TokenVerifier::of(&signing, Arc::clone(&clock))?);
        Ok(Self { settings: settings.clone(), secrets, engine, keys, clock, issuer, verifier, signing })
    }

    /// Takes up rotated keys until the shutdown.
    pub(super) fn follow_keys(&self, stop: &Shutdown) {
        let (dir, stop) = (self.settings.secrets_dir(), stop.clone());
        let (issuer, verifier, mut known) = (self.issuer.clone(), Arc::clone(&self.verifier), self.signing.clone());
        spawn_named("signing-keys", async move {
            loop {
                tokio::select! {
                    () = stop.wait() => return,
                    () = tokio::time::sleep(FOLLOW) => {}
                }
                let taken = SigningKeys::load(&dir).map_err(anyhow::Error::from).and_then(|keys| {
                    if keys != known {
                        verifier.replace(&keys)?;
                        issuer.replace(&keys.current)?;
                        tracing::info!("signing keys rotated");
                        known = keys;
                    }
                    Ok(())
                });
                if let Err(error) = taken {
                    tracing::error!(
                        cause = format!("{error:#}"),
                        "signing keys could not be read, going on with those at hand"
                    );
                }
            }
        });
    }

    /// The edge of the command services: who may act, and for whom. The first that asks
    /// starts the tails of `identity.accounts` and `identity.access`; all share them.
    pub(super) fn edge(
        &self,
        made: &mut Option<web::Data<Edge>>,
        release: &Shutdown,
    ) -> anyhow::Result<web::Data<Edge>> {
        if let Some(edge) = made {
            return Ok(edge.clone());
        }
        let EngineSettings { kafka, codec, .. } = &self.engine;
        let row = AccountRow::new(codec.clone(), self.keys.clone());
        let accounts = SideTable::tail(kafka, Topic::IDENTITY_ACCOUNTS, row, release.clone())?;
        let row = AccessRow::new(codec.clone());
        let access = SideTable::tail(kafka, Topic::IDENTITY_ACCESS, row, release.clone())?;
        let edge = web::Data::new(Edge {
            clock: Arc::clone(&self.clock),
            accounts: Accounts::new(accounts, kafka.partitions),
            access: Access::new(access, kafka.partitions),
            require_activation: self.settings.require_activation,
            digest_key: self.secrets.outcome_digest.clone(),
        });
        Ok(made.insert(edge).clone())
    }
}
