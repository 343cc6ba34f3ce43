//! Names of the files of the page.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// The one document.
pub(super) const INDEX: &str = "index.html";
/// The icon, which browsers look for under a fixed name.
pub(super) const ICON: &str = "favicon.svg";
/// How many digits of a hash stand in a name.
const DIGITS: usize = 12;

/// The beginning of the SHA-256 of `bytes`, in hexadecimal digits.
pub(super) fn digest(bytes: impl AsRef<[u8]>) -> String {
    let mut digits = String::new();
    for byte in Sha256::digest(bytes).iter().take(DIGITS / 2) {
        write!(digits, "{byte:02x}").expect("a string takes all");
    }
    digits
}

/// A name that changes with the bytes: `revrx`, `_bg.wasm` make `revrx-0123456789ab_bg.wasm`.
pub(super) fn hashed(stem: &str, end: &str, bytes: &[u8]) -> String {
    format!("{stem}-{}{end}", digest(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_changes_with_the_bytes() {
        // SHA-256 of "abc", FIPS 180-2 appendix B.1.
        assert_eq!(hashed("revrx", "_bg.wasm", b"abc"), "revrx-ba7816bf8f01_bg.wasm");
        assert_eq!(hashed("a", ".js", b""), "a-e3b0c44298fc.js");
    }
}
