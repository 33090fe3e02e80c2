//! From lease events to partition tasks.

use std::{collections::BTreeMap, time::Duration};

use kafka_client::LeaseEvent;
use schemas::partition::Partition;

/// How long a revoked partition may take to finish its open transaction before the group goes on
/// without it; its successor fences it in any case.
pub(crate) const STOP_PATIENCE: Duration = Duration::from_secs(5);

/// Starts and stops the tasks of partitions; a test drives one without threads.
pub(crate) trait Tasks {
    type Task;

    fn start(&mut self, partition: Partition) -> Option<Self::Task>;

    /// Tells all to stop, then waits for them together.
    fn stop(&mut self, tasks: Vec<(Partition, Self::Task)>, patience: Duration);
}

/// Keeps exactly one task for each partition that is leased.
#[derive(Debug)]
pub(crate) struct Supervisor<T: Tasks> {
    tasks: T,
    running: BTreeMap<Partition, T::Task>,
}

impl<T: Tasks> Supervisor<T> {
    pub(crate) fn new(tasks: T) -> Self {
        Self { tasks, running: BTreeMap::new() }
    }

    /// Follows one event of the group. For a revocation it returns only when the tasks have
    /// finished, or have been given up on: the group waits for that.
    pub(crate) fn follow(&mut self, event: LeaseEvent) {
        match event {
            LeaseEvent::Assigned(partitions) => {
                for partition in partitions {
                    if self.running.contains_key(&partition) {
                        continue;
                    }
                    if let Some(task) = self.tasks.start(partition) {
                        self.running.insert(partition, task);
                    }
                }
            }
            LeaseEvent::Revoked(partitions) => self.stop(partitions, STOP_PATIENCE),
            // somebody else may serve them already: what is in flight is fenced, nothing to wait for
            LeaseEvent::Lost(partitions) => self.stop(partitions, Duration::ZERO),
        }
    }

    /// Stops everything: the instance leaves.
    pub(crate) fn stop_all(&mut self) {
        let all = self.running.keys().copied().collect();
        self.stop(all, STOP_PATIENCE);
    }

    fn stop(&mut self, partitions: Vec<Partition>, patience: Duration) {
        let tasks: Vec<_> =
            partitions.into_iter().filter_map(|p| self.running.remove(&p).map(|task| (p, task))).collect();
        self.tasks.stop(tasks, patience);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Seen {
        Started(i32),
        Stopped(i32, Duration),
    }

    #[derive(Debug, Default)]
    struct Recorded(Vec<Seen>);

    impl Tasks for Recorded {
        type Task = ();

        fn start(&mut self, partition: Partition) -> Option<()> {
            self.0.push(Seen::Started(partition.number()));
            Some(())
        }

        fn stop(&mut self, tasks: Vec<(Partition, ())>, patience: Duration) {
            self.0.extend(tasks.iter().map(|(p, ())| Seen::Stopped(p.number(), patience)));
        }
    }

    fn p(numbers: &[i32]) -> Vec<Partition> {
        numbers.iter().filter_map(|n| Partition::new(*n)).collect()
    }

    fn after(events: Vec<LeaseEvent>) -> Vec<Seen> {
        let mut supervisor = Supervisor::new(Recorded::default());
        for event in events {
            supervisor.follow(event);
        }
        supervisor.tasks.0
    }

    #[test]
    fn a_partition_that_stays_assigned_is_not_started_again() {
        let seen = after(vec![LeaseEvent::Assigned(p(&[0, 1])), LeaseEvent::Assigned(p(&[1, 2]))]);
        assert_eq!(seen, [Seen::Started(0), Seen::Started(1), Seen::Started(2)]);
    }

    #[test]
    fn a_revoked_partition_may_finish_and_a_lost_one_may_not() {
        let seen =
            after(vec![LeaseEvent::Assigned(p(&[0, 1])), LeaseEvent::Revoked(p(&[0])), LeaseEvent::Lost(p(&[1]))]);
        assert_eq!(seen[2..], [Seen::Stopped(0, STOP_PATIENCE), Seen::Stopped(1, Duration::ZERO)]);
    }

    #[test]
    fn revoking_what_was_never_held_stops_nothing() {
        assert_eq!(after(vec![LeaseEvent::Revoked(p(&[3])), LeaseEvent::Lost(p(&[4]))]), []);
    }

    #[test]
    fn a_partition_that_comes_back_is_started_anew() {
        let seen =
            after(vec![LeaseEvent::Assigned(p(&[0])), LeaseEvent::Revoked(p(&[0])), LeaseEvent::Assigned(p(&[0]))]);
        assert_eq!(seen, [Seen::Started(0), Seen::Stopped(0, STOP_PATIENCE), Seen::Started(0)]);
    }
}
