//! Real exports, and the facts that other code computed of them. They belong to the workplace, not to this repository:
//! without them these tests fail.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

/// A file of the shared data.
#[derive(Clone, Copy, Debug)]
pub(crate) enum CsvFile {
    /// 129 workouts by Strong.
    Breinsp,
    /// One workout by Strong, with rest timers and an exercise in two blocks.
    Gravitus,
    /// 17 workouts by Hevy.
    Hevy,
}

impl CsvFile {
    fn name(self) -> &'static str {
        match self {
            Self::Breinsp => "strong/breinsp-strong.csv",
            Self::Gravitus => "strong/gravitus-strong.csv",
            Self::Hevy => "hevy/workout_data.csv",
        }
    }

    pub(crate) fn bytes(self) -> Vec<u8> {
        shared(self.name())
    }

    pub(crate) fn path(self) -> String {
        path(self.name()).to_string_lossy().into_owned()
    }

    /// What an import must say about it.
    pub(crate) fn query(self) -> &'static str {
        match self {
            Self::Breinsp | Self::Gravitus => "source=strong&unit=kg&zone=Europe/Vienna",
            Self::Hevy => "source=hevy&zone=Europe/Paris",
        }
    }

    pub(crate) fn golden(self) -> Golden {
        let all: Value = serde_json::from_slice(&shared("golden.json")).unwrap();
        let files = all["files"].as_array().unwrap();
        Golden(files.iter().find(|file| file["file"] == self.name()).unwrap().clone())
    }
}

/// The facts of one file.
#[derive(Debug)]
pub(crate) struct Golden(pub(crate) Value);

impl Golden {
    pub(crate) fn count(&self, fact: &str) -> u64 {
        self.0[fact].as_u64().unwrap_or_else(|| panic!("{fact}: {}", self.0[fact]))
    }

    pub(crate) fn list(&self, fact: &str) -> &[Value] {
        self.0[fact].as_array().unwrap()
    }
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data").join(name)
}

fn shared(name: &str) -> Vec<u8> {
    let path = path(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{} is needed: {error}", path.display()))
}

/// A number of kilograms with at most three decimals, or a fraction `320/3`, in grams rounded half up.
pub(crate) fn grams(kilograms: &Value) -> i64 {
    let text = kilograms.as_str().map_or_else(|| kilograms.to_string(), str::to_owned);
    let (numerator, denominator) = text.split_once('/').unwrap_or((&text, "1"));
    let (whole, decimals) = numerator.split_once('.').unwrap_or((numerator, ""));
    let scaled: i128 = format!("{whole}{decimals}").parse().unwrap();
    let denominator: i128 = denominator.parse::<i128>().unwrap() * 10_i128.pow(u32::try_from(decimals.len()).unwrap());
    i64::try_from((scaled * 2_000 + denominator).div_euclid(denominator * 2)).unwrap()
}

#[test]
fn grams_are_rounded_half_up() {
    for (kilograms, expected) in
        [("105", 105_000), ("92.5", 92_500), ("320/3", 106_667), ("0.0005", 1), ("1295/12", 107_917)]
    {
        assert_eq!(grams(&Value::from(kilograms)), expected, "{kilograms}");
    }
}
