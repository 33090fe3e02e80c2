//! Licences: every package that a build may contain can be used under terms that ask for no more than a notice, or, file by
//! file, for the source of changes (MPL-2.0).

use crate::workspace::{all_packages, our_packages};

const ALLOWED: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "OpenSSL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

#[test]
fn every_package_can_be_used_under_an_allowed_licence() {
    let refused: Vec<String> = all_packages()
        .iter()
        .filter(|package| !package.license.as_deref().is_some_and(can_be_met))
        .map(|package| {
            format!("{} {}: {}", package.name, package.version, package.license.as_deref().unwrap_or("none"))
        })
        .collect();
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn our_packages_are_under_apache_2_0_and_are_not_published() {
    for package in our_packages() {
        assert_eq!(package.license.as_deref(), Some("Apache-2.0"), "{}", package.name);
        assert_eq!(package.publish.as_deref(), Some(&[][..]), "{}", package.name);
    }
}

/// Whether some way through an SPDX expression uses allowed licences only. `/` is how old packages write OR.
fn can_be_met(expression: &str) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = any(&mut rest);
    assert!(rest.is_empty(), "{expression:?} is no licence expression");
    met
}

/// `a OR b`; AND binds more strongly.
fn any(words: &mut &[&str]) -> bool {
    let mut met = all(words);
    while take(words, "OR") {
        met |= all(words);
    }
    met
}

fn all(words: &mut &[&str]) -> bool {
    let mut met = one(words);
    while take(words, "AND") {
        met &= one(words);
    }
    met
}

fn one(words: &mut &[&str]) -> bool {
    if take(words, "(") {
        let met = any(words);
        assert!(take(words, ")"), "a parenthesis is not closed before {words:?}");
        return met;
    }
    let Some((licence, rest)) = words.split_first() else { panic!("a licence is missing") };
    *words = rest;
    if take(words, "WITH") {
        let (exception, rest) = words.split_first().unwrap();
        *words = rest;
        return ALLOWED.contains(&format!("{licence} WITH {exception}").as_str());
    }
    ALLOWED.contains(licence)
}

fn take(words: &mut &[&str], wanted: &str) -> bool {
    match words.split_first() {
        Some((first, rest)) if *first == wanted => *words = rest,
        Some(_) | None => return false,
    }
    true
}

#[test]
fn a_choice_needs_one_allowed_licence_and_a_sum_needs_all() {
    for met in ["MIT", "MIT/GPL-3.0", "GPL-3.0 OR (MIT AND ISC)", "Apache-2.0 WITH LLVM-exception OR GPL-2.0"] {
        assert!(can_be_met(met), "{met}");
    }
    for refused in ["GPL-3.0", "MIT AND GPL-3.0", "LGPL-2.1 OR (MIT AND AGPL-3.0)", "MIT WITH Strings-exception"] {
        assert!(!can_be_met(refused), "{refused}");
    }
}
