//! Questions for the clinician: neutral, and without a word of what an answer would mean for the claim.
//!
//! After the AHIMA/ACDIS "Guidelines for Achieving a Compliant Query Practice" (2022): the clinical words of the note
//! first; no leading title; choices only where they are plainly the possible ones, always with "other" and "cannot be
//! determined"; no code, no mention of payment.

use revrx_api::{CodeEntry, DetailAxis, Finding};

use super::choices;
use super::entry::Quote;
use super::wording::axis_in_sentence;

/// Most quotes in a question.
const QUOTES_MAX: usize = 4;

/// The question about an under-specified code; `date` is the day of the visit in words.
pub(super) fn about_code(code: &CodeEntry, quotes: &[Quote], date: Option<&str>) -> String {
    let open = code.detail.as_ref().map(|detail| (detail.axis, choices::choices(&detail.candidates)));
    let Some((axis, choices)) = open else {
        let ask = "Please describe this in more detail, as far as it is known, in your clinical judgement.";
        return letter(date, quotes, "", ask, &[]);
    };
    let stated = format!("It does not state {}.", axis_in_sentence(axis));
    let ask = format!("In your clinical judgement, can you state {}?", axis_in_sentence(axis));
    // Types, causes and sites are many, and a list of codes' titles would suggest what the note does not.
    let choices: Vec<String> = match axis {
        DetailAxis::Type => Vec::new(),
        _ => choices
            .into_iter()
            .map(|choice| choice.when)
            .filter(|when| !when.contains("unspecified"))
            .collect(),
    };
    letter(date, quotes, &stated, &ask, &choices)
}

/// The question about a finding.
pub(super) fn about_finding(finding: &Finding, quotes: &[Quote], date: Option<&str>) -> String {
    let (stated, ask) = match finding.kind.as_str() {
        "missing-laterality" => {
            ("It does not state the side.", "In your clinical judgement, can you state the side?")
        }
        "missing-acuity" => (
            "It does not state whether this is acute or chronic.",
            "In your clinical judgement, can you state whether it is acute, chronic or both?",
        ),
        "missing-severity" => (
            "It does not state the stage, severity or degree.",
            "In your clinical judgement, can you state the stage, severity or degree?",
        ),
        "missing-type" => (
            "It does not state the type, cause or site.",
            "In your clinical judgement, can you state the type, cause or site?",
        ),
        "missing-trimester" => ("It does not state the trimester.", "Can you state the trimester?"),
        "conflicting-statements" => (
            "These statements may not agree.",
            "Please state what holds for this visit, in your clinical judgement.",
        ),
        "conflicting-laterality" => {
            ("Both sides are named.", "Please state which side is meant, or whether both are.")
        }
        "conflicting-codes" => (
            "Both are documented.",
            "Please state how these conditions are related, if at all, in your clinical judgement.",
        ),
        "sign-without-cause" => {
            ("No diagnosis is stated with it.", "Please state the cause, if one was found, or that none was.")
        }
        "uncertain-diagnosis" => (
            "It is stated as not certain.",
            "Please state whether it was confirmed, was ruled out or is still not certain.",
        ),
        "drug-without-diagnosis" => (
            "No condition is stated with it.",
            "Please state the condition it is given for, if there is one.",
        ),
        "value-without-diagnosis" => {
            ("No diagnosis is stated with it.", "Please state its clinical significance, if it has any.")
        }
        "missing-underlying-disease" => (
            "No underlying disease is stated with it.",
            "Please state the underlying disease, if it is known.",
        ),
        _ => ("", "Please describe this in more detail, as far as it is known."),
    };
    letter(date, quotes, stated, ask, &[])
}

fn letter(date: Option<&str>, quotes: &[Quote], stated: &str, ask: &str, choices: &[String]) -> String {
    let visit = date.map_or_else(|| "the visit".to_owned(), |date| format!("the visit of {date}"));
    let mut lines = vec!["Clinical documentation question".to_owned(), String::new()];
    if quotes.is_empty() {
        lines.push(format!("This is about the note of {visit}."));
    } else {
        lines.push(format!("The note of {visit} says:"));
        lines.extend(quotes.iter().take(QUOTES_MAX).map(|quote| {
            let words = quote.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let section = quote.section.as_ref().map(|section| format!(" ({section})")).unwrap_or_default();
            format!("- “{words}”{section}")
        }));
    }
    if !stated.is_empty() {
        lines.push(stated.to_owned());
    }
    lines.extend([String::new(), ask.to_owned()]);
    if choices.len() > 1 {
        lines.extend(choices.iter().map(|choice| format!("[ ] {choice}")));
        lines.push("[ ] other: ______".to_owned());
        lines.push("[ ] cannot be determined".to_owned());
    }
    lines.extend([
        String::new(),
        "This question does not suggest an answer. If the note says all there is to say, no change is needed.".to_owned(),
    ]);
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use revrx_api::{Severity, Verdict};

    use super::super::sample::{code, finding};
    use super::*;

    fn quote(text: &str, section: Option<&str>) -> Quote {
        Quote { text: text.to_owned(), section: section.map(str::to_owned), mark: None }
    }

    #[test]
    fn a_side_is_asked_for_with_the_possible_answers() {
        let axis = [
            ("Z96.651", "Presence of right artificial knee joint"),
            ("Z96.652", "Presence of left artificial knee joint"),
            ("Z96.659", "Presence of unspecified artificial knee joint"),
        ];
        let code = code("Z96.659", Verdict::UnderSpecified).open(DetailAxis::Laterality, &axis).0;
        let quotes = [quote("knee\nreplacement", Some("Plan"))];
        assert_eq!(
            about_code(&code, &quotes, Some("20 Jan 2026")),
            "Clinical documentation question\n\nThe note of the visit of 20 Jan 2026 says:\n- “knee replacement” (Plan)\nIt does not state the side.\n\nIn your clinical judgement, can you state the side?\n[ ] right\n[ ] left\n[ ] other: ______\n[ ] cannot be determined\n\nThis question does not suggest an answer. If the note says all there is to say, no change is needed."
        );
    }

    #[test]
    fn a_type_is_asked_for_openly() {
        let code =
            code("M10.9", Verdict::UnderSpecified).open(DetailAxis::Type, &[("M10.0", "Idiopathic gout")]).0;
        let asked = about_code(&code, &[quote("gout", None)], None);
        assert!(asked.contains("can you state the type, cause or site?"), "{asked}");
        assert!(!asked.contains("[ ]") && !asked.contains("diopathic"), "{asked}");
    }

    #[test]
    fn no_question_names_a_code_its_title_or_what_an_answer_is_worth() {
        let kinds = [
            "missing-laterality",
            "missing-acuity",
            "missing-severity",
            "missing-type",
            "missing-trimester",
            "conflicting-statements",
            "conflicting-laterality",
            "conflicting-codes",
            "sign-without-cause",
            "uncertain-diagnosis",
            "drug-without-diagnosis",
            "value-without-diagnosis",
            "missing-underlying-disease",
            "other",
        ];
        let mut asked: Vec<String> = kinds
            .iter()
            .map(|kind| {
                about_finding(&finding(kind, Severity::High, &["M17.9"]), &[quote("knee", None)], None)
            })
            .collect();
        asked.push(about_code(&code("M17.9", Verdict::UnderSpecified).0, &[], Some("20 Jan 2026")));
        for text in asked {
            let lower = text.to_lowercase();
            for word in ["m17.9", "title of", "bill", "code", "claim", "pay", "something is open"] {
                assert!(!lower.contains(word), "{word} in {text}");
            }
            assert!(lower.contains("state") || lower.contains("describe"), "{text}");
        }
    }
}
