//! The style sheet: the files of `frontend/styles`, one after the other, without comments and indentation.

use std::fs;
use std::path::Path;

use crate::error::Error;

/// Names, one a line, the files that come first; all others follow by name. Lines that begin with `#` say nothing.
const ORDER: &str = "order.txt";

/// The style sheet made of the files in `folder`.
///
/// # Errors
/// A file cannot be read, or one that the order names is missing.
pub(super) fn read(folder: &Path) -> Result<String, Error> {
    let mut there = Vec::new();
    for entry in fs::read_dir(folder).map_err(Error::file(folder))? {
        let name = entry.map_err(Error::file(folder))?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".css") {
            there.push(name);
        }
    }
    let order = folder.join(ORDER);
    let mut sheet = String::new();
    for name in ordered(&fs::read_to_string(&order).map_err(Error::file(&order))?, there)? {
        let path = folder.join(name);
        sheet.push_str(&shorten(&fs::read_to_string(&path).map_err(Error::file(&path))?));
    }
    Ok(sheet)
}

fn ordered(order: &str, mut there: Vec<String>) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    for name in order.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match there.iter().position(|file| file == name) {
            Some(at) => names.push(there.swap_remove(at)),
            None => {
                return Err(Error::Check(format!(
                    "{ORDER}: there is no file `{name}`, or it is named twice"
                )));
            }
        }
    }
    there.sort();
    names.extend(there);
    Ok(names)
}

/// `css` without comments, indentation and empty lines. What stands in quotes stays as it is.
fn shorten(css: &str) -> String {
    let bare = without_comments(css);
    let lines = bare.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.fold(String::new(), |text, line| text + line + "\n")
}

fn without_comments(css: &str) -> String {
    let mut kept = String::new();
    let mut rest = css;
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, from) = rest.split_at(at);
        kept.push_str(before);
        if let Some(comment) = from.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            // A comment may stand where nothing else parts two words; an empty one still does.
            let parts = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
            if parts(kept.chars().next_back()) && parts(rest.chars().next()) {
                kept.push_str("/**/");
            }
        } else {
            let (token, after) = from.split_at(if from.starts_with('/') { 1 } else { quoted(from) });
            kept.push_str(token);
            rest = after;
        }
    }
    kept + rest
}

/// The length of the quoted text with which `text` begins, quotes included.
fn quoted(text: &str) -> usize {
    let mut characters = text.char_indices();
    let quote = characters.next().map(|(_, c)| c);
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => {
                characters.next();
            }
            _ if Some(c) == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_indentation_go_and_strings_stay() {
        for (css, short) in [
            ("", ""),
            ("a {\n    color: red;\n\n}\n", "a {\ncolor: red;\n}\n"),
            ("/* one */\na { } /* two\nlines */ b { }", "a { }  b { }\n"),
            ("a { content: \"/* no comment */\"; }", "a { content: \"/* no comment */\"; }\n"),
            ("a { content: '\\'/*'; b: \"it's /*\" } /* c */", "a { content: '\\'/*'; b: \"it's /*\" }\n"),
            ("a{width:calc(1px/2)}", "a{width:calc(1px/2)}\n"),
            ("a{margin:1px/* and */2px}", "a{margin:1px/**/2px}\n"),
            ("a{margin:1px /* and */ 2px}", "a{margin:1px  2px}\n"),
            ("a{} /* it never ends", "a{}\n"),
            ("a::before{content:\"\u{2713}\"}", "a::before{content:\"\u{2713}\"}\n"),
        ] {
            assert_eq!(shorten(css), short, "{css}");
        }
    }

    #[test]
    fn named_files_come_first_and_all_others_by_name() {
        let there = || ["b.css", "tokens.css", "a.css"].map(str::to_owned).to_vec();
        for (order, names) in [
            ("", Ok("a.css b.css tokens.css")),
            ("# first\ntokens.css\n\n", Ok("tokens.css a.css b.css")),
            ("tokens.css\nb.css", Ok("tokens.css b.css a.css")),
            ("c.css", Err("order.txt: there is no file `c.css`, or it is named twice")),
            ("a.css\na.css", Err("order.txt: there is no file `a.css`, or it is named twice")),
        ] {
            let given = ordered(order, there()).map(|names| names.join(" "));
            assert_eq!(
                given.map_err(|error| error.to_string()),
                names.map(str::to_owned).map_err(str::to_owned),
                "{order}"
            );
        }
    }

    #[test]
    fn one_sheet_is_made_of_all_files() {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in
            [("order.txt", "tokens.css"), ("tokens.css", "t{}"), ("a.css", "a{}"), ("notes.md", "n")]
        {
            fs::write(folder.path().join(name), text).unwrap();
        }
        assert_eq!(read(folder.path()).unwrap(), "t{}\na{}\n");
    }
}
