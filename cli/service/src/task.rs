//! Tasks and threads with names: the only users of `tokio::spawn` and `std::thread::Builder`.
//!
//! Everything logged inside carries the name, a panic too: [`telemetry`](crate::telemetry) logs it
//! where it happens, and then it reaches whoever joins.

use std::any::Any;
use std::future::Future;
use std::thread;

use tokio::task::JoinHandle;
use tracing::Instrument;

/// Runs `future` on the current runtime inside a span that carries `name`.
pub fn spawn_named<F>(name: &str, future: F) -> JoinHandle<F::Output>
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    let span = tracing::info_span!("task", task.name = name);
    #[expect(clippy::disallowed_methods, reason = "this is the helper that everyone else calls")]
    tokio::spawn(future.instrument(span))
}

/// Runs `work` on a thread of its own inside a span that carries `name`; debuggers show it too
/// (`top` the first 15 bytes).
///
/// # Errors
/// When the system gives no further thread.
pub fn thread_named<T, F>(name: &str, work: F) -> std::io::Result<thread::JoinHandle<T>>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    let span = tracing::info_span!("thread", thread.name = name);
    thread::Builder::new().name(name.to_owned()).spawn(move || span.in_scope(work))
}

/// What a panic said, where it said anything readable.
pub fn panic_text(cause: &(dyn Any + Send)) -> &str {
    cause
        .downcast_ref::<&'static str>()
        .copied()
        .or_else(|| cause.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::{panic_text, spawn_named, thread_named};

    #[tokio::test]
    async fn a_task_hands_back_what_it_made() {
        assert_eq!(spawn_named("adder", async { 1 + 1 }).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_panicking_task_reaches_whoever_joins() {
        let failed = spawn_named("fails", async { panic!("out of {}", "luck") }).await.unwrap_err();
        assert_eq!(panic_text(failed.into_panic().as_ref()), "out of luck");
    }

    #[test]
    fn a_thread_carries_its_name() {
        let thread = thread_named("lease-3", || std::thread::current().name().map(str::to_owned)).unwrap();
        assert_eq!(thread.join().unwrap().as_deref(), Some("lease-3"));
    }

    #[test]
    fn a_panicking_thread_reaches_whoever_joins() {
        let cause = thread_named("fails", || panic!("no luck")).unwrap().join().unwrap_err();
        assert_eq!(panic_text(cause.as_ref()), "no luck");
    }
}
