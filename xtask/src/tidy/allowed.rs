//! The list of exceptions: a rule, a file and a reason per line.

use super::Finding;

/// What may stay as it is.
pub(super) struct Allowed {
    path: String,
    entries: Vec<Entry>,
    malformed: Vec<Finding>,
}

struct Entry {
    line: usize,
    rule: String,
    path: String,
}

impl Allowed {
    /// Reads lines of `rule<TAB>path<TAB>reason`; empty ones and those that begin with `#` say nothing.
    pub(super) fn read(path: &str, text: &str) -> Self {
        let mut allowed = Self { path: path.to_owned(), entries: Vec::new(), malformed: Vec::new() };
        for (line, row) in (1..).zip(text.lines()) {
            let cells: Vec<&str> = row.split('\t').map(str::trim).collect();
            match cells.as_slice() {
                _ if row.is_empty() || row.starts_with('#') => {}
                [rule, path, reason] if !reason.is_empty() => {
                    allowed.entries.push(Entry { line, rule: (*rule).to_owned(), path: (*path).to_owned() });
                }
                _ => {
                    let message = "an exception is a rule, a path and a reason, separated by tabs";
                    allowed.malformed.push(Finding::new(path, line, "allowed", message));
                }
            }
        }
        allowed
    }

    /// The findings that are no exceptions, and the exceptions that nothing needs any more.
    pub(super) fn filter(self, found: Vec<Finding>) -> Vec<Finding> {
        let matches =
            |entry: &Entry, finding: &Finding| entry.rule == finding.rule && entry.path == finding.path;
        let unused: Vec<&Entry> = self
            .entries
            .iter()
            .filter(|entry| !found.iter().any(|finding| matches(entry, finding)))
            .collect();
        let mut left = self.malformed;
        left.extend(unused.into_iter().map(|entry| {
            let message = format!("nothing in {} breaks the rule `{}` any more", entry.path, entry.rule);
            Finding::new(&self.path, entry.line, "allowed", message)
        }));
        left.extend(
            found.into_iter().filter(|finding| !self.entries.iter().any(|entry| matches(entry, finding))),
        );
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exception_needs_a_reason_and_something_to_except() {
        let found =
            || vec![Finding::new("a.rs", 1, "length", "long"), Finding::new("a.rs", 2, "words", "word")];
        for (list, expected) in [
            ("", vec!["a.rs:1: [length] long", "a.rs:2: [words] word"]),
            ("# comment\n\nlength\ta.rs\tit is a table\n", vec!["a.rs:2: [words] word"]),
            ("length\ta.rs\tone\nwords\ta.rs\tother", vec![]),
            (
                "length\ta.rs\t \nwords\ta.rs\tother",
                vec![
                    "list:1: [allowed] an exception is a rule, a path and a reason, separated by tabs",
                    "a.rs:1: [length] long",
                ],
            ),
            (
                "length\ta.rs\tone\nwords\ta.rs\tother\nlength\tb.rs\tgone",
                vec!["list:3: [allowed] nothing in b.rs breaks the rule `length` any more"],
            ),
        ] {
            let left = Allowed::read("list", list).filter(found());
            assert_eq!(left.iter().map(ToString::to_string).collect::<Vec<_>>(), expected, "{list}");
        }
    }
}
