//! A finding about the documentation as an entry of the list.

use revrx_api::{Finding, Severity};

use super::entry::{Entry, Quote, See, Tag};
use super::question;
use super::wording::letter;

/// The entry of a finding; `see` gives where a code stands in the list.
pub(super) fn entry(
    finding: &Finding,
    index: usize,
    quotes: Vec<Quote>,
    date: Option<&str>,
    see: &dyn Fn(&str) -> Option<See>,
) -> Entry {
    let label = letter(index);
    Entry {
        anchor: format!("f{label}"),
        label,
        tone: "find",
        title: title(&finding.kind).to_owned(),
        tags: vec![tag(finding)],
        reason: finding.message.clone(),
        see: finding.codes.iter().filter_map(|code| see(code)).collect(),
        question: Some(question::about_finding(finding, &quotes, date)),
        quotes,
        ..Entry::default()
    }
}

fn title(kind: &str) -> &'static str {
    match kind {
        "missing-laterality" => "The side is not stated",
        "missing-acuity" => "Acute or chronic is not stated",
        "missing-severity" => "The stage or severity is not stated",
        "missing-type" => "The type, cause or site is not stated",
        "missing-trimester" => "The trimester is not stated",
        "conflicting-statements" => "The note contradicts itself",
        "conflicting-laterality" => "Both sides are named",
        "conflicting-codes" => "Two codes exclude each other",
        "sign-without-cause" => "A sign is named without its cause",
        "uncertain-diagnosis" => "A diagnosis stays in doubt",
        "drug-without-diagnosis" => "A medicine has no diagnosis beside it",
        "value-without-diagnosis" => "A value has no diagnosis beside it",
        "missing-underlying-disease" => "The underlying disease is not named",
        _ => "Something could be clearer",
    }
}

fn tag(finding: &Finding) -> Tag {
    let (text, tone, glyph) = match finding.severity {
        Severity::High if finding.kind.starts_with("conflicting") => ("Conflict", "bad", "unsupported"),
        Severity::High => ("Needed", "bad", "unsupported"),
        Severity::Medium => ("May change a code", "warn", "under"),
        Severity::Low => ("Clearer", "mute", "waiting"),
    };
    Tag { text, tone: Some(tone), glyph: Some(glyph), outline: false }
}

#[cfg(test)]
mod tests {
    use super::super::sample::finding;
    use super::*;

    #[test]
    fn a_finding_has_a_letter_words_weight_and_a_question() {
        let see = |code: &str| {
            (code == "M17.9").then(|| See { label: "4".into(), anchor: "c4".into(), code: Some(code.into()) })
        };
        for (kind, severity, title, weight) in [
            ("missing-laterality", Severity::Medium, "The side is not stated", "May change a code"),
            ("conflicting-statements", Severity::High, "The note contradicts itself", "Conflict"),
            ("missing-type", Severity::High, "The type, cause or site is not stated", "Needed"),
            ("value-without-diagnosis", Severity::Low, "A value has no diagnosis beside it", "Clearer"),
            ("newer-than-this-page", Severity::Low, "Something could be clearer", "Clearer"),
        ] {
            let entry = entry(&finding(kind, severity, &["M17.9", "X00"]), 1, vec![], None, &see);
            assert_eq!((entry.label.as_str(), entry.anchor.as_str()), ("B", "fB"));
            assert_eq!((entry.title.as_str(), entry.tags[0].text), (title, weight));
            assert_eq!(entry.see.iter().map(|see| see.anchor.as_str()).collect::<Vec<_>>(), ["c4"]);
            assert_eq!(entry.spoken(), "finding B");
            assert_eq!(entry.reason, "something is open");
            assert!(entry.question.is_some());
        }
    }
}
