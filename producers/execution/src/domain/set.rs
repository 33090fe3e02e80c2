//! One set as a person or a file tells it, before it has its place in a workout.

use schemas::{
    execution::{Resistance, SetKind, SetPerformed},
    id::SetId,
    time::Instant,
};

use super::values::{DurationSeconds, Load, Notes, Reps, RestSeconds, Rir, Rpe, Travelled};

/// A set that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetEntry {
    /// Its id, where the client made one.
    pub id: Option<SetId>,
    /// Warm-up, normal …
    pub kind: SetKind,
    /// Repetitions.
    pub reps: Option<Reps>,
    /// The load as entered.
    pub load: Option<Load>,
    /// What the load means: a weight, a weight on a belt, help.
    pub resistance: Resistance,
    /// Rated exertion.
    pub rpe: Option<Rpe>,
    /// Repetitions in reserve.
    pub rir: Option<Rir>,
    /// Rest after it.
    pub rest_seconds: Option<RestSeconds>,
    /// How long it took.
    pub duration_seconds: Option<DurationSeconds>,
    /// How far it went.
    pub distance: Option<Travelled>,
    /// When it was logged, where the client said so.
    pub logged_at: Option<Instant>,
    /// A note.
    pub notes: Option<Notes>,
}

impl SetEntry {
    /// Nothing but its kind.
    pub fn of_kind(kind: SetKind) -> Self {
        Self {
            id: None,
            kind,
            reps: None,
            load: None,
            resistance: Resistance::External,
            rpe: None,
            rir: None,
            rest_seconds: None,
            duration_seconds: None,
            distance: None,
            logged_at: None,
            notes: None,
        }
    }

    /// Warm-ups count for nothing.
    pub fn is_working(&self) -> bool {
        is_working(self.kind)
    }

    /// The set in its place; `id` and `logged_at` stand in for what the client left out.
    pub fn performed(&self, id: SetId, index: i32, logged_at: Instant) -> SetPerformed {
        SetPerformed {
            id: self.id.unwrap_or(id),
            index,
            kind: self.kind,
            reps: self.reps.map(Reps::get),
            load: self.load.as_ref().map(|load| load.mass().clone()),
            resistance: self.resistance,
            rpe_tenths: self.rpe.map(Rpe::tenths),
            rir: self.rir.map(Rir::get),
            rest_seconds: self.rest_seconds.map(RestSeconds::get),
            duration_seconds: self.duration_seconds.map(DurationSeconds::get),
            distance: self.distance.as_ref().map(|distance| distance.distance().clone()),
            logged_at: Some(self.logged_at.unwrap_or(logged_at)),
            notes: self.notes.as_ref().map(Notes::text),
        }
    }

    /// Whether it tells nothing else than what stands: a client that sends a set again agrees.
    pub fn agrees_with(&self, standing: &SetPerformed) -> bool {
        let at = standing.logged_at.unwrap_or_default();
        self.performed(standing.id, standing.index, at) == *standing
    }
}

/// Whether sets of this kind count as work.
pub fn is_working(kind: SetKind) -> bool {
    match kind {
        SetKind::WarmUp => false,
        SetKind::Normal | SetKind::Drop | SetKind::Failure | SetKind::Unknown => true,
    }
}

#[cfg(test)]
mod tests {
    use schemas::quantity::{Mass, MassUnit};

    use super::*;

    fn eight_at_fifty() -> SetEntry {
        let load = Load::new(Mass::parse("50", MassUnit::Kg).unwrap()).ok();
        SetEntry { reps: Reps::new(8).ok(), load, ..SetEntry::of_kind(SetKind::Normal) }
    }

    #[test]
    fn what_the_client_left_out_is_filled_in() {
        let id = SetId::v5(uuid::Uuid::nil(), b"a");
        let at = Instant::from_micros(7);
        let set = eight_at_fifty().performed(id, 2, at);
        assert_eq!((set.id, set.index, set.reps, set.logged_at), (id, 2, Some(8), Some(at)));
        let given = SetEntry { id: Some(SetId::v5(uuid::Uuid::nil(), b"b")), ..eight_at_fifty() };
        assert_ne!(given.performed(id, 2, at).id, id);
    }

    #[test]
    fn a_set_agrees_with_itself_whatever_was_filled_in() {
        let standing = eight_at_fifty().performed(SetId::v5(uuid::Uuid::nil(), b"a"), 2, Instant::from_micros(7));
        assert!(eight_at_fifty().agrees_with(&standing));
        let later = SetEntry { logged_at: Some(Instant::from_micros(8)), ..eight_at_fifty() };
        assert!(!later.agrees_with(&standing));
        let fewer = SetEntry { reps: Reps::new(7).ok(), ..eight_at_fifty() };
        assert!(!fewer.agrees_with(&standing));
    }

    #[test]
    fn warm_ups_are_no_work() {
        assert!(!SetEntry::of_kind(SetKind::WarmUp).is_working());
        assert!([SetKind::Normal, SetKind::Drop, SetKind::Failure].into_iter().all(is_working));
    }
}
