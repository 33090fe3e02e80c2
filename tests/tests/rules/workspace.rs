//! What cargo and git know of this repository.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use cargo_metadata::{Metadata, MetadataCommand, Package};

static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    let mut command = MetadataCommand::new();
    command.manifest_path(root().join("Cargo.toml")).other_options(["--locked".to_owned(), "--offline".to_owned()]);
    command.exec().unwrap()
});

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Everything that a build on any platform may need.
pub(crate) fn all_packages() -> &'static [Package] {
    &METADATA.packages
}

/// Ours.
pub(crate) fn our_packages() -> Vec<&'static Package> {
    METADATA.workspace_packages()
}

/// The folder of one of ours, from the root: `producers/goal`.
pub(crate) fn folder(package: &Package) -> String {
    let folder = package.manifest_path.parent().unwrap();
    folder.strip_prefix(&METADATA.workspace_root).unwrap().to_string()
}

/// The files that git knows, and those that it would take, from the root.
pub(crate) fn files() -> Vec<String> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]).current_dir(root());
    let answer = git.output().unwrap();
    assert!(answer.status.success(), "git: {}", String::from_utf8_lossy(&answer.stderr));
    let names = String::from_utf8(answer.stdout).unwrap();
    let names = names.split('\0').filter(|name| !name.is_empty()).map(str::to_owned);
    // one that was deleted and not yet committed is in the index still
    names.filter(|name| root().join(name).is_file()).collect()
}
