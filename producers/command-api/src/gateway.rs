//! From a route to the partition that decides, and back.

use std::fmt;

use kafka_engine::{Asked, Committed, Refusal as EngineRefusal, Router};
use schemas::{
    partition::{Partition, PartitionCount, partition_of},
    token::ConsistencyToken,
};

use crate::{
    answer::{Answer, Failure},
    context::Context,
    machine::Decided,
    request::Request,
};

/// Hands the commands of one context to its partitions.
pub struct Gateway<C: Context> {
    router: Router<Request<C::Command>, Decided<C>>,
    partitions: PartitionCount,
}

impl<C: Context> fmt::Debug for Gateway<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gateway").field("service", &C::SERVICE).finish_non_exhaustive()
    }
}

impl<C: Context> Clone for Gateway<C> {
    fn clone(&self) -> Self {
        Self { router: self.router.clone(), partitions: self.partitions }
    }
}

/// How a command ended.
pub type Ended<C> = Result<Answer<<C as Context>::Reply>, Failure<<C as Context>::Rejection>>;

impl<C: Context> Gateway<C> {
    pub(crate) fn new(router: Router<Request<C::Command>, Decided<C>>, partitions: PartitionCount) -> Self {
        Self { router, partitions }
    }

    /// The number of partitions, for whoever chooses an id by its partition.
    pub fn partitions(&self) -> PartitionCount {
        self.partitions
    }

    /// Decides one command. Answers after its transaction has committed: what is answered 2xx is
    /// in the log.
    ///
    /// # Errors
    /// See [`Failure`]; only [`Failure::Unavailable`] leaves open whether it had its effect.
    pub async fn execute(&self, request: Request<C::Command>) -> Ended<C> {
        let partition = self.partition(&request);
        ended::<C>(partition, self.router.ask(partition, request)).await
    }

    /// Decides several commands, in their order when they concern one person, many in one
    /// transaction; one ending each.
    pub async fn execute_all(&self, requests: Vec<Request<C::Command>>) -> Vec<Ended<C>> {
        // all are queued before the first is waited for
        let asked: Vec<_> = requests
            .into_iter()
            .map(|request| {
                let partition = self.partition(&request);
                (partition, self.router.ask(partition, request))
            })
            .collect();
        let mut all = Vec::with_capacity(asked.len());
        for (partition, asked) in asked {
            all.push(ended::<C>(partition, asked).await);
        }
        all
    }

    fn partition(&self, request: &Request<C::Command>) -> Partition {
        partition_of(request.meta.subject.uuid(), self.partitions)
    }
}

async fn ended<C: Context>(partition: Partition, asked: Asked<Decided<C>>) -> Ended<C> {
    match asked.answer().await {
        Ok(Committed { answer, next_offset }) => {
            let mut answer = answer?;
            answer.token = ConsistencyToken::one(C::SERVICE, partition, next_offset);
            Ok(answer)
        }
        Err(EngineRefusal::Unavailable) => Err(Failure::Unavailable),
        Err(EngineRefusal::TooLarge { bytes, .. }) => Err(Failure::TooLarge { bytes }),
        Err(EngineRefusal::Broken) => Err(Failure::Broken),
    }
}
