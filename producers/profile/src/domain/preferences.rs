//! How somebody wants things done: replaced whole. Until they say so, [`Preferences::default`] holds.

use command_api::Meta;
use schemas::profile::{Preferences, PreferencesChanged, ProfileEvent};

/// Decides; the first time is recorded even where it says what holds anyway, since it was chosen then.
pub fn decide(preferences: Option<&Preferences>, meta: &Meta, wanted: &Preferences) -> Vec<ProfileEvent> {
    if preferences == Some(wanted) {
        return Vec::new();
    }
    let Preferences {
        progression,
        template_updates_by_progression,
        template_updates_by_edit,
        leaderboards,
        channels,
        quiet_hours,
    } = wanted.clone();
    vec![ProfileEvent::PreferencesChanged(PreferencesChanged {
        user_id: meta.subject,
        progression,
        template_updates_by_progression,
        template_updates_by_edit,
        leaderboards,
        channels,
        quiet_hours,
        changed_at: meta.received_at,
    })]
}

#[cfg(test)]
mod tests {
    use schemas::profile::Policy;

    use super::*;
    use crate::domain::scenario::{NOW, ann, meta, one};

    #[test]
    fn what_somebody_chose_is_recorded() {
        let wanted = Preferences {
            progression: Policy::Ask,
            leaderboards: vec!["weekly-volume".to_owned()],
            ..Preferences::default()
        };
        let event = one(Ok(decide(None, &meta(), &wanted)));
        let ProfileEvent::PreferencesChanged(changed) = &event else { panic!("{event:?}") };
        assert_eq!((changed.user_id, changed.changed_at), (ann(), NOW));
        assert_eq!(Preferences::from(changed.clone()), wanted);
        assert_eq!(decide(Some(&wanted), &meta(), &wanted), vec![]);
        assert_eq!(decide(Some(&wanted), &meta(), &Preferences::default()).len(), 1);
    }

    #[test]
    fn choosing_what_holds_anyway_is_a_choice() {
        assert_eq!(decide(None, &meta(), &Preferences::default()).len(), 1);
    }
}
