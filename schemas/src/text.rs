//! What a person wrote or what names a person: clear in the domain, sealed in the log, gone once the key is destroyed.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser::Error as _};

/// A text. Domain code sees it clear or erased and never depends on it to fold; only sealed text can be written.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Text {
    /// Readable. Cannot be serialised: [`crate::seal::seal_record`] comes first.
    Clear(String),
    /// As it stands in the log.
    Sealed(Sealed),
    /// The key of its owner was destroyed.
    Erased,
}

/// A text encrypted with AES-256-GCM under the data key of its owner. Avro: `traintracker.Sealed`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Sealed {
    /// The id of the data key; empty when the text was erased before it was written again.
    pub key: String,
    /// 12 bytes.
    pub nonce: Vec<u8>,
    /// Ciphertext and tag.
    pub data: Vec<u8>,
}

impl Text {
    /// The text, if it can be read.
    pub fn clear(&self) -> Option<&str> {
        match self {
            Self::Clear(text) => Some(text),
            Self::Sealed(_) | Self::Erased => None,
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Clear(text)
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::Clear(text.to_owned())
    }
}

/// Shows that there is a text, never the text: `Debug` ends up in logs.
impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Clear(text) => write!(f, "Clear({} bytes)", text.len()),
            Self::Sealed(sealed) => write!(f, "Sealed(key {})", sealed.key),
            Self::Erased => f.write_str("Erased"),
        }
    }
}

/// The record as it stands in the log.
#[derive(Serialize, Deserialize)]
#[serde(rename = "Sealed")]
struct Wire {
    key: String,
    nonce: Bytes,
    data: Bytes,
}

/// Avro `bytes`; a plain `Vec<u8>` would be an array to serde.
struct Bytes(Vec<u8>);

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl serde::de::Visitor<'_> for Visitor {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_vec()))
            }

            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
                Ok(Bytes(bytes))
            }
        }

        deserializer.deserialize_byte_buf(Visitor)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let wire = match self {
            Self::Clear(_) => return Err(S::Error::custom("text was not sealed")),
            Self::Sealed(Sealed { key, nonce, data }) => {
                Wire { key: key.clone(), nonce: Bytes(nonce.clone()), data: Bytes(data.clone()) }
            }
            Self::Erased => Wire { key: String::new(), nonce: Bytes(Vec::new()), data: Bytes(Vec::new()) },
        };
        wire.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Wire { key, nonce, data } = Wire::deserialize(deserializer)?;
        if key.is_empty() {
            return Ok(Self::Erased);
        }
        Ok(Self::Sealed(Sealed { key, nonce: nonce.0, data: data.0 }))
    }
}
