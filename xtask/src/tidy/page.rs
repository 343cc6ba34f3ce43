//! What a page must not hold: the security policy forbids it, or a reader could not set it right.

use std::sync::LazyLock;

use regex::Regex;

use super::Finding;
use super::tree::File;

const FOLDER: &str = "frontend/";

/// What a source must not hold, in two halves so that this list does not find itself, and why.
const RUST: [(&str, &str, &str); 3] = [
    ("inner_", "html", "text becomes markup; build elements instead"),
    ("\\b(?:attr:)?style", "=", "the security policy refuses the attribute; use a class, or `style:name=`"),
    ("\"sty", "le\",", "the security policy refuses the attribute; use a class, or `style:name=`"),
];
/// What the document must not hold, and why.
const HTML: [(&str, &str, &str); 4] = [
    ("<style", "", "the security policy refuses it; use frontend/styles"),
    ("\\sstyle", "=", "the security policy refuses the attribute; use a class"),
    ("\\son[a-z]+", "=", "the security policy refuses it; use a script file"),
    ("<script(?:>| [^>]*[^>/]>[^<])", "", "the security policy refuses it; use a script file"),
];

static RUST_RULES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| rules(&RUST));
static HTML_RULES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| rules(&HTML));

pub(super) fn findings(file: &File) -> Vec<Finding> {
    if !file.path.starts_with(FOLDER) {
        return Vec::new();
    }
    let rules = match file.path.rsplit_once('.') {
        Some((_, "rs")) => &*RUST_RULES,
        Some((_, "html")) => &*HTML_RULES,
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    for (number, line) in (1..).zip(file.text.lines()) {
        if line.trim_start().starts_with("//") {
            continue;
        }
        for (rule, why) in rules {
            if let Some(hit) = rule.find(line) {
                let message = format!("`{}`: {why}", hit.as_str().trim());
                found.push(Finding::new(&file.path, number, "page", message));
            }
        }
    }
    found
}

fn rules(list: &[(&str, &str, &'static str)]) -> Vec<(Regex, &'static str)> {
    let rule = |(head, tail, why): &(&str, &str, &'static str)| {
        (Regex::new(&format!("{head}{tail}")).expect("the patterns above are tested"), *why)
    };
    list.iter().map(rule).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_security_policy_refuses_is_found_in_the_page() {
        for (path, line, count) in [
            ("frontend/src/a.rs", "<p style=\"color: red\">", 1),
            ("frontend/src/a.rs", "<p attr:style=x>", 1),
            ("frontend/src/a.rs", "element.set_attribute(\"style\", x)", 1),
            ("frontend/src/a.rs", "<p inner_html=text>", 1),
            ("frontend/src/a.rs", "<p style:width=move || width()>", 0),
            ("frontend/src/a.rs", "let style = style(x); // style=", 1),
            ("frontend/src/a.rs", "let style = style(x);", 0),
            ("frontend/src/a.rs", "/// never style=", 0),
            ("server/src/a.rs", "<p style=\"\">", 0),
            ("frontend/index.html", "<script type=\"module\" src=\"/boot.js\"></script>", 0),
            ("frontend/index.html", "<script>alert(1)</script>", 1),
            ("frontend/index.html", "<script type=\"module\">alert(1)</script>", 1),
            ("frontend/index.html", "<p style=\"color: red\">", 1),
            ("frontend/index.html", "<style>p {}</style>", 1),
            ("frontend/index.html", "<p onclick=\"go()\">", 1),
            ("frontend/index.html", "<link rel=\"stylesheet\" href=\"/a.css\">", 0),
        ] {
            let found = findings(&File::of(path, line));
            assert_eq!(found.len(), count, "{path}: {line}: {found:?}");
        }
    }
}
