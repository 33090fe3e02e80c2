//! Who somebody is: made when they first say so, changed field by field.

use command_api::Meta;
use schemas::profile::{
    ProfileChange, ProfileContent, ProfileCreated, ProfileEvent, ProfileField, ProfileUpdated, Units, WeekStart,
};
use schemas::quantity::Amount;
use schemas::symbol::Symbol;
use schemas::text::Text;
use schemas::time::{LocalDate, Zone};

use super::values::{Line, Locale, Sex};

/// What somebody says of themselves.
#[derive(Debug, Clone, PartialEq)]
pub struct Details {
    /// What to call them.
    pub name: Line,
    /// When they were born.
    pub date_of_birth: Option<LocalDate>,
    /// For formulas that ask for it.
    pub sex: Option<Sex>,
    /// How tall they are.
    pub height: Option<Amount>,
    /// What they read in.
    pub units: Units,
    /// Where they live.
    pub zone: Zone,
    /// When their week begins.
    pub week_start: WeekStart,
    /// Their language and region.
    pub locale: Option<Locale>,
}

impl Details {
    /// As it stands in records: what is personal is text.
    pub fn content(&self) -> ProfileContent {
        ProfileContent {
            name: Text::from(self.name.as_str()),
            date_of_birth: self.date_of_birth.map(|date| Text::from(date.to_string())),
            sex: self.sex.map(|sex| Text::from(sex.as_str())),
            height: self.height.as_ref().map(|height| Text::from(height.to_string())),
            units: self.units,
            zone: self.zone,
            week_start: self.week_start,
            locale: self.locale.as_ref().map(|locale| locale.as_str().to_owned()),
        }
    }
}

/// Decides what saying so changes. Nobody is refused to say who they are.
pub fn decide(profile: Option<&ProfileContent>, meta: &Meta, details: &Details) -> Vec<ProfileEvent> {
    let (user_id, at) = (meta.subject, meta.received_at);
    let ProfileContent { name, date_of_birth, sex, height, units, zone, week_start, locale } = details.content();
    let Some(before) = profile else {
        return vec![ProfileEvent::ProfileCreated(ProfileCreated {
            user_id,
            name,
            date_of_birth,
            sex,
            height,
            units,
            zone,
            week_start,
            locale,
            created_at: at,
        })];
    };
    let changes = changes(before, &details.content());
    if changes.is_empty() {
        return Vec::new();
    }
    vec![ProfileEvent::ProfileUpdated(ProfileUpdated {
        user_id,
        name,
        date_of_birth,
        sex,
        height,
        units,
        zone,
        week_start,
        locale,
        changes,
        updated_at: at,
    })]
}

/// The profile after an event; events of other aggregates leave it.
pub fn evolve(profile: Option<&ProfileContent>, event: &ProfileEvent) -> Option<ProfileContent> {
    match event {
        ProfileEvent::ProfileCreated(created) => Some(created.clone().into()),
        ProfileEvent::ProfileUpdated(updated) => Some(updated.clone().into()),
        ProfileEvent::GoalsChanged(_)
        | ProfileEvent::PreferencesChanged(_)
        | ProfileEvent::MeasurementRecorded(_)
        | ProfileEvent::MeasurementCorrected(_)
        | ProfileEvent::MeasurementDeleted(_)
        | ProfileEvent::WebhookRegistered(_)
        | ProfileEvent::WebhookRemoved(_)
        | ProfileEvent::CalendarLinkCreated(_)
        | ProfileEvent::CalendarLinkRevoked(_)
        | ProfileEvent::NotificationRead(_) => profile.cloned(),
    }
}

fn changes(before: &ProfileContent, after: &ProfileContent) -> Vec<ProfileChange> {
    let fields = |content: &ProfileContent| {
        let text = |text: &str| Some(Text::from(text));
        [
            (ProfileField::Name, Some(content.name.clone())),
            (ProfileField::DateOfBirth, content.date_of_birth.clone()),
            (ProfileField::Sex, content.sex.clone()),
            (ProfileField::Height, content.height.clone()),
            (ProfileField::Units, text(content.units.as_str())),
            (ProfileField::Zone, text(content.zone.name())),
            (ProfileField::WeekStart, text(content.week_start.as_str())),
            (ProfileField::Locale, content.locale.as_deref().map(Text::from)),
        ]
    };
    let pairs = fields(before).into_iter().zip(fields(after));
    pairs
        .filter(|((_, old), (_, new))| old != new)
        .map(|((field, old), (_, new))| ProfileChange { field, old, new })
        .collect()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::domain::scenario::{NOW, amount, ann, date, meta, one};

    pub(crate) fn details() -> Details {
        Details {
            name: Line::new("Ann", 100).unwrap(),
            date_of_birth: Some(date("1990-05-17")),
            sex: Some(Sex::Female),
            height: Some(amount("172 cm")),
            units: Units::Metric,
            zone: "Europe/Vienna".parse().unwrap(),
            week_start: WeekStart::Monday,
            locale: Some(Locale::parse("de-AT").unwrap()),
        }
    }

    #[test]
    fn the_first_time_makes_the_profile() {
        let event = one(Ok(decide(None, &meta(), &details())));
        let ProfileEvent::ProfileCreated(created) = &event else { panic!("{event:?}") };
        assert_eq!((created.user_id, created.created_at), (ann(), NOW));
        let clear = |text: &Option<Text>| text.as_ref().and_then(Text::clear).unwrap().to_owned();
        assert_eq!(created.name.clear(), Some("Ann"));
        assert_eq!(clear(&created.date_of_birth), "1990-05-17");
        assert_eq!((clear(&created.sex), clear(&created.height)), ("female".to_owned(), "172 cm".to_owned()));
        assert_eq!((created.units, created.week_start), (Units::Metric, WeekStart::Monday));
        assert_eq!((created.zone.name(), created.locale.as_deref()), ("Europe/Vienna", Some("de-AT")));
        assert_eq!(evolve(None, &event), Some(details().content()));
    }

    #[test]
    fn what_changed_is_said_old_and_new() {
        let before = details().content();
        let after = Details {
            name: Line::new("Anne", 100).unwrap(),
            height: None,
            units: Units::Imperial,
            zone: "America/New_York".parse().unwrap(),
            week_start: WeekStart::Sunday,
            ..details()
        };
        let event = one(Ok(decide(Some(&before), &meta(), &after)));
        let ProfileEvent::ProfileUpdated(updated) = &event else { panic!("{event:?}") };
        let said: Vec<_> = updated
            .changes
            .iter()
            .map(|change| {
                let clear = |text: &Option<Text>| text.as_ref().and_then(Text::clear).map(str::to_owned);
                (change.field, clear(&change.old), clear(&change.new))
            })
            .collect();
        let text = |text: &str| Some(text.to_owned());
        let expected = [
            (ProfileField::Name, text("Ann"), text("Anne")),
            (ProfileField::Height, text("172 cm"), None),
            (ProfileField::Units, text("metric"), text("imperial")),
            (ProfileField::Zone, text("Europe/Vienna"), text("America/New_York")),
            (ProfileField::WeekStart, text("MON"), text("SUN")),
        ];
        assert_eq!(said, expected);
        assert_eq!(evolve(Some(&before), &event), Some(after.content()));
    }

    #[test]
    fn saying_the_same_again_records_nothing() {
        assert_eq!(decide(Some(&details().content()), &meta(), &details()), vec![]);
    }

    #[test]
    fn what_was_erased_counts_as_changed_and_is_folded_all_the_same() {
        let mut erased = details().content();
        erased.name = Text::Erased;
        erased.height = Some(Text::Erased);
        let event = one(Ok(decide(Some(&erased), &meta(), &details())));
        let ProfileEvent::ProfileUpdated(updated) = &event else { panic!("{event:?}") };
        assert_eq!(updated.changes.len(), 2);
        let mut record = updated.clone();
        record.name = Text::Erased;
        assert_eq!(evolve(None, &ProfileEvent::ProfileUpdated(record)).unwrap().name, Text::Erased);
    }
}
