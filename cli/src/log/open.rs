//! Opens the sealed texts of any record, also of types that this program does not know.

use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

use apache_avro::types::Value;
use schemas::{
    id::UserId,
    seal::{self, Keyring, SealError},
    text::{Sealed, Text},
};

/// Replaces every sealed text in `value` by what it says, and one that was erased by null.
///
/// # Errors
/// The first text that does not open.
pub fn open_texts(value: &mut Value, keys: &dyn Keyring, owner: UserId, record: &str) -> Result<(), SealError> {
    open(value, keys, owner, record, "")
}

fn open(value: &mut Value, keys: &dyn Keyring, owner: UserId, record: &str, path: &str) -> Result<(), SealError> {
    if let Some(sealed) = sealed(value) {
        let mut text = if sealed.key.is_empty() { Text::Erased } else { Text::Sealed(sealed) };
        seal::open(&mut text, keys, owner, record, interned(path))?;
        *value = text.clear().map_or(Value::Null, |text| Value::String(text.to_owned()));
        return Ok(());
    }
    if let Value::Union(_, inner) = value {
        return open(inner, keys, owner, record, path);
    }
    if let Value::Array(items) = value {
        return items.iter_mut().try_for_each(|item| open(item, keys, owner, record, path));
    }
    if let Value::Record(fields) = value {
        for (name, field) in fields {
            let inner = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            open(field, keys, owner, record, &inner)?;
        }
    }
    Ok(())
}

/// Values carry no name of their record, but nothing else has these three fields.
fn sealed(value: &Value) -> Option<Sealed> {
    let Value::Record(fields) = value else { return None };
    let [(key, Value::String(id)), (nonce, Value::Bytes(once)), (data, Value::Bytes(bytes))] = fields.as_slice() else {
        return None;
    };
    ([key, nonce, data] == ["key", "nonce", "data"]).then(|| Sealed {
        key: id.clone(),
        nonce: once.clone(),
        data: bytes.clone(),
    })
}

/// Paths live for ever: there are as many as schemas have texts.
fn interned(path: &str) -> &'static str {
    static PATHS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
    let mut paths = PATHS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = paths.get(path) {
        return known;
    }
    let path: &'static str = Box::leak(path.to_owned().into_boxed_str());
    paths.insert(path);
    path
}

#[cfg(test)]
mod tests {
    use kafka_client::{Codec, codec::to_json};
    use schemas::{
        execution::{ExecutionEvent, WorkoutExecuted},
        record::Family,
        seal::{DataKey, KeyState},
        testing::{Example, id},
    };
    use uuid::Uuid;

    use super::*;

    struct Keys(KeyState);

    impl Keyring for Keys {
        fn key(&self, _: UserId) -> KeyState {
            self.0.clone()
        }
    }

    fn example() -> (Value, UserId, Keys) {
        let (owner, keys) = (id(1), Keys(KeyState::Usable(DataKey::new(Uuid::from_u128(9), [3; 32]))));
        let codec = Codec::offline(&[ExecutionEvent::TYPES]).unwrap();
        let bytes = codec.encode(&keys, owner, &WorkoutExecuted::example()).unwrap();
        (codec.decode_value(&bytes).unwrap().1, owner, keys)
    }

    const NAME: &str = "traintracker.execution.WorkoutExecuted";

    #[test]
    fn texts_at_any_depth_are_opened() {
        let (mut value, owner, keys) = example();
        assert!(to_json(&value)["name"]["nonce"].is_string());
        open_texts(&mut value, &keys, owner, NAME).unwrap();
        let json = to_json(&value);
        assert!(json["name"].is_string(), "{json}");
        assert!(!json.to_string().contains("nonce"), "{json}");
    }

    #[test]
    fn an_erased_text_is_null_and_a_missing_key_an_error() {
        let (mut value, owner, _) = example();
        assert!(open_texts(&mut value.clone(), &Keys(KeyState::Missing), owner, NAME).is_err());
        open_texts(&mut value, &Keys(KeyState::Destroyed), owner, NAME).unwrap();
        assert!(to_json(&value)["name"].is_null());
    }

    #[test]
    fn a_text_moved_to_another_record_does_not_open() {
        let (mut value, owner, keys) = example();
        assert!(open_texts(&mut value, &keys, owner, "traintracker.goal.GoalSet").is_err());
    }
}
