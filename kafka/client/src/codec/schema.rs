//! Schemas made ready for writing and reading.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use apache_avro::Schema;
use apache_avro::reader::datum::GenericDatumReader;
use apache_avro::types::Value;
use apache_avro::writer::datum::GenericDatumWriter;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A parsed schema with its references resolved, which costs more than writing a record.
///
/// Readers and writers of Avro borrow their schema, so each schema is kept for the life of the process: one per
/// text, however many codecs there are.
pub(super) struct Prepared {
    name: Arc<str>,
    schema: &'static Schema,
    writer: GenericDatumWriter<'static>,
    reader: GenericDatumReader<'static>,
}

static INTERNED: LazyLock<Mutex<HashMap<String, &'static Prepared>>> = LazyLock::new(Mutex::default);

impl Prepared {
    /// The schema with this text.
    pub(super) fn intern(text: &str) -> Result<&'static Self, String> {
        let mut interned = INTERNED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = interned.get(text) {
            return Ok(known);
        }
        // parsed and checked before anything is kept for good
        let schema = Schema::parse_str(text).map_err(|error| error.to_string())?;
        let name = schema.name().ok_or("not a record")?.fullname(None);
        GenericDatumReader::builder(&schema).build().map_err(|error| error.to_string())?;

        let schema: &'static Schema = Box::leak(Box::new(schema));
        let prepared: &'static Self = Box::leak(Box::new(Self {
            name: name.into(),
            schema,
            writer: GenericDatumWriter::builder(schema).build().map_err(|error| error.to_string())?,
            reader: GenericDatumReader::builder(schema).build().map_err(|error| error.to_string())?,
        }));
        interned.insert(text.to_owned(), prepared);
        Ok(prepared)
    }

    pub(super) fn name(&self) -> Arc<str> {
        Arc::clone(&self.name)
    }

    pub(super) fn write<T: Serialize>(&self, record: &T, bytes: &mut Vec<u8>) -> Result<(), String> {
        self.writer.write_ser(bytes, record).map(|_| ()).map_err(|error| error.to_string())
    }

    fn read<T: DeserializeOwned>(&self, mut body: &[u8]) -> Result<T, String> {
        let record = self.reader.read_deser(&mut body).map_err(|error| error.to_string())?;
        whole(body).map(|()| record)
    }
}

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Prepared").field(&self.name).finish()
    }
}

/// A schema that records were written with.
#[derive(Debug)]
pub(super) struct Written {
    schema: &'static Prepared,
    evolved: Option<Evolved>,
}

/// Reads what an older or newer version wrote as the current one.
struct Evolved(GenericDatumReader<'static>);

impl fmt::Debug for Evolved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Evolved")
    }
}

impl Written {
    /// Our own current schema.
    pub(super) fn ours(schema: &'static Prepared) -> Self {
        Self { schema, evolved: None }
    }

    /// A schema met in the log, and the current one of the same name, if there is one here.
    pub(super) fn new(schema: &'static Prepared, current: Option<&'static Prepared>) -> Result<Self, String> {
        // schemas that differ only in what does not reach the bytes still go the slow way, which is right too
        let evolved = match current.filter(|current| !std::ptr::eq(*current, schema)) {
            None => None,
            Some(current) => {
                let reader = GenericDatumReader::builder(schema.schema).reader_schema(current.schema).build();
                Some(Evolved(reader.map_err(|error| error.to_string())?))
            }
        };
        Ok(Self { schema, evolved })
    }

    pub(super) fn name(&self) -> Arc<str> {
        self.schema.name()
    }

    /// Reads a record; `current` is the schema that `T` is equal to.
    pub(super) fn read<T: DeserializeOwned>(&self, current: &Prepared, mut body: &[u8]) -> Result<T, String> {
        let Some(Evolved(reader)) = &self.evolved else { return self.schema.read(body) };
        let value = reader.read_value(&mut body).map_err(|error| error.to_string())?;
        whole(body)?;
        // written again as the current version, so that types are read in one way only
        let bytes = current.writer.write_value_to_vec(value).map_err(|error| error.to_string())?;
        current.read(&bytes)
    }

    /// Reads the record as it was written.
    pub(super) fn value(&self, mut body: &[u8]) -> Result<Value, String> {
        let value = self.schema.reader.read_value(&mut body).map_err(|error| error.to_string())?;
        whole(body).map(|()| value)
    }
}

fn whole(rest: &[u8]) -> Result<(), String> {
    if rest.is_empty() { Ok(()) } else { Err(format!("{} bytes left over", rest.len())) }
}
