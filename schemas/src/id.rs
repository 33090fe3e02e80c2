//! Typed ids: one generic type, one marker per kind of thing, so that a set's id cannot be passed for a workout's.

use std::{fmt, marker::PhantomData, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A UUID that names one kind of thing; as text always the 36 lower-case characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id<K>(Uuid, PhantomData<K>);

/// A person with an account; the owner of nearly everything.
pub type UserId = Id<kind::User>;
/// A workout, under its user.
pub type WorkoutId = Id<kind::Workout>;
/// A set of a workout.
pub type SetId = Id<kind::Set>;
/// A goal.
pub type GoalId = Id<kind::Goal>;
/// One import of a history file.
pub type ImportId = Id<kind::Import>;
/// A signed-in session: a family of refresh tokens.
pub type SessionId = Id<kind::Session>;
/// An event: `ce_id`.
pub type EventId = Id<kind::Event>;
/// A command as it was accepted: `ce_commandid`.
pub type CommandId = Id<kind::Command>;
/// Everything one request led to: `ce_correlationid`.
pub type CorrelationId = Id<kind::Correlation>;
/// A reserved e-mail address: its HMAC, written as a UUID. It owns its reservation and is hashed like a user id.
pub type ReservationId = Id<kind::Reservation>;
/// A running process.
pub type InstanceId = Id<kind::Instance>;
/// A token for a person's scripts.
pub type TokenId = Id<kind::Token>;
/// Something that a person is told.
pub type NotificationId = Id<kind::Notification>;
/// A workout template.
pub type TemplateId = Id<kind::Template>;
/// A meal plan.
pub type MealPlanId = Id<kind::MealPlan>;
/// A supplement plan.
pub type SupplementPlanId = Id<kind::SupplementPlan>;
/// A progression that was proposed.
pub type ProposalId = Id<kind::Proposal>;
/// A recommendation.
pub type RecommendationId = Id<kind::Recommendation>;
/// An entry of a schedule.
pub type EntryId = Id<kind::Entry>;
/// A preview of a change to a schedule.
pub type PreviewId = Id<kind::Preview>;
/// A measurement of a body.
pub type MeasurementId = Id<kind::Measurement>;
/// A webhook.
pub type WebhookId = Id<kind::Webhook>;
/// A link to read a calendar by.
pub type CalendarLinkId = Id<kind::CalendarLink>;
/// A meal that was eaten.
pub type MealId = Id<kind::Meal>;
/// A supplement that was taken or left out.
pub type IntakeId = Id<kind::Intake>;
/// A plan that was followed: of meals, or of supplements.
pub type PlanId = Id<kind::Plan>;

/// The kinds of things that ids name.
pub mod kind {
    use std::{fmt::Debug, hash::Hash};

    /// A kind of id; its name shows in `Debug`.
    pub trait Kind: Copy + Debug + Eq + Ord + Hash + Send + Sync + 'static {
        /// `workout`, `set` …
        const NAME: &'static str;
    }

    /// A person.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum User {}
    impl Kind for User {
        const NAME: &'static str = "user";
    }

    /// A workout.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Workout {}
    impl Kind for Workout {
        const NAME: &'static str = "workout";
    }

    /// A set.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Set {}
    impl Kind for Set {
        const NAME: &'static str = "set";
    }

    /// A goal.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Goal {}
    impl Kind for Goal {
        const NAME: &'static str = "goal";
    }

    /// An import.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Import {}
    impl Kind for Import {
        const NAME: &'static str = "import";
    }

    /// A session.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Session {}
    impl Kind for Session {
        const NAME: &'static str = "session";
    }

    /// An event.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Event {}
    impl Kind for Event {
        const NAME: &'static str = "event";
    }

    /// A command.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Command {}
    impl Kind for Command {
        const NAME: &'static str = "command";
    }

    /// One request and all that followed.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Correlation {}
    impl Kind for Correlation {
        const NAME: &'static str = "correlation";
    }

    /// An e-mail reservation.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Reservation {}
    impl Kind for Reservation {
        const NAME: &'static str = "reservation";
    }

    /// A running process.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Instance {}
    impl Kind for Instance {
        const NAME: &'static str = "instance";
    }

    /// A token for scripts.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Token {}
    impl Kind for Token {
        const NAME: &'static str = "token";
    }

    /// A notification.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Notification {}
    impl Kind for Notification {
        const NAME: &'static str = "notification";
    }

    /// A workout template.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Template {}
    impl Kind for Template {
        const NAME: &'static str = "template";
    }

    /// A meal plan.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum MealPlan {}
    impl Kind for MealPlan {
        const NAME: &'static str = "meal-plan";
    }

    /// A supplement plan.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum SupplementPlan {}
    impl Kind for SupplementPlan {
        const NAME: &'static str = "supplement-plan";
    }

    /// A proposed progression.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Proposal {}
    impl Kind for Proposal {
        const NAME: &'static str = "proposal";
    }

    /// A recommendation.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Recommendation {}
    impl Kind for Recommendation {
        const NAME: &'static str = "recommendation";
    }

    /// A schedule entry.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Entry {}
    impl Kind for Entry {
        const NAME: &'static str = "entry";
    }

    /// A preview.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Preview {}
    impl Kind for Preview {
        const NAME: &'static str = "preview";
    }

    /// A measurement.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Measurement {}
    impl Kind for Measurement {
        const NAME: &'static str = "measurement";
    }

    /// A webhook.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Webhook {}
    impl Kind for Webhook {
        const NAME: &'static str = "webhook";
    }

    /// A calendar link.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum CalendarLink {}
    impl Kind for CalendarLink {
        const NAME: &'static str = "calendar-link";
    }

    /// A meal.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Meal {}
    impl Kind for Meal {
        const NAME: &'static str = "meal";
    }

    /// A supplement taken or left out.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Intake {}
    impl Kind for Intake {
        const NAME: &'static str = "intake";
    }

    /// A plan of meals or of supplements.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Plan {}
    impl Kind for Plan {
        const NAME: &'static str = "plan";
    }
}

impl<K> Id<K> {
    /// The id with these bits.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid, PhantomData)
    }

    /// The bits, where the kind does not matter: partitions, keys, the database.
    pub const fn uuid(self) -> Uuid {
        self.0
    }

    /// The id derived from a name: the same name always gives the same id.
    pub fn v5(namespace: Uuid, name: &[u8]) -> Self {
        Self::from_uuid(Uuid::new_v5(&namespace, name))
    }
}

impl<K> From<Uuid> for Id<K> {
    fn from(uuid: Uuid) -> Self {
        Self::from_uuid(uuid)
    }
}

impl<K> fmt::Display for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.0.as_hyphenated(), f)
    }
}

impl<K: kind::Kind> fmt::Debug for Id<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", K::NAME, self.0.as_hyphenated())
    }
}

/// The text is not a UUID of 36 characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id: 36 characters like 0191d2c8-7a3e-7b1f-8a55-0123456789ab are expected")]
pub struct IdError;

impl<K> FromStr for Id<K> {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        // the parser of the crate also takes braces, urn: and bare digits; one thing has one spelling here
        if text.len() != 36 {
            return Err(IdError);
        }
        Uuid::parse_str(text).map(Self::from_uuid).map_err(|_| IdError)
    }
}

impl<K> Serialize for Id<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut buffer = Uuid::encode_buffer();
        serializer.serialize_str(self.0.as_hyphenated().encode_lower(&mut buffer))
    }
}

impl<'de, K> Deserialize<'de> for Id<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(IdVisitor(PhantomData))
    }
}

struct IdVisitor<K>(PhantomData<K>);

impl<K> serde::de::Visitor<'_> for IdVisitor<K> {
    type Value = Id<K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a UUID of 36 characters")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Id<K>, E> {
        text.parse().map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "0191d2c8-7a3e-7b1f-8a55-0123456789ab";

    #[test]
    fn an_id_is_written_in_36_lower_case_characters() {
        let id: WorkoutId = TEXT.to_uppercase().parse().unwrap();
        assert_eq!(id.to_string(), TEXT);
        assert_eq!(format!("{id:?}"), format!("workout:{TEXT}"));
        assert_eq!(serde_json::to_string(&id).unwrap(), format!("\"{TEXT}\""));
        assert_eq!(serde_json::from_str::<WorkoutId>(&format!("\"{TEXT}\"")).unwrap(), id);
    }

    #[test]
    fn other_spellings_of_a_uuid_are_refused() {
        let bare = TEXT.replace('-', "");
        for text in [bare.as_str(), &format!("{{{TEXT}}}"), &format!("urn:uuid:{TEXT}"), "", "workout"] {
            assert_eq!(text.parse::<WorkoutId>(), Err(IdError), "{text}");
        }
    }

    #[test]
    fn the_same_name_derives_the_same_id() {
        let namespace = TEXT.parse::<UserId>().unwrap().uuid();
        assert_eq!(WorkoutId::v5(namespace, b"a"), WorkoutId::v5(namespace, b"a"));
        assert_ne!(WorkoutId::v5(namespace, b"a"), WorkoutId::v5(namespace, b"b"));
    }
}
