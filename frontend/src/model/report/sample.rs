//! Reports for the tests of this folder.

use revrx_api::{
    Candidate, CodeEntry, CodeSystem, Completeness, Detail, DetailAxis, Document, Evidence, Finding, Fit,
    MissingPart, Provenance, Report, Severity, Verdict,
};

/// A code under construction.
#[derive(Clone)]
pub(super) struct Made(pub(super) CodeEntry);

/// A billable ICD-10-CM code of which it is known that it was not billed, or was where the verdict says so.
pub(super) fn code(code: &str, verdict: Verdict) -> Made {
    let billed = matches!(verdict, Verdict::Supported | Verdict::Unsupported);
    Made(CodeEntry {
        system: CodeSystem::Icd10Cm,
        code: code.to_owned(),
        title: format!("Title of {code}"),
        billable: true,
        billed: Some(billed),
        verdict,
        reason: "documented, but not billed".to_owned(),
        evidence: Vec::new(),
        fit: None,
        detail: None,
        instead: None,
    })
}

/// A SNOMED CT concept.
pub(super) fn concept(id: &str, verdict: Verdict) -> Made {
    let Made(entry) = code(id, verdict);
    Made(CodeEntry { system: CodeSystem::SnomedCt, billable: false, billed: None, ..entry })
}

impl Made {
    pub(super) fn quoting(mut self, begin: u32, end: u32, quote: &str) -> Self {
        self.0.evidence.push(Evidence { begin, end, quote: quote.to_owned() });
        self
    }

    pub(super) fn reason(mut self, reason: &str) -> Self {
        self.0.reason = reason.to_owned();
        self
    }

    pub(super) fn title(mut self, title: &str) -> Self {
        self.0.title = title.to_owned();
        self
    }

    pub(super) fn billed(mut self, billed: Option<bool>) -> Self {
        self.0.billed = billed;
        self
    }

    pub(super) fn instead(mut self, code: &str) -> Self {
        self.0.instead = Some(candidate(code, &format!("Title of {code}")));
        self
    }

    pub(super) fn strength(mut self, strength: f32) -> Self {
        self.0.fit =
            Some(Fit { strength, wording: Some(strength), section: None, detail: None, context: None });
        self
    }

    pub(super) fn open(mut self, axis: DetailAxis, candidates: &[(&str, &str)]) -> Self {
        let candidates = candidates.iter().map(|(code, title)| candidate(code, title)).collect();
        self.0.detail = Some(Detail { axis, says: None, candidates });
        self
    }
}

fn candidate(code: &str, title: &str) -> Candidate {
    Candidate { code: code.to_owned(), title: title.to_owned() }
}

/// A finding about these codes.
pub(super) fn finding(kind: &str, severity: Severity, codes: &[&str]) -> Finding {
    Finding {
        kind: kind.to_owned(),
        message: "something is open".to_owned(),
        severity,
        evidence: Vec::new(),
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
    }
}

/// A document of these codes and findings.
pub(super) fn document(codes: Vec<Made>, findings: Vec<Finding>) -> Document {
    Document {
        notice: "Coding support.".to_owned(),
        release: "ICD-10-CM FY2026 (April 2026)".to_owned(),
        codes: codes.into_iter().map(|Made(code)| code).collect(),
        findings,
        completeness: Completeness { missing: Vec::new(), notice: "Not a negative finding.".to_owned() },
        left_out: Vec::new(),
        warnings: Vec::new(),
        provenance: Provenance {
            engine: "revrx 0.1.0".to_owned(),
            icd10_release: "ICD-10-CM FY2026 (April 2026)".to_owned(),
            icd10_valid: ("2025-10-01".to_owned(), "2026-09-30".to_owned()),
            snomed_edition: None,
            stages: Vec::new(),
        },
    }
}

/// A part without a result of its own.
pub(super) fn missing(stage: &str, title: &str, reason: &str, stand_in: Option<&str>) -> MissingPart {
    MissingPart {
        stage: stage.to_owned(),
        title: title.to_owned(),
        reason: reason.to_owned(),
        stand_in: stand_in.map(str::to_owned),
    }
}

/// A complete report of a note.
pub(super) fn report(note: &str, billed: Option<Vec<String>>, document: Document) -> Report {
    let json = serde_json::json!({
        "id": "01935c1e-8f0a-7b7c-a2f5-6f0a4b1e77d3",
        "encounter": null,
        "encounter_version": 1,
        "status": "complete",
        "degraded": false,
        "workflow": "clinical-report-offline",
        "accepted_at": "2026-11-24T09:40:47.000Z",
        "ended_at": "2026-11-24T09:41:18.400Z",
        "note": { "text": note, "characters": note.chars().count() },
        "billed": billed,
        "document": document,
        "failure": null,
        "outline": { "title": "Clinical coding report", "stages": [], "phases": [], "milestones": [] },
        "progress": {
            "view": { "seq": 0, "status": "complete", "degraded": false, "percent": 100, "reached": [], "stages": [] },
            "timeline": { "stages": [], "reached_at": [] },
        },
    });
    serde_json::from_value(json).unwrap()
}
