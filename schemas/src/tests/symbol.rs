//! The symbols of an enum against what serde reads and writes.

use serde::{Serialize, de::DeserializeOwned};

use crate::{
    execution::{Origin, Resistance, SetKind, Source, WorkoutStatus},
    goal::{GoalKind, GoalStatus, Metric},
    identity::{AccountState, Scope, SessionEnd},
    notification, planning,
    profile::{Focus, MeasurementKind, NotificationKind, Policy, ProfileField, Units, WeekStart},
    quantity::{DistanceUnit, MassUnit, PortionUnit},
    symbol::Symbol,
};

fn agrees<T: Symbol + Serialize + DeserializeOwned + std::fmt::Debug + Default>() {
    for (value, symbol) in T::ALL {
        assert_eq!(serde_json::to_value(value).unwrap(), *symbol);
        assert_eq!(value.as_str(), *symbol);
        assert_eq!(T::parse(symbol).ok(), (*symbol != "unknown").then_some(*value));
    }
    assert_eq!(T::default().as_str(), "unknown");
    // serde names every variant when it meets none of them, those that the list forgot included
    let complaint = serde_json::from_str::<T>("\"no such thing\"").unwrap_err().to_string();
    let variants = complaint.split('`').skip(3).step_by(2).count();
    assert_eq!(variants, T::ALL.len(), "{}: {complaint}", T::NAME);
    assert!(T::parse("no such thing").unwrap_err().to_string().contains(T::ALL[0].1));
}

#[test]
fn symbols_are_what_serde_writes() {
    agrees::<SetKind>();
    agrees::<Resistance>();
    agrees::<Origin>();
    agrees::<Source>();
    agrees::<WorkoutStatus>();
    agrees::<GoalKind>();
    agrees::<GoalStatus>();
    agrees::<Metric>();
    agrees::<planning::SetKind>();
    agrees::<planning::Resistance>();
    agrees::<planning::UpdateReason>();
    agrees::<planning::ProgressionReason>();
    agrees::<planning::TemplateChangeKind>();
    agrees::<planning::ProgressionRuleKind>();
    agrees::<planning::ProposalStatus>();
    agrees::<planning::Muscle>();
    agrees::<planning::Equipment>();
    agrees::<planning::Measurement>();
    agrees::<planning::DayKind>();
    agrees::<planning::PortionUnit>();
    agrees::<planning::DoseUnit>();
    agrees::<planning::CadenceKind>();
    agrees::<planning::Weekday>();
    agrees::<AccountState>();
    agrees::<Scope>();
    agrees::<SessionEnd>();
    agrees::<notification::NotificationKind>();
    agrees::<Focus>();
    agrees::<MeasurementKind>();
    agrees::<NotificationKind>();
    agrees::<Policy>();
    agrees::<ProfileField>();
    agrees::<Units>();
    agrees::<WeekStart>();
    agrees::<MassUnit>();
    agrees::<DistanceUnit>();
    agrees::<PortionUnit>();
}
