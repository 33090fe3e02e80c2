//! `/proc/<pid>/stat` and `/proc/<pid>/status`.

use std::fs;

/// `USER_HZ`: what the kernel counts processor time in for its readers, on every machine this runs on.
pub(super) const TICKS_PER_SECOND: f64 = 100.0;

/// What of a process is of interest here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stat {
    pid: u32,
    parent: u32,
    /// User and system time of all its threads, those that ended included.
    ticks: u64,
}

impl Stat {
    /// None when there is no such process.
    pub(super) fn of(pid: u32) -> Option<Self> {
        Self::parse(pid, &fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)
    }

    /// Every process that can be seen.
    pub(super) fn all() -> Vec<Self> {
        let Ok(entries) = fs::read_dir("/proc") else { return Vec::new() };
        let pids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        pids.filter_map(Self::of).collect()
    }

    fn parse(pid: u32, text: &str) -> Option<Self> {
        // the name in brackets may hold anything, brackets and blanks too; the state follows it
        let (_, rest) = text.rsplit_once(") ")?;
        let fields: Vec<&str> = rest.split_ascii_whitespace().collect();
        let number = |index: usize| fields.get(index)?.parse::<u64>().ok();
        let parent = u32::try_from(number(1)?).ok()?;
        Some(Self { pid, parent, ticks: number(11)? + number(12)? })
    }
}

/// Of a process and all that descend from it: PostgreSQL has one for each connection.
pub(super) fn ticks_of_family(all: &[Stat], pid: u32) -> u64 {
    let own = all.iter().find(|stat| stat.pid == pid).map_or(0, |stat| stat.ticks);
    let children = all.iter().filter(|stat| stat.parent == pid && stat.pid != pid);
    own + children.map(|child| ticks_of_family(all, child.pid)).sum::<u64>()
}

/// Processor time that the whole machine has used for anything, in ticks.
pub(super) fn ticks_of_machine() -> Option<u64> {
    parse_machine(&fs::read_to_string("/proc/stat").ok()?)
}

/// `cpu user nice system idle iowait irq softirq steal guest …`; guests are counted in user already.
fn parse_machine(text: &str) -> Option<u64> {
    let line = text.lines().next()?.strip_prefix("cpu ")?;
    let fields: Vec<u64> = line.split_ascii_whitespace().take(8).filter_map(|field| field.parse().ok()).collect();
    let [user, nice, system, _idle, _iowait, irq, softirq, steal] = fields.try_into().ok()?;
    Some(user + nice + system + irq + softirq + steal)
}

/// `VmRSS` in MB of 1,048,576 bytes.
pub(super) fn resident_mb(pid: u32) -> Option<f64> {
    parse_resident(&fs::read_to_string(format!("/proc/{pid}/status")).ok()?)
}

fn parse_resident(status: &str) -> Option<f64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: f64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes / 1024.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str =
        "42 (a ) (b) S 7 42 42 0 -1 4194560 3030 0 1 0 120 35 9 9 20 0 1 0 11 1392 261 18446744073709551615";

    #[test]
    fn a_name_with_brackets_does_not_shift_the_fields() {
        assert_eq!(Stat::parse(42, LINE), Some(Stat { pid: 42, parent: 7, ticks: 155 }));
        assert_eq!(Stat::parse(42, "42 (cut off) S 7"), None);
    }

    #[test]
    fn a_family_is_a_process_and_its_descendants() {
        let stat = |pid, parent, ticks| Stat { pid, parent, ticks };
        let all = [stat(1, 0, 1_000), stat(10, 1, 1), stat(11, 10, 2), stat(12, 11, 4), stat(13, 1, 8)];
        assert_eq!(ticks_of_family(&all, 10), 7);
        assert_eq!(ticks_of_family(&all, 99), 0);
    }

    #[test]
    fn resident_memory_is_read_from_the_status() {
        assert_eq!(parse_resident("Name:\tx\nVmRSS:\t  153600 kB\n"), Some(150.0));
        assert_eq!(parse_resident("Name:\tkthreadd\n"), None);
    }

    #[test]
    fn a_machine_is_busy_unless_it_is_idle_or_waits() {
        let text = "cpu  1 2 4 1000 1000 8 16 32 64 64\ncpu0 9 9 9 9 9 9 9 9 9 9\n";
        assert_eq!(parse_machine(text), Some(63));
        assert_eq!(parse_machine("cpu  1 2\n"), None);
        assert!(ticks_of_machine().unwrap() > 0);
    }

    #[test]
    fn this_process_is_found() {
        let own = std::process::id();
        assert!(Stat::all().iter().any(|stat| stat.pid == own));
        assert!(resident_mb(own).unwrap() > 0.0);
    }
}
