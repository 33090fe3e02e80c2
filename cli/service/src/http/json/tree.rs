//! JSON as a tree that remembers what serde would forgive.
//!
//! Read through the tree, a member named twice is refused (readers disagree which one counts), and
//! so is an array where an object belongs (derived types would take it member by member).

use std::collections::HashSet;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Number};

use super::fault::pointer;
use crate::http::problem::Fault;

/// A value and everything in it; members in their order.
#[derive(Debug)]
pub(super) enum Tree {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// The tree, and the first member named twice if there is one; an error for what is no JSON.
    pub(super) fn read(bytes: &[u8]) -> Result<(Self, Option<Fault>), Error> {
        let mut walk = Walk { path: Vec::new(), twice: None };
        let mut reader = serde_json::Deserializer::from_slice(bytes);
        let tree = walk.deserialize(&mut reader)?;
        reader.end()?;
        let twice = walk.twice.map(|path| Fault::at(pointer(&path), "duplicate_field", "this member is named twice"));
        Ok((tree, twice))
    }

    fn refuse<T>(&self, expected: &dyn serde::de::Expected) -> Result<T, Error> {
        let found = match self {
            Self::Null => Unexpected::Unit,
            Self::Bool(value) => Unexpected::Bool(*value),
            Self::Number(_) => Unexpected::Other("number"),
            Self::Text(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        };
        Err(Error::invalid_type(found, expected))
    }
}

/// Builds a tree and remembers where it is.
struct Walk {
    path: Vec<String>,
    twice: Option<Vec<String>>,
}

impl<'de> DeserializeSeed<'de> for &mut Walk {
    type Value = Tree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Tree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for &mut Walk {
    type Value = Tree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tree, A::Error> {
        let (mut members, mut names) = (Vec::new(), HashSet::new());
        while let Some(name) = map.next_key::<String>()? {
            self.path.push(name.clone());
            if !names.insert(name.clone()) && self.twice.is_none() {
                self.twice = Some(self.path.clone());
            }
            members.push((name, map.next_value_seed(&mut *self)?));
            self.path.pop();
        }
        Ok(Tree::Object(members))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Tree, A::Error> {
        let mut items = Vec::new();
        loop {
            self.path.push(items.len().to_string());
            let next = list.next_element_seed(&mut *self)?;
            self.path.pop();
            match next {
                Some(item) => items.push(item),
                None => return Ok(Tree::List(items)),
            }
        }
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Tree, E> {
        Ok(Tree::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Tree, E> {
        Ok(Tree::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Tree, E> {
        Number::from_f64(value).map(Tree::Number).ok_or_else(|| E::custom("not a finite number"))
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Number(number) => number.deserialize_any(visitor),
            Self::Text(text) => visitor.visit_string(text),
            Self::List(items) => SeqDeserializer::new(items.into_iter()).deserialize_any(visitor),
            Self::Object(members) => MapDeserializer::new(members.into_iter()).deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Null => visitor.visit_none(),
            Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) | Self::Object(_) => {
                visitor.visit_some(self)
            }
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if matches!(self, Self::List(_)) { self.refuse(&"an object") } else { self.deserialize_any(visitor) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self {
            Self::Text(text) => text.into_deserializer().deserialize_enum(name, variants, visitor),
            Self::Object(members) if members.len() == 1 => {
                let members = MapDeserializer::new(members.into_iter());
                MapAccessDeserializer::new(members).deserialize_enum(name, variants, visitor)
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => {
                self.refuse(&"one of the known names")
            }
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl IntoDeserializer<'_, Error> for Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}
