//! Data keys under the master key: AES-256-GCM, the user id as associated data, so that no key opens under another row.

use std::fmt;

use aes_gcm::aead::{Aead, AeadCore, KeyInit, OsRng, Payload};
use aes_gcm::{Aes256Gcm, Key, Nonce};
use schemas::id::UserId;
use zeroize::Zeroizing;

const NONCE: usize = 12;

/// Wraps and unwraps data keys.
#[derive(Clone)]
pub(crate) struct MasterKey(Aes256Gcm);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey")
    }
}

impl MasterKey {
    pub(crate) fn new(bytes: &[u8; 32]) -> Self {
        Self(Aes256Gcm::new(Key::<Aes256Gcm>::from_slice(bytes)))
    }

    /// A new random data key, wrapped. `None` only if the cipher fails, which it does for gigabytes alone.
    pub(crate) fn make(&self, owner: UserId) -> Option<Vec<u8>> {
        let key = Zeroizing::new(random_key());
        let nonce = Aes256Gcm::generate_nonce(&mut OsRng);
        let aad = owner.to_string();
        let payload = Payload { msg: key.as_slice(), aad: aad.as_bytes() };
        let data = self.0.encrypt(&nonce, payload).ok()?;
        Some([nonce.as_slice(), &data].concat())
    }

    /// The data key; `None` when it was wrapped otherwise or for someone else.
    pub(crate) fn open(&self, owner: UserId, wrapped: &[u8]) -> Option<[u8; 32]> {
        let (nonce, data) = wrapped.split_at_checked(NONCE)?;
        let aad = owner.to_string();
        let payload = Payload { msg: data, aad: aad.as_bytes() };
        let key = Zeroizing::new(self.0.decrypt(Nonce::from_slice(nonce), payload).ok()?);
        key.as_slice().try_into().ok()
    }
}

/// 256 random bits.
pub(crate) fn random_key() -> [u8; 32] {
    Aes256Gcm::generate_key(OsRng).into()
}

#[cfg(test)]
mod tests {
    use schemas::clock::random_uuid;

    use super::*;

    #[test]
    fn a_key_opens_for_its_owner_under_its_master_key_only() {
        let (owner, other) = (UserId::from_uuid(random_uuid()), UserId::from_uuid(random_uuid()));
        let master = MasterKey::new(&[1; 32]);
        let mut wrapped = master.make(owner).unwrap();
        assert_ne!(master.open(owner, &wrapped).unwrap(), [0; 32]);
        assert_eq!(master.open(other, &wrapped), None);
        assert_eq!(MasterKey::new(&[2; 32]).open(owner, &wrapped), None);
        assert_eq!(master.open(owner, &wrapped[..5]), None);
        wrapped[20] ^= 1;
        assert_eq!(master.open(owner, &wrapped), None);
    }

    #[test]
    fn every_key_is_another() {
        let owner = UserId::from_uuid(random_uuid());
        let master = MasterKey::new(&[1; 32]);
        let keys =
            [master.make(owner).unwrap(), master.make(owner).unwrap()].map(|wrapped| master.open(owner, &wrapped));
        assert_ne!(keys[0], keys[1]);
    }
}
