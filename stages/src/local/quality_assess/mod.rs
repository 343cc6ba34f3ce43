//! Names what the documentation leaves open or contradicts. It asks; it never answers for the clinician.

mod codes;
mod details;
mod drugs;
mod stage;
mod statements;
mod values;

#[cfg(test)]
mod tests;

pub use stage::QualityAssess;

use crate::encounter::{EncounterClass, EncounterSummary};
use crate::ports::{Evidence, Finding, FindingKind, Findings, Icd10Codes, Severity, SnomedCodes};
use crate::text::TextMap;

/// What is assessed.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The text.
    pub map: &'a TextMap,
    /// Codes the note mentions; without them nothing can be assessed.
    pub icd10: Option<&'a Icd10Codes>,
    /// Concepts the note mentions: a drug or value is explained by one of them as well.
    pub snomed: Option<&'a SnomedCodes>,
    /// The visit.
    pub encounter: Option<&'a EncounterSummary>,
}

/// The findings, the most severe first, then in the order of the note.
pub fn assess(material: &Material<'_>) -> Findings {
    let Some(icd10) = material.icd10 else { return Findings::default() };
    let class = material.encounter.map_or(EncounterClass::Outpatient, |encounter| encounter.class);
    let mut found = details::find(icd10);
    found.extend(codes::find(icd10, class));
    found.extend(statements::find(material.map, icd10));
    found.extend(drugs::find(material.map, icd10));
    found.extend(values::find(material.map, icd10));
    found.sort_by_key(|finding| {
        (finding.severity, finding.evidence.first().map_or(u32::MAX, |e| e.begin), finding.kind)
    });
    found.dedup();
    Findings(found)
}

fn finding(
    kind: FindingKind,
    severity: Severity,
    message: String,
    evidence: Vec<Evidence>,
    codes: &[&str],
) -> Finding {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    Finding { kind, severity, message: message.into(), evidence, codes }
}
