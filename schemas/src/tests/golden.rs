//! Bytes of every version of every record, kept for ever: `golden/<context>/<Name>.v<version>.hex`.
//!
//! `TT_WRITE_GOLDEN=1 cargo test -p schemas golden` writes the files that are missing and never touches one that is there.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use apache_avro::{
    AvroSchema, from_value, reader::datum::GenericDatumReader, schema_compatibility::SchemaCompatibility,
    writer::datum::GenericDatumWriter,
};

use super::{Check, every_record, parsed, sealed_example};
use crate::{
    catalogue::{self, Compatibility},
    execution::WorkoutExecuted,
    record::Record,
    testing::Example,
    text::{Sealed, Text},
};

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(kind)
}

/// Files of a folder by `<context>/<Name>.v<version>`.
fn files(kind: &str, extension: &str) -> BTreeMap<String, PathBuf> {
    let contexts = fs::read_dir(folder(kind)).unwrap().map(|entry| entry.unwrap().path());
    let files = contexts.flat_map(|context| fs::read_dir(context).unwrap().map(|entry| entry.unwrap().path()));
    let known = files.map(|file| {
        assert_eq!(file.extension().unwrap(), extension, "{}", file.display());
        let context = file.parent().unwrap().file_name().unwrap().to_str().unwrap();
        (format!("{context}/{}", file.file_stem().unwrap().to_str().unwrap()), file)
    });
    known.collect()
}

/// `execution/SetLogged` of a full name.
fn stem(full_name: &str) -> String {
    let (namespace, name) = full_name.rsplit_once('.').unwrap();
    format!("{}/{name}", namespace.rsplit_once('.').unwrap().1.replace('_', "-"))
}

fn encoded<R: Record>(record: &R) -> Vec<u8> {
    let schema = parsed(R::SCHEMA);
    GenericDatumWriter::builder(&schema).build().unwrap().write_ser_to_vec(record).unwrap()
}

/// As a consumer reads what an older or newer writer wrote.
fn resolved<R: Record>(bytes: &[u8], writer: &str) -> R {
    let (writer, reader) = (parsed(writer), parsed(R::SCHEMA));
    let datum = GenericDatumReader::builder(&writer).reader_schema(&reader).build().unwrap();
    from_value(&datum.read_value(&mut &*bytes).unwrap()).unwrap()
}

/// As a consumer reads what a writer of the same version wrote.
fn decoded<R: Record>(bytes: &[u8]) -> R {
    let schema = parsed(R::SCHEMA);
    GenericDatumReader::builder(&schema).build().unwrap().read_deser(&mut &*bytes).unwrap()
}

fn hex(bytes: &[u8]) -> String {
    let lines = bytes.chunks(48).map(|line| line.iter().map(|byte| format!("{byte:02x}")).collect::<String>() + "\n");
    lines.collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u32> = hex.chars().filter_map(|digit| digit.to_digit(16)).collect();
    digits.chunks(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect()
}

struct Golden {
    schemas: BTreeMap<String, PathBuf>,
    seen: usize,
}

impl Check for Golden {
    fn check<R: Record + AvroSchema + Example>(&mut self) {
        let record: R = sealed_example();
        let versions: Vec<String> = (1..)
            .map(|version| format!("{}.v{version}", stem(R::NAME)))
            .take_while(|name| self.schemas.contains_key(name))
            .collect();
        let schemas: Vec<String> =
            versions.iter().map(|name| fs::read_to_string(&self.schemas[name]).unwrap()).collect();
        assert_eq!(schemas.last().map(String::as_str), Some(R::SCHEMA), "the newest version of {} is in use", R::NAME);
        self.seen += versions.len();
        for (name, schema) in versions.iter().zip(&schemas) {
            let file = folder("golden").join(format!("{name}.hex"));
            let current = schema == R::SCHEMA;
            if current && !file.exists() {
                assert!(
                    std::env::var_os("TT_WRITE_GOLDEN").is_some(),
                    "{name} has no golden bytes: see this file's head"
                );
                fs::create_dir_all(file.parent().unwrap()).unwrap();
                fs::write(&file, hex(&encoded(&record))).unwrap();
            }
            let golden = bytes(&fs::read_to_string(&file).unwrap());
            let read: R = resolved(&golden, schema);
            if current {
                assert_eq!(golden, encoded(&record), "{name} is written as before");
                assert_eq!(read, record, "{name} is read as before");
                assert_eq!(decoded::<R>(&golden), record, "{name} is read as before without resolution");
            }
            let rules = catalogue::ALL.iter().filter(|contents| contents.types().any(|record| record.name == R::NAME));
            let strict = rules.map(|contents| contents.compatibility).any(|rule| rule == Compatibility::FullTransitive);
            for other in schemas.iter().filter(|_| strict) {
                SchemaCompatibility::mutual_read(&parsed(schema), &parsed(other)).unwrap();
            }
        }
    }
}

#[test]
fn golden_bytes_of_every_version_decode_for_ever() {
    let mut golden = Golden { schemas: files("avro", "avsc"), seen: 0 };
    every_record(&mut golden);
    assert_eq!(golden.seen, golden.schemas.len(), "every schema file is a version of a record, without gaps");
    let schemas: Vec<&String> = golden.schemas.keys().collect();
    assert_eq!(files("golden", "hex").keys().collect::<Vec<_>>(), schemas, "golden bytes and schemas go together");
}

#[test]
fn what_is_absent_empty_or_erased_reads_back_the_same() {
    let mut record: WorkoutExecuted = sealed_example();
    let mut set = record.exercises[0].sets[0].clone();
    set.notes = Some(Text::Erased);
    record.exercises[0].sets.push(set.clone());
    (set.reps, set.load, set.distance, set.logged_at, set.notes) = (None, None, None, None, None);
    record.exercises[0].sets.push(set);
    record.exercises[0].notes = Some(Text::Sealed(Sealed { key: "k".to_owned(), nonce: vec![], data: vec![] }));
    (record.name, record.notes, record.template, record.import_id) = (None, Some(Text::Erased), None, None);
    let bytes = encoded(&record);
    assert_eq!(decoded::<WorkoutExecuted>(&bytes), record);
    assert_eq!(resolved::<WorkoutExecuted>(&bytes, WorkoutExecuted::SCHEMA), record);
}

#[test]
fn a_text_that_was_not_sealed_cannot_be_written() {
    let schema = parsed(WorkoutExecuted::SCHEMA);
    let writer = GenericDatumWriter::builder(&schema).build().unwrap();
    let error = writer.write_ser_to_vec(&WorkoutExecuted::example()).unwrap_err();
    assert!(error.to_string().contains("text was not sealed"), "{error}");
}

#[test]
fn a_symbol_newer_than_the_reader_is_unknown() {
    let newer = WorkoutExecuted::SCHEMA.replace("\"drop\", \"failure\", ", "\"drop\", \"failure\", \"isometric\", ");
    let newer = newer.replace("\"warm_up\", \"normal\"", "\"warm_up\", \"ordinary\"");
    assert_ne!(newer, WorkoutExecuted::SCHEMA);
    // the example's sets are the second symbol, which this writer calls otherwise
    let read: WorkoutExecuted = resolved(&encoded(&sealed_example::<WorkoutExecuted>()), &newer);
    assert_eq!(read.exercises[0].sets[0].kind, crate::execution::SetKind::Unknown);
}
