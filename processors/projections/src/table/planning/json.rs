//! Records as JSON, texts in clear: for columns that are read whole.

use schemas::{
    record::Record,
    text::{Sealed, Text},
};
use serde_json::Value;

/// A record as JSON, with the names of its schema; an erased text is null.
pub(super) fn of<R: Record>(record: &R) -> Value {
    let mut record = record.clone();
    let mut texts: Vec<Option<String>> = Vec::new();
    // a clear text refuses to be written, so that none slips into the log; each is replaced by its number, and put back
    record.texts(&mut |_, text| {
        let number = texts.len().to_string();
        texts.push(text.clear().map(str::to_owned));
        *text = Text::Sealed(Sealed { key: number, nonce: Vec::new(), data: Vec::new() });
    });
    let mut value = serde_json::to_value(&record).unwrap_or_default();
    put_back(&mut value, &texts);
    value
}

fn put_back(value: &mut Value, texts: &[Option<String>]) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| put_back(item, texts)),
        Value::Object(members) => {
            if let (3, Some(Value::String(key)), Some(_)) = (members.len(), members.get("key"), members.get("nonce")) {
                let text = key.parse().ok().and_then(|number: usize| texts.get(number)).cloned().flatten();
                *value = text.map_or(Value::Null, Value::String);
                return;
            }
            members.values_mut().for_each(|member| put_back(member, texts));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use schemas::{
        planning::{MealPlanCreated, PlannedExercise, WorkoutTemplateCreated},
        testing::Example,
    };

    use super::*;

    #[test]
    fn texts_stand_where_they_were() {
        let created = WorkoutTemplateCreated {
            notes: Some(Text::Erased),
            exercises: vec![PlannedExercise { notes: None, ..Example::example() }, Example::example()],
            ..Example::example()
        };
        let json = of(&created);
        assert_eq!((&json["name"], &json["notes"]), (&Value::from("Push"), &Value::Null));
        assert_eq!(json["exercises"][0]["notes"], Value::Null);
        assert_eq!(json["exercises"][1]["notes"], "mind the shoulders");
        assert_eq!(json["exercises"][1]["sets"][0]["load"]["entered"], "102.5");
        let plan = of(&MealPlanCreated::example());
        assert_eq!(plan["meals"][0]["ingredients"][0]["name"], "Push");
    }
}
