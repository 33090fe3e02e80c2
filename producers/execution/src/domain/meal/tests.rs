use schemas::{quantity::PortionUnit, text::Text};

use super::*;
use crate::domain::{
    nutrition::{energy, grams, portion},
    workout::scenario::{at, now, user, vienna},
};

pub(crate) fn chicken(protein: f64) -> Item {
    Item {
        name: Line::new("chicken breast").unwrap(),
        amount: portion(150.0, PortionUnit::G).ok(),
        nutrients: Nutrients {
            energy: None,
            protein: grams(protein).ok(),
            carbohydrate: grams(0.0).ok(),
            fat: grams(5.4).ok(),
            fibre: None,
            alcohol: None,
        },
    }
}

/// Lunch with so much protein.
pub(crate) fn lunch(protein: f64) -> Content {
    Content {
        name: Line::new("lunch").ok(),
        eaten_at: now(),
        zone: vienna(),
        items: vec![chicken(protein)],
        notes: None,
    }
}

fn meal_id() -> MealId {
    MealId::v5(uuid::Uuid::nil(), b"lunch")
}

fn meta() -> Meta {
    Meta { subject: user(), actor: user(), received_at: now() }
}

/// A meal with its history.
#[derive(Default)]
struct Told {
    state: Option<Meal>,
    version: u64,
}

fn given(commands: &[Command]) -> Told {
    commands.iter().fold(Told::default(), |told, command| {
        let events = when(&told, command).unwrap();
        told.then(&events)
    })
}

fn when(told: &Told, command: &Command) -> Result<Vec<ExecutionEvent>, Rejection> {
    decide(told.state.as_ref(), told.version, &meta(), meal_id(), command)
}

impl Told {
    fn then(self, events: &[ExecutionEvent]) -> Self {
        let version = self.version + events.len() as u64;
        Self { state: events.iter().fold(self.state, |state, event| evolve(state.as_ref(), event)), version }
    }
}

fn exists(current_version: u64) -> Result<Vec<ExecutionEvent>, Rejection> {
    Err(Rejection::Exists { thing: Thing::Meal, current_version })
}

#[test]
fn a_meal_is_told_as_entered_with_its_energy_and_its_local_day() {
    let late = Content { eaten_at: at("2026-11-20T23:30:00Z"), ..lunch(46.5) };
    let events = when(&given(&[]), &Command::Consume(late)).unwrap();
    let [ExecutionEvent::MealConsumed(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!((event.user_id, event.meal_id, event.recorded_at), (user(), meal_id(), now()));
    let meal = &event.meal;
    assert_eq!((meal.local_date.to_string().as_str(), meal.utc_offset_seconds), ("2026-11-21", 3600));
    assert_eq!(meal.name, Some(Text::from("lunch")));
    let item = &meal.items[0];
    assert_eq!(item.amount.as_ref().map(|amount| (amount.canonical(), amount.entered())), Some((150_000_000, "150")));
    // 4 × 46.5 + 9 × 5.4
    let energy = item.nutrients.energy.as_ref().unwrap();
    assert_eq!((energy.millicalories(), energy.entered()), (234_600_000, None));
    assert_eq!((&item.nutrients.fibre, &item.nutrients.alcohol), (&None, &None));
}

#[test]
fn the_same_meal_again_records_nothing_however_its_numbers_are_spelt() {
    let told = given(&[Command::Consume(lunch(46.5))]);
    assert_eq!(when(&told, &Command::Consume(lunch(46.5))), Ok(vec![]));
    assert_eq!(when(&told, &Command::Correct(lunch(46.50))), Ok(vec![]));
}

#[test]
fn whatever_differs_makes_another_meal() {
    let told = given(&[Command::Consume(lunch(46.5))]);
    let item = |change: fn(&mut Item)| {
        let mut other = lunch(46.5);
        change(&mut other.items[0]);
        other
    };
    let others = [
        Content { name: None, ..lunch(46.5) },
        Content { eaten_at: at("2026-11-20T16:59:59Z"), ..lunch(46.5) },
        Content { zone: Zone::UTC, ..lunch(46.5) },
        Content { items: vec![chicken(46.5), chicken(46.5)], ..lunch(46.5) },
        Content { notes: Notes::new("again").unwrap(), ..lunch(46.5) },
        item(|item| item.name = Line::new("turkey").unwrap()),
        item(|item| item.amount = None),
        item(|item| item.amount = portion(150.0, PortionUnit::Ml).ok()),
        item(|item| item.nutrients.energy = energy(234.6).ok()),
        item(|item| item.nutrients.protein = grams(46.6).ok()),
        item(|item| item.nutrients.carbohydrate = None),
        item(|item| item.nutrients.fat = None),
        item(|item| item.nutrients.fibre = grams(0.0).ok()),
        item(|item| item.nutrients.alcohol = grams(0.0).ok()),
    ];
    for other in others {
        assert_eq!(when(&told, &Command::Consume(other.clone())), exists(1), "{other:?}");
        assert_eq!(when(&told, &Command::Correct(other.clone())).unwrap().len(), 1, "{other:?}");
    }
}

#[test]
fn a_correction_replaces_what_stands() {
    let told = given(&[Command::Consume(lunch(46.5))]);
    let events = when(&told, &Command::Correct(lunch(50.0))).unwrap();
    let [ExecutionEvent::MealCorrected(event)] = events.as_slice() else { panic!("{events:?}") };
    assert_eq!(event.meal, lunch(50.0).fact());
    let told = told.then(&events);
    assert_eq!(when(&told, &Command::Correct(lunch(50.0))), Ok(vec![]));
    // what was told first is another one by now
    assert_eq!(when(&told, &Command::Consume(lunch(46.5))), exists(2));
}

#[test]
fn a_deleted_meal_is_over_for_good() {
    let told = given(&[Command::Consume(lunch(46.5)), Command::Delete]);
    assert_eq!(when(&told, &Command::Delete), Ok(vec![]), "deleting twice records nothing");
    let ended = Err(Rejection::Ended { thing: Thing::Meal, current_version: 2 });
    assert_eq!(when(&told, &Command::Consume(lunch(46.5))), ended);
    assert_eq!(when(&told, &Command::Correct(lunch(46.5))), ended);
}

#[test]
fn what_was_never_told_is_neither_corrected_nor_deleted() {
    let unknown = Err(Rejection::NotFound(Thing::Meal));
    assert_eq!(when(&given(&[]), &Command::Correct(lunch(46.5))), unknown);
    assert_eq!(when(&given(&[]), &Command::Delete), unknown);
}

#[test]
fn a_meal_may_lie_a_day_ahead_and_no_more() {
    let ahead = |text: &str| Content { eaten_at: at(text), ..lunch(46.5) };
    let refused = Err(Rejection::InTheFuture { pointer: "/eaten_at" });
    let told = given(&[Command::Consume(lunch(46.5))]);
    assert!(when(&given(&[]), &Command::Consume(ahead("2026-11-21T17:00:00Z"))).is_ok());
    assert_eq!(when(&given(&[]), &Command::Consume(ahead("2026-11-21T17:00:00.000001Z"))), refused);
    assert_eq!(when(&told, &Command::Correct(ahead("2026-11-21T17:00:00.000001Z"))), refused);
}

#[test]
fn an_erased_meal_folds_and_can_be_corrected_and_deleted() {
    let mut fact = lunch(46.5).fact();
    fact.items[0].name = Text::Erased;
    let event = MealConsumed { user_id: user(), meal_id: meal_id(), meal: fact, recorded_at: now() };
    let told = Told::default().then(&[ExecutionEvent::MealConsumed(event)]);
    assert_eq!(when(&told, &Command::Consume(lunch(46.5))), exists(1));
    assert_eq!(when(&told, &Command::Correct(lunch(46.5))).unwrap().len(), 1);
    assert_eq!(when(&told, &Command::Delete).unwrap().len(), 1);
}
