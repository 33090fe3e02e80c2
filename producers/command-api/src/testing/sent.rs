//! What a decision sends, read as its receiver would read it.
#![expect(clippy::expect_used, reason = "what is sent and cannot be read fails the test")]

use kafka_client::Codec;
use schemas::{
    id::UserId,
    record::Family,
    seal::{KeyState, Keyring},
};

use crate::sent::Sent;

/// The command, if it is one of this family; without texts, for which no key is at hand here.
pub fn command_of<F: Family>(sent: &Sent) -> Option<F> {
    let codec = Codec::offline(&[F::TYPES]).expect("a codec");
    let known = F::TYPES.iter().any(|record| schemas::record::ce_type(record.name) == sent.kind());
    known.then(|| sent.read(&codec, &NoKeys)).map(|command| command.expect("a command that can be read"))
}

struct NoKeys;

impl Keyring for NoKeys {
    fn key(&self, _: UserId) -> KeyState {
        KeyState::Missing
    }
}
