//! What the operator allows.

use std::time::Duration;

use super::authority::{Authority, Origin};

/// What is asked of every request.
#[derive(Clone, Debug)]
pub(crate) struct Rules {
    pub(super) hosts: Vec<Authority>,
    pub(super) origins: Vec<Origin>,
    /// Bytes of a body.
    pub(super) body_bytes_max: usize,
    /// The time in which a body must arrive.
    pub(super) body_within: Duration,
}

/// A setting that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum RulesError {
    /// An entry of `server.hosts`.
    #[error("entry {number} of `server.hosts` is no host name")]
    Host {
        /// From 1.
        number: usize,
    },
    /// An entry of `server.allowed-origins`.
    #[error("entry {number} of `server.allowed-origins` is no origin")]
    Origin {
        /// From 1.
        number: usize,
    },
}

impl Rules {
    /// Rules with the hosts (`name` or `name:port`) and origins (`https://name:port`) that are allowed beside our own.
    ///
    /// # Errors
    /// An entry is none of these.
    pub(crate) fn new(
        hosts: &[String],
        origins: &[String],
        body_bytes_max: usize,
    ) -> Result<Self, RulesError> {
        let hosts =
            (1..).zip(hosts).map(|(number, host)| Authority::read(host).ok_or(RulesError::Host { number }));
        let origins = (1..)
            .zip(origins)
            .map(|(number, origin)| Origin::read(origin).ok_or(RulesError::Origin { number }));
        Ok(Self {
            hosts: hosts.collect::<Result<_, _>>()?,
            origins: origins.collect::<Result<_, _>>()?,
            body_bytes_max,
            body_within: Duration::from_secs(30),
        })
    }

    /// With another time in which a body must arrive than 30 s.
    #[cfg(test)]
    pub(crate) fn body_within(mut self, within: Duration) -> Self {
        self.body_within = within;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_would_never_match_is_refused() {
        let list = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        for (hosts, origins, error) in [
            ("notes.example.org notes:8443 [fd00::1]", "https://notes.example.org", None),
            ("notes *.example.org", "", Some(RulesError::Host { number: 2 })),
            ("https://notes.example.org", "", Some(RulesError::Host { number: 1 })),
            ("", "*", Some(RulesError::Origin { number: 1 })),
            ("", "https://a.org https://b.org/", Some(RulesError::Origin { number: 2 })),
        ] {
            assert_eq!(Rules::new(&list(hosts), &list(origins), 1).err(), error, "{hosts} {origins}");
        }
    }
}
