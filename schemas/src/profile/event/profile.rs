//! Who somebody is.

use apache_avro::AvroSchema;
use serde::{Deserialize, Serialize};

use super::super::{ProfileChange, Units, WeekStart};
use crate::{
    id::UserId,
    record::Record,
    text::Text,
    time::{Instant, Zone},
};

/// An athlete said who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct ProfileCreated {
    /// The athlete.
    pub user_id: UserId,
    /// What the athlete is called.
    pub name: Text,
    /// Day of birth, 1990-05-17.
    pub date_of_birth: Option<Text>,
    /// 'female', 'male' or 'other'.
    pub sex: Option<Text>,
    /// Height as entered, '180 cm'.
    pub height: Option<Text>,
    /// Units to read in.
    pub units: Units,
    /// IANA zone that the athlete lives in.
    pub zone: Zone,
    /// First day of the week.
    pub week_start: WeekStart,
    /// Language and region, BCP 47.
    pub locale: Option<String>,
    /// When.
    pub created_at: Instant,
}

impl Record for ProfileCreated {
    const NAME: &'static str = "traintracker.profile.ProfileCreated";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/ProfileCreated.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
        if let Some(text) = &mut self.date_of_birth {
            visit("date_of_birth", text);
        }
        if let Some(text) = &mut self.sex {
            visit("sex", text);
        }
        if let Some(text) = &mut self.height {
            visit("height", text);
        }
    }
}

/// A profile changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, AvroSchema)]
#[avro(namespace = "traintracker.profile")]
pub struct ProfileUpdated {
    /// The athlete.
    pub user_id: UserId,
    /// What the athlete is called.
    pub name: Text,
    /// Day of birth, 1990-05-17.
    pub date_of_birth: Option<Text>,
    /// 'female', 'male' or 'other'.
    pub sex: Option<Text>,
    /// Height as entered, '180 cm'.
    pub height: Option<Text>,
    /// Units to read in.
    pub units: Units,
    /// IANA zone that the athlete lives in.
    pub zone: Zone,
    /// First day of the week.
    pub week_start: WeekStart,
    /// Language and region, BCP 47.
    pub locale: Option<String>,
    /// The fields that changed.
    pub changes: Vec<ProfileChange>,
    /// When.
    pub updated_at: Instant,
}

impl Record for ProfileUpdated {
    const NAME: &'static str = "traintracker.profile.ProfileUpdated";
    const SCHEMA: &'static str = include_str!("../../../avro/profile/ProfileUpdated.v1.avsc");
    const HAS_TEXT: bool = true;

    fn texts(&mut self, visit: &mut dyn FnMut(&'static str, &mut Text)) {
        visit("name", &mut self.name);
        if let Some(text) = &mut self.date_of_birth {
            visit("date_of_birth", text);
        }
        if let Some(text) = &mut self.sex {
            visit("sex", text);
        }
        if let Some(text) = &mut self.height {
            visit("height", text);
        }
        for change in &mut self.changes {
            if let Some(text) = &mut change.old {
                visit("changes.old", text);
            }
            if let Some(text) = &mut change.new {
                visit("changes.new", text);
            }
        }
    }
}
