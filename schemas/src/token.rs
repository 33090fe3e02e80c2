//! Consistency tokens: what an answer has seen of the log, and what a question wants to be included.

use std::{collections::BTreeMap, fmt, str::FromStr};

use crate::{partition::Partition, topic::Service};

/// Per context and partition the offset after the last event seen: `<context>-<partition>-<next offset>`, comma-separated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsistencyToken(BTreeMap<(Service, Partition), i64>);

/// More cannot be asked for in one request.
pub const MAX_ENTRIES: usize = 16;

/// The text is no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// One of its parts is not `<context>-<partition>-<next offset>` of a context that exists.
    #[error("not a consistency token: {0:?}, where <context>-<partition>-<next offset> is expected")]
    Malformed(String),
    /// More than [`MAX_ENTRIES`].
    #[error("more than {MAX_ENTRIES} entries")]
    TooMany,
}

impl ConsistencyToken {
    /// A token of one position.
    pub fn one(context: Service, partition: Partition, next_offset: i64) -> Self {
        Self(BTreeMap::from([((context, partition), next_offset)]))
    }

    /// Takes over what the other token has seen further.
    pub fn merge(&mut self, other: &Self) {
        for (context, partition, next_offset) in other.entries() {
            let entry = self.0.entry((context, partition)).or_insert(next_offset);
            *entry = next_offset.max(*entry);
        }
    }

    /// Every position: context, partition, next offset; ordered.
    pub fn entries(&self) -> impl Iterator<Item = (Service, Partition, i64)> {
        self.0.iter().map(|((context, partition), next_offset)| (*context, *partition, *next_offset))
    }

    /// The next offset asked for in one partition of a context.
    pub fn next_offset(&self, context: Service, partition: Partition) -> Option<i64> {
        self.0.get(&(context, partition)).copied()
    }

    /// Whether it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for ConsistencyToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (context, partition, next_offset)) in self.entries().enumerate() {
            let comma = if index == 0 { "" } else { "," };
            write!(f, "{comma}{context}-{partition}-{next_offset}")?;
        }
        Ok(())
    }
}

impl FromStr for ConsistencyToken {
    type Err = TokenError;

    /// Entries of the same partition are merged; blanks around commas are allowed, as in any list of HTTP.
    fn from_str(text: &str) -> Result<Self, TokenError> {
        let mut token = Self::default();
        for (index, part) in text.split(',').map(str::trim).enumerate() {
            if index == MAX_ENTRIES {
                return Err(TokenError::TooMany);
            }
            let entry = entry(part).ok_or_else(|| TokenError::Malformed(part.chars().take(60).collect()))?;
            token.merge(&entry);
        }
        Ok(token)
    }
}

/// Read from the right: names of contexts may hold `-`. Only contexts with events have positions.
fn entry(text: &str) -> Option<ConsistencyToken> {
    let mut parts = text.rsplitn(3, '-');
    let next_offset = digits(parts.next()?)?;
    let partition = Partition::new(i32::try_from(digits(parts.next()?)?).ok()?)?;
    let context: Service = parts.next()?.parse().ok()?;
    context.events()?;
    Some(ConsistencyToken::one(context, partition, next_offset))
}

fn digits(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(number: i32) -> Partition {
        Partition::new(number).unwrap()
    }

    #[test]
    fn a_token_reads_and_writes_the_same() {
        let text = "execution-3-120,goal-progress-0-7";
        let token: ConsistencyToken = text.parse().unwrap();
        assert_eq!(token.to_string(), text);
        assert_eq!(token.next_offset(Service::GoalProgress, partition(0)), Some(7));
        assert_eq!(token.next_offset(Service::Goal, partition(0)), None);
        assert_eq!(ConsistencyToken::one(Service::Execution, partition(3), 120).to_string(), "execution-3-120");
    }

    #[test]
    fn merging_keeps_the_maximum() {
        let mut token: ConsistencyToken = "execution-3-120, execution-3-99,goal-1-5".parse().unwrap();
        token.merge(&"execution-3-121,goal-1-4,identity-1-1".parse().unwrap());
        assert_eq!(token.to_string(), "identity-1-1,execution-3-121,goal-1-5");
    }

    #[test]
    fn what_is_no_token_is_refused() {
        for text in [
            "",
            "execution",
            "execution-1",
            "execution--1-2",
            "execution-1-",
            "execution-1-+2",
            "a,b",
            "nutrition-1-2",
            "projections-1-2",
            "execution-99999999999-1",
            "execution-1-99999999999999999999",
            "-1-2",
        ] {
            assert!(text.parse::<ConsistencyToken>().is_err(), "{text}");
        }
        let many = vec!["execution-1-2"; 17].join(",");
        assert_eq!(many.parse::<ConsistencyToken>(), Err(TokenError::TooMany));
        assert!(vec!["execution-1-2"; 16].join(",").parse::<ConsistencyToken>().is_ok());
    }
}
