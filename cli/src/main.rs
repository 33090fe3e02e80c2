//! `train-tracker`: the one binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    train_tracker::main()
}
