//! Which exercise is meant. Nothing needs to be defined before it is logged: an exercise is known by the slug of its name, and
//! two names never share one.

use std::collections::BTreeMap;

use schemas::exercise::ExerciseId;

use super::values::ExerciseName;

/// How a command names an exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By its id alone: the name is the one known, else the id itself.
    Id(ExerciseId),
    /// By an id and a name.
    Both(ExerciseId, ExerciseName),
    /// By its name alone, as files do.
    Name(ExerciseName),
}

impl Naming {
    /// An id, and a name where there is one.
    pub fn of(id: ExerciseId, name: Option<ExerciseName>) -> Self {
        match name {
            Some(name) => Self::Both(id, name),
            None => Self::Id(id),
        }
    }

    /// The ids whose known names decide what is meant.
    pub fn candidates(&self) -> Vec<ExerciseId> {
        match self {
            Self::Id(id) => vec![id.clone()],
            Self::Both(id, name) => vec![id.clone(), ExerciseId::of_name(name.as_str())],
            Self::Name(name) => vec![ExerciseId::of_name(name.as_str())],
        }
    }
}

/// An exercise as events carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// Its id.
    pub id: ExerciseId,
    /// Its name as entered; the id where nobody gave a name yet.
    pub name: String,
}

/// The names that were given to exercises of one athlete, as far as a command needs them. What was only ever called by its id has
/// no name here, and takes the first that comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<ExerciseId, String>);

impl Names {
    /// Takes up a known name.
    pub fn learn(&mut self, id: ExerciseId, name: String) {
        self.0.insert(id, name);
    }

    /// The name an exercise is known by.
    pub fn get(&self, id: &ExerciseId) -> Option<&str> {
        self.0.get(id).map(String::as_str)
    }

    /// Which exercise is meant. A name that it takes is known to the next question, so that two new names of one workout do not
    /// share an exercise either.
    pub fn resolve(&mut self, naming: &Naming) -> Exercise {
        let exercise = match naming {
            Naming::Id(id) => {
                let name = self.get(id).map_or_else(|| id.to_string(), str::to_owned);
                return Exercise { id: id.clone(), name };
            }
            Naming::Both(id, name) if self.is_free(id, name) => {
                Exercise { id: id.clone(), name: name.as_str().to_owned() }
            }
            Naming::Both(_, name) | Naming::Name(name) => self.by_name(name),
        };
        self.learn(exercise.id.clone(), exercise.name.clone());
        exercise
    }

    fn by_name(&self, name: &ExerciseName) -> Exercise {
        let slug = ExerciseId::of_name(name.as_str());
        let id = if self.is_free(&slug, name) { slug } else { ExerciseId::with_digest(name.as_str()) };
        Exercise { id, name: name.as_str().to_owned() }
    }

    /// Whether no other name has taken the id.
    fn is_free(&self, id: &ExerciseId, name: &ExerciseName) -> bool {
        self.get(id).is_none_or(|known| known == name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> ExerciseId {
        text.parse().unwrap()
    }

    fn name(text: &str) -> ExerciseName {
        ExerciseName::new(text).unwrap()
    }

    fn knowing(known: &[(&str, &str)]) -> Names {
        let mut names = Names::default();
        known.iter().for_each(|(slug, name)| names.learn(id(slug), (*name).to_owned()));
        names
    }

    #[track_caller]
    fn assert_is(exercise: &Exercise, id: &str, name: &str) {
        assert_eq!((exercise.id.as_str(), exercise.name.as_str()), (id, name));
    }

    #[test]
    fn without_a_name_the_known_one_counts_else_the_id() {
        let mut names = knowing(&[("bench-press", "Bench Press")]);
        assert_is(&names.resolve(&Naming::Id(id("bench-press"))), "bench-press", "Bench Press");
        assert_is(&names.resolve(&Naming::Id(id("squat"))), "squat", "squat");
    }

    #[test]
    fn a_free_id_takes_the_name_that_comes_with_it() {
        let mut names = Names::default();
        assert_is(&names.resolve(&Naming::Both(id("bench"), name("Bench Press"))), "bench", "Bench Press");
        assert_is(&names.resolve(&Naming::Id(id("bench"))), "bench", "Bench Press");
    }

    #[test]
    fn an_id_that_belongs_to_another_name_gives_way_to_the_slug_of_the_name() {
        let mut names = knowing(&[("bench", "Bench Press")]);
        assert_is(&names.resolve(&Naming::Both(id("bench"), name("Bench Dip"))), "bench-dip", "Bench Dip");
    }

    #[test]
    fn a_slug_taken_by_another_name_gets_a_digest() {
        let mut names = knowing(&[("push-up", "Push Up")]);
        let other = names.resolve(&Naming::Name(name("Push-Up")));
        assert_eq!(other.id, ExerciseId::with_digest("Push-Up"));
        assert_is(&names.resolve(&Naming::Name(name("Push Up"))), "push-up", "Push Up");
        // an id given for it does not help either
        assert_eq!(names.resolve(&Naming::Both(id("push-up"), name("Push-Up"))), other);
    }

    #[test]
    fn two_new_names_in_one_command_do_not_share_an_exercise() {
        let mut names = Names::default();
        assert_is(&names.resolve(&Naming::Name(name("Pull Up"))), "pull-up", "Pull Up");
        assert_eq!(names.resolve(&Naming::Name(name("PULL UP"))).id, ExerciseId::with_digest("PULL UP"));
    }

    #[test]
    fn what_was_only_called_by_its_id_takes_the_first_name_given() {
        let mut names = Names::default();
        assert_is(&names.resolve(&Naming::Id(id("pull-up"))), "pull-up", "pull-up");
        assert_is(&names.resolve(&Naming::Name(name("Pull Up"))), "pull-up", "Pull Up");
        assert_eq!(names.resolve(&Naming::Name(name("pull up"))).id, ExerciseId::with_digest("pull up"));
    }

    #[test]
    fn a_name_that_looks_like_an_id_is_a_name() {
        let mut names = Names::default();
        assert_is(&names.resolve(&Naming::Name(name("squat"))), "squat", "squat");
        assert_eq!(names.resolve(&Naming::Name(name("Squat"))).id, ExerciseId::with_digest("Squat"));
    }

    #[test]
    fn a_name_without_latin_letters_is_known_by_its_digest() {
        let mut names = Names::default();
        assert_eq!(names.resolve(&Naming::Name(name("深蹲"))).id, ExerciseId::with_digest("深蹲"));
    }

    #[test]
    fn the_candidates_are_all_that_deciding_needs() {
        let naming = Naming::Both(id("bench"), name("Bench Press"));
        assert_eq!(naming.candidates(), vec![id("bench"), id("bench-press")]);
    }
}
