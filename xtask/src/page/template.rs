//! Files of the page in which a build writes names: `{{name}}`.

use crate::error::Error;

/// `text` with every `{{name}}` replaced; `path` is named in errors.
///
/// # Errors
/// A name has no value, or a value is used nowhere: the page would lack a file.
pub(super) fn fill(path: &str, text: &str, values: &[(&str, &str)]) -> Result<String, Error> {
    let mut filled = text.to_owned();
    for (name, value) in values {
        let place = format!("{{{{{name}}}}}");
        if !filled.contains(&place) {
            return Err(Error::Check(format!("{path}: `{place}` is missing")));
        }
        filled = filled.replace(&place, value);
    }
    match filled.split_once("{{") {
        None => Ok(filled),
        Some((_, rest)) => {
            let name = rest.split("}}").next().unwrap_or_default();
            Err(Error::Check(format!("{path}: nothing fills `{{{{{name}}}}}`")))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::sh;

    #[test]
    fn every_place_is_filled_and_every_value_used() {
        for (text, filled) in [
            ("<a href=\"/{{css}}\">{{css}}{{js}}</a>", Ok("<a href=\"/a.css\">a.cssb.js</a>")),
            ("{{css}}", Err("f: `{{js}}` is missing")),
            ("{{css}} {{js}} {{other}}", Err("f: nothing fills `{{other}}`")),
        ] {
            let given = fill("f", text, &[("css", "a.css"), ("js", "b.js")]);
            assert_eq!(
                given.as_deref().map_err(ToString::to_string),
                filled.map_err(str::to_owned),
                "{text}"
            );
        }
    }

    /// The security policy forbids what stands in the document itself, and asks for files of the same server only.
    #[test]
    fn the_document_loads_everything_from_its_own_server() {
        let text = fs::read_to_string(sh::root().join("frontend/index.html")).unwrap();
        for never in ["<style", "style=", "<script>", "://", "javascript:", " onload", " onclick"] {
            assert!(!text.contains(never), "{never}");
        }
        for script in text.split("<script").skip(1) {
            assert!(script.contains("src=\"/{{") && script.contains("></script>"), "{script}");
        }
        for part in ["<html lang=\"en\">", "name=\"viewport\"", "<title>RevRx</title>", "<noscript>"] {
            assert!(text.contains(part), "{part}");
        }
    }
}
