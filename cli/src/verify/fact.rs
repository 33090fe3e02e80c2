//! What records say, as far as it is verified. Read from their JSON, by shapes of this module alone: the types of the
//! services take no part in checking the services.

use schemas::time::Instant;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use uuid::Uuid;

/// Microseconds since 1970.
pub(super) type Micros = i64;

/// A record of an events topic.
#[derive(Clone, Debug)]
pub(super) enum Fact {
    Workout(Box<WorkoutFact>),
    /// `HistoryImported`, in full: it is small.
    Import(Value),
    /// Events of meals and supplements by their names, in full.
    Intake(String, Value),
    Goal(GoalFact),
    /// `GoalProgressed`.
    Progress(Box<Progressed>),
    /// Events of planning by their names, in full.
    Planning(String, Value),
    /// Events of identity by their names, in full: they are small too.
    Identity(String, Value),
    /// Events of profile, likewise.
    Profile(String, Value),
    /// A type that came later: what it changes is not known here.
    Other,
}

/// An event of a workout.
#[derive(Clone, Debug)]
pub(super) enum WorkoutFact {
    Started(Started),
    SetLogged(Logged),
    ExerciseCompleted(ExerciseDone),
    ExerciseSkipped { exercise: String, exercise_name: String },
    Completed,
    Discarded,
    Logged { origin: String },
    Corrected,
    Deleted { revision: i64 },
    Executed(Executed),
}

/// An event of a goal.
#[derive(Clone, Debug)]
pub(super) enum GoalFact {
    Set(Box<GoalSet>),
    /// All that it asks for from then on.
    Changed(Box<GoalSet>),
    Achieved(Achieved),
    Revoked,
    Missed,
    Abandoned,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Started {
    pub(super) name: Option<String>,
    #[serde(deserialize_with = "micros")]
    pub(super) started_at: Micros,
    pub(super) zone: String,
    pub(super) template: Option<Template>,
    pub(super) entry: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Template {
    pub(super) id: Uuid,
    pub(super) version: i64,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Logged {
    pub(super) exercise: String,
    pub(super) exercise_name: String,
    pub(super) block: i64,
    pub(super) set: Set,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct ExerciseDone {
    pub(super) exercise: String,
    pub(super) exercise_name: String,
    pub(super) block: i64,
    #[serde(deserialize_with = "micros")]
    pub(super) completed_at: Micros,
    pub(super) sets: Vec<Set>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Executed {
    pub(super) revision: i64,
    pub(super) name: Option<String>,
    pub(super) notes: Option<String>,
    /// `2021-08-01`; these compare like days.
    pub(super) local_date: String,
    #[serde(deserialize_with = "micros")]
    pub(super) started_at: Micros,
    pub(super) utc_offset_seconds: i64,
    #[serde(default, deserialize_with = "optional_micros")]
    pub(super) ended_at: Option<Micros>,
    pub(super) zone: String,
    pub(super) exercises: Vec<Block>,
    pub(super) template: Option<Template>,
    pub(super) entry: Option<String>,
    pub(super) origin: String,
    pub(super) import_id: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Block {
    pub(super) exercise: String,
    pub(super) name: String,
    pub(super) block: i64,
    pub(super) superset: Option<i64>,
    pub(super) notes: Option<String>,
    pub(super) sets: Vec<Set>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Set {
    pub(super) id: Uuid,
    pub(super) index: i64,
    pub(super) kind: String,
    pub(super) reps: Option<i64>,
    pub(super) load: Option<Load>,
    pub(super) resistance: String,
    pub(super) rpe_tenths: Option<i64>,
    pub(super) rir: Option<i64>,
    pub(super) rest_seconds: Option<i64>,
    pub(super) duration_seconds: Option<i64>,
    pub(super) distance: Option<Distance>,
    #[serde(default, deserialize_with = "optional_micros")]
    pub(super) logged_at: Option<Micros>,
    pub(super) notes: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Load {
    pub(super) micrograms: i64,
    pub(super) entered: String,
    pub(super) unit: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Distance {
    pub(super) millimetres: i64,
    pub(super) entered: String,
    pub(super) unit: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct GoalSet {
    pub(super) name: Option<String>,
    pub(super) kind: String,
    pub(super) metric: String,
    pub(super) exercise: Option<String>,
    pub(super) target: Target,
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
    /// Of a change, when it was changed.
    #[serde(alias = "changed_at", deserialize_with = "micros")]
    pub(super) set_at: Micros,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Target {
    pub(super) mass: Option<Load>,
    pub(super) distance: Option<Distance>,
    pub(super) count: Option<i64>,
    pub(super) minutes: Option<i64>,
    pub(super) reps: Option<i64>,
    pub(super) lowest: Option<Load>,
    pub(super) highest: Option<Load>,
    pub(super) weeks: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Achieved {
    #[serde(deserialize_with = "micros")]
    pub(super) achieved_at: Micros,
    pub(super) utc_offset_seconds: i64,
    pub(super) workout_id: Option<Uuid>,
    pub(super) set_id: Option<Uuid>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Progressed {
    pub(super) goal_version: i64,
    pub(super) n: i64,
    pub(super) value: i64,
    pub(super) target: i64,
    pub(super) metric: String,
    pub(super) percent_hundredths: i64,
    pub(super) inputs: Vec<Input>,
}

/// How far an input was read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(super) struct Input {
    pub(super) topic: String,
    pub(super) partition: i32,
    pub(super) next_offset: i64,
}

/// What `InputsProcessed` says.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Processed {
    pub(super) service: String,
    pub(super) inputs: Vec<Input>,
}

impl Fact {
    /// What a record says; the error names the field that is not as it should be.
    pub(super) fn read(name: &str, value: Value) -> Result<Self, String> {
        let Some((context, short)) = name.strip_prefix("traintracker.").and_then(|name| name.split_once('.')) else {
            return Ok(Self::Other);
        };
        Ok(match (context, short) {
            ("execution", "HistoryImported") => Self::Import(value),
            (
                "execution",
                "MealConsumed" | "MealCorrected" | "MealDeleted" | "SupplementTaken" | "SupplementSkipped"
                | "IntakeUndone",
            ) => Self::Intake(short.to_owned(), value),
            ("execution", _) => {
                WorkoutFact::read(short, value)?.map_or(Self::Other, |fact| Self::Workout(Box::new(fact)))
            }
            ("goal", "GoalSet") => Self::Goal(GoalFact::Set(shape(value)?)),
            ("goal", "GoalAchieved") => Self::Goal(GoalFact::Achieved(shape(value)?)),
            ("goal", "GoalAchievementRevoked") => Self::Goal(GoalFact::Revoked),
            ("goal", "GoalChanged") => Self::Goal(GoalFact::Changed(shape(value)?)),
            ("goal", "GoalMissed") => Self::Goal(GoalFact::Missed),
            ("goal", "GoalAbandoned") => Self::Goal(GoalFact::Abandoned),
            ("goal_progress", "GoalProgressed") => Self::Progress(shape(value)?),
            ("profile", _) => Self::Profile(short.to_owned(), value),
            ("planning", _) => Self::Planning(short.to_owned(), value),
            ("identity", _) => Self::Identity(short.to_owned(), value),
            _ => Self::Other,
        })
    }

    /// The event of a workout, if it is one.
    pub(super) fn of_workout(&self) -> Option<&WorkoutFact> {
        if let Self::Workout(fact) = self { Some(fact) } else { None }
    }

    /// The name and content of an event of a meal or a supplement, if it is one.
    pub(super) fn of_intake(&self) -> Option<(&str, &Value)> {
        if let Self::Intake(short, value) = self { Some((short, value)) } else { None }
    }

    /// The name and content of an event of profile, if it is one.
    pub(super) fn of_profile(&self) -> Option<(&str, &Value)> {
        if let Self::Profile(short, value) = self { Some((short, value)) } else { None }
    }

    /// The event of a goal, if it is one.
    pub(super) fn of_goal(&self) -> Option<&GoalFact> {
        if let Self::Goal(fact) = self { Some(fact) } else { None }
    }
}

impl WorkoutFact {
    fn read(short: &str, value: Value) -> Result<Option<Self>, String> {
        #[derive(Deserialize)]
        struct Skipped {
            exercise: String,
            exercise_name: String,
        }
        #[derive(Deserialize)]
        struct Origin {
            origin: String,
        }
        #[derive(Deserialize)]
        struct Deleted {
            revision: i64,
        }
        Ok(Some(match short {
            "WorkoutStarted" => Self::Started(shape(value)?),
            "SetLogged" => Self::SetLogged(shape(value)?),
            "ExerciseCompleted" => Self::ExerciseCompleted(shape(value)?),
            "ExerciseSkipped" => {
                let Skipped { exercise, exercise_name } = shape(value)?;
                Self::ExerciseSkipped { exercise, exercise_name }
            }
            "WorkoutCompleted" => Self::Completed,
            "WorkoutDiscarded" => Self::Discarded,
            "WorkoutLogged" => Self::Logged { origin: shape::<Origin>(value)?.origin },
            "WorkoutCorrected" => Self::Corrected,
            "WorkoutDeleted" => Self::Deleted { revision: shape::<Deleted>(value)?.revision },
            "WorkoutExecuted" => Self::Executed(shape(value)?),
            _ => return Ok(None),
        }))
    }
}

fn shape<T: for<'de> Deserialize<'de>>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| format!("not of the expected shape: {error}"))
}

/// What `InputsProcessed` says.
pub(super) fn processed(value: Value) -> Result<Processed, String> {
    shape(value)
}

/// How far the inputs were read, as `Position` says it.
pub(super) fn inputs(value: Value) -> Result<Vec<Input>, String> {
    #[derive(Deserialize)]
    struct Position {
        inputs: Vec<Input>,
    }
    shape::<Position>(value).map(|position| position.inputs)
}

/// An instant of a record as JSON has it.
pub(super) fn instant(text: &str) -> Option<Micros> {
    Instant::parse_rfc3339(text).ok().map(Instant::micros)
}

fn micros<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Micros, D::Error> {
    let text = String::deserialize(deserializer)?;
    instant(&text).ok_or_else(|| serde::de::Error::custom(format!("{text} is no instant")))
}

fn optional_micros<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Micros>, D::Error> {
    let text: Option<String> = Option::deserialize(deserializer)?;
    text.map(|text| instant(&text).ok_or_else(|| serde::de::Error::custom(format!("{text} is no instant")))).transpose()
}

#[cfg(test)]
mod tests {
    use schemas::{record::Family, testing::Example};

    use super::{super::testing::json_of, *};

    /// The shapes here are written by hand; every event of the catalogue must fit one.
    #[test]
    fn every_event_has_a_shape_here() {
        use schemas::{execution as e, goal as g, goal_progress as p};
        fn known<R: schemas::record::Record + Example>() {
            let fact = Fact::read(R::NAME, json_of(&R::example()));
            assert!(!matches!(fact, Err(_) | Ok(Fact::Other)), "{}: {fact:?}", R::NAME);
        }
        known::<e::WorkoutStarted>();
        known::<e::SetLogged>();
        known::<e::ExerciseCompleted>();
        known::<e::ExerciseSkipped>();
        known::<e::WorkoutCompleted>();
        known::<e::WorkoutDiscarded>();
        known::<e::WorkoutLogged>();
        known::<e::WorkoutCorrected>();
        known::<e::WorkoutDeleted>();
        known::<e::WorkoutExecuted>();
        known::<e::HistoryImported>();
        known::<e::MealConsumed>();
        known::<e::MealCorrected>();
        known::<e::MealDeleted>();
        known::<e::SupplementTaken>();
        known::<e::SupplementSkipped>();
        known::<e::IntakeUndone>();
        assert_eq!(e::ExecutionEvent::TYPES.len(), 17);
        known::<g::GoalSet>();
        known::<g::GoalAchieved>();
        known::<g::GoalAchievementRevoked>();
        known::<g::GoalChanged>();
        known::<g::GoalMissed>();
        known::<g::GoalAbandoned>();
        assert_eq!(g::GoalEvent::TYPES.len(), 6);
        known::<p::GoalProgressed>();
        known::<schemas::identity::UserRegistered>();
    }

    #[test]
    fn a_type_that_came_later_is_passed() {
        assert!(matches!(Fact::read("traintracker.execution.MealDreamt", Value::Null), Ok(Fact::Other)));
    }
}
