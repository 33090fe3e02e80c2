//! Argon2id on a bounded pool: hashing takes 19 MiB and some tens of milliseconds on purpose, so
//! it runs beside the async runtime, on as many threads of its own as there are cores, and the rest
//! waits its turn or is sent away. Threads of its own, because the runtime's blocking pool has hundreds,
//! and each would take its 19 MiB at once.

use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::available_parallelism;

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use service::http::problem::Problem;
use service::task::thread_named;
use thiserror::Error;
use tokio::sync::{Semaphore, TryAcquireError, oneshot};

use crate::domain::credential::PasswordHash;
use crate::domain::password::Password;

/// Memory of one hash in KiB, its passes and lanes (OWASP, Password Storage Cheat Sheet).
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many may wait for each one that runs: at some 30 ms each the last waits half a second.
const WAITING_PER_RUNNING: usize = 16;
/// What stands in for the salt of somebody who does not exist.
const NOBODYS_SALT: &[u8; 16] = b"nobody is here!!";

/// Hashes and verifies passwords. Clones share one pool.
#[derive(Clone)]
pub struct PasswordHasher(Arc<Pool>);

struct Pool {
    /// A place in the pool, running or waiting.
    places: Semaphore,
    /// To the threads, which end with the pool.
    jobs: Sender<Job>,
}

type Job = Box<dyn FnOnce(&Argon2<'static>) + Send>;

/// Why a password was neither hashed nor verified.
#[derive(Debug, Clone, Error)]
pub enum HashingError {
    /// Too many others wait already.
    #[error("too many passwords are being checked")]
    Busy,
    /// The hash in the log cannot be read, or the pool broke.
    #[error("password hashing failed: {0}")]
    Failed(String),
}

impl PasswordHasher {
    /// A pool that hashes with the cost above on as many threads as there are cores.
    ///
    /// # Errors
    /// When Argon2 refuses the cost, which it does not, or the system gives no thread.
    pub fn new() -> Result<Self, HashingError> {
        let cores = available_parallelism().map_or(1, usize::from);
        Self::with_cost(MEMORY_KIB, PASSES, cores)
    }

    fn with_cost(memory_kib: u32, passes: u32, running: usize) -> Result<Self, HashingError> {
        let params = Params::new(memory_kib, passes, LANES, None).map_err(failed)?;
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for number in 0..running {
            let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
            let waiting = Arc::clone(&waiting);
            thread_named(&format!("argon2-{number}"), move || work(&argon2, &waiting)).map_err(failed)?;
        }
        Ok(Self(Arc::new(Pool { places: Semaphore::new(running * (1 + WAITING_PER_RUNNING)), jobs })))
    }

    /// The hash of a new password, with a salt of its own.
    ///
    /// # Errors
    /// [`HashingError::Busy`] when too many wait.
    pub async fn hash(&self, password: Password) -> Result<PasswordHash, HashingError> {
        self.run(move |argon2| {
            let hash = argon2.hash_password(password.as_bytes()).map_err(failed)?;
            Ok(PasswordHash::from_phc(hash.to_string()))
        })
        .await
    }

    /// Whether a password is the one behind a hash. Without a hash nothing fits, and finding that
    /// out takes as long: whoever asks learns nothing from the clock.
    ///
    /// # Errors
    /// [`HashingError::Busy`] when too many wait.
    pub async fn verify(&self, password: Password, hash: Option<PasswordHash>) -> Result<bool, HashingError> {
        self.run(move |argon2| {
            let Some(hash) = hash else {
                argon2.hash_password_with_salt(password.as_bytes(), NOBODYS_SALT).map_err(failed)?;
                return Ok(false);
            };
            let hash = phc::PasswordHash::new(hash.expose()).map_err(failed)?;
            match argon2.verify_password(password.as_bytes(), &hash) {
                Ok(()) => Ok(true),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(false),
                Err(error) => Err(failed(error)),
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> Result<T, HashingError> + Send + 'static,
    ) -> Result<T, HashingError> {
        let _place = self.0.places.try_acquire().map_err(|error| match error {
            TryAcquireError::NoPermits => HashingError::Busy,
            TryAcquireError::Closed => failed(error),
        })?;
        let (answer, answered) = oneshot::channel();
        let job = move |argon2: &Argon2<'static>| {
            // whoever asked may have gone
            let _ = answer.send(work(argon2));
        };
        self.0.jobs.send(Box::new(job)).map_err(failed)?;
        answered.await.map_err(failed)?
    }
}

/// One thread of the pool: a job at a time until the pool is gone.
fn work(argon2: &Argon2<'static>, waiting: &Mutex<Receiver<Job>>) {
    loop {
        let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(job) => job(argon2),
            Err(_) => return,
        }
    }
}

impl fmt::Debug for PasswordHasher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let free = self.0.places.available_permits();
        f.debug_struct("PasswordHasher").field("free", &free).finish_non_exhaustive()
    }
}

impl From<HashingError> for Problem {
    fn from(error: HashingError) -> Self {
        match error {
            HashingError::Busy => Self::unavailable("many people are signing in; try again in a moment"),
            HashingError::Failed(_) => Self::internal(error),
        }
    }
}

fn failed(error: impl fmt::Display) -> HashingError {
    HashingError::Failed(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As cheap as Argon2 allows; the cost itself is not what is tested.
    fn cheap(running: usize) -> PasswordHasher {
        PasswordHasher::with_cost(8, 1, running).unwrap()
    }

    #[tokio::test]
    async fn a_hash_fits_its_password_alone() {
        let hasher = cheap(1);
        let hash = hasher.hash(Password::typed("correct horse")).await.unwrap();
        assert!(hasher.verify(Password::typed("correct horse"), Some(hash.clone())).await.unwrap());
        assert!(!hasher.verify(Password::typed("wrong horse"), Some(hash)).await.unwrap());
        assert!(!hasher.verify(Password::typed("correct horse"), None).await.unwrap());
    }

    #[tokio::test]
    async fn the_same_password_never_hashes_the_same() {
        let hasher = cheap(1);
        let first = hasher.hash(Password::typed("correct horse")).await.unwrap();
        assert_ne!(hasher.hash(Password::typed("correct horse")).await.unwrap(), first);
    }

    #[tokio::test]
    async fn the_cost_stands_in_the_hash() {
        let hash = PasswordHasher::new().unwrap().hash(Password::typed("correct horse")).await.unwrap();
        assert!(hash.expose().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", hash.expose());
    }

    #[tokio::test]
    async fn an_older_cost_still_verifies() {
        let hash = cheap(1).hash(Password::typed("correct horse")).await.unwrap();
        let dearer = PasswordHasher::with_cost(16, 2, 1).unwrap();
        assert!(dearer.verify(Password::typed("correct horse"), Some(hash)).await.unwrap());
    }

    #[tokio::test]
    async fn an_unreadable_hash_is_a_breakage_and_not_a_wrong_password() {
        let hash = PasswordHash::from_phc("not a hash".to_owned());
        let error = cheap(1).verify(Password::typed("correct horse"), Some(hash)).await.unwrap_err();
        assert!(matches!(error, HashingError::Failed(_)));
    }

    #[tokio::test]
    async fn who_finds_no_place_is_sent_away() {
        let hasher = cheap(1);
        let places = hasher.0.places.available_permits();
        assert_eq!(places, 1 + WAITING_PER_RUNNING);
        let all = hasher.0.places.acquire_many(u32::try_from(places).unwrap()).await.unwrap();
        let error = hasher.hash(Password::typed("correct horse")).await.unwrap_err();
        assert!(matches!(error, HashingError::Busy));
        assert_eq!(Problem::from(error).status().as_u16(), 503);
        drop(all);
        assert!(hasher.hash(Password::typed("correct horse")).await.is_ok());
    }
}
