//! What the page must not hold: what checks and orders workflow files, which only the server does.

use std::collections::BTreeSet;

use regex::bytes::Regex;

use crate::error::Error;

/// Crates of which no function may be left in the module; those whose names go on after a `_` with them.
pub(crate) const NEVER: [&str; 2] = ["petgraph", "toml"];

/// Looks through the names of the functions in a compiled `module`, before they are removed.
///
/// # Errors
/// A function of such a crate is there.
pub(super) fn check(module: &[u8]) -> Result<(), Error> {
    let found: BTreeSet<&str> = NEVER.into_iter().filter(|name| has(module, name)).collect();
    if found.is_empty() {
        return Ok(());
    }
    let found = Vec::from_iter(found).join(" and ");
    Err(Error::Check(format!("the module of the page holds code of {found}; the page must not need it")))
}

/// Whether a mangled name in `module` begins a path with the crate: `4toml2de` or, in a type, `$toml..de`.
fn has(module: &[u8], name: &str) -> bool {
    let pattern = format!(r"(?-u)[0-9]{name}(?:_[a-z]+)?[0-9]|\${name}(?:_[a-z]+)?\.\.");
    Regex::new(&pattern).expect("a name is no pattern").is_match(module)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_known_by_the_names_of_its_functions() {
        for (module, found) in [
            ("_ZN4toml2de10from_str17h0123456789abcdefE", true),
            ("_ZN11toml_parser5lexer17h0123456789abcdefE", true),
            ("_RNvNtCs3f_4toml2de8from_str", true),
            ("_ZN55_$LT$toml..de..Error$u20$as$u20$core..fmt..Display$GT$3fmt17hE", true),
            ("_ZN66_$LT$alloc..vec..Vec$LT$petgraph..graph..Node$GT$$GT$3len17hE", true),
            ("_ZN8petgraph5graph3new17hE", true),
            ("workflow.toml, the petgraph of 4 tomls", false),
            ("_ZN10serde_json2de8from_str17hE", false),
        ] {
            assert_eq!(check(module.as_bytes()).is_err(), found, "{module}");
        }
        let error = check(b"_ZN8petgraph5graph _ZN4toml2de").unwrap_err().to_string();
        assert!(error.contains("petgraph and toml"), "{error}");
    }
}
