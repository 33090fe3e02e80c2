use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use super::{Key, Secrets, SecretsError};

/// A folder of its own, removed afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let unique = u128::from_be_bytes(*Key::generate().unwrap().expose().first_chunk().unwrap());
        let path = std::env::temp_dir().join(format!("tt-secrets-{unique:x}"));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn secrets(&self) -> PathBuf {
        self.0.join("secrets")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn same(one: &Secrets, other: &Secrets) -> bool {
    one.master.expose() == other.master.expose()
        && one.email_hmac.expose() == other.email_hmac.expose()
        && one.outcome_digest.expose() == other.outcome_digest.expose()
        && one.signing.expose() == other.signing.expose()
}

#[test]
fn a_second_start_reads_what_the_first_made() {
    let folder = Folder::new();
    let first = Secrets::load_or_create(&folder.secrets()).unwrap();
    let second = Secrets::load_or_create(&folder.secrets()).unwrap();
    assert!(same(&first, &second));
    assert_ne!(first.master.expose(), first.email_hmac.expose());
}

#[test]
fn only_the_owner_may_read_them() {
    let folder = Folder::new();
    Secrets::load_or_create(&folder.secrets()).unwrap();
    assert_eq!(mode(&folder.secrets()), 0o700);
    for file in fs::read_dir(folder.secrets()).unwrap() {
        assert_eq!(mode(&file.unwrap().path()), 0o600);
    }
}

#[test]
fn processes_that_start_at_once_agree() {
    let folder = Folder::new();
    let load = || Secrets::load_or_create(&folder.secrets()).unwrap();
    let all: Vec<Secrets> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(load)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(all.iter().all(|secrets| same(secrets, &all[0])));
    assert_eq!(fs::read_dir(&folder.0).unwrap().count(), 1, "drafts are left behind");
}

#[test]
fn a_lost_file_is_never_made_anew() {
    let folder = Folder::new();
    Secrets::load_or_create(&folder.secrets()).unwrap();
    fs::remove_file(folder.secrets().join("master.key")).unwrap();
    let error = Secrets::load_or_create(&folder.secrets()).unwrap_err();
    assert!(matches!(&error, SecretsError::Missing(path) if path.ends_with("master.key")), "{error}");
}

#[test]
fn a_file_that_everyone_may_read_is_refused() {
    let folder = Folder::new();
    Secrets::load_or_create(&folder.secrets()).unwrap();
    let signing = folder.secrets().join("signing.pk8");
    fs::set_permissions(&signing, fs::Permissions::from_mode(0o644)).unwrap();
    let error = Secrets::load_or_create(&folder.secrets()).unwrap_err();
    assert!(matches!(error, SecretsError::Exposed(_)), "{error}");
}

#[test]
fn a_damaged_file_is_refused() {
    let folder = Folder::new();
    Secrets::load_or_create(&folder.secrets()).unwrap();
    for name in ["master.key", "signing.pk8"] {
        let path = folder.secrets().join(name);
        let whole = fs::read(&path).unwrap();
        fs::write(&path, &whole[1..]).unwrap();
        let error = Secrets::load_or_create(&folder.secrets()).unwrap_err();
        assert!(matches!(error, SecretsError::Damaged { .. }), "{error}");
        fs::write(&path, whole).unwrap();
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_said_with_its_path() {
    let folder = Folder::new();
    fs::write(folder.0.join("file"), b"").unwrap();
    let error = Secrets::load_or_create(&folder.0.join("file/secrets")).unwrap_err();
    assert!(error.to_string().contains("file"), "{error}");
}

#[test]
fn nothing_of_them_shows_in_debug_output() {
    let folder = Folder::new();
    let shown = format!("{:?}", Secrets::load_or_create(&folder.secrets()).unwrap());
    assert_eq!(shown, "Secrets { master: Key(…), email_hmac: Key(…), outcome_digest: Key(…), signing: SigningKey(…) }");
}
