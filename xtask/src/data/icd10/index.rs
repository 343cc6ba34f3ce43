//! The Alphabetic Index as dictionary terms: every path of main term and sub-terms that ends in a code.

use super::lexicon::Term;
use super::normal;
use super::xml::Element;
use std::collections::HashMap;

/// Wordings taken from one path at most.
const MOST_WORDINGS: usize = 12;

/// One entry of the index.
struct Entry {
    /// Titles from the main term down, each with its alternatives.
    path: Vec<Vec<String>>,
    code: Option<String>,
    see: Option<String>,
}

/// Terms of the index; an entry that only says "see" takes the code of the entry it names.
pub fn terms(document: &Element) -> Vec<Term> {
    let mut entries = Vec::new();
    document.walk(&mut |element| {
        if element.name == "mainTerm" {
            collect(element, &mut Vec::new(), &mut entries);
        }
    });
    let mut targets: HashMap<Vec<String>, &str> = HashMap::new();
    for entry in &entries {
        if let Some(code) = &entry.code {
            for wording in wordings(&entry.path) {
                targets.entry(normal::phrase(&wording)).or_insert(code);
            }
        }
    }
    let mut found = Vec::new();
    let complete = |entry: &&Entry| entry.path.iter().all(|place| !place.is_empty());
    for entry in entries.iter().filter(complete).filter(|entry| !is_administrative(entry)) {
        let target = entry.see.as_ref().and_then(|see| targets.get(&normal::phrase(see)).copied());
        if let Some(code) = entry.code.as_deref().or(target) {
            let deep = entry.path.len() > 1;
            let terms = wordings(&entry.path).into_iter().map(|wording| Term::new(code, 'i', &wording));
            found.extend(terms.filter(|term| !deep || term.words.len() > 1));
        }
    }
    found
}

fn collect(element: &Element, above: &mut Vec<Vec<String>>, entries: &mut Vec<Entry>) {
    above.push(alternatives(element.text_of("title")));
    let code = element.text_of("code").trim_end_matches('-').replace('.', "");
    let see = Some(element.text_of("see")).filter(|text| !text.is_empty() && !text.contains("condition"));
    let code = Some(code).filter(|code| is_code(code));
    entries.push(Entry { path: above.clone(), code, see: see.map(str::to_owned) });
    for term in element.all("term") {
        collect(term, above, entries);
    }
    above.pop();
}

/// A title's alternatives: "abdomen, abdominal" are two words for one place in the path.
fn alternatives(title: &str) -> Vec<String> {
    let mut plain = String::with_capacity(title.len());
    let mut depth = 0_u32;
    for c in title.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain.split(", ").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// All ways to say a path, one alternative for each of its places.
fn wordings(path: &[Vec<String>]) -> Vec<String> {
    let mut said = vec![String::new()];
    for place in path {
        let mut next = Vec::new();
        for (wording, alternative) in said.iter().flat_map(|w| place.iter().map(move |a| (w, a))) {
            next.push(format!("{wording} {alternative}"));
        }
        next.truncate(MOST_WORDINGS);
        if !next.is_empty() {
            said = next;
        }
    }
    said
}

/// Whether the main term is about the visit or a place of birth, not a condition.
fn is_administrative(entry: &Entry) -> bool {
    const TERMS: [&str; 30] = [
        "Admission",
        "Aftercare",
        "Checking",
        "Checkup",
        "Complication",
        "Consultation",
        "Contact",
        "Contraception",
        "Convalescence",
        "Counseling",
        "Delivery",
        "Donor",
        "Encounter",
        "Examination",
        "Exposure",
        "Fitting",
        "Follow-up",
        "History",
        "Immunization",
        "Newborn",
        "Observation",
        "Outcome of delivery",
        "Prophylactic",
        "Removal",
        "Replacement by artificial or mechanical device or prosthesis of",
        "Screening",
        "Test",
        "Vaccination",
        "Absence",
        "Problem",
    ];
    let main = entry.path.first().and_then(|place| place.first());
    main.is_none_or(|main| TERMS.contains(&main.as_str()))
}

/// A code without its dot: a letter, a digit or letter, a digit or letter, at least one digit in all.
fn is_code(text: &str) -> bool {
    (3..=7).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_digit() || c.is_ascii_uppercase())
        && text.chars().any(|c| c.is_ascii_digit())
}
