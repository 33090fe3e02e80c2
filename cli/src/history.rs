//! A made-up training history for the demo: two years of push, pull and legs in the format that Strong's iOS app writes.
//!
//! The same seed and last day give the same bytes, so that two demos agree and an import can be repeated. There is no unit in such
//! files; the loads are thought of as kilograms. No distances, for they would need a unit of their own.

use std::fmt::Write;

use chrono::{Datelike, Days, NaiveDate, Weekday};

mod plan;
mod random;

use self::{
    plan::{Kind, Lift, PLANS, Plan},
    random::Random,
};

const HEADER: &str =
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n";

const DAYS: u64 = 730;
/// Every seventh week is an easy one.
const DELOAD_EVERY: u64 = 7;
/// Weeks without training: two summers, two turns of the year.
const HOLIDAYS: [u64; 6] = [23, 24, 50, 75, 76, 102];

const NOTES: [&str; 6] = [
    "Griff etwas enger, fühlt sich besser an",
    "Schulter zwickt, deshalb leichter",
    "Ellenbogen näher am Körper",
    "müde, schlecht geschlafen",
    "\"saubere\" Wiederholungen, kein Schwung",
    "nächstes Mal mehr Gewicht",
];
const WORKOUT_NOTES: [&str; 4] = [
    "Studio übervoll, Reihenfolge geändert",
    "Nach der Arbeit, wenig Zeit",
    "Läuft!",
    "Erkältung fast vorbei, es geht aufwärts",
];

/// The two years up to and including `until`, oldest first; the header alone when the calendar does not reach that far back.
pub fn generate(seed: u64, until: NaiveDate) -> String {
    let mut history = History {
        random: Random::new(seed),
        states: PLANS.each_ref().map(|plan| plan.lifts.iter().map(State::start).collect()),
        text: HEADER.to_owned(),
    };
    let start = until.checked_sub_days(Days::new(DAYS));
    let days = (0..=DAYS).filter_map(|day| Some((day / 7, start?.checked_add_days(Days::new(day))?)));
    let mut session = 0;
    for (week, date) in days {
        if history.trains(week, date.weekday()) {
            let plan = session % PLANS.len();
            history.session(week, date, plan);
            session += 1;
        }
    }
    history.text
}

struct History {
    random: Random,
    /// Of each lift of each plan.
    states: [Vec<State>; 3],
    text: String,
}

/// How far someone has come with a lift.
#[derive(Clone, Copy)]
struct State {
    /// In hundredths of a kilogram.
    load: u32,
    /// Repetitions, or seconds, that the next session aims at.
    target: u32,
}

/// What the rows of one workout have in common.
struct Session {
    /// Date, name and duration.
    head: String,
    note: &'static str,
    deload: bool,
}

/// What a row says beside that.
#[derive(Default)]
struct Row<'a> {
    order: &'a str,
    load: u32,
    reps: u32,
    seconds: u32,
    note: &'a str,
    rpe: &'a str,
}

impl State {
    fn start(lift: &Lift) -> Self {
        Self { load: lift.load, target: lift.low }
    }

    /// More repetitions first, then more load.
    fn progress(&mut self, lift: &Lift) {
        self.target += lift.repetition_step();
        if self.target > lift.high {
            match lift.step {
                0 => self.target = lift.high,
                step => *self = Self { load: self.load + step, target: lift.low },
            }
        }
    }
}

impl History {
    fn trains(&mut self, week: u64, day: Weekday) -> bool {
        // a number is drawn for every day, so that a holiday more does not change what comes after it
        let drawn = self.random.below(100);
        let chance = match day {
            Weekday::Mon | Weekday::Wed | Weekday::Fri => 95,
            Weekday::Sat => 18,
            Weekday::Tue | Weekday::Thu | Weekday::Sun => 3,
        };
        drawn < chance && !HOLIDAYS.contains(&week)
    }

    fn session(&mut self, week: u64, date: NaiveDate, index: usize) {
        let deload = week % DELOAD_EVERY == DELOAD_EVERY - 1;
        let Plan { name, lifts } = &PLANS[index];
        let hour = if date.weekday() == Weekday::Sat { 10 } else { 17 } + self.random.below(2);
        let (minute, second) = (self.random.below(60), self.random.below(60));
        let minutes = if deload { 38 } else { 54 } + self.random.below(30);
        let head = format!("{date} {hour:02}:{minute:02}:{second:02},{},{}", quoted(name), duration(minutes));
        let note = if self.random.chance(8) { self.random.pick(&WORKOUT_NOTES) } else { "" };
        let mut session = Session { head, note, deload };
        for (place, lift) in lifts.iter().enumerate() {
            let state = self.states[index][place];
            let went_well = self.lift(&mut session, lift, state);
            if went_well && !deload {
                self.states[index][place].progress(lift);
            }
        }
    }

    /// Writes the sets of a lift and tells whether all of them reached the target.
    fn lift(&mut self, session: &mut Session, lift: &Lift, state: State) -> bool {
        let load = if session.deload { state.load * 6 / 10 / 250 * 250 } else { state.load };
        let sets = if session.deload { 2 } else { lift.sets };
        let mut note = if self.random.chance(4) { self.random.pick(&NOTES) } else { "" };
        if lift.kind == Kind::Main && !session.deload {
            for (percent, reps) in [(50, 8), (75, 4)] {
                let row = Row { order: "W", load: load * percent / 100 / 250 * 250, reps, note, ..Row::default() };
                self.row(session, lift, &row);
                note = "";
            }
        }
        let good_day = session.deload || self.random.chance(62);
        for set in 1..=sets {
            let last = set == sets;
            let short = if good_day || set == 1 { 0 } else { self.random.below(u64::from(set)) + u64::from(last) };
            let reached =
                state.target.saturating_sub(u32::try_from(short).unwrap_or(0) * lift.repetition_step()).max(1);
            let failed = last && reached < state.target && lift.kind == Kind::Main;
            let dropped = last && lift.kind == Kind::Accessory && !session.deload && self.random.chance(6);
            let number = set.to_string();
            let order = if failed {
                "F"
            } else if dropped {
                "D"
            } else {
                &number
            };
            let rpe = self.rpe(lift, session.deload, failed);
            let row = match lift.kind {
                Kind::Hold => Row { order: &number, seconds: reached, note, ..Row::default() },
                Kind::Main | Kind::Accessory | Kind::Bodyweight => {
                    let load = if dropped { load * 7 / 10 / 250 * 250 } else { load };
                    Row { order, load, reps: reached, note, rpe, ..Row::default() }
                }
            };
            self.row(session, lift, &row);
            note = "";
            if lift.kind == Kind::Main && !last {
                let seconds = if session.deload { 90 } else { 180 };
                self.row(session, lift, &Row { order: "Rest Timer", seconds, ..Row::default() });
            }
        }
        good_day
    }

    /// Some people note it now and then, for the heavy lifts.
    fn rpe(&mut self, lift: &Lift, deload: bool, failed: bool) -> &'static str {
        const USUAL: [&str; 5] = ["7", "7.5", "8", "8.5", "9"];
        let drawn = self.random.pick(&USUAL);
        if lift.kind != Kind::Main || !self.random.chance(30) {
            return "";
        }
        match (failed, deload) {
            (true, _) => "10",
            (_, true) => "6",
            (false, false) => drawn,
        }
    }

    fn row(&mut self, session: &mut Session, lift: &Lift, row: &Row<'_>) {
        let Row { order, load, reps, seconds, note, rpe } = row;
        let name = quoted(lift.name);
        let (note, workout_note) = (quoted_or_nothing(note), quoted_or_nothing(std::mem::take(&mut session.note)));
        let line = format_args!(
            "{},{name},{order},{},{reps},0,{seconds},{note},{workout_note},{rpe}\n",
            session.head,
            kilograms(*load),
        );
        // writing to a string cannot fail
        let _ = self.text.write_fmt(line);
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

fn quoted_or_nothing(text: &str) -> String {
    if text.is_empty() { String::new() } else { quoted(text) }
}

/// `72.5`, `75.0`, `61.25`.
fn kilograms(hundredths: u32) -> String {
    let (whole, part) = (hundredths / 100, hundredths % 100);
    if part % 10 == 0 { format!("{whole}.{}", part / 10) } else { format!("{whole}.{part:02}") }
}

/// `1h 5m`, `54m`.
fn duration(minutes: u64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h {minutes}m"),
    }
}

#[cfg(test)]
mod tests;
