//! `ImportHistory`: the workouts of a file, each taken by a command of its own, and the import recorded last.
//!
//! Ids follow from the athlete, the app and what the file says, so an import that broke off is simply sent again: what was taken
//! agrees, the rest goes on, and the end counts all of it. For the same reason a partition that moves in the middle is only waited
//! for.

mod commands;
mod conversion;
mod patience;
mod report;

use command_api::{Answer, Ended, Failure};
use schemas::{
    digest::Digest,
    execution::Source,
    id::{ImportId, UserId},
    quantity::{DistanceUnit, MassUnit},
    symbol::Symbol,
    time::Zone,
    token::ConsistencyToken,
};
use service::http::problem::Problem;

pub use self::report::{Exercises, Note, Report, SkippedRow};
pub(crate) use self::{commands::Commands, commands::Edge};
use self::{patience::Patience, report::Tally};
use crate::{
    context::{Command, Execution, Reply},
    domain::{import::RecordImport, workout},
    import::{ImportOptions, ParsedHistory, ParsedWorkout},
};

/// Workouts that are sent at once: enough to fill transactions, few enough to see progress.
const WINDOW: usize = 100;

/// A file to take in.
#[derive(Debug)]
pub(crate) struct Import {
    /// Whose history it is.
    pub(crate) user: UserId,
    /// The import: see [`import_id`].
    pub(crate) id: ImportId,
    /// The app the file came from.
    pub(crate) source: Source,
    /// The zone that its times were read in.
    pub(crate) zone: Zone,
    /// What it holds.
    pub(crate) history: ParsedHistory,
    /// Only tell what would happen.
    pub(crate) dry_run: bool,
}

/// The id of an import follows from whose it is and what is sent: who sends the same again goes on with the same import.
pub(crate) fn import_id(user: UserId, source: Source, options: &ImportOptions, file: &[u8]) -> ImportId {
    let unit = options.unit.map_or("", MassUnit::as_str);
    let distance_unit = options.distance_unit.map_or("", DistanceUnit::as_str);
    let (source, zone, file) = (source.as_str(), options.zone, Digest::of(file));
    ImportId::v5(user.uuid(), format!("import/{source}/{unit}/{distance_unit}/{zone}/{file}").as_bytes())
}

/// How an import ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What it brought.
    pub(crate) report: Report,
    /// The recorded end; none for a dry run.
    pub(crate) answer: Option<Answer<Reply>>,
    /// Includes all of it.
    pub(crate) token: ConsistencyToken,
}

impl Outcome {
    /// The end of an import as it is answered, now or to the same request before.
    pub(crate) fn of(answer: Answer<Reply>) -> Result<Self, Problem> {
        match &answer.reply {
            Reply::History(report) => {
                Ok(Self { report: (**report).clone(), token: answer.token.clone(), answer: Some(answer) })
            }
            Reply::Workout(_) => Err(Problem::internal(MixedUp)),
        }
    }
}

/// An answer of another kind than the command's: a bug of ours.
#[derive(Debug, thiserror::Error)]
#[error("the answer of an import is not that of its command")]
struct MixedUp;

/// The answer that the same request got before.
pub(crate) async fn earlier(import: ImportId, commands: &impl Commands) -> Result<Option<Outcome>, Problem> {
    let mut patience = Patience::default();
    let answer = loop {
        match commands.begin(Command::BeginImport(import)).await {
            Err(Failure::Unavailable) if patience.wait().await => {}
            ended => break ended?,
        }
    };
    match answer.reply {
        Reply::History(_) => Outcome::of(answer).map(Some),
        Reply::Workout(_) => Ok(None),
    }
}

/// Takes a history in; `progress` hears how many workouts are done.
pub(crate) async fn run(
    import: &Import,
    commands: &impl Commands,
    mut progress: impl FnMut(usize) + Send,
) -> Result<Outcome, Problem> {
    let mut tally = Tally::default();
    let mut token = ConsistencyToken::default();
    let workouts = &import.history.workouts;
    progress(0);
    for (number, window) in workouts.chunks(WINDOW).enumerate() {
        let done = number * WINDOW;
        let parts = window.iter().map(|workout| part(import, workout)).collect();
        for (workout, ended) in window.iter().zip(take(parts, commands).await) {
            match ended {
                Ok(answer) => {
                    tally.count(&answer.reply);
                    token = answer.token;
                }
                // alone in being refused, like a row that cannot be read
                Err(Failure::Rejected(rejection)) => tally.skip(workout, &rejection),
                Err(Failure::TooLarge { bytes }) => tally.too_large(workout, bytes),
                Err(Failure::Unavailable) => return Err(broken_off(done, workouts.len())),
                Err(failure @ (Failure::KeyReused | Failure::Stale { .. } | Failure::Broken)) => {
                    return Err(failure.into());
                }
            }
        }
        progress(done + window.len());
    }
    let report = tally.report(import);
    if import.dry_run {
        return Ok(Outcome { report, answer: None, token });
    }
    end(import, report, commands).await
}

fn part(import: &Import, workout: &ParsedWorkout) -> Command {
    let id = conversion::id(import.user, import.source, workout);
    let content = conversion::content(workout, import.zone);
    let command = if import.dry_run {
        workout::Command::PreviewImported(content)
    } else {
        workout::Command::TakeImported(workout::TakeImportedWorkout { import: import.id, content })
    };
    Command::Workout(id, command)
}

/// Asks again for what a moving partition did not answer; taking a workout twice does no harm.
async fn take(parts: Vec<Command>, commands: &impl Commands) -> Vec<Ended<Execution>> {
    let mut ended = commands.parts(parts.clone()).await;
    let mut patience = Patience::default();
    loop {
        let missing: Vec<usize> = (0..ended.len()).filter(|n| matches!(ended[*n], Err(Failure::Unavailable))).collect();
        if missing.is_empty() || !patience.wait().await {
            return ended;
        }
        let again = commands.parts(missing.iter().map(|n| parts[*n].clone()).collect()).await;
        for (number, answer) in missing.into_iter().zip(again) {
            ended[number] = answer;
        }
    }
}

async fn end(import: &Import, report: Report, commands: &impl Commands) -> Result<Outcome, Problem> {
    let dates = import.history.dates();
    let record = RecordImport {
        import: import.id,
        source: import.source,
        workouts: count(report.workouts),
        sets: count(report.sets),
        first_date: dates.map(|(first, _)| first),
        last_date: dates.map(|(_, last)| last),
    };
    let command = Command::RecordImport(record, report);
    let mut patience = Patience::default();
    loop {
        match commands.end(command.clone()).await {
            Err(Failure::Unavailable) if patience.wait().await => {}
            ended => return Outcome::of(ended?),
        }
    }
}

fn count(number: usize) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn broken_off(done: usize, total: usize) -> Problem {
    Problem::unavailable(format!(
        "{done} of {total} workouts were taken before whoever decides for this person moved; send the same file again to go on"
    ))
}

#[cfg(test)]
mod tests;
