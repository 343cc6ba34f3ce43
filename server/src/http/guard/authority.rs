//! `host:port`, as it stands in addresses and in the `Host` header.

use std::net::{Ipv4Addr, Ipv6Addr};

/// A host, in lower case, and a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Authority {
    host: String,
    port: Option<u16>,
}

impl Authority {
    /// Reads `host`, `host:port`, `[v6]` or `[v6]:port`; `None` when it is none of them.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (host, rest) = match text.strip_prefix('[') {
            Some(text) => {
                let (inside, rest) = text.split_once(']')?;
                (inside.parse::<Ipv6Addr>().ok()?.to_string(), rest)
            }
            None => {
                let end = text.find(':').unwrap_or(text.len());
                (name(&text[..end])?, &text[end..])
            }
        };
        let port = match rest.strip_prefix(':') {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => Some(digits.parse().ok()?),
            Some(_) => return None,
            None if rest.is_empty() => None,
            None => return None,
        };
        Some(Self { host, port })
    }

    /// Whether only this machine can be meant, whatever a name server says.
    pub(super) fn is_loopback(&self) -> bool {
        self.host == "localhost"
            || self.host.parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
            || self.host.parse::<Ipv6Addr>().is_ok_and(|address| address.is_loopback())
    }

    /// Whether `self` is `allowed`, which without a port stands for every port.
    pub(super) fn is(&self, allowed: &Self) -> bool {
        self.host == allowed.host && (allowed.port.is_none() || allowed.port == self.port)
    }

    /// Whether both are the same place for that scheme.
    pub(super) fn is_same(&self, other: &Self, scheme: Scheme) -> bool {
        let port = |authority: &Self| authority.port.unwrap_or_else(|| scheme.port());
        self.host == other.host && port(self) == port(other)
    }
}

/// A scheme of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scheme {
    Http,
    Https,
}

impl Scheme {
    fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

/// `scheme://host:port`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Origin {
    pub(super) scheme: Scheme,
    pub(super) authority: Authority,
}

impl Origin {
    /// Reads an origin; `None` for `null` and everything else that is no origin of a page.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "http" => Scheme::Http,
            "https" => Scheme::Https,
            _ => return None,
        };
        Some(Self { scheme, authority: Authority::read(rest)? })
    }

    /// Whether both are the same.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.scheme == other.scheme && self.authority.is_same(&other.authority, self.scheme)
    }
}

fn name(text: &str) -> Option<String> {
    let is_of_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    (!text.is_empty() && text.bytes().all(is_of_a_name)).then(|| text.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_is_read_strictly() {
        for (text, loopback) in [
            ("localhost", Some(true)),
            ("LocalHost:8080", Some(true)),
            ("127.0.0.1", Some(true)),
            ("127.9.9.9:1", Some(true)),
            ("[::1]", Some(true)),
            ("[::1]:8080", Some(true)),
            ("[0:0:0:0:0:0:0:1]:8080", Some(true)),
            ("localhost.example.org", Some(false)),
            ("127.0.0.1.example.org", Some(false)),
            ("127.1", Some(false)),
            ("2130706433", Some(false)),
            ("0.0.0.0", Some(false)),
            ("[::]", Some(false)),
            ("192.168.1.1:80", Some(false)),
            ("", None),
            (":80", None),
            ("localhost:", None),
            ("localhost:+80", None),
            ("localhost:99999", None),
            ("localhost:80:80", None),
            ("user@localhost", None),
            ("localhost/x", None),
            ("local host", None),
            ("[::1", None),
            ("[::1]x", None),
            ("::1", None),
        ] {
            let read = Authority::read(text).map(|authority| authority.is_loopback());
            assert_eq!(read, loopback, "{text:?}");
        }
    }

    #[test]
    fn origins_are_the_same_by_scheme_host_and_port() {
        for (one, other, same) in [
            ("http://a.org", "http://A.org:80", true),
            ("https://a.org", "https://a.org:443", true),
            ("http://a.org", "https://a.org", false),
            ("http://a.org:81", "http://a.org", false),
            ("http://a.org", "http://b.org", false),
        ] {
            assert_eq!(Origin::read(one).unwrap().is(&Origin::read(other).unwrap()), same, "{one} {other}");
        }
        for text in ["null", "*", "a.org", "file://", "http://a.org/", "http://", "chrome-extension://abc"] {
            assert_eq!(Origin::read(text), None, "{text}");
        }
    }
}
