//! `train-tracker events`: records of a topic, decoded.

mod line;

use std::{collections::BTreeMap, str::FromStr};

use clap::Args;
use kafka_client::{KafkaSettings, LogRecord};
use schemas::{id::UserId, key::owner_of, partition::Partition, topic::Topic};
use service::settings::Settings;

use self::line::Line;
use crate::{
    exit::{Exit, Usage},
    log::{At, Decoder, Next, Reading, keys, learning_codec, partitions},
    out::Out,
};

/// What to print.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  train-tracker events --topic execution.events --from beginning --json | jq .type
  train-tracker events --topic goal.events --from end --follow
  train-tracker events --topic execution.events --partition 2 --from 120 --limit 10 --open")]
pub struct Events {
    /// The topic, without the prefix of this environment: `train-tracker topics list` shows them
    #[arg(long, value_parser = topic)]
    topic: Topic,
    /// `beginning`, `end`, or an offset of the partition
    #[arg(long, value_name = "beginning|end|OFFSET", default_value = "beginning")]
    from: From,
    /// Only this partition
    #[arg(long, value_parser = partition)]
    partition: Option<Partition>,
    /// Only this type: `execution.SetLogged`, or `SetLogged`
    #[arg(long = "type", value_name = "TYPE")]
    kind: Option<String>,
    /// Only what belongs to this user
    #[arg(long, value_name = "USER ID")]
    user: Option<UserId>,
    /// End after so many
    #[arg(long)]
    limit: Option<u64>,
    /// At the end of the topic wait for more
    #[arg(long)]
    follow: bool,
    /// One JSON object per line, with headers and value
    #[arg(long)]
    json: bool,
    /// Open sealed texts with the keys of this deployment: needs its database and its secrets (TT_DATA_DIR)
    #[arg(long)]
    open: bool,
}

/// Where to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// At the oldest record.
    Beginning,
    /// Behind the newest.
    End,
    /// At this offset of one partition.
    Offset(i64),
}

impl FromStr for From {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "beginning" => Ok(Self::Beginning),
            "end" => Ok(Self::End),
            _ => match text.parse() {
                Ok(offset) if offset >= 0 => Ok(Self::Offset(offset)),
                Ok(_) | Err(_) => Err("neither beginning nor end nor an offset".to_owned()),
            },
        }
    }
}

fn topic(name: &str) -> Result<Topic, String> {
    name.parse().map_err(|_| {
        let all: Vec<&str> = Topic::ALL.iter().map(|topic| topic.base()).collect();
        format!("there are {}", all.join(", "))
    })
}

fn partition(text: &str) -> Result<Partition, String> {
    text.parse().ok().and_then(Partition::new).ok_or_else(|| "partitions are 0, 1, 2 …".to_owned())
}

impl Events {
    /// Prints them.
    ///
    /// # Errors
    /// When a server is away, or an offset lies outside the log.
    pub async fn execute(self, out: &mut Out) -> anyhow::Result<Exit> {
        let settings = Settings::from_env()?;
        let kafka = KafkaSettings::of_service(&settings);
        let from = self.start(&kafka)?;
        let keys = if self.open { Some(keys(&settings).await?) } else { None };
        let codec = learning_codec(&kafka, &settings.registry_url).await?;
        let reading = Reading::start(&kafka, &from)?;
        self.print(out, reading, Decoder::new(codec, keys)).await?;
        Ok(Exit::Fine)
    }

    /// Which partitions from where.
    fn start(&self, kafka: &KafkaSettings) -> Result<BTreeMap<At, i64>, Usage> {
        let count = kafka.partitions.get();
        if let Some(partition) = self.partition.filter(|partition| partition.number() >= count) {
            return Err(Usage(format!("there is no partition {partition}: there are {count}, from 0 (TT_PARTITIONS)")));
        }
        let chosen = |at: &At| self.partition.is_none_or(|partition| partition == at.1);
        let chosen: Vec<At> = partitions(kafka, &[self.topic]).into_iter().filter(chosen).collect();
        let offset = match self.from {
            From::Beginning => -1,
            From::End => i64::MAX,
            From::Offset(_) if chosen.len() > 1 => {
                return Err(Usage("an offset belongs to one partition: say which with --partition".to_owned()));
            }
            From::Offset(offset) => offset,
        };
        Ok(chosen.into_iter().map(|at| (at, offset)).collect())
    }

    async fn print(&self, out: &mut Out, mut reading: Reading, mut decoder: Decoder) -> anyhow::Result<()> {
        let mut printed = 0;
        while self.limit.is_none_or(|limit| printed < limit) {
            match reading.step()? {
                Next::Record(record) => {
                    if !self.is_of_user(&record) {
                        continue;
                    }
                    let line = Line::of(&record, decoder.decode(&record).await?);
                    if self.kind.as_deref().is_none_or(|kind| line.is_of(kind)) {
                        if self.json {
                            out.json(&line)?
                        } else {
                            out.line(&line)?
                        }
                        printed += 1;
                    }
                }
                Next::AtEnds if !self.follow => break,
                // what was read is not held back while waiting
                Next::AtEnds | Next::Nothing => out.flush()?,
            }
        }
        Ok(())
    }

    fn is_of_user(&self, record: &LogRecord) -> bool {
        self.user.is_none_or(|user| owner_of(&record.key) == Some(user.uuid()))
    }
}
