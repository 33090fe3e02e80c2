//! Quantities as bodies tell them.

use serde::Deserialize;
use utoipa::ToSchema;

/// A mass with its unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Mass)]
pub(crate) struct MassBody {
    /// The number as entered.
    #[schema(example = 50)]
    pub(super) value: f64,
    /// `kg` or `lb`.
    #[schema(example = "kg")]
    pub(super) unit: String,
}

/// A distance with its unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Distance)]
pub(crate) struct DistanceBody {
    /// The number as entered.
    #[schema(example = 5)]
    pub(super) value: f64,
    /// `m`, `km` or `mi`.
    #[schema(example = "km")]
    pub(super) unit: String,
}

/// An amount with its unit.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Amount)]
pub(crate) struct AmountBody {
    /// Above 0, with at most three decimals.
    #[schema(example = 5)]
    pub(super) value: f64,
    /// The unit.
    #[schema(example = "g")]
    pub(super) unit: String,
}
