//! The secrets of an installation: four files in one folder, made together on the first start.
//!
//! | file | what it is | without it |
//! |---|---|---|
//! | `master.key` | 32 bytes that wrap every person's data key | sealed text stays unreadable for ever |
//! | `email-hmac.key` | 32 bytes that turn an e-mail address into a reservation id | nobody can sign in |
//! | `outcome-digest.key` | 32 bytes that digest requests for idempotency | a repeated request looks like another |
//! | `signing.pk8` | Ed25519 key (PKCS#8) that signs access tokens | tokens in use stop working |
//!
//! Beside them stand `signing-next.pk8` and `signing-previous.pk8` once keys were rotated: [`rotation`].
//!
//! All four are written to a folder beside and renamed into place, so that there are either all or
//! none, and two processes that start at once end with the same ones. A file that is missing later
//! is never made anew: that would hide a loss behind data that cannot be read.

pub mod rotation;

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::{fmt, process};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use zeroize::Zeroizing;

const MASTER: &str = "master.key";
const EMAIL_HMAC: &str = "email-hmac.key";
const OUTCOME_DIGEST: &str = "outcome-digest.key";
const SIGNING: &str = "signing.pk8";

/// All secrets of an installation.
#[derive(Debug, Clone)]
pub struct Secrets {
    /// Wraps the data keys of persons.
    pub master: Key,
    /// Turns a normalised e-mail address into its reservation id; never rotated in place.
    pub email_hmac: Key,
    /// Digests requests, so that a re-used idempotency key is noticed without keeping the request.
    pub outcome_digest: Key,
    /// Signs access tokens.
    pub signing: SigningKey,
}

/// 32 secret bytes, wiped when dropped.
#[derive(Clone)]
pub struct Key(Zeroizing<[u8; 32]>);

/// An Ed25519 key pair, wiped when dropped.
#[derive(Clone)]
pub struct SigningKey {
    pkcs8: Zeroizing<Vec<u8>>,
    public: [u8; 32],
}

/// Why there are no secrets to work with.
#[derive(Debug, thiserror::Error)]
pub enum SecretsError {
    /// A file or the folder could not be read or written.
    #[error("{}: {cause}", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
    /// The folder is there and a file in it is not.
    #[error("{} is missing: restore it from a backup, a new one would not fit the data", .0.display())]
    Missing(PathBuf),
    /// Everyone on the machine may read a file.
    #[error("{} can be read by everyone: chmod 600 it", .0.display())]
    Exposed(PathBuf),
    /// A file does not hold what it should.
    #[error("{} does not hold {wanted}", path.display())]
    Damaged {
        /// Which one.
        path: PathBuf,
        /// What it should hold.
        wanted: &'static str,
    },
    /// The system gave no random numbers.
    #[error("no random numbers to make a key of")]
    NoRandomness,
}

impl Secrets {
    /// Reads the secrets in `dir`; makes them when `dir` does not exist yet.
    ///
    /// # Errors
    /// When a file is missing, damaged, readable by everyone, or the disk refuses.
    pub fn load_or_create(dir: &Path) -> Result<Self, SecretsError> {
        let empty = fs::read_dir(dir)
            .map_or_else(|error| error.kind() == io::ErrorKind::NotFound, |mut files| files.next().is_none());
        if empty {
            create(dir)?;
        }
        Ok(Self {
            master: read_key(dir, MASTER)?,
            email_hmac: read_key(dir, EMAIL_HMAC)?,
            outcome_digest: read_key(dir, OUTCOME_DIGEST)?,
            signing: read_signing_key(dir)?,
        })
    }
}

impl Key {
    /// New random bytes.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn generate() -> Result<Self, SecretsError> {
        let mut bytes = Zeroizing::new([0; 32]);
        aws_lc_rs::rand::fill(bytes.as_mut_slice()).map_err(|_| SecretsError::NoRandomness)?;
        Ok(Self(bytes))
    }

    /// Takes bytes that are known already.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// Another key that follows from this one: HMAC-SHA-256 of its purpose. Who knows it learns nothing of this one.
    pub fn derive(&self, purpose: &str) -> Self {
        let key = aws_lc_rs::hmac::Key::new(aws_lc_rs::hmac::HMAC_SHA256, self.expose());
        let tag = aws_lc_rs::hmac::sign(&key, purpose.as_bytes());
        let mut bytes = Zeroizing::new([0; 32]);
        bytes.copy_from_slice(tag.as_ref());
        Self(bytes)
    }

    /// The bytes.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }
}

impl SigningKey {
    /// A new random key pair.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn generate() -> Result<Self, SecretsError> {
        let document = Ed25519KeyPair::generate_pkcs8(&aws_lc_rs::rand::SystemRandom::new())
            .map_err(|_| SecretsError::NoRandomness)?;
        Self::from_pkcs8(Zeroizing::new(document.as_ref().to_vec())).ok_or(SecretsError::NoRandomness)
    }

    fn from_pkcs8(pkcs8: Zeroizing<Vec<u8>>) -> Option<Self> {
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8).ok()?;
        let public = pair.public_key().as_ref().try_into().ok()?;
        Some(Self { pkcs8, public })
    }

    /// The whole pair, PKCS#8.
    pub fn expose(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public half; no secret.
    pub fn public(&self) -> &[u8; 32] {
        &self.public
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl PartialEq for SigningKey {
    fn eq(&self, other: &Self) -> bool {
        self.public == other.public
    }
}

impl Eq for SigningKey {}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

/// Makes all files in a folder beside `dir`, then renames it. Whoever renames second finds a folder
/// with files, which a rename never replaces, and uses that.
fn create(dir: &Path) -> Result<(), SecretsError> {
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(at(parent))?;
    let unique = uuid::Uuid::from_bytes(*Key::generate()?.expose().first_chunk().unwrap_or(&[0; 16]));
    let draft = parent.join(format!(".secrets-{}-{unique}", process::id()));
    DirBuilder::new().mode(0o700).create(&draft).map_err(at(&draft))?;
    let made = write_all(&draft).and_then(|()| match fs::rename(&draft, dir) {
        Ok(()) => sync(parent),
        Err(error) if matches!(error.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists) => Ok(()),
        Err(error) => Err(at(dir)(error)),
    });
    // after a rename that succeeded there is nothing left to remove
    let _ = fs::remove_dir_all(&draft);
    made
}

fn write_all(dir: &Path) -> Result<(), SecretsError> {
    for name in [MASTER, EMAIL_HMAC, OUTCOME_DIGEST] {
        write(&dir.join(name), Key::generate()?.expose())?;
    }
    write(&dir.join(SIGNING), SigningKey::generate()?.expose())?;
    sync(dir)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), SecretsError> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(at(path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(at(path))
}

fn sync(dir: &Path) -> Result<(), SecretsError> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(at(dir))
}

fn read_key(dir: &Path, name: &str) -> Result<Key, SecretsError> {
    let (path, bytes) = read(dir, name)?;
    let key = <[u8; 32]>::try_from(bytes.as_slice()).map_err(|_| SecretsError::Damaged { path, wanted: "32 bytes" })?;
    Ok(Key(Zeroizing::new(key)))
}

fn read_signing_key(dir: &Path) -> Result<SigningKey, SecretsError> {
    signing_key(dir, SIGNING)
}

fn signing_key(dir: &Path, name: &str) -> Result<SigningKey, SecretsError> {
    let (path, bytes) = read(dir, name)?;
    SigningKey::from_pkcs8(bytes).ok_or(SecretsError::Damaged { path, wanted: "an Ed25519 key in PKCS#8" })
}

fn read(dir: &Path, name: &str) -> Result<(PathBuf, Zeroizing<Vec<u8>>), SecretsError> {
    let path = dir.join(name);
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(SecretsError::Missing(path)),
        Err(error) => return Err(at(&path)(error)),
    };
    // secrets mounted by an orchestrator are often readable by a group, hence only "others"
    if file.metadata().map_err(at(&path))?.permissions().mode() & 0o007 != 0 {
        return Err(SecretsError::Exposed(path));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(128));
    file.read_to_end(&mut bytes).map_err(at(&path))?;
    Ok((path, bytes))
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> SecretsError + use<> {
    let path = path.to_owned();
    move |cause| SecretsError::Io { path, cause }
}

#[cfg(test)]
mod tests;
