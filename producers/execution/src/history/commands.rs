//! Where the commands of an import go.

use actix_web::web::Bytes;
use command_api::{Caller, Ended, Gateway, Idempotency};
use schemas::{digest::Digest, id::CommandId};

use crate::context::{Command, Execution};

/// Whoever decides the commands of an import.
pub(crate) trait Commands: Send + Sync {
    /// Finds the answer that the same request got before.
    fn begin(&self, command: Command) -> impl Future<Output = Ended<Execution>> + Send;

    /// Decides the parts, in their order; one ending each.
    fn parts(&self, commands: Vec<Command>) -> impl Future<Output = Vec<Ended<Execution>>> + Send;

    /// Decides the end, whose answer is kept.
    fn end(&self, command: Command) -> impl Future<Output = Ended<Execution>> + Send;
}

/// The partitions of the context, asked for one caller.
#[derive(Clone, Debug)]
pub(crate) struct Edge {
    pub(crate) gateway: Gateway<Execution>,
    pub(crate) caller: Caller,
    /// The file as it was sent: part of what makes a request the same.
    pub(crate) body: Bytes,
    /// New with every request.
    pub(crate) request: CommandId,
}

impl Commands for Edge {
    async fn begin(&self, command: Command) -> Ended<Execution> {
        self.gateway.execute(self.caller.beginning(&self.body, command)).await
    }

    async fn parts(&self, commands: Vec<Command>) -> Vec<Ended<Execution>> {
        let requests = commands.into_iter().map(|command| self.caller.part(command)).collect();
        self.gateway.execute_all(requests).await
    }

    async fn end(&self, command: Command) -> Ended<Execution> {
        let mut request = self.caller.request_with(&self.body, command);
        request.if_match = None;
        // an end that was committed without our hearing of it is found by this key when it is sent again
        request.idempotency.get_or_insert_with(|| Idempotency {
            key: format!("import {}", self.request),
            digest: Digest::of(self.request.uuid().as_bytes()),
            keep: true,
        });
        self.gateway.execute(request).await
    }
}
