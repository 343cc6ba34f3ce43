//! The Table of Neoplasms as dictionary terms: a site with a word for the behaviour.

use super::lexicon::Term;
use super::xml::Element;

/// Column of the table, the words a note uses for it.
const BEHAVIOURS: [(&str, &[&str]); 5] = [
    ("2", &["cancer", "malignant tumor"]),
    ("3", &["metastasis", "secondary tumor", "metastasis cancer"]),
    ("4", &["cancer in situ"]),
    ("5", &["benign tumor"]),
    ("7", &["tumor"]),
];

/// Terms of the table.
pub fn terms(document: &Element) -> Vec<Term> {
    let mut found = Vec::new();
    document.walk(&mut |element| {
        if element.name == "mainTerm" {
            collect(element, String::new(), &mut found);
        }
    });
    found
}

fn collect(element: &Element, above: String, found: &mut Vec<Term>) {
    let main = element.name == "mainTerm";
    let title = element.text_of("title").replace(['*', '#', '\u{25ca}'], " ");
    let site = title.split(", ").next().unwrap_or_default();
    let path = if main { above } else { format!("{above} {site}") };
    for cell in element.all("cell") {
        let column = cell.attributes.iter().find(|(name, _)| name == "col").map(|(_, value)| value.as_str());
        let code = cell.text.trim().trim_end_matches('-').replace('.', "");
        let words = BEHAVIOURS.iter().find(|(number, _)| Some(*number) == column).map(|(_, words)| *words);
        if code.len() >= 3 {
            let wordings = words.unwrap_or_default().iter().map(|word| format!("{word} {path}"));
            found.extend(wordings.map(|wording| Term::new(&code, 'n', &wording)));
        }
    }
    for term in element.all("term") {
        collect(term, path.clone(), found);
    }
}
