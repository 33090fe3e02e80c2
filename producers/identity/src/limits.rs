//! How often something may be tried: passwords of one address, sign-ins and registrations from one place.
//!
//! Each instance counts for itself: several of them let through as many times more.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use actix_web::HttpRequest;
use governor::clock::{Clock as _, DefaultClock};
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use service::http::problem::Problem;
use uuid::Uuid;

use crate::settings::Rates;

/// Keys that stand still are forgotten after so many checks, or the table would grow for ever.
const SWEEP: u32 = 4_096;

/// The limits of one instance.
#[derive(Debug)]
pub struct Limits {
    passwords: Limit<Uuid>,
    sign_ins: Limit<Option<IpAddr>>,
    registrations: Limit<Option<IpAddr>>,
}

#[derive(Debug)]
struct Limit<K: Hash + Eq + Clone> {
    limiter: RateLimiter<K, HashMapStateStore<K>, DefaultClock>,
    clock: DefaultClock,
    checks: AtomicU32,
}

impl Limits {
    /// Limits of these rates.
    pub fn new(rates: Rates) -> Self {
        Self {
            passwords: Limit::per_minute(rates.sign_ins),
            sign_ins: Limit::per_minute(rates.sign_ins),
            registrations: Limit::per_minute(rates.registrations),
        }
    }

    /// A password of an account (or of an address without one) is tried from somewhere.
    pub(crate) fn password(&self, of: Uuid, request: &HttpRequest) -> Result<(), Problem> {
        self.sign_ins.check(&peer(request))?;
        self.passwords.check(&of)
    }

    /// Somebody registers from somewhere.
    pub(crate) fn registration(&self, request: &HttpRequest) -> Result<(), Problem> {
        self.registrations.check(&peer(request))
    }
}

impl<K: Hash + Eq + Clone> Limit<K> {
    fn per_minute(rate: NonZeroU32) -> Self {
        let limiter = RateLimiter::hashmap(Quota::per_minute(rate));
        Self { limiter, clock: DefaultClock::default(), checks: AtomicU32::new(0) }
    }

    fn check(&self, key: &K) -> Result<(), Problem> {
        if self.checks.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.limiter.retain_recent();
        }
        self.limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            Problem::too_many_requests(wait).detail("this was tried too often; wait before you try again")
        })
    }
}

/// The other end of the connection; behind a proxy that is the proxy.
fn peer(request: &HttpRequest) -> Option<IpAddr> {
    request.peer_addr().map(|address| address.ip())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::RETRY_AFTER;
    use actix_web::test::TestRequest;
    use actix_web::{HttpRequest, ResponseError as _};

    use super::*;

    fn limits() -> Limits {
        let rate = |rate| NonZeroU32::new(rate).unwrap();
        Limits::new(Rates { sign_ins: rate(2), registrations: rate(1) })
    }

    fn from(peer: &str) -> HttpRequest {
        TestRequest::default().peer_addr(peer.parse().unwrap()).to_http_request()
    }

    fn refused(problem: &Problem) -> u64 {
        assert_eq!(problem.status().as_u16(), 429);
        problem.error_response().headers().get(RETRY_AFTER).unwrap().to_str().unwrap().parse().unwrap()
    }

    #[test]
    fn whoever_tries_too_often_is_told_when_to_come_again() {
        let (limits, account) = (limits(), Uuid::max());
        assert!(limits.password(account, &from("192.0.2.1:1")).is_ok());
        assert!(limits.password(account, &from("192.0.2.1:2")).is_ok());
        let wait = refused(&limits.password(account, &from("192.0.2.1:3")).unwrap_err());
        assert!((1..=30).contains(&wait), "{wait}");
        assert!(limits.registration(&from("192.0.2.1:1")).is_ok());
        refused(&limits.registration(&from("192.0.2.1:1")).unwrap_err());
    }

    #[test]
    fn an_account_is_guarded_from_many_places_and_a_place_from_many_accounts() {
        let limits = limits();
        let account = Uuid::max();
        for peer in ["192.0.2.1:1", "192.0.2.2:1"] {
            assert!(limits.password(account, &from(peer)).is_ok());
        }
        refused(&limits.password(account, &from("192.0.2.3:1")).unwrap_err());
        for number in 0..2 {
            assert!(limits.password(Uuid::from_u128(number), &from("192.0.2.4:1")).is_ok());
        }
        refused(&limits.password(Uuid::from_u128(3), &from("192.0.2.4:1")).unwrap_err());
    }
}
