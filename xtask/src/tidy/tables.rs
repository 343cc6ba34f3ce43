//! Every committed table says where it comes from and under which terms.

use super::Finding;
use super::tree::File;

const HEADERS: [&str; 2] = ["# source: ", "# licence: "];

pub(super) fn findings(file: &File) -> Vec<Finding> {
    let name = file.path.strip_suffix(".gz").unwrap_or(&file.path);
    let listed = name.starts_with("stages/tables/") || name.ends_with(".tsv");
    if !listed || name.ends_with(".md") || name == super::ALLOWED {
        return Vec::new();
    }
    let lines: Vec<&str> = file.text.lines().take(HEADERS.len()).collect();
    let says = |at: usize, header: &str| {
        lines.get(at).and_then(|line| line.strip_prefix(header)).is_some_and(|rest| !rest.trim().is_empty())
    };
    let missing = HEADERS.iter().enumerate().find(|(at, header)| !says(*at, header));
    let message = |header: &str| {
        format!("a table begins with the lines `# source: ...` and `# licence: ...`; `{header}` is missing")
    };
    missing
        .map(|(at, header)| Finding::new(&file.path, at + 1, "table-header", message(header.trim())))
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_without_source_or_licence_is_found() {
        for (path, text, line) in [
            ("stages/tables/a.tsv", "# source: here\n# licence: free\na\tb\n", None),
            ("stages/tables/x/a.txt.gz", "# source: here\n# licence: free\n", None),
            ("stages/tables/a.tsv", "a\tb\n", Some(1)),
            ("stages/tables/a.tsv", "", Some(1)),
            ("stages/tables/a.txt.gz", "# source: here\na\n", Some(2)),
            ("workflows/samples/a.tsv", "# source:  \n# licence: free\n", Some(1)),
            ("stages/tables/README.md", "words", None),
            ("docs/a.txt", "words", None),
        ] {
            let found = findings(&File::of(path, text));
            assert_eq!(found.first().map(|finding| finding.line), line, "{path}: {text}");
        }
    }
}
