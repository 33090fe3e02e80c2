//! Strong's columns, which vary by platform, version and language.

use schemas::quantity::{DistanceUnit, MassUnit};

use super::super::column::{At, Fault, Heading};

/// Where the columns stand.
#[derive(Debug)]
pub(in crate::import) struct Columns {
    pub(super) date: At,
    pub(super) workout: At,
    pub(super) exercise: At,
    pub(super) order: At,
    pub(super) weight: At,
    /// Unit in the name of the column.
    pub(super) weight_unit: Option<MassUnit>,
    /// Column with a unit per row.
    pub(super) weight_units: Option<At>,
    pub(super) reps: At,
    pub(super) duration: Option<At>,
    pub(super) duration_in_seconds: bool,
    pub(super) distance: Option<At>,
    pub(super) distance_unit: Option<DistanceUnit>,
    pub(super) distance_units: Option<At>,
    pub(super) seconds: Option<At>,
    pub(super) rpe: Option<At>,
    pub(super) notes: Option<At>,
    pub(super) workout_notes: Option<At>,
    pub(super) unknown: Vec<String>,
}

impl Columns {
    /// Compares a header with Strong's: in English, and as the German, Portuguese and French app translates it.
    pub(in crate::import) fn of(heading: &Heading) -> Result<Self, Fault> {
        let mut pick = heading.pick();
        let weight = pick.measured(&["weight", "gewicht", "peso", "poids"]);
        let weight = weight.filter(|(_, unit)| unit.as_deref().is_none_or(|unit| mass_unit(unit).is_some()));
        let (weight, weight_unit) = weight.unwrap_or_else(|| (pick.lacking("Weight"), None));
        let duration = pick.measured(&["duration", "workout duration", "dauer", "workout-dauer", "duração", "durée"]);
        let distance = pick.measured(&["distance", "entfernung", "distância"]);
        pick.optional(&["workout #"]);
        Ok(Self {
            date: pick.required("Date", &["datum", "data"]),
            workout: pick.required("Workout Name", &["workout-name", "nome do treino", "nom de l'entraînement"]),
            exercise: pick.required("Exercise Name", &["name der übung", "nome do exercício", "nom de l'exercice"]),
            order: pick.required("Set Order", &["reihenfolge festlegen", "ordem da série", "ordre de la série"]),
            weight,
            weight_unit: weight_unit.as_deref().and_then(mass_unit),
            weight_units: pick.optional(&["weight unit"]),
            reps: pick.required("Reps", &["wiederh.", "réps"]),
            duration_in_seconds: duration.as_ref().is_some_and(|(_, unit)| unit.as_deref() == Some("sec")),
            duration: duration.map(|(at, _)| at),
            distance_unit: distance.as_ref().and_then(|(_, unit)| unit.as_deref()).and_then(distance_unit),
            distance: distance.map(|(at, _)| at),
            distance_units: pick.optional(&["distance unit"]),
            seconds: pick.optional(&["seconds", "sekunden", "segundos", "secondes"]),
            rpe: pick.optional(&["rpe"]),
            notes: pick.optional(&["notes", "notizen", "notas"]),
            workout_notes: pick.optional(&["workout notes", "workout-notizen", "notas do treino"]),
            unknown: pick.done()?,
        })
    }
}

/// `kg`, `kgs`, `lb` or `lbs`.
pub(super) fn mass_unit(text: &str) -> Option<MassUnit> {
    match text {
        "kg" | "kgs" => Some(MassUnit::Kg),
        "lb" | "lbs" => Some(MassUnit::Lb),
        _ => None,
    }
}

/// Metres, kilometres or miles, long or short.
pub(super) fn distance_unit(text: &str) -> Option<DistanceUnit> {
    match text.trim_end_matches('.') {
        "m" | "meter" | "meters" | "metres" => Some(DistanceUnit::M),
        "km" | "kilometers" | "kilometres" => Some(DistanceUnit::Km),
        "mi" | "mile" | "miles" => Some(DistanceUnit::Mi),
        _ => None,
    }
}
