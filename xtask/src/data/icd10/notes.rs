//! Notes of the tabular list: what excludes what, what is coded first, and inclusion terms.

use super::lexicon::Term;
use super::xml::Element;
use regex::Regex;
use std::fmt::Write;

/// Rows of `notes.tsv.gz`: code without dot (or the range of a block or chapter), `x1`, `cf` or `ua`, and the codes and
/// ranges the note names, comma separated.
pub fn table(document: &Element) -> String {
    let codes =
        Regex::new(r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?(?:-[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?)?")
            .ok();
    let Some(codes) = codes else { return String::new() };
    let kinds = [("excludes1", "x1"), ("codeFirst", "cf"), ("useAdditionalCode", "ua")];
    let mut rows = String::new();
    document.walk(&mut |element| {
        let Some(scope) = scope(element) else { return };
        for (tag, kind) in kinds {
            let notes = element.all(tag).flat_map(|list| list.all("note"));
            let named: Vec<String> = notes
                .flat_map(|note| codes.find_iter(&note.text).map(|found| found.as_str().replace('.', "")))
                .collect();
            if !named.is_empty() {
                let _infallible = writeln!(rows, "{scope}\t{kind}\t{}", named.join(","));
            }
        }
    });
    rows
}

/// Inclusion terms as dictionary terms.
pub fn inclusion_terms(document: &Element) -> Vec<Term> {
    let mut found = Vec::new();
    document.walk(&mut |element| {
        if element.name != "diag" {
            return;
        }
        let code = element.text_of("name").replace('.', "");
        if code.starts_with(['V', 'W', 'X', 'Y']) {
            return;
        }
        let notes = element.all("inclusionTerm").flat_map(|list| list.all("note"));
        found.extend(
            notes.filter(|note| !note.text.contains("other ")).map(|note| Term::new(&code, 'c', &note.text)),
        );
    });
    found
}

/// What the notes of an element apply to: its code, or the range of a block.
fn scope(element: &Element) -> Option<String> {
    match element.name.as_str() {
        "diag" => Some(element.text_of("name").replace('.', "")),
        "section" => element.attributes.iter().find(|(name, _)| name == "id").map(|(_, value)| value.clone()),
        _ => None,
    }
}
