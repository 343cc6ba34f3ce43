//! Rules for single lines and whole files: length, leftovers, paths of one machine.

use super::Finding;
use super::tree::File;

/// Longest file that is not a table.
const LINES: usize = 400;
const MEASURED: [&str; 8] = [".rs", ".sql", ".toml", ".md", ".css", ".html", ".js", ".mjs"];
/// Folders that exist on one machine only, and may not be named in any file.
const MACHINE: [&str; 3] = ["work", "root", "farm"];
/// What a source may not hold, in two halves so that this list does not find itself.
const LEFTOVERS: [(&str, &str, &str); 4] = [
    ("#[ign", "ore", "every test runs; a test that cannot run says why, or goes"),
    ("tod", "o!(", "a gap is no code; leave it out"),
    ("unimpl", "emented!(", "a gap is no code; leave it out"),
    ("FIX", "ME", "mend it, or say in CHANGELOG.md what is missing"),
];

pub(super) fn findings(file: &File) -> Vec<Finding> {
    let path = file.path.as_str();
    let mut found = Vec::new();
    let count = file.text.lines().count();
    if MEASURED.iter().any(|end| path.ends_with(end)) && count > LINES {
        found.push(Finding::new(path, 0, "length", format!("{count} lines are more than {LINES}")));
    }
    for (number, line) in (1..).zip(file.text.lines()) {
        for (head, tail, advice) in LEFTOVERS {
            let word = format!("{head}{tail}");
            if path.ends_with(".rs") && line.contains(&word) {
                found.push(Finding::new(path, number, "leftover", format!("`{word}`: {advice}")));
            }
        }
        for folder in MACHINE.iter().chain(path.ends_with(".md").then_some(&"tmp")) {
            if names_folder(line, folder) {
                let message = format!("`/{folder}` is a folder of one machine");
                found.push(Finding::new(path, number, "machine-path", message));
            }
        }
    }
    found
}

/// Whether `line` holds `/folder` as the beginning of an absolute path.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(&format!("/{folder}")).any(|(at, found)| {
        let before = line[..at].chars().next_back();
        let after = line[at + found.len()..].chars().next();
        !before.is_some_and(|c| c.is_alphanumeric() || ".-_*/>})]\\".contains(c))
            && !after.is_some_and(|c| c.is_alphanumeric() || "-_".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_one_machine_are_found_and_others_are_not() {
        let slash = '/';
        for (line, path, count) in [
            (format!("see {slash}work/main"), "a.rs", 1),
            (format!("`{slash}root`"), "a.toml", 1),
            (format!("HOME={slash}farm/x {slash}root/y"), "a.txt", 2),
            (format!("cd {slash}tmp/x"), "docs/a.md", 1),
            (format!("cd {slash}tmp/x"), "a.rs", 0),
            (format!("store{slash}work.rs ..{slash}work {slash}worker {slash}root-fs"), "a.rs", 0),
            (format!("https:{slash}{slash}work.example"), "a.md", 0),
        ] {
            assert_eq!(findings(&File::of(path, &line)).len(), count, "{path}: {line}");
        }
    }

    #[test]
    fn leftovers_are_found_in_sources_only() {
        let ignored = ["#[ign", "ore = \"slow\"]"].concat();
        let gap = ["    tod", "o!()"].concat();
        let text = format!("fn a() {{}}\n{ignored}\n{gap}\n");
        let lines: Vec<usize> =
            findings(&File::of("a.rs", &text)).iter().map(|finding| finding.line).collect();
        assert_eq!(lines, [2, 3]);
        assert_eq!(findings(&File::of("a.md", &text)), []);
    }

    #[test]
    fn a_long_file_is_found_unless_it_is_a_table() {
        let text = "x\n".repeat(LINES + 1);
        for (path, count) in [
            ("a.rs", 1),
            ("a.sql", 1),
            ("README.md", 1),
            ("a.css", 1),
            ("a.mjs", 1),
            ("a.tsv", 0),
            ("Cargo.lock", 0),
        ] {
            assert_eq!(findings(&File::of(path, &text)).len(), count, "{path}");
        }
        assert_eq!(findings(&File::of("a.rs", &"x\n".repeat(LINES))), []);
    }
}
