//! Rotation of the keys that sign access tokens, without a token refused on the way.
//!
//! | file | what it is |
//! |---|---|
//! | `signing-next.pk8` | known to everybody who verifies before anything is signed with it |
//! | `signing.pk8` | signs |
//! | `signing-previous.pk8` | signed until the last rotation; its tokens work until they end |
//!
//! A rotation moves each key one place on and makes the next one. Where there is no next key yet, it is made and nothing
//! else happens: others have to hear of it first. Processes read the folder again every few seconds.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{SIGNING, SecretsError, SigningKey, at, signing_key, sync, write};

const NEXT: &str = "signing-next.pk8";
const PREVIOUS: &str = "signing-previous.pk8";
/// No access token works longer, so none of a key that was the previous one for so long is left.
const LONGEST_TOKEN: Duration = Duration::from_secs(86_400);

/// The keys whose tokens are accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKeys {
    /// Signs.
    pub current: SigningKey,
    /// Will sign.
    pub next: Option<SigningKey>,
    /// Has signed.
    pub previous: Option<SigningKey>,
}

/// What a rotation did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotated {
    /// There was no next key; now there is one.
    Announced,
    /// The next key signs from now on.
    Moved,
    /// Tokens of the previous key may still be in use, for at most this long.
    TooEarly(Duration),
}

impl SigningKeys {
    /// One key alone.
    pub fn alone(current: SigningKey) -> Self {
        Self { current, next: None, previous: None }
    }

    /// Reads the keys in the folder of the secrets.
    ///
    /// # Errors
    /// When the current key is missing, or any is damaged or readable by everyone.
    pub fn load(dir: &Path) -> Result<Self, SecretsError> {
        let optional = |name| match signing_key(dir, name) {
            Ok(key) => Ok(Some(key)),
            Err(SecretsError::Missing(_)) => Ok(None),
            Err(error) => Err(error),
        };
        Ok(Self { current: signing_key(dir, SIGNING)?, next: optional(NEXT)?, previous: optional(PREVIOUS)? })
    }

    /// All of them, the current one first.
    pub fn all(&self) -> impl Iterator<Item = &SigningKey> {
        [Some(&self.current), self.next.as_ref(), self.previous.as_ref()].into_iter().flatten()
    }
}

/// Moves the keys in the folder of the secrets one place on. Whatever stops it in between, every key that signed is still
/// there, and rotating again goes on.
///
/// # Errors
/// When the disk refuses, or the folder is not as it should be.
pub fn rotate(dir: &Path) -> Result<Rotated, SecretsError> {
    let keys = SigningKeys::load(dir)?;
    if keys.next.is_none() {
        put(dir, NEXT, &SigningKey::generate()?)?;
        return Ok(Rotated::Announced);
    }
    if keys.previous.is_some_and(|previous| previous != keys.current)
        && let Some(left) = LONGEST_TOKEN.checked_sub(age(&dir.join(PREVIOUS))?)
    {
        return Ok(Rotated::TooEarly(left));
    }
    put(dir, PREVIOUS, &keys.current)?;
    fs::rename(dir.join(NEXT), dir.join(SIGNING)).map_err(at(&dir.join(NEXT)))?;
    put(dir, NEXT, &SigningKey::generate()?)?;
    Ok(Rotated::Moved)
}

/// Since when a file is what it is; no time for one that claims to be of the future.
fn age(path: &Path) -> Result<Duration, SecretsError> {
    let modified = fs::metadata(path).and_then(|metadata| metadata.modified()).map_err(at(path))?;
    Ok(modified.elapsed().unwrap_or_default())
}

/// Writes a key beside its place and moves it there: readers find a whole key, the old or the new one.
fn put(dir: &Path, name: &str, key: &SigningKey) -> Result<(), SecretsError> {
    let draft: PathBuf = dir.join(format!(".{name}.draft"));
    // of a rotation that was stopped
    let _ = fs::remove_file(&draft);
    write(&draft, key.expose())?;
    fs::rename(&draft, dir.join(name)).map_err(at(&draft))?;
    sync(dir)
}

#[cfg(test)]
mod tests {
    use std::fs::File;

    use super::super::{Key, Secrets};
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            let unique = u128::from_be_bytes(*Key::generate().unwrap().expose().first_chunk().unwrap());
            let folder = Self(std::env::temp_dir().join(format!("tt-rotation-{unique:x}")));
            Secrets::load_or_create(&folder.0).unwrap();
            folder
        }

        fn keys(&self) -> SigningKeys {
            SigningKeys::load(&self.0).unwrap()
        }

        /// As if the last rotation had been a day ago.
        fn a_day_later(&self) {
            let file = File::options().write(true).open(self.0.join(PREVIOUS)).unwrap();
            let rotated = file.metadata().unwrap().modified().unwrap();
            file.set_modified(rotated - LONGEST_TOKEN).unwrap();
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_key_is_announced_before_it_signs_and_accepted_after_it_has() {
        let folder = Folder::new();
        let first = folder.keys();
        assert_eq!((first.next, first.previous), (None, None));
        assert_eq!(rotate(&folder.0).unwrap(), Rotated::Announced);
        let announced = folder.keys();
        assert_eq!((&announced.current, &announced.previous), (&first.current, &None));
        assert_eq!(rotate(&folder.0).unwrap(), Rotated::Moved);
        let moved = folder.keys();
        assert_eq!((Some(&moved.current), moved.previous.as_ref()), (announced.next.as_ref(), Some(&first.current)));
        assert!(moved.next.is_some_and(|next| next != moved.current));
    }

    #[test]
    fn no_key_goes_while_its_tokens_may_be_in_use() {
        let folder = Folder::new();
        rotate(&folder.0).unwrap();
        rotate(&folder.0).unwrap();
        let before = folder.keys();
        assert!(matches!(rotate(&folder.0).unwrap(), Rotated::TooEarly(left) if left <= LONGEST_TOKEN));
        assert_eq!(folder.keys(), before);
        folder.a_day_later();
        assert_eq!(rotate(&folder.0).unwrap(), Rotated::Moved);
        assert_eq!(folder.keys().previous, Some(before.current));
    }

    #[test]
    fn a_rotation_that_was_stopped_goes_on() {
        let folder = Folder::new();
        rotate(&folder.0).unwrap();
        let before = folder.keys();
        // stopped after the current key was kept as the previous one
        put(&folder.0, PREVIOUS, &before.current).unwrap();
        assert_eq!(rotate(&folder.0).unwrap(), Rotated::Moved);
        let after = folder.keys();
        assert_eq!((Some(after.current), after.previous), (before.next, Some(before.current)));
        // stopped before the next key was made
        fs::remove_file(folder.0.join(NEXT)).unwrap();
        assert_eq!(rotate(&folder.0).unwrap(), Rotated::Announced);
    }

    #[test]
    fn the_secrets_are_read_as_before() {
        let folder = Folder::new();
        rotate(&folder.0).unwrap();
        rotate(&folder.0).unwrap();
        let secrets = Secrets::load_or_create(&folder.0).unwrap();
        assert_eq!(secrets.signing, folder.keys().current);
    }
}
