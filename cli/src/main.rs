//! `train-tracker`: the one binary.

use std::process::ExitCode;

/// Hashing a password takes 19 MiB for some milliseconds, restoring a partition its share of the log: glibc keeps both
/// for ever, in an arena of each thread that ever asked. Settings stand in `.cargo/config.toml`.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    train_tracker::main()
}
