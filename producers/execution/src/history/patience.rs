//! How long a moving partition is waited for.

use std::time::Duration;

/// Waits longer each time, and not for ever: a partition is taken over within seconds.
#[derive(Debug, Default)]
pub(super) struct Patience {
    next: Duration,
    waited: Duration,
}

impl Patience {
    const FIRST: Duration = Duration::from_millis(25);
    const LONGEST: Duration = Duration::from_secs(2);
    const ALL: Duration = Duration::from_secs(45);

    /// Waits once more; `false`: it has been long enough.
    pub(super) async fn wait(&mut self) -> bool {
        if self.waited >= Self::ALL {
            return false;
        }
        let wait = self.next.clamp(Self::FIRST, Self::LONGEST);
        tokio::time::sleep(wait).await;
        self.waited += wait;
        self.next = wait * 2;
        true
    }
}
