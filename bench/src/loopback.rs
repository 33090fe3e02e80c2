//! Only a system on this machine is loaded.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use anyhow::{Context, bail};

/// Where to connect to, of `http://127.0.0.1:8080`.
pub(crate) fn address(url: &str) -> anyhow::Result<SocketAddr> {
    let authority = url
        .strip_prefix("http://")
        .map(|rest| rest.trim_end_matches('/'))
        .with_context(|| format!("{url}: http://127.0.0.1:<port> is expected"))?;
    of_authority(authority)
}

/// Refuses brokers, `host:port` separated by commas, of which one is elsewhere.
pub(crate) fn check_brokers(bootstrap: &str) -> anyhow::Result<()> {
    bootstrap.split(',').try_for_each(|broker| of_authority(broker.trim()).map(|_| ()))
}

fn of_authority(authority: &str) -> anyhow::Result<SocketAddr> {
    // no look-up: localhost means the address that the system binds
    let address: SocketAddr = match authority.strip_prefix("localhost:") {
        Some(port) => (IpAddr::from(Ipv4Addr::LOCALHOST), port.parse().context("no port after localhost:")?).into(),
        None => {
            authority.parse().with_context(|| format!("{authority}: a loopback address and a port are expected"))?
        }
    };
    if !address.ip().is_loopback() {
        bail!("{authority} is not on this machine: only a system on a loopback address is measured");
    }
    Ok(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_on_this_machine_is_accepted() {
        for url in ["http://127.0.0.1:8080", "http://localhost:8080/", "http://[::1]:8080", "http://127.1.2.3:8080"] {
            assert_eq!(address(url).unwrap().port(), 8080, "{url}");
        }
        assert!(check_brokers("127.0.0.1:9092, localhost:9093").is_ok());
    }

    #[test]
    fn other_hosts_are_refused() {
        for url in [
            "http://10.0.0.1:8080",
            "https://127.0.0.1:8080",
            "http://0.0.0.0:8080",
            "http://example.com:8080",
            "http://localhost.example.com:8080",
            "http://127.0.0.1:8080@10.0.0.1:80",
            "http://127.0.0.1",
            "127.0.0.1:8080",
        ] {
            assert!(address(url).is_err(), "{url}");
        }
        assert!(check_brokers("127.0.0.1:9092,10.0.0.1:9092").is_err());
    }
}
