//! What is known of an exercise.

use serde::{Deserialize, Serialize};

use crate::symbol::Symbol;

/// A muscle, or a group of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Muscle {
    /// Chest.
    Chest,
    /// Front of the shoulders.
    FrontDelts,
    /// Side of the shoulders.
    SideDelts,
    /// Back of the shoulders.
    RearDelts,
    /// Rhomboids and middle trapezius.
    UpperBack,
    /// Latissimus.
    Lats,
    /// Upper trapezius.
    Traps,
    /// Erectors of the spine.
    LowerBack,
    /// Biceps and brachialis.
    Biceps,
    /// Triceps.
    Triceps,
    /// Forearms and grip.
    Forearms,
    /// Straight abdominals.
    Abs,
    /// Oblique abdominals.
    Obliques,
    /// Hip flexors.
    HipFlexors,
    /// Glutes.
    Glutes,
    /// Quadriceps.
    Quadriceps,
    /// Hamstrings.
    Hamstrings,
    /// Inside of the thighs.
    Adductors,
    /// Outside of the hips.
    Abductors,
    /// Calves.
    Calves,
    /// Front of the lower legs.
    Shins,
    /// Neck.
    Neck,
    /// Heart and lungs.
    Heart,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Muscle {
    const NAME: &'static str = "traintracker.planning.Muscle";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::Chest, "chest"),
        (Self::FrontDelts, "front_delts"),
        (Self::SideDelts, "side_delts"),
        (Self::RearDelts, "rear_delts"),
        (Self::UpperBack, "upper_back"),
        (Self::Lats, "lats"),
        (Self::Traps, "traps"),
        (Self::LowerBack, "lower_back"),
        (Self::Biceps, "biceps"),
        (Self::Triceps, "triceps"),
        (Self::Forearms, "forearms"),
        (Self::Abs, "abs"),
        (Self::Obliques, "obliques"),
        (Self::HipFlexors, "hip_flexors"),
        (Self::Glutes, "glutes"),
        (Self::Quadriceps, "quadriceps"),
        (Self::Hamstrings, "hamstrings"),
        (Self::Adductors, "adductors"),
        (Self::Abductors, "abductors"),
        (Self::Calves, "calves"),
        (Self::Shins, "shins"),
        (Self::Neck, "neck"),
        (Self::Heart, "heart"),
        (Self::Unknown, "unknown"),
    ];
}

/// What an exercise is done with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Equipment {
    /// Nothing but the body.
    None,
    /// Barbell.
    Barbell,
    /// Curved bar.
    EzBar,
    /// Hexagonal bar.
    TrapBar,
    /// Dumbbells.
    Dumbbell,
    /// Kettlebell.
    Kettlebell,
    /// A plate.
    Plate,
    /// A machine with stack, lever or plates.
    Machine,
    /// Guided barbell.
    SmithMachine,
    /// Cable pulley.
    Cable,
    /// Elastic band.
    Band,
    /// Straps or rings.
    Suspension,
    /// Medicine ball.
    MedicineBall,
    /// A bench or box.
    Bench,
    /// Treadmill, bicycle, rower.
    Cardio,
    /// Something else.
    Other,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Equipment {
    const NAME: &'static str = "traintracker.planning.Equipment";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::None, "none"),
        (Self::Barbell, "barbell"),
        (Self::EzBar, "ez_bar"),
        (Self::TrapBar, "trap_bar"),
        (Self::Dumbbell, "dumbbell"),
        (Self::Kettlebell, "kettlebell"),
        (Self::Plate, "plate"),
        (Self::Machine, "machine"),
        (Self::SmithMachine, "smith_machine"),
        (Self::Cable, "cable"),
        (Self::Band, "band"),
        (Self::Suspension, "suspension"),
        (Self::MedicineBall, "medicine_ball"),
        (Self::Bench, "bench"),
        (Self::Cardio, "cardio"),
        (Self::Other, "other"),
        (Self::Unknown, "unknown"),
    ];
}

/// What is counted in a set of an exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measurement {
    /// Repetitions of a load.
    RepsLoad,
    /// Repetitions with one's own weight, and more beside it.
    Bodyweight,
    /// Repetitions with less than one's own weight.
    Assisted,
    /// Repetitions alone.
    Reps,
    /// Seconds.
    Time,
    /// Seconds under a load.
    TimeLoad,
    /// Distance.
    Distance,
    /// Distance and seconds.
    DistanceTime,
    /// Distance under a load.
    DistanceLoad,
    /// A value newer than this reader.
    #[default]
    Unknown,
}

impl Symbol for Measurement {
    const NAME: &'static str = "traintracker.planning.Measurement";
    const ALL: &'static [(Self, &'static str)] = &[
        (Self::RepsLoad, "reps_load"),
        (Self::Bodyweight, "bodyweight"),
        (Self::Assisted, "assisted"),
        (Self::Reps, "reps"),
        (Self::Time, "time"),
        (Self::TimeLoad, "time_load"),
        (Self::Distance, "distance"),
        (Self::DistanceTime, "distance_time"),
        (Self::DistanceLoad, "distance_load"),
        (Self::Unknown, "unknown"),
    ];
}
