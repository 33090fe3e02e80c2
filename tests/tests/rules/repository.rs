//! What the repository itself must look like.

use std::fs;

use crate::workspace::{files, folder, our_packages, root};

#[test]
fn every_crate_says_what_it_is_in_a_readme() {
    let missing: Vec<String> = our_packages()
        .iter()
        .map(|package| format!("{}/README.md", folder(package)))
        .filter(|readme| fs::read_to_string(root().join(readme)).map_or(0, |text| text.trim().len()) == 0)
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_file_names_a_folder_of_one_machine() {
    // put together, so that this file does not hold them
    let folders = ["work", "root"].map(|folder| format!("/{folder}/"));
    let mut found = Vec::new();
    for name in files() {
        // what is no text names nothing
        let Ok(text) = fs::read_to_string(root().join(&name)) else { continue };
        for (number, line) in text.lines().enumerate() {
            let path = folders.iter().find(|folder| names_folder(line, folder));
            found.extend(path.map(|path| format!("{name}:{}: {path}", number + 1)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// Whether the line holds an absolute path below `folder`, which begins and ends with a slash, and not just part of one.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "./_-$})~*".contains(c))
    })
}

#[test]
fn packages_come_from_the_public_registry_alone() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let sources = lock.lines().filter_map(|line| line.strip_prefix("source = "));
    let others: Vec<&str> =
        sources.filter(|source| !source.contains("registry+https://github.com/rust-lang/crates.io-index")).collect();
    assert!(others.is_empty(), "{others:?}");
}

#[test]
fn a_path_is_told_from_a_part_of_one() {
    for path in ["cd /folder/main", "\"/folder/x\"", "(/folder/x)", "=/folder/a"] {
        assert!(names_folder(path, "/folder/"), "{path}");
    }
    for other in ["target/folder/x", "../folder/x", "{root}/folder/x", "/folders/x"] {
        assert!(!names_folder(other, "/folder/"), "{other}");
    }
}
