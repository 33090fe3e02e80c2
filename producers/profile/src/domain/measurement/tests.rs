use schemas::testing::id;

use super::*;
use crate::domain::scenario::{NOW, Told, amount, ann, date, meta, one};

pub(crate) fn weight(text: &str) -> Reading {
    Reading { kind: MeasurementKind::BodyWeight, value: amount(text), date: date("2026-11-20"), note: None }
}

fn given(commands: &[Command]) -> Told<Measurement> {
    commands.iter().fold(Told::nothing(), |told, command| {
        let events = when(&told, command).unwrap();
        told.then(&events, evolve)
    })
}

fn when(told: &Told<Measurement>, command: &Command) -> Result<Vec<ProfileEvent>, Rejection> {
    decide(told.state.as_ref(), told.version, &meta(), id(1), command)
}

fn record() -> Command {
    Command::Record(weight("80.5 kg"))
}

#[test]
fn a_measurement_is_recorded_as_entered() {
    let event = one(when(&given(&[]), &record()));
    let ProfileEvent::MeasurementRecorded(recorded) = &event else { panic!("{event:?}") };
    assert_eq!((recorded.user_id, recorded.measurement_id, recorded.recorded_at), (ann(), id(1), NOW));
    assert_eq!((recorded.kind, recorded.date), (MeasurementKind::BodyWeight, date("2026-11-20")));
    assert_eq!(recorded.value.clear(), Some("80.5 kg"));
}

#[test]
fn recording_the_same_again_records_nothing() {
    assert_eq!(when(&given(&[record()]), &record()), Ok(vec![]));
}

#[test]
fn another_measurement_under_the_same_id_is_refused() {
    let told = given(&[record()]);
    let refused = Err(Rejection::Exists { thing: Thing::Measurement, current_version: 1 });
    assert_eq!(when(&told, &Command::Record(weight("80.6 kg"))), refused);
    let tomorrow = Reading { date: date("2026-11-21"), ..weight("80.5 kg") };
    assert_eq!(when(&told, &Command::Record(tomorrow)), refused);
    let fat = Reading { kind: MeasurementKind::BodyFat, value: amount("15 %"), ..weight("80.5 kg") };
    assert_eq!(when(&told, &Command::Record(fat)), refused);
}

#[test]
fn a_correction_replaces_what_stands_and_says_what_that_was() {
    let told = given(&[record()]);
    let note = Notes::new("after lunch").unwrap();
    let correct = Command::Correct(Reading { date: date("2026-11-19"), note, ..weight("81 kg") });
    let event = one(when(&told, &correct));
    let ProfileEvent::MeasurementCorrected(corrected) = &event else { panic!("{event:?}") };
    assert_eq!((corrected.value.clear(), corrected.previous_value.clear()), (Some("81 kg"), Some("80.5 kg")));
    assert_eq!((corrected.date, corrected.previous_date), (date("2026-11-19"), date("2026-11-20")));
    assert_eq!(corrected.note.as_ref().and_then(Text::clear), Some("after lunch"));
    let told = told.then(&[event], evolve);
    assert_eq!(when(&told, &correct), Ok(vec![]), "correcting to what stands records nothing");
    // what was recorded first is another one by now
    assert_eq!(when(&told, &record()), Err(Rejection::Exists { thing: Thing::Measurement, current_version: 2 }));
}

#[test]
fn a_deleted_measurement_is_over_for_good() {
    let told = given(&[record(), Command::Delete]);
    assert_eq!(when(&told, &Command::Delete), Ok(vec![]), "deleting twice records nothing");
    let ended = Err(Rejection::Ended { thing: Thing::Measurement, current_version: 2 });
    assert_eq!(when(&told, &record()), ended);
    assert_eq!(when(&told, &Command::Correct(weight("80 kg"))), ended);
}

#[test]
fn what_was_never_recorded_is_neither_corrected_nor_deleted() {
    let unknown = Err(Rejection::NotFound(Thing::Measurement));
    assert_eq!(when(&given(&[]), &Command::Correct(weight("80 kg"))), unknown);
    assert_eq!(when(&given(&[]), &Command::Delete), unknown);
}

#[test]
fn an_erased_measurement_folds_and_can_be_corrected_and_deleted() {
    let mut event = one(when(&given(&[]), &record()));
    if let ProfileEvent::MeasurementRecorded(recorded) = &mut event {
        recorded.value = Text::Erased;
    }
    let told = Told::nothing().then(&[event], evolve);
    assert_eq!(when(&told, &Command::Correct(weight("80.5 kg"))).unwrap().len(), 1);
    assert_eq!(when(&told, &Command::Delete).unwrap().len(), 1);
}
