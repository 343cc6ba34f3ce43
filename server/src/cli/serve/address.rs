//! Where the server listens.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::super::CliError;

/// Reads `server.listen`: `ADDRESS:PORT` or `localhost:PORT`, of this machine alone.
///
/// # Errors
/// It is none, or others could reach it.
pub(super) fn read(text: &str) -> Result<SocketAddr, CliError> {
    let local = text.strip_prefix("localhost:").and_then(|port| port.parse().ok());
    let local = local.map(|port| SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port));
    let Some(address) = local.or_else(|| text.parse().ok()) else {
        return Err(CliError::usage(
            "the address to listen at is not of the form ADDRESS:PORT",
            "use 127.0.0.1:8080, or port 0 for a free one",
        ));
    };
    if address.ip().to_canonical().is_loopback() {
        return Ok(address);
    }
    Err(CliError::usage(
        format!("{address} can be reached from other machines, and this server has no logins and no TLS yet"),
        format!("listen at 127.0.0.1:{}, which only this machine can reach", address.port()),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_listened_for() {
        for (text, expected) in [
            ("127.0.0.1:8080", Ok("127.0.0.1:8080")),
            ("127.0.0.2:0", Ok("127.0.0.2:0")),
            ("localhost:81", Ok("127.0.0.1:81")),
            ("[::1]:8080", Ok("[::1]:8080")),
            ("0.0.0.0:8080", Err("can be reached from other machines")),
            ("[::]:8080", Err("can be reached from other machines")),
            ("192.168.1.1:8080", Err("can be reached from other machines")),
            ("8080", Err("not of the form")),
            ("127.0.0.1", Err("not of the form")),
            ("localhost", Err("not of the form")),
            ("example.org:80", Err("not of the form")),
        ] {
            match (read(text), expected) {
                (Ok(address), Ok(expected)) => assert_eq!(address.to_string(), expected),
                (Err(error), Err(expected)) => assert!(error.to_string().contains(expected), "{error}"),
                (found, _) => panic!("{text}: {found:?}"),
            }
        }
    }
}
