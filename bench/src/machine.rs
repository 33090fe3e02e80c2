//! What the figures were measured on.

use std::{fs, thread};

use serde::Serialize;

/// The machine.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Machine {
    pub(crate) cores: usize,
    pub(crate) processor: String,
    pub(crate) memory_mb: u64,
    pub(crate) kernel: String,
}

impl Machine {
    /// What cannot be found out is said to be unknown.
    pub(crate) fn read() -> Self {
        let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
        let unknown = |text: Option<String>| text.unwrap_or_else(|| "unknown".to_owned());
        Self {
            cores: thread::available_parallelism().map_or(0, usize::from),
            processor: unknown(field(&file("/proc/cpuinfo"), "model name")),
            memory_mb: field(&file("/proc/meminfo"), "MemTotal")
                .and_then(|text| text.strip_suffix(" kB")?.parse::<u64>().ok())
                .map_or(0, |kilobytes| kilobytes / 1024),
            kernel: unknown(Some(file("/proc/sys/kernel/osrelease").trim().to_owned()).filter(|text| !text.is_empty())),
        }
    }
}

fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (found, value) = line.split_once(':')?;
        (found.trim() == name).then(|| value.trim().to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_their_whole_name() {
        let text = "MemTotal:       24683520 kB\nMemFree: 1 kB\nmodel name\t: A (R) B @ 2.5GHz\n";
        assert_eq!(field(text, "MemTotal").as_deref(), Some("24683520 kB"));
        assert_eq!(field(text, "model name").as_deref(), Some("A (R) B @ 2.5GHz"));
        assert_eq!(field(text, "Mem"), None);
    }

    #[test]
    fn this_machine_has_a_core_and_memory() {
        let machine = Machine::read();
        assert!(machine.cores > 0 && machine.memory_mb > 0 && machine.kernel != "unknown");
    }
}
