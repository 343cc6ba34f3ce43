//! No secret stands in a file: only `env:NAME`. The finding never repeats it.

use crate::definition::findings::Findings;
use crate::definition::tree::{Node, Table, Value};
use crate::diagnostic::Code;

/// Words that make the value of a key a secret.
const WORDS: [&str; 10] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api-key",
    "access-key",
    "private-key",
    "credentials",
];
/// How well-known keys and tokens begin.
const PREFIXES: [&str; 8] = ["sk-", "AKIA", "ASIA", "ghp_", "github_pat_", "xoxb-", "-----BEGIN", "Bearer "];

/// Looks at every text of the file.
pub(in crate::definition) fn check(table: &Table, findings: &mut Findings<'_>) {
    check_table(table, false, findings);
}

/// In a table of wires a key is the name of a port, which says nothing about its value.
fn check_table(table: &Table, wires: bool, findings: &mut Findings<'_>) {
    for entry in &table.entries {
        check_node(&entry.key.value, &entry.node, wires, findings);
    }
}

fn check_node(key: &str, node: &Node, wires: bool, findings: &mut Findings<'_>) {
    match &node.value {
        Value::Table(table) => check_table(table, ["inputs", "fallback"].contains(&key), findings),
        Value::Array(items) => items.iter().for_each(|item| check_node(key, item, wires, findings)),
        Value::String(text)
            if !is_reference(text) && (is_secret(text) || !wires && is_secret_key(key, text)) =>
        {
            findings
                .report(Code::E0304, &node.span, format!("`{key}` holds a secret in plain text"))
                .help("write \"env:NAME\", set that variable, and replace the secret: it was readable here");
        }
        _ => {}
    }
}

fn is_reference(text: &str) -> bool {
    text.strip_prefix("env:")
        .is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'))
}

fn is_secret_key(key: &str, text: &str) -> bool {
    let key = key.to_ascii_lowercase().replace('_', "-");
    !text.is_empty() && WORDS.iter().any(|word| key == *word || key.ends_with(&format!("-{word}")))
}

fn is_secret(text: &str) -> bool {
    let long_run = |rest: &str| {
        rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_ ".contains(*c)).count() >= 12
    };
    let known = PREFIXES.iter().any(|prefix| text.strip_prefix(prefix).is_some_and(long_run));
    let userinfo = text.split_once("://").and_then(|(_, rest)| rest.split('/').next()?.split_once('@'));
    known || userinfo.is_some_and(|(user, _)| user.contains(':'))
}
