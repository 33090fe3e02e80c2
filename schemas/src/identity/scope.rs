//! What coaches and scripts may be allowed to do.

use serde::{Deserialize, Serialize};

use crate::symbol::Symbol;

/// What a grant or an access token allows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Templates, exercises, progressions, goals.
    Plan,
    /// Schedules and what stands on their days.
    Schedule,
    /// What really happened in training.
    Log,
    /// Reading all of it.
    Read,
    /// Meal plans and supplement plans, and what was eaten and taken.
    Nutrition,
    /// Measurements of the body.
    Measurements,
    /// A value newer than this reader: allows nothing.
    #[default]
    Unknown,
}

impl Symbol for Scope {
    const NAME: &'static str = "traintracker.identity.Scope";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Plan, "plan"),
        (Self::Schedule, "schedule"),
        (Self::Log, "log"),
        (Self::Read, "read"),
        (Self::Nutrition, "nutrition"),
        (Self::Measurements, "measurements"),
        (Self::Unknown, "unknown"),
    ];
}
