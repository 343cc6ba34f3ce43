//! Section headings.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Before the first known heading, or under one that says nothing.
    Unknown,
    /// Why the patient came.
    ChiefComplaint,
    /// History of present illness, interval history, subjective.
    PresentIllness,
    /// Past medical history and problem lists that mix old and current conditions.
    PastHistory,
    /// Past operations.
    SurgicalHistory,
    /// Conditions of relatives.
    FamilyHistory,
    /// Habits, work, home.
    SocialHistory,
    /// Medication lists.
    Medications,
    /// Allergies and intolerances.
    Allergies,
    /// Review of systems.
    ReviewOfSystems,
    /// Vital signs.
    Vitals,
    /// Physical and mental examination.
    Exam,
    /// Laboratory, imaging and other results.
    Results,
    /// What was found: assessment, impression, diagnoses, problems treated today.
    Assessment,
    /// What will be done.
    Plan,
    /// A procedure or operation.
    Procedure,
    /// Course in hospital or emergency department.
    Course,
    /// Words for the patient: instructions, education, follow-up.
    Instructions,
    /// Signatures, consent, billing and other form.
    Administrative,
}

/// A stretch of the note under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What it is about.
    pub kind: Kind,
    /// The heading without its colon; empty for what stands before the first.
    pub heading: Range<usize>,
    /// What stands under the heading.
    pub body: Range<usize>,
}

/// Cuts a text at its known headings; the sections cover it from begin to end, in order.
///
/// A heading stands at the begin of a line, alone on it or followed by a colon; a number or bullet before it and
/// capitals do not matter. Unknown headings ("Cardiovascular:") stay inside the section they stand in.
pub fn sections(text: &str) -> Vec<Section> {
    let mut found = vec![Section { kind: Kind::Unknown, heading: 0..0, body: 0..text.len() }];
    let mut begin = 0;
    for line in text.split_inclusive('\n') {
        if let Some((kind, heading, body)) = heading(line) {
            if let Some(last) = found.last_mut() {
                last.body.end = begin;
            }
            found.push(Section {
                kind,
                heading: begin + heading.start..begin + heading.end,
                body: begin + body..text.len(),
            });
        }
        begin += line.len();
    }
    found.retain(|section| !(section.heading.is_empty() && section.body.is_empty()));
    found
}

/// Kind, place of the heading and begin of the body in a line that starts a section.
fn heading(line: &str) -> Option<(Kind, Range<usize>, usize)> {
    const LONGEST: usize = 60;
    let begin = line.find(|c: char| c.is_alphabetic())?;
    let lead = &line[..begin];
    if lead.chars().any(|c| !c.is_whitespace() && !c.is_ascii_digit() && !".)#*-\u{2022}_=".contains(c)) {
        return None;
    }
    let rest = &line[begin..];
    let colon = rest.find(':').filter(|at| *at <= LONGEST);
    let named = |end: usize| HEADINGS.get(comparable(&rest[..end]).as_str()).copied();
    if let Some(kind) = colon.and_then(named) {
        let end = colon.unwrap_or_default();
        return Some((kind, begin..begin + end, begin + end + 1));
    }
    let whole = rest.trim_end().trim_end_matches(['-', '_', '=', '.', '*']).trim_end();
    if whole.len() > LONGEST || colon.is_some() {
        return None;
    }
    let alone = named(whole.len())?;
    let single_lower = !whole.contains(' ') && whole.chars().next().is_some_and(char::is_lowercase);
    (!single_lower).then_some((alone, begin..begin + whole.len(), line.len()))
}

/// Lower case, words separated by one space.
fn comparable(heading: &str) -> String {
    let words = heading.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// Heading to kind, from `tables/icd10/sections.tsv`.
static HEADINGS: LazyLock<HashMap<&'static str, Kind>> = LazyLock::new(|| {
    let table = include_str!("../../../tables/icd10/sections.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    rows.filter_map(|(kind, names)| Some((named(kind)?, names)))
        .flat_map(|(kind, names)| names.split('|').map(move |name| (name, kind)))
        .collect()
});

fn named(kind: &str) -> Option<Kind> {
    Some(match kind {
        "chief-complaint" => Kind::ChiefComplaint,
        "present-illness" => Kind::PresentIllness,
        "past-history" => Kind::PastHistory,
        "surgical-history" => Kind::SurgicalHistory,
        "family-history" => Kind::FamilyHistory,
        "social-history" => Kind::SocialHistory,
        "medications" => Kind::Medications,
        "allergies" => Kind::Allergies,
        "review-of-systems" => Kind::ReviewOfSystems,
        "vitals" => Kind::Vitals,
        "exam" => Kind::Exam,
        "results" => Kind::Results,
        "assessment" => Kind::Assessment,
        "plan" => Kind::Plan,
        "procedure" => Kind::Procedure,
        "course" => Kind::Course,
        "instructions" => Kind::Instructions,
        "administrative" => Kind::Administrative,
        "unknown" => Kind::Unknown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_with_colon_in_capitals_or_alone_on_their_line() {
        let cases = [
            ("CHIEF COMPLAINT\nCough", Kind::ChiefComplaint),
            ("Past Medical History: asthma", Kind::PastHistory),
            ("PMH: asthma", Kind::PastHistory),
            ("1. Assessment and Plan\nAsthma", Kind::Assessment),
            ("FAMILY HISTORY:\nasthma", Kind::FamilyHistory),
            ("Allergies: penicillin", Kind::Allergies),
            ("## Plan\nrest", Kind::Plan),
            ("REVIEW OF SYSTEMS\n", Kind::ReviewOfSystems),
            ("Discharge Diagnoses:\nsepsis", Kind::Assessment),
        ];
        for (text, kind) in cases {
            assert_eq!(sections(text).first().unwrap().kind, kind, "{text}");
        }
    }

    #[test]
    fn a_sentence_or_an_organ_is_no_heading() {
        for text in [
            "The plan is to wait: rest",
            "Cardiovascular: no murmur",
            "plan",
            "She said: allergies",
            "Asthma.",
        ] {
            assert_eq!(sections(text).first().unwrap().kind, Kind::Unknown, "{text}");
        }
    }

    #[test]
    fn sections_cover_the_text() {
        let text = "Seen today.\nHPI: cough\nfor days\nPLAN\nrest\n";
        let found: Vec<_> = sections(text).into_iter().map(|s| (s.kind, &text[s.body])).collect();
        let expected = [
            (Kind::Unknown, "Seen today.\n"),
            (Kind::PresentIllness, " cough\nfor days\n"),
            (Kind::Plan, "rest\n"),
        ];
        assert_eq!(found, expected);
    }
}
