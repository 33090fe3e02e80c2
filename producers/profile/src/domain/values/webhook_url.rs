//! Where a webhook may lead.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::{Invalid, invalid};

/// Longest address.
const LONGEST: usize = 2_000;

/// An address to post to: https, on the public internet as far as the address tells, without credentials. What a name resolves
/// to is for whoever delivers to look at: it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookUrl(String);

impl WebhookUrl {
    /// Reads an address; `loopback` says whether it may lead to this machine, over plain http too.
    ///
    /// # Errors
    /// For anything else.
    pub fn parse(text: &str, loopback: bool) -> Result<Self, Invalid> {
        let text = text.trim();
        if text.len() > LONGEST {
            return Err(invalid("too_long", format!("an address has at most {LONGEST} bytes")));
        }
        let url = Url::parse(text).map_err(|error| invalid("invalid_url", format!("not an address: {error}")))?;
        let Some(host) = url.host() else { return Err(invalid("invalid_url", "an address with a host is expected")) };
        let is_here = leads_here(&host);
        match url.scheme() {
            "https" => {}
            "http" if is_here && loopback => {}
            _ => return Err(invalid("not_https", "an address that begins with https:// is expected")),
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(invalid("has_credentials", "an address without user and password is expected"));
        }
        if url.fragment().is_some() {
            return Err(invalid("has_fragment", "an address without # is expected"));
        }
        if (is_here && !loopback) || (!is_here && !is_public(&host)) {
            return Err(invalid("not_public", "an address on the public internet is expected"));
        }
        Ok(Self(url.into()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn leads_here(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(address) => address.is_loopback() || address.is_unspecified(),
        Host::Ipv6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => leads_here(&Host::Ipv4(mapped)),
            None => address.is_loopback() || address.is_unspecified(),
        },
    }
}

fn is_public(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => {
            let name = name.trim_end_matches('.');
            // a name without a dot means something only in a network of one's own
            name.contains('.') && ![".local", ".internal", ".lan", ".home.arpa"].iter().any(|end| name.ends_with(end))
        }
        Host::Ipv4(address) => is_public_address(IpAddr::V4(*address)),
        Host::Ipv6(address) => is_public_address(IpAddr::V6(*address)),
    }
}

fn is_public_address(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    let is_inside = address.is_private() || address.is_link_local();
    // carriers use it inside
    let is_shared = first == 100 && (64..128).contains(&second);
    // nobody has it: 0/8, 240/4, and what is kept for examples
    let is_nobodys = !(1..240).contains(&first) || address.is_documentation();
    !(is_inside || is_shared || is_nobodys || address.is_multicast())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [first, second, ..] = address.segments();
    // unicast that is routed everywhere, without what leads to an IPv4 address inside (6to4, Teredo) or nowhere
    first & 0xe000 == 0x2000 && first != 0x2002 && (first, second) != (0x2001, 0) && (first, second) != (0x2001, 0xdb8)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str, loopback: bool) -> Option<&'static str> {
        WebhookUrl::parse(text, loopback).err().map(|invalid| invalid.code)
    }

    #[test]
    fn public_https_addresses_are_taken() {
        for text in
            ["https://example.com/hook?a=b", "https://example.com:8443", "https://8.8.8.8/", "https://[2606:4700::1]/"]
        {
            assert_eq!(code(text, false), None, "{text}");
        }
        assert_eq!(WebhookUrl::parse(" HTTPS://Example.COM/a ", false).unwrap().as_str(), "https://example.com/a");
    }

    #[test]
    fn anything_else_than_https_is_refused() {
        for text in ["http://example.com/", "ftp://example.com/", "file:///etc/passwd", "wss://example.com"] {
            assert!(matches!(code(text, true), Some("not_https" | "invalid_url")), "{text}");
        }
        for text in ["example.com", "", "https://", "https:///path"] {
            assert!(code(text, false).is_some(), "{text}");
        }
    }

    #[test]
    fn credentials_and_fragments_have_no_place_in_it() {
        assert_eq!(code("https://ann:secret@example.com/", false), Some("has_credentials"));
        assert_eq!(code("https://ann@example.com/", false), Some("has_credentials"));
        assert_eq!(code("https://example.com/#here", false), Some("has_fragment"));
    }

    #[test]
    fn a_network_of_ones_own_is_not_told() {
        for text in [
            "https://10.0.0.1/",
            "https://192.168.1.1/",
            "https://172.16.0.1/",
            "https://169.254.169.254/latest/meta-data",
            "https://100.64.0.1/",
            "https://224.0.0.1/",
            "https://[fd00::1]/",
            "https://[fe80::1]/",
            "https://[::ffff:10.0.0.1]/",
            "https://[2002:a00:1::1]/",
            "https://[2001:db8::1]/",
            "https://intranet/",
            "https://printer.local/",
            "https://db.internal./",
            // other spellings of an address
            "https://0xa.0.0.1/",
            "https://167772161/",
        ] {
            assert_eq!(code(text, false), Some("not_public"), "{text}");
            assert_eq!(code(text, true), Some("not_public"), "{text}");
        }
    }

    #[test]
    fn this_machine_is_told_only_where_that_is_set() {
        for text in ["http://127.0.0.1:9000/", "http://localhost/hook", "http://[::1]/", "https://a.localhost/"] {
            assert!(matches!(code(text, false), Some("not_https" | "not_public")), "{text}");
            assert_eq!(code(text, true), None, "{text}");
        }
    }

    #[test]
    fn an_address_has_a_length() {
        let long = format!("https://example.com/{}", "a".repeat(LONGEST));
        assert_eq!(code(&long, false), Some("too_long"));
    }
}
