//! Who trains what in the made-up history.

/// One of the three workouts that take turns.
pub(super) struct Plan {
    pub(super) name: &'static str,
    pub(super) lifts: &'static [Lift],
}

/// An exercise and where it begins.
pub(super) struct Lift {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// First load and the step to the next, in hundredths of a kilogram.
    pub(super) load: u32,
    pub(super) step: u32,
    /// Repetitions to begin with, and those after which the load goes up; seconds for a hold.
    pub(super) low: u32,
    pub(super) high: u32,
    pub(super) sets: u32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Heavy: with warm-ups, rests by the timer and now and then an RPE.
    Main,
    Accessory,
    /// Weight 0.
    Bodyweight,
    /// Weight 0, no repetitions, seconds instead.
    Hold,
}

impl Lift {
    /// How much more the next session aims at.
    pub(super) fn repetition_step(&self) -> u32 {
        match self.kind {
            Kind::Main | Kind::Accessory | Kind::Bodyweight => 1,
            Kind::Hold => 5,
        }
    }
}

const fn main(name: &'static str, load: u32, step: u32, low: u32, high: u32) -> Lift {
    Lift { name, kind: Kind::Main, load, step, low, high, sets: 4 }
}

const fn accessory(name: &'static str, load: u32, step: u32, low: u32, high: u32) -> Lift {
    Lift { name, kind: Kind::Accessory, load, step, low, high, sets: 3 }
}

const fn own_weight(name: &'static str, kind: Kind, low: u32, high: u32) -> Lift {
    Lift { name, kind, load: 0, step: 0, low, high, sets: 3 }
}

pub(super) const PLANS: [Plan; 3] = [
    Plan {
        name: "Push (Brust, Schultern, Trizeps)",
        lifts: &[
            main("Bankdrücken (Langhantel)", 5500, 250, 6, 9),
            main("Überkopfdrücken (Langhantel)", 3250, 125, 6, 9),
            accessory("Schrägbankdrücken (Kurzhantel)", 1800, 200, 8, 12),
            accessory("Seitheben, stehend (Kurzhantel)", 600, 100, 10, 15),
            accessory("Trizepsdrücken (Kabel)", 2000, 250, 10, 15),
        ],
    },
    Plan {
        name: "Pull (Rücken, Bizeps)",
        lifts: &[
            main("Kreuzheben (Langhantel)", 8000, 250, 4, 6),
            own_weight("Klimmzüge", Kind::Bodyweight, 4, 14),
            accessory("Rudern, vorgebeugt (Langhantel)", 4500, 250, 8, 12),
            accessory("Face Pull (Kabel)", 1500, 125, 12, 18),
            accessory("Bizeps-Curl (Kurzhantel)", 1000, 100, 8, 12),
        ],
    },
    Plan {
        name: "Beine & Bauch",
        lifts: &[
            main("Kniebeuge (Langhantel)", 6500, 250, 5, 8),
            accessory("Beinpresse (45°)", 12000, 500, 8, 12),
            accessory("Beinbeuger, liegend (Maschine)", 3000, 250, 10, 14),
            accessory("Wadenheben, sitzend", 4000, 250, 12, 18),
            own_weight("Plank", Kind::Hold, 40, 150),
        ],
    },
];
