//! Puts the report together.

use revrx_engine::stage::Upstream;

use super::completeness;
use super::document::{Provenance, Report};
use super::verify::{self, Sources};
use crate::encounter::{Encounter, EncounterSummary};
use crate::icd10::{CodeSet, release};
use crate::note::Note;
use crate::ports::{
    Assertion, DropReason, DroppedSegment, DroppedSegments, Finding, Findings, Icd10Codes, SnomedCodes,
    SnomedConcept, Suggestion, Suggestions, System, Verdict,
};
use crate::text::{Clinical, Segment, Span, Text};

const NOTICE: &str = "Coding support for review by a qualified coder or clinician; not a substitute for professional judgement.";

/// What a report is made of.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The note.
    pub note: &'a Note,
    /// The text that was looked at.
    pub text: &'a Text,
    /// Codes the note mentions: they lend `match` and `detail` to suggestions that have none.
    pub icd10: Option<&'a Icd10Codes>,
    /// Concepts the note mentions.
    pub snomed: Option<&'a SnomedCodes>,
    /// The verdicts.
    pub coding: &'a Suggestions,
    /// The findings.
    pub quality: &'a Findings,
    /// The visit, reduced: its year.
    pub encounter: Option<&'a EncounterSummary>,
    /// The visit: its date.
    pub visit: Option<&'a Encounter>,
    /// What the filter left out.
    pub dropped: Option<&'a DroppedSegments>,
    /// The stages before, as they ended.
    pub upstream: &'a [Upstream],
}

/// The report of a note. Every quote stands verbatim in the note at its span; a suggestion without one is rejected.
pub fn assemble(material: &Material<'_>) -> Report {
    let release = release();
    let sources = Sources { note: material.note, text: material.text };
    let given = material.coding.0.iter().cloned().map(|suggestion| lent(suggestion, material.icd10));
    let concepts = material.snomed.iter().flat_map(|snomed| &snomed.concepts).map(concept);
    let mut codes: Vec<Suggestion> =
        given.chain(concepts).map(|code| verify::suggestion(&sources, code)).collect();
    codes.sort_by_key(|code| (code.system, code.verdict));
    let findings: Vec<Finding> =
        material.quality.0.iter().cloned().filter_map(|finding| verify::finding(&sources, finding)).collect();
    let mut warnings = Vec::new();
    warnings.extend(outside_release(material, release));
    warnings.extend(other_release(material, release));
    warnings.extend(unquoted(material.quality.0.len() - findings.len()));
    let (first, last) = release.valid();
    Report {
        notice: NOTICE.to_owned(),
        release: release.name().to_owned(),
        codes,
        findings,
        completeness: completeness::completeness(material.upstream),
        left_out: left_out(material),
        warnings: warnings.into_iter().map(Clinical::from).collect(),
        provenance: Provenance {
            engine: concat!("revrx ", env!("CARGO_PKG_VERSION")).to_owned(),
            icd10_release: release.name().to_owned(),
            icd10_valid: (first.to_owned(), last.to_owned()),
            snomed_edition: material.snomed.map(|snomed| snomed.edition.clone()),
            stages: completeness::stage_runs(material.upstream),
        },
    }
}

/// A suggestion with what was inferred for the same code, where it has no such thing of its own.
fn lent(mut suggestion: Suggestion, icd10: Option<&Icd10Codes>) -> Suggestion {
    let inferred = icd10.and_then(|icd10| icd10.codes.iter().find(|code| code.code == suggestion.code));
    if let Some(inferred) = inferred.filter(|_| suggestion.system == System::Icd10Cm) {
        suggestion.fit = suggestion.fit.or(Some(inferred.fit));
        suggestion.detail = suggestion.detail.or_else(|| inferred.detail.clone());
    }
    suggestion
}

fn concept(concept: &SnomedConcept) -> Suggestion {
    let (verdict, reason) = match concept.assertion {
        Assertion::Affirmed => (Verdict::Supported, "documented"),
        Assertion::IntegralSign => (Verdict::Suppressed, "integral sign"),
        Assertion::Uncertain => (Verdict::Suppressed, "uncertain: the note leaves it in doubt"),
        Assertion::History => (Verdict::Suppressed, "history: the note says that it is past"),
        Assertion::Hypothetical => (Verdict::Suppressed, "hypothetical: the note speaks of what may come"),
        Assertion::Family => (Verdict::Suppressed, "family: a relative has it, not the patient"),
        Assertion::Negated => (Verdict::Suppressed, "negated: the note says that it is absent"),
        Assertion::NotForCoding => (Verdict::Suppressed, "not for coding: it stands only in a list"),
    };
    Suggestion {
        system: System::SnomedCt,
        code: concept.id.clone(),
        title: concept.title.clone(),
        billable: false,
        billed: None,
        verdict,
        reason: reason.into(),
        evidence: concept.evidence.clone(),
        fit: None,
        detail: None,
        instead: None,
    }
}

/// What the filter says it left out, else the paragraphs of the note that no segment of the text touches.
fn left_out(material: &Material<'_>) -> Vec<DroppedSegment> {
    if let Some(dropped) = material.dropped {
        return dropped.0.clone();
    }
    let kept: Vec<Span> = material.text.segments.iter().filter_map(Segment::span).collect();
    let note = Text::cut(material.note.text());
    let dropped = |segment: &Segment| {
        let span = segment.span().filter(|span| !kept.iter().any(|kept| kept.overlaps(*span)))?;
        Some(DroppedSegment {
            segment: segment.id,
            begin: span.begin,
            end: span.end,
            reason: DropReason::NotStated,
        })
    };
    note.segments.iter().filter_map(dropped).collect()
}

/// A day of service, or a whole year, for which the release is not.
fn outside_release(material: &Material<'_>, release: &CodeSet) -> Option<String> {
    let (first, last) = release.valid();
    let date = material.visit.and_then(|visit| visit.date.as_ref()).map(|date| date.expose().trim());
    let outside = match date {
        // Days are written `YYYY-MM-DD`: their order is that of their letters.
        Some(date) if date.len() == first.len() => date < first || date > last,
        _ => {
            let year = material.encounter.and_then(|encounter| encounter.year)?.to_string();
            year.as_str() < &first[..4] || year.as_str() > &last[..4]
        }
    };
    outside.then(|| {
        format!("The date of service lies outside {}, which is for {first} to {last}: check every code against the release of that day.", release.name())
    })
}

fn other_release(material: &Material<'_>, release: &CodeSet) -> Option<String> {
    let inferred = material.icd10.map(|icd10| icd10.release.as_str()).filter(|name| !name.is_empty())?;
    (inferred != release.name())
        .then(|| format!("Codes were inferred with {inferred} and checked against {}.", release.name()))
}

fn unquoted(count: usize) -> Option<String> {
    let findings = if count == 1 { "1 finding" } else { &format!("{count} findings") };
    (count > 0).then(|| format!("{findings} left out: what they quote does not stand in the note."))
}
