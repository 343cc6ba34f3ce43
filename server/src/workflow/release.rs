//! The operator's SNOMED CT release, put into a workflow that names none itself.

use std::path::Path;

const KIND: &str = "\"snomed.infer\"";

/// The text with `with = { release = ... }` in every `[stage.NAME]` table that uses `snomed.infer` and has no `with`
/// of its own. It becomes part of the text that a run pins, so another release is another piece of work.
pub(super) fn with_release(text: &str, release: &Path) -> String {
    let release = std::path::absolute(release).unwrap_or_else(|_| release.to_owned());
    let value = toml::Value::String(release.to_string_lossy().into_owned());
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::with_capacity(text.len() + 200);
    for (number, line) in lines.iter().enumerate() {
        out.push_str(line);
        out.push('\n');
        if is_key(line, "uses")
            && line.contains(KIND)
            && !table_around(&lines, number).any(|line| is_key(line, "with"))
        {
            out.push_str(&format!("with = {{ release = {value} }}\n"));
        }
    }
    out
}

fn is_key(line: &str, key: &str) -> bool {
    let rest = line.trim_start().strip_prefix(key);
    rest.is_some_and(|rest| rest.trim_start().starts_with('=') || rest.starts_with('.'))
}

/// The lines of the table in which a line stands, its sub-tables included.
fn table_around<'t>(lines: &'t [&'t str], number: usize) -> impl Iterator<Item = &'t str> {
    let is_header = |line: &&str| line.starts_with('[');
    let before = lines[..number].iter().rev().take_while(move |line| !is_header(line));
    let after = lines[number..].iter().take_while(move |line| !is_header(line) || line.contains(".with"));
    before.chain(after).map(|line| line.strip_prefix('[').map_or(*line, |_| "with ="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_stage_without_a_release_gets_one() {
        for (text, expected) in [
            (
                "[stage.a]\nuses = \"snomed.infer\"\n[stage.b]\nwith = { x = 1 }\n",
                "[stage.a]\nuses = \"snomed.infer\"\nwith = { release = \"/r\" }\n[stage.b]\nwith = { x = 1 }\n",
            ),
            ("[stage.a]\nwith = { release = \"/own\" }\nuses = \"snomed.infer\"\n", ""),
            ("[stage.a]\nuses = \"snomed.infer\"\n[stage.a.with]\nrelease = \"/own\"\n", ""),
            ("[stage.a]\nuses = \"icd10.infer\"\n", ""),
        ] {
            let expected = if expected.is_empty() { text } else { expected };
            assert_eq!(with_release(text, Path::new("/r")), expected);
        }
    }
}
