//! Sealing and opening of [`Text`]: AES-256-GCM with the data key of the owner.
//!
//! The associated data is `<owner>|<record full name>|<field path>`, so a ciphertext means something only where it was put.

use std::fmt;

use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, AeadCore, KeyInit, OsRng, Payload},
};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::{
    id::UserId,
    record::Record,
    text::{Sealed, Text},
};

/// The data keys that are at hand: a look-up in memory. Loading them is the job of the key store.
pub trait Keyring: Send + Sync {
    /// What is known of the owner's key.
    fn key(&self, owner: UserId) -> KeyState;
}

/// What is known of a data key.
#[derive(Clone, Debug)]
pub enum KeyState {
    /// Here it is.
    Usable(DataKey),
    /// Destroyed: what it sealed is erased for good.
    Destroyed,
    /// Not known here, or not yet.
    Missing,
}

/// The data key of a person.
#[derive(Clone)]
pub struct DataKey {
    id: Uuid,
    bytes: Zeroizing<[u8; 32]>,
}

impl DataKey {
    /// The key `id` with these 256 bits.
    pub fn new(id: Uuid, bytes: [u8; 32]) -> Self {
        Self { id, bytes: Zeroizing::new(bytes) }
    }

    /// Its name, which stands beside everything that it seals.
    pub const fn id(&self) -> Uuid {
        self.id
    }

    /// The secret.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.bytes
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DataKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Why a text was neither sealed nor opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The key of the owner is not at hand.
    #[error("no data key at hand for user {0}")]
    Missing(UserId),
    /// Nothing can be sealed for a person whose key was destroyed.
    #[error("the data key of user {0} was destroyed")]
    Destroyed(UserId),
    /// The text was sealed with another key than the owner's.
    #[error("sealed with key {0}, which is not the owner's")]
    OtherKey(String),
    /// Tampered with, or moved from another owner, record or field.
    #[error("the sealed text in {0} does not authenticate")]
    Forged(&'static str),
    /// What was sealed is not UTF-8.
    #[error("the sealed text in {0} is not UTF-8")]
    NotText(&'static str),
}

/// Seals one text; sealed and erased ones stay as they are.
///
/// # Errors
/// [`SealError::Missing`] or [`SealError::Destroyed`]: the text is left clear and cannot be written.
pub fn seal(
    text: &mut Text,
    keyring: &dyn Keyring,
    owner: UserId,
    record: &str,
    path: &'static str,
) -> Result<(), SealError> {
    let Text::Clear(clear) = &*text else {
        return Ok(());
    };
    let key = match keyring.key(owner) {
        KeyState::Usable(key) => key,
        KeyState::Destroyed => return Err(SealError::Destroyed(owner)),
        KeyState::Missing => return Err(SealError::Missing(owner)),
    };
    let nonce = Aes256Gcm::generate_nonce(&mut OsRng);
    let aad = associated_data(owner, record, path);
    let payload = Payload { msg: clear.as_bytes(), aad: aad.as_bytes() };
    // fails only for texts beyond 64 GB
    let data = cipher(&key).encrypt(&nonce, payload).map_err(|_| SealError::Forged(path))?;
    *text = Text::Sealed(Sealed { key: key.id.to_string(), nonce: nonce.to_vec(), data });
    Ok(())
}

/// Opens one text; a destroyed key leaves [`Text::Erased`].
///
/// # Errors
/// The text is left sealed.
pub fn open(
    text: &mut Text,
    keyring: &dyn Keyring,
    owner: UserId,
    record: &str,
    path: &'static str,
) -> Result<(), SealError> {
    let Text::Sealed(sealed) = &*text else {
        return Ok(());
    };
    let key = match keyring.key(owner) {
        KeyState::Usable(key) => key,
        KeyState::Destroyed => {
            *text = Text::Erased;
            return Ok(());
        }
        KeyState::Missing => return Err(SealError::Missing(owner)),
    };
    if sealed.key != key.id.to_string() {
        return Err(SealError::OtherKey(sealed.key.clone()));
    }
    if sealed.nonce.len() != 12 {
        return Err(SealError::Forged(path));
    }
    let aad = associated_data(owner, record, path);
    let payload = Payload { msg: &sealed.data, aad: aad.as_bytes() };
    let clear = cipher(&key).decrypt(Nonce::from_slice(&sealed.nonce), payload).map_err(|_| SealError::Forged(path))?;
    *text = Text::Clear(String::from_utf8(clear).map_err(|_| SealError::NotText(path))?);
    Ok(())
}

/// Seals every text of a record.
///
/// # Errors
/// The first that was met; texts before it are sealed.
pub fn seal_record<R: Record>(record: &mut R, keyring: &dyn Keyring, owner: UserId) -> Result<(), SealError> {
    each_text(record, |path, text| seal(text, keyring, owner, R::NAME, path))
}

/// Opens every text of a record.
///
/// # Errors
/// The first that was met; the other texts are open.
pub fn open_record<R: Record>(record: &mut R, keyring: &dyn Keyring, owner: UserId) -> Result<(), SealError> {
    each_text(record, |path, text| open(text, keyring, owner, R::NAME, path))
}

fn each_text<R: Record>(
    record: &mut R,
    mut act: impl FnMut(&'static str, &mut Text) -> Result<(), SealError>,
) -> Result<(), SealError> {
    let mut result = Ok(());
    if R::HAS_TEXT {
        record.texts(&mut |path, text| {
            let this = act(path, text);
            if result.is_ok() {
                result = this;
            }
        });
    }
    result
}

fn cipher(key: &DataKey) -> Aes256Gcm {
    Aes256Gcm::new(key.bytes().into())
}

fn associated_data(owner: UserId, record: &str, path: &str) -> String {
    format!("{owner}|{record}|{path}")
}

#[cfg(test)]
mod tests;
