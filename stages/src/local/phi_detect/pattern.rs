//! Regular expressions, compiled once.

use std::sync::LazyLock;

use regex::Regex;

use super::entity::{Entity, EntityKind};

/// A pattern that is compiled when first used.
pub(super) type Pattern = LazyLock<Regex>;

/// Compiles a pattern of this crate.
pub(super) fn compile(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the patterns are part of the program and tested")
}

macro_rules! pattern {
    ($(#[$doc:meta])* $name:ident = $($part:expr),+ $(,)?) => {
        $(#[$doc])*
        static $name: crate::local::phi_detect::pattern::Pattern =
            std::sync::LazyLock::new(|| crate::local::phi_detect::pattern::compile(&[$($part),+].concat()));
    };
}
pub(super) use pattern;

/// Every match of `pattern` that `keep` accepts, as entities; the group `v`, where the pattern has it, is the
/// span.
pub(super) fn matches<'t>(
    text: &'t str,
    pattern: &'t Regex,
    kind: EntityKind,
    score: f32,
    rule: &'static str,
    keep: impl Fn(&regex::Captures<'t>) -> bool + 't,
) -> impl Iterator<Item = Entity> + 't {
    pattern.captures_iter(text).filter(move |captures| keep(captures)).filter_map(move |captures| {
        let found = captures.name("v").or_else(|| captures.get(0))?;
        Some(Entity::new(found.range(), kind, score, rule))
    })
}
