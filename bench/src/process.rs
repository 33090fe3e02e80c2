//! What the processes of the system take, from `/proc`.

mod stat;

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    time::{Duration, Instant},
};

use serde::Serialize;

use self::stat::{Stat, TICKS_PER_SECOND};

/// The name of all services in one process.
pub(crate) const SERVICES: &str = "train-tracker";
/// The load generator; while a floor is measured, its producers.
pub(crate) const CLIENT: &str = "bench";
/// Everything that runs, whoever started it.
const MACHINE: &str = "machine";
const SERVERS: [&str; 3] = ["kafka", "registry", "postgres"];

/// Processes by the names of their pid files. One that runs elsewhere, in a container, is left out.
#[derive(Debug)]
pub(crate) struct Processes(Vec<(&'static str, u32)>);

/// Processor time used so far, in ticks.
#[derive(Debug)]
pub(crate) struct Used(BTreeMap<&'static str, u64>);

/// Processor time per time by process: 1 is one core.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Cores(BTreeMap<&'static str, f64>);

/// A process at rest.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Idle {
    pub(crate) process: &'static str,
    /// In percent of one core.
    pub(crate) cpu_percent: Option<f64>,
    /// Resident; not of PostgreSQL, whose processes share most of it.
    pub(crate) resident_mb: Option<f64>,
}

impl Processes {
    /// Those that `make up` has started with this data folder.
    pub(crate) fn of(data_dir: &Path) -> Self {
        let pid = |name: &&'static str| -> Option<(&'static str, u32)> {
            let text = fs::read_to_string(data_dir.join(format!("run/{name}.pid"))).ok()?;
            let pid = text.trim().parse().ok()?;
            // a pid file may outlive its process
            Stat::of(pid).map(|_| (*name, pid))
        };
        let mut found: Vec<_> = [SERVICES].iter().chain(&SERVERS).filter_map(pid).collect();
        found.push((CLIENT, std::process::id()));
        Self(found)
    }

    pub(crate) fn used(&self) -> Used {
        let all = Stat::all();
        let known = self.0.iter().map(|(name, pid)| (*name, stat::ticks_of_family(&all, *pid)));
        Used(known.chain(stat::ticks_of_machine().map(|ticks| (MACHINE, ticks))).collect())
    }

    /// Looks on for `time`. This process is left out.
    pub(crate) async fn watch(&self, time: Duration) -> Vec<Idle> {
        let (began, before) = (Instant::now(), self.used());
        tokio::time::sleep(time).await;
        let cores = self.used().since(&before, began.elapsed());
        let watched = self.0.iter().filter(|(name, _)| *name != CLIENT);
        watched
            .map(|(process, pid)| Idle {
                process,
                cpu_percent: cores.get(process).map(|cores| cores * 100.0),
                resident_mb: if *process == "postgres" { None } else { stat::resident_mb(*pid) },
            })
            .collect()
    }
}

impl Used {
    pub(crate) fn since(&self, before: &Self, time: Duration) -> Cores {
        let seconds = time.as_secs_f64();
        if seconds == 0.0 {
            return Cores::default();
        }
        let of = |(name, ticks): (&&'static str, &u64)| {
            let used = ticks.saturating_sub(before.0.get(name).copied().unwrap_or(*ticks));
            (*name, used as f64 / TICKS_PER_SECOND / seconds)
        };
        Cores(self.0.iter().map(of).collect())
    }
}

impl Cores {
    pub(crate) fn get(&self, process: &str) -> Option<f64> {
        self.0.get(process).copied()
    }

    /// Used by what is no part of this: neighbours spoil figures.
    pub(crate) fn others(&self) -> Option<f64> {
        let machine = self.get(MACHINE)?;
        let known: f64 = self.0.iter().filter(|(name, _)| **name != MACHINE).map(|(_, cores)| cores).sum();
        Some((machine - known).max(0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cores_are_ticks_over_time() {
        let before = Used(BTreeMap::from([("kafka", 100), ("bench", 10)]));
        let after = Used(BTreeMap::from([("kafka", 350), ("bench", 10), ("late", 7)]));
        let cores = after.since(&before, Duration::from_secs(5));
        assert_eq!((cores.get("kafka"), cores.get("bench"), cores.get("late")), (Some(0.5), Some(0.0), Some(0.0)));
        assert_eq!(after.since(&before, Duration::ZERO), Cores::default());
        assert_eq!(cores.others(), None);
        let cores = Cores(BTreeMap::from([("kafka", 0.5), ("bench", 0.25), (MACHINE, 1.75)]));
        assert_eq!(cores.others(), Some(1.0));
    }

    #[test]
    fn without_pid_files_only_this_process_is_known() {
        let Processes(found) = Processes::of(Path::new("/nowhere"));
        assert_eq!(found, [(CLIENT, std::process::id())]);
    }
}
