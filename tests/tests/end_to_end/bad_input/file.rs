//! Files to import.

use reqwest::Method;

use super::Case;
use crate::harness::{Client, CsvFile};

const STRONG: &str = "source=strong&unit=kg&zone=Europe/Vienna";
const HEADER: &str =
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n";

pub(super) fn cases(athlete: &Client) -> Vec<Case> {
    let (strong, hevy) = (CsvFile::Breinsp.bytes(), CsvFile::Hevy.bytes());
    let refused =
        |what: &str, query: &str, file: &[u8]| Case::new(what, athlete.import(query, file), 422, "unreadable-file");
    let asked = |what: &str, query: &str| Case::new(what, athlete.import(query, &strong), 422, "invalid");
    let lines = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
    // within a cell of the 1,000th row
    let half = cut_in_line(&strong, 1_000);
    let open = format!("{HEADER}2024-03-04 18:00:00,Push,1h,\"Bench Press,1,80,8,0,0,,,\n");
    let png = [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".as_slice(), &[0xff; 4_000]].concat();
    let latin = [HEADER.as_bytes(), b"2024-03-04 18:00:00,\xdcbung,1h,Squat,1,80,8,0,0,,,\n"].concat();
    let large = vec![b'a'; (32 << 20) + 1];
    let twice = HEADER.replace("Notes,Workout Notes", "Reps,Workout Notes");
    vec![
        refused("half a file", STRONG, half).at(format!("line {}", lines(half) + 1)),
        refused("a quote that never closes", STRONG, open.as_bytes()).at("line 2"),
        refused("another app's file", STRONG, &hevy).at("line 1"),
        refused("another app's file, the other way", "source=hevy&zone=UTC", &strong).at("line 1"),
        refused("a file of no app", STRONG, b"a,b,c\n1,2,3\n").at("line 1, Weight"),
        refused("a header with a column twice", STRONG, twice.as_bytes()).at("line 1, Reps"),
        // the first zero byte stands behind two line breaks
        refused("binary rubbish", STRONG, &png).at("line 3"),
        refused("text of another encoding", STRONG, &latin).at("line 2"),
        refused("an empty file", STRONG, b""),
        refused("an app that comes later", "source=fitnotes&zone=UTC", b"Date,Exercise,Category,Reps\n"),
        refused("weights without a unit", "source=strong&zone=UTC", &strong).at("line 1, Weight"),
        asked("an unknown zone", "source=strong&unit=kg&zone=Europe/Atlantis").at("?zone"),
        asked("no zone", "source=strong&unit=kg").at("?zone"),
        asked("a wrong unit", "source=strong&unit=stone&zone=UTC").at("?unit"),
        asked("a wrong unit of distance", "source=strong&unit=kg&distance_unit=league&zone=UTC").at("?distance_unit"),
        asked("an unknown app", "source=notes&zone=UTC").at("?source"),
        asked("an unknown parameter", "source=strong&unit=kg&zone=UTC&units=kg").at("?units"),
        asked("neither yes nor no", "source=strong&unit=kg&zone=UTC&dry_run=perhaps").at("?dry_run"),
        Case::new("a file over the limit", athlete.import(STRONG, &large), 413, "payload-too-large"),
        Case::new(
            "a file sent as JSON",
            athlete
                .request(Method::POST, &format!("/v1/execution/imports?{STRONG}"))
                .header("content-type", "application/json")
                .bytes(strong.clone()),
            415,
            "unsupported-media-type",
        ),
    ]
}

/// The file up to the middle of a line.
fn cut_in_line(file: &[u8], line: usize) -> &[u8] {
    let breaks: Vec<usize> = file.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).collect();
    let (from, to) = (breaks[line - 2] + 1, breaks[line - 1]);
    &file[..from + (to - from) / 2]
}
