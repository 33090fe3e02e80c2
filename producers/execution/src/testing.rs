//! A partition in memory: decides and folds like the real one, without a log behind it.

use std::sync::Mutex;

use command_api::{Accepted, Aggregate, Answer, Context, Ended, Entries, EventRef, Failure, Meta};
use schemas::{
    execution::ExecutionEvent,
    id::UserId,
    partition::Partition as Number,
    record::{Family, ce_type},
    time::Instant,
    token::ConsistencyToken,
};

use crate::{
    context::{Command, Execution, State},
    domain::workout::scenario::{now, user},
    history::Commands,
};

#[derive(Debug, Default)]
pub(crate) struct Partition {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    entries: Entries<State>,
    log: Vec<(Aggregate, u64, ExecutionEvent)>,
    /// What to refuse before anything works again.
    failures: Vec<Failure<<Execution as Context>::Rejection>>,
    asked: usize,
}

impl Partition {
    pub(crate) fn execute(&self, command: &Command) -> Ended<Execution> {
        self.execute_at(user(), now(), command)
    }

    pub(crate) fn execute_at(&self, subject: UserId, received_at: Instant, command: &Command) -> Ended<Execution> {
        let mut inner = self.inner.lock().unwrap();
        inner.asked += 1;
        if let Some(failure) = inner.failures.pop() {
            return Err(failure);
        }
        let meta = Meta { subject, actor: subject, received_at };
        let target = Execution::target(&meta, command);
        let mut view = inner.entries.view();
        let before = view.version(&target);
        let decision = Execution::decide(&view, &meta, command).map_err(Failure::Rejected)?;
        let (mut events, mut recorded) = (Vec::new(), Vec::new());
        for (aggregate, event) in decision.events {
            let sequence = view.version(&aggregate) + 1;
            let kind = ce_type(event.record_name());
            events.push(EventRef { id: uuid::Uuid::nil(), kind, sequence });
            let changes = Execution::evolve(&view, &aggregate, &event);
            view.apply(&aggregate, sequence, changes);
            recorded.push((aggregate, sequence, event));
        }
        let answer = Answer {
            created: before == 0 && !events.is_empty(),
            accepted: Accepted { id: target.id, version: view.version(&target), events },
            reply: decision.reply,
            token: ConsistencyToken::one(Execution::SERVICE, Number::new(0).unwrap(), 1),
        };
        let draft = view.into_draft();
        inner.entries.stage(draft);
        inner.entries.commit();
        inner.log.extend(recorded);
        Ok(answer)
    }

    /// Refuses as often as there are failures, the last first.
    pub(crate) fn fail(&self, failures: Vec<Failure<<Execution as Context>::Rejection>>) {
        self.inner.lock().unwrap().failures = failures;
    }

    /// How many commands came.
    pub(crate) fn asked(&self) -> usize {
        self.inner.lock().unwrap().asked
    }

    /// Everything recorded so far.
    pub(crate) fn log(&self) -> Vec<(Aggregate, u64, ExecutionEvent)> {
        self.inner.lock().unwrap().log.clone()
    }

    /// The whole state, in the order of its keys.
    pub(crate) fn state(&self) -> Vec<(command_api::StateKey, u64, State)> {
        let inner = self.inner.lock().unwrap();
        let entries = inner.entries.committed();
        let mut all: Vec<_> = entries.map(|(key, entry)| (key.clone(), entry.version, entry.state.clone())).collect();
        all.sort_by(|(a, _, _), (b, _, _)| a.cmp(b));
        all
    }

    /// A partition that has folded a log again.
    pub(crate) fn refolded(log: &[(Aggregate, u64, ExecutionEvent)]) -> Self {
        let mut entries = Entries::default();
        for (aggregate, version, event) in log {
            let mut view = entries.view();
            let changes = Execution::evolve(&view, aggregate, event);
            view.apply(aggregate, *version, changes);
            let draft = view.into_draft();
            entries.stage(draft);
            entries.commit();
        }
        Self { inner: Mutex::new(Inner { entries, log: log.to_vec(), ..Inner::default() }) }
    }
}

impl Commands for Partition {
    async fn begin(&self, command: Command) -> Ended<Execution> {
        self.execute(&command)
    }

    async fn parts(&self, commands: Vec<Command>) -> Vec<Ended<Execution>> {
        commands.iter().map(|command| self.execute(command)).collect()
    }

    async fn end(&self, command: Command) -> Ended<Execution> {
        self.execute(&command)
    }
}
