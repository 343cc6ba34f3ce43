//! What a report lacks, in a reader's words: what, why, what stood in and what that means for reading it.

use revrx_api::{Document, MissingPart};

use super::wording::{capital, listed, number};

/// What is missing.
pub struct Gaps {
    /// `Two parts of this report are missing`.
    pub title: String,
    /// Whether a part failed, rather than only not being set up here.
    pub failed: bool,
    /// The parts.
    pub parts: Vec<Gap>,
    /// How to read what is not there.
    pub notice: String,
}

/// A missing part.
#[derive(Debug, PartialEq, Eq)]
pub struct Gap {
    /// What a person calls it.
    pub title: String,
    /// Why it is missing, and what stood in.
    pub why: String,
    /// What that means.
    pub meaning: Option<&'static str>,
}

/// What a document lacks; `None` when nothing.
pub(super) fn gaps(document: &Document) -> Option<Gaps> {
    let missing = &document.completeness.missing;
    if missing.is_empty() {
        return None;
    }
    let failed = missing.iter().any(|part| part.reason != "not-configured" || part.stand_in.is_some());
    let title = if failed {
        let (parts, verb) = if missing.len() == 1 { ("part", "is") } else { ("parts", "are") };
        format!("{} {parts} of this report {verb} missing", capital(&number(missing.len())))
    } else {
        let titles: Vec<String> = missing.iter().map(|part| part.title.clone()).collect();
        format!("Not part of this report: {}", listed(&titles))
    };
    let gap = |part: &MissingPart| {
        let what = what(document, part);
        Gap { title: part.title.clone(), why: why(part, what), meaning: what.meaning(part) }
    };
    Some(Gaps {
        title,
        failed,
        parts: missing.iter().map(gap).collect(),
        notice: document.completeness.notice.clone(),
    })
}

/// What a part is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Phi,
    Filter,
    Icd10,
    Snomed,
    Coding,
    Quality,
    Other,
}

impl What {
    /// What it means for the reader that the part is missing.
    fn meaning(self, part: &MissingPart) -> Option<&'static str> {
        Some(match (self, part.stand_in.is_some()) {
            (Self::Filter, _) => "More false matches are possible; check the evidence.",
            (Self::Snomed, false) => "No SNOMED CT code below does not mean there is none.",
            (Self::Icd10, false) => "A code that is not below may still be documented.",
            (Self::Coding, false) => "Codes may be missing or misjudged.",
            (Self::Quality, false) => {
                "No remark on the documentation below does not mean there is nothing to remark."
            }
            (Self::Icd10 | Self::Snomed | Self::Coding | Self::Quality, true) => {
                "Its results may differ from those of the usual way."
            }
            (Self::Phi | Self::Other, _) => return None,
        })
    }
}

/// By the kind that ran, else by the name of the stage.
fn what(document: &Document, part: &MissingPart) -> What {
    let ran = document.provenance.stages.iter().find(|stage| stage.stage == part.stage);
    let kind = ran.map_or(part.stage.as_str(), |stage| stage.kind.as_str());
    let has = |words: &[&str]| words.iter().any(|word| kind.contains(word));
    match () {
        () if has(&["snomed"]) => What::Snomed,
        () if has(&["icd10"]) => What::Icd10,
        () if has(&["filter"]) => What::Filter,
        () if has(&["quality"]) => What::Quality,
        () if has(&["coding", "codes"]) => What::Coding,
        () if has(&["phi", "deidentify"]) => What::Phi,
        () => What::Other,
    }
}

fn why(part: &MissingPart, what: What) -> String {
    let reason = match part.reason.as_str() {
        "throttled" => "The service refused because of its limit.",
        "unavailable" => "The service was not available.",
        "network" => "The service could not be reached.",
        "timeout" => "The service did not answer in time.",
        "invalid-output" => "The answer of the service could not be used.",
        "invalid-input" => "This part could not work with the note.",
        "denied" => "The service refused access.",
        "not-configured" if what == What::Snomed => "No SNOMED CT release is set up here.",
        "not-configured" => "It is not set up here.",
        "outcome-unknown" => {
            "It is not known whether the service did its work, and it must not be asked twice."
        }
        "deadline-near" => "There was no time left for it.",
        "internal" => "This part had a fault of its own.",
        "cancelled" => "It was cancelled.",
        _ => "The reason is not known.",
    };
    match &part.stand_in {
        None => reason.to_owned(),
        Some(_) if what == What::Filter => format!("{reason} The whole note was used instead."),
        // The output of an earlier stage has a name with a dot, a way of its own has a title.
        Some(port) if port.contains('.') => format!("{reason} What was there before it was used instead."),
        Some(kind) => format!("{reason} “{kind}” stood in."),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{document, missing};
    use super::*;

    fn made(parts: Vec<MissingPart>) -> Option<Gaps> {
        let mut document = document(vec![], vec![]);
        document.completeness.missing = parts;
        gaps(&document)
    }

    #[test]
    fn nothing_missing_is_no_gap() {
        assert!(made(vec![]).is_none());
    }

    #[test]
    fn what_is_missing_is_said_with_its_reason_and_its_meaning() {
        let snomed = |reason| missing("infer_snomed", "SNOMED CT inference", reason, None);
        let filter = missing("clinical_filter", "Clinical filtering", "timeout", Some("deidentify.text"));
        for (part, why, meaning) in [
            (
                snomed("throttled"),
                "The service refused because of its limit.",
                Some("No SNOMED CT code below does not mean there is none."),
            ),
            (
                snomed("not-configured"),
                "No SNOMED CT release is set up here.",
                Some("No SNOMED CT code below does not mean there is none."),
            ),
            (
                filter,
                "The service did not answer in time. The whole note was used instead.",
                Some("More false matches are possible; check the evidence."),
            ),
            (
                missing("infer_icd10", "ICD-10-CM inference", "network", Some("ICD-10-CM by rules")),
                "The service could not be reached. “ICD-10-CM by rules” stood in.",
                Some("Its results may differ from those of the usual way."),
            ),
            (
                missing("other", "Something", "new-reason", Some("a.b")),
                "The reason is not known. What was there before it was used instead.",
                None,
            ),
        ] {
            let gaps = made(vec![part]).unwrap();
            assert_eq!((gaps.parts[0].why.as_str(), gaps.parts[0].meaning), (why, meaning));
            assert_eq!(gaps.notice, "Not a negative finding.");
        }
    }

    #[test]
    fn a_part_that_is_not_set_up_is_no_failure() {
        for (reasons, failed, title) in [
            (vec!["not-configured"], false, "Not part of this report: SNOMED CT inference"),
            (vec!["timeout"], true, "One part of this report is missing"),
            (vec!["not-configured", "timeout"], true, "Two parts of this report are missing"),
        ] {
            let parts = reasons
                .iter()
                .map(|reason| missing("infer_snomed", "SNOMED CT inference", reason, None))
                .collect();
            let gaps = made(parts).unwrap();
            assert_eq!((gaps.failed, gaps.title.as_str()), (failed, title));
        }
    }
}
