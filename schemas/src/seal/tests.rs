use super::*;
use crate::{
    execution::{SetLogged, WorkoutExecuted},
    goal::GoalSet,
    testing::{Example, id},
};

struct Keys(KeyState);

impl Keyring for Keys {
    fn key(&self, _owner: UserId) -> KeyState {
        self.0.clone()
    }
}

fn keys(number: u128) -> Keys {
    Keys(KeyState::Usable(DataKey::new(Uuid::from_u128(number), [9; 32])))
}

fn sealed() -> WorkoutExecuted {
    let mut record = WorkoutExecuted::example();
    seal_record(&mut record, &keys(1), id(1)).unwrap();
    record
}

#[test]
fn what_is_sealed_opens_again() {
    let mut record = sealed();
    assert!(matches!(record.name, Some(Text::Sealed(_))));
    assert!(matches!(record.exercises[0].sets[0].notes, Some(Text::Sealed(_))));
    // sealing twice changes nothing
    let before = record.clone();
    seal_record(&mut record, &keys(1), id(1)).unwrap();
    assert_eq!(record, before);
    open_record(&mut record, &keys(1), id(1)).unwrap();
    assert_eq!(record, WorkoutExecuted::example());
}

#[test]
fn the_same_text_is_never_sealed_to_the_same_bytes() {
    assert_ne!(sealed().name, sealed().name);
}

#[test]
fn a_sealed_text_opens_only_where_it_was_put() {
    let mut foreign = sealed();
    assert_eq!(open_record(&mut foreign, &keys(1), id(2)), Err(SealError::Forged("name")));
    let mut moved = sealed();
    moved.notes = moved.name.take();
    assert_eq!(open_record(&mut moved, &keys(1), id(1)), Err(SealError::Forged("notes")));
    let mut elsewhere = GoalSet::example();
    elsewhere.name = sealed().name.unwrap();
    assert_eq!(open_record(&mut elsewhere, &keys(1), id(1)), Err(SealError::Forged("name")));
    let mut changed = sealed();
    let Some(Text::Sealed(text)) = &mut changed.name else { panic!("the name is sealed") };
    text.data[0] ^= 1;
    assert_eq!(open_record(&mut changed, &keys(1), id(1)), Err(SealError::Forged("name")));
    text_of(&mut changed).nonce.clear();
    assert_eq!(open_record(&mut changed, &keys(1), id(1)), Err(SealError::Forged("name")));
}

fn text_of(record: &mut WorkoutExecuted) -> &mut Sealed {
    let Some(Text::Sealed(text)) = &mut record.name else { panic!("the name is sealed") };
    text
}

#[test]
fn one_text_that_does_not_open_leaves_the_others_readable() {
    let mut record = sealed();
    text_of(&mut record).data.clear();
    assert!(open_record(&mut record, &keys(1), id(1)).is_err());
    assert!(matches!(record.name, Some(Text::Sealed(_))));
    assert_eq!(record.notes, WorkoutExecuted::example().notes);
}

#[test]
fn a_destroyed_key_leaves_erased_text() {
    let mut record = sealed();
    open_record(&mut record, &Keys(KeyState::Destroyed), id(1)).unwrap();
    assert_eq!(record.name, Some(Text::Erased));
    assert_eq!(record.exercises[0].sets[0].notes, Some(Text::Erased));
    // what is erased is not brought back by sealing and opening
    seal_record(&mut record, &keys(1), id(1)).unwrap();
    open_record(&mut record, &keys(1), id(1)).unwrap();
    assert_eq!(record.name, Some(Text::Erased));
    let mut clear = SetLogged::example();
    let refused = seal_record(&mut clear, &Keys(KeyState::Destroyed), id(1));
    assert_eq!(refused, Err(SealError::Destroyed(id(1))));
}

#[test]
fn without_the_right_key_nothing_is_sealed_or_opened() {
    let mut clear = SetLogged::example();
    assert_eq!(seal_record(&mut clear, &Keys(KeyState::Missing), id(1)), Err(SealError::Missing(id(1))));
    assert_eq!(clear, SetLogged::example());
    let mut record = sealed();
    assert_eq!(open_record(&mut record, &Keys(KeyState::Missing), id(1)), Err(SealError::Missing(id(1))));
    let other = open_record(&mut record, &keys(2), id(1));
    assert_eq!(other, Err(SealError::OtherKey(Uuid::from_u128(1).to_string())));
}

/// AES-256-GCM over `Push` with the key of [`keys`], the nonce and the associated data
/// `0191d2c8-7a3e-7b1f-8a55-000000000001|traintracker.execution.WorkoutExecuted|name`, made by another implementation.
#[test]
fn what_was_sealed_long_ago_opens() {
    let data = [9, 206, 254, 247, 133, 133, 108, 251, 180, 251, 211, 224, 112, 56, 160, 118, 60, 3, 98, 133];
    let sealed = Sealed { key: Uuid::from_u128(1).to_string(), nonce: vec![7; 12], data: data.to_vec() };
    let mut text = Text::Sealed(sealed);
    open(&mut text, &keys(1), id(1), "traintracker.execution.WorkoutExecuted", "name").unwrap();
    assert_eq!(text, Text::from("Push"));
}

#[test]
fn debug_shows_neither_text_nor_key() {
    let key = DataKey::new(Uuid::from_u128(1), [9; 32]);
    assert!(!format!("{key:?}").contains("9, 9"));
    assert!(!format!("{:?}", WorkoutExecuted::example()).contains("Push"));
}
