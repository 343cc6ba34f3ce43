//! `cargo xtask tidy`: what no compiler checks. Every rule is a pure function from files to findings.

mod allowed;
mod docs;
mod manifests;
mod page;
mod sources;
mod styles;
mod tables;
mod tree;
mod words;

use std::fmt;

use crate::error::Error;
use crate::sh;
use allowed::Allowed;
use tree::Tree;

/// Exceptions, each with its reason.
const ALLOWED: &str = "xtask/tidy-allowed.tsv";

/// Something that is not tidy.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Finding {
    path: String,
    /// From 1; 0 stands for the whole file.
    line: usize,
    rule: &'static str,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, rule: &'static str, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, rule, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        write!(f, ": [{}] {}", self.rule, self.message)
    }
}

/// Checks the whole workspace.
///
/// # Errors
/// A file cannot be read, or something is not tidy; the findings are printed.
pub(crate) fn check() -> Result<(), Error> {
    let tree = Tree::read(&sh::root())?;
    let allowed = Allowed::read(ALLOWED, tree.text(ALLOWED).unwrap_or_default());
    let found = allowed.filter(findings(&tree));
    for finding in &found {
        eprintln!("{finding}");
    }
    match found.len() {
        0 => Ok(()),
        count => Err(Error::Check(format!("{count} untidy places; {ALLOWED} may list one, with a reason"))),
    }
}

fn findings(tree: &Tree) -> Vec<Finding> {
    let mut found = manifests::findings(tree);
    for file in &tree.files {
        found.extend(sources::findings(file));
        found.extend(page::findings(file));
        found.extend(styles::findings(file));
        found.extend(words::findings(file));
        found.extend(tables::findings(file));
        found.extend(docs::findings(file, tree));
    }
    found.sort();
    found
}
