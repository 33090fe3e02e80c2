//! The built-in exercises: a file of our own (`data/exercises.txt`), one per line. Names and muscles to begin with; nobody needs
//! one of them to plan or to log anything.

use std::{collections::HashMap, sync::LazyLock};

use super::ExerciseId;
use crate::{
    planning::{Equipment, Measurement, Muscle},
    symbol::Symbol,
};

/// A built-in exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The slug of its name.
    pub id: ExerciseId,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub primary_muscles: Vec<Muscle>,
    /// What helps.
    pub secondary_muscles: Vec<Muscle>,
    /// What it is done with.
    pub equipment: Equipment,
    /// What is counted.
    pub measurement: Measurement,
    /// Other names.
    pub aliases: Vec<String>,
}

const FILE: &str = include_str!("../../data/exercises.txt");

struct Catalogue {
    entries: Vec<Entry>,
    by_id: HashMap<ExerciseId, usize>,
    by_name: HashMap<String, usize>,
}

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    // a line that cannot be read is left out; a test allows none
    let mut entries: Vec<Entry> = lines().filter_map(entry).collect();
    entries.sort_by(|one, other| one.id.cmp(&other.id));
    let by_id = entries.iter().enumerate().map(|(index, entry)| (entry.id.clone(), index)).collect();
    let names = |(index, entry): (usize, &Entry)| -> Vec<(String, usize)> {
        std::iter::once(&entry.name).chain(&entry.aliases).map(|name| (key(name), index)).collect()
    };
    let by_name = entries.iter().enumerate().flat_map(names).collect();
    Catalogue { entries, by_id, by_name }
});

/// All of them, by id.
pub fn all() -> &'static [Entry] {
    &CATALOGUE.entries
}

/// The one that has this id.
pub fn get(id: &ExerciseId) -> Option<&'static Entry> {
    CATALOGUE.by_id.get(id).and_then(|index| CATALOGUE.entries.get(*index))
}

/// The one that has this name or alias, in any case.
pub fn find(name: &str) -> Option<&'static Entry> {
    CATALOGUE.by_name.get(&key(name)).and_then(|index| CATALOGUE.entries.get(*index))
}

fn key(name: &str) -> String {
    name.trim().to_lowercase()
}

fn lines() -> impl Iterator<Item = &'static str> {
    FILE.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

fn entry(line: &str) -> Option<Entry> {
    let mut fields = line.split('|').map(str::trim);
    let mut next = || fields.next();
    let entry = Entry {
        id: next()?.parse().ok()?,
        name: next()?.to_owned(),
        primary_muscles: muscles(next()?)?,
        secondary_muscles: muscles(next()?)?,
        equipment: Equipment::parse(next()?).ok()?,
        measurement: Measurement::parse(next()?).ok()?,
        aliases: next()?.split(';').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
    };
    fields.next().is_none().then_some(entry)
}

fn muscles(names: &str) -> Option<Vec<Muscle>> {
    names.split_whitespace().map(|name| Muscle::parse(name).ok()).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_line_can_be_read_and_ids_are_unique() {
        let unreadable: Vec<_> = lines().filter(|line| entry(line).is_none()).collect();
        assert_eq!(unreadable, Vec::<&str>::new());
        let ids: BTreeSet<_> = all().iter().map(|entry| &entry.id).collect();
        assert_eq!((ids.len(), all().len()), (lines().count(), lines().count()));
        assert!(all().len() >= 150, "{}", all().len());
    }

    #[test]
    fn an_id_is_the_slug_of_its_name() {
        for entry in all() {
            assert_eq!(entry.id, ExerciseId::of_name(&entry.name));
        }
    }

    #[test]
    fn every_name_and_alias_means_one_exercise() {
        let names: Vec<_> = all().iter().flat_map(|entry| std::iter::once(&entry.name).chain(&entry.aliases)).collect();
        let keys: BTreeSet<_> = names.iter().map(|name| key(name)).collect();
        assert_eq!(keys.len(), names.len(), "some name is there twice");
        for entry in all() {
            for name in std::iter::once(&entry.name).chain(&entry.aliases) {
                assert_eq!(find(&name.to_uppercase()), Some(entry));
            }
        }
        assert_eq!(find("no such exercise"), None);
    }

    #[test]
    fn every_exercise_is_for_something_and_no_muscle_is_there_twice() {
        for entry in all() {
            assert!(!entry.primary_muscles.is_empty(), "{}", entry.name);
            let muscles: Vec<_> = entry.primary_muscles.iter().chain(&entry.secondary_muscles).collect();
            assert_eq!(muscles.iter().collect::<BTreeSet<_>>().len(), muscles.len(), "{}", entry.name);
        }
        let bench = get(&ExerciseId::of_name("Bench Press (Barbell)")).unwrap();
        assert_eq!((bench.equipment, bench.measurement), (Equipment::Barbell, Measurement::RepsLoad));
    }
}
