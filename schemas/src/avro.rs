//! How our own types look in Avro: the pieces of which the derived schemas are made, which tests compare with the `.avsc` files.

use std::collections::{BTreeMap, HashSet};

use apache_avro::{
    AvroSchemaComponent, Schema,
    schema::{EnumSchema, Name, NamespaceRef, RecordField, RecordSchema, UuidSchema},
};

use crate::{
    digest::Digest,
    execution::{Origin, Resistance, SetKind, Source, WorkoutStatus},
    exercise::ExerciseId,
    goal::{GoalKind, GoalStatus, Metric},
    id::Id,
    identity::{AccountState, Scope, SessionEnd},
    notification, planning,
    profile::{Focus, MeasurementKind, NotificationKind, Policy, ProfileField, Units, WeekStart},
    quantity::{DistanceUnit, MassUnit, PortionUnit},
    symbol::Symbol,
    text::Text,
    time::{Instant, LocalDate, Zone},
};

impl<K> AvroSchemaComponent for Id<K> {
    fn get_schema_in_ctxt(_: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        Schema::Uuid(UuidSchema::String)
    }
}

impl AvroSchemaComponent for Instant {
    fn get_schema_in_ctxt(_: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        Schema::TimestampMicros
    }
}

impl AvroSchemaComponent for LocalDate {
    fn get_schema_in_ctxt(_: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        Schema::Date
    }
}

impl AvroSchemaComponent for Zone {
    fn get_schema_in_ctxt(_: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        Schema::String
    }
}

impl AvroSchemaComponent for ExerciseId {
    fn get_schema_in_ctxt(_: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        Schema::String
    }
}

impl AvroSchemaComponent for Digest {
    fn get_schema_in_ctxt(_: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        Schema::Bytes
    }
}

impl AvroSchemaComponent for Text {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        named_once(named, "traintracker.Sealed", |name| {
            let field = |name: &str, schema| RecordField::builder().name(name).schema(schema).build();
            let fields =
                vec![field("key", Schema::String), field("nonce", Schema::Bytes), field("data", Schema::Bytes)];
            Schema::Record(RecordSchema::builder().name(name).fields(fields).build())
        })
    }
}

/// The schema at its first use, a reference from then on.
#[expect(clippy::expect_used, reason = "the names are constants; schemas are derived in tests only")]
fn named_once(named: &mut HashSet<Name>, name: &str, schema: impl FnOnce(Name) -> Schema) -> Schema {
    let name = Name::new(name).expect("a valid name");
    if named.insert(name.clone()) { schema(name) } else { Schema::Ref { name } }
}

// the derive refuses enums whose variants have documentation, so theirs are made from their symbols

fn symbols<T: Symbol>(named: &mut HashSet<Name>) -> Schema {
    named_once(named, T::NAME, |name| {
        Schema::Enum(EnumSchema {
            name,
            aliases: None,
            doc: None,
            symbols: T::ALL.iter().map(|(_, symbol)| (*symbol).to_owned()).collect(),
            default: Some("unknown".to_owned()),
            attributes: BTreeMap::new(),
        })
    })
}

impl AvroSchemaComponent for Origin {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for Resistance {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for SetKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for Source {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for WorkoutStatus {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for GoalKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for GoalStatus {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for Metric {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::SetKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::Resistance {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::UpdateReason {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::ProgressionReason {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::TemplateChangeKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::ProgressionRuleKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::ProposalStatus {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::Muscle {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::Equipment {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::Measurement {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::DayKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::PortionUnit {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::DoseUnit {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::CadenceKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for planning::Weekday {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for AccountState {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for Scope {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for SessionEnd {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for notification::NotificationKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for DistanceUnit {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for MassUnit {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for Focus {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for MeasurementKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for NotificationKind {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for Policy {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for ProfileField {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for Units {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for WeekStart {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}

impl AvroSchemaComponent for PortionUnit {
    fn get_schema_in_ctxt(named: &mut HashSet<Name>, _: NamespaceRef) -> Schema {
        symbols::<Self>(named)
    }
}
