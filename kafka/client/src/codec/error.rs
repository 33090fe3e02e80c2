//! What can go wrong between a record and its bytes.

use schemas::seal::SealError;

use crate::registry::RegistryError;

/// A codec cannot be made, or cannot learn a schema.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum CodecError {
    /// The registry objects or is away.
    #[error(transparent)]
    Registry(#[from] RegistryError),
    /// A record type that no topic of the catalogue holds.
    #[error("{0} stands in no topic of the catalogue")]
    NoTopic(&'static str),
    /// A schema that Avro does not accept.
    #[error("schema {name}: {reason}")]
    Schema {
        /// Full name or id.
        name: String,
        /// Avro's words.
        reason: String,
    },
    /// There is no registry to ask.
    #[error("schema {0} is unknown, and this codec has no registry")]
    Offline(i32),
}

/// A record cannot be written.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum EncodeError {
    /// The codec was not made for this type.
    #[error("the codec does not know {0}")]
    UnknownType(&'static str),
    /// A text cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The value does not fit the schema.
    #[error("{name}: {reason}")]
    Avro {
        /// Full name.
        name: &'static str,
        /// Avro's words.
        reason: String,
    },
}

/// A record cannot be read.
#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
pub enum DecodeError {
    /// No magic byte, or too short.
    #[error("not in wire format")]
    NotWireFormat,
    /// The writer's schema must be learnt first.
    #[error("schema {0} is not known yet")]
    UnknownSchema(i32),
    /// The codec was not made for this type.
    #[error("the codec does not know {0}")]
    UnknownType(&'static str),
    /// A record of another type.
    #[error("{found} where {wanted} was expected")]
    OtherType {
        /// Full name.
        wanted: &'static str,
        /// Full name.
        found: String,
    },
    /// A text cannot be opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The bytes do not fit the schema.
    #[error("{name}: {reason}")]
    Avro {
        /// Full name.
        name: String,
        /// Avro's words.
        reason: String,
    },
}
