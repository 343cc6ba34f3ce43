//! Verdicts on what was billed and is not documented as it was billed.

use super::{Material, reasons, same};
use crate::icd10::{Code, Entry, normal, release};
use crate::ports::{Assertion, Axis, CodeName, Detail, Evidence, Icd10Code, Suggestion, System, Verdict};

/// Most candidates named for a header.
const CANDIDATES_MAX: usize = 8;

/// The billed codes.
#[derive(Debug)]
pub(super) struct Billed {
    names: Vec<String>,
}

impl Billed {
    /// Each once, trimmed.
    pub(super) fn read(names: &[String]) -> Self {
        let mut kept: Vec<String> = Vec::new();
        for name in names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()) {
            if !kept.iter().any(|other| same(other, name)) {
                kept.push(name.to_owned());
            }
        }
        Self { names: kept }
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    pub(super) fn has(&self, code: &str) -> bool {
        self.names.iter().any(|name| same(name, code))
    }
}

/// The verdict on a billed code; `None` when the note's own verdict on it stands, or nothing can be said.
pub(super) fn judge(name: &str, material: &Material<'_>, found: &[Suggestion]) -> Option<Suggestion> {
    let settled = |other: &Suggestion| same(&other.code, name) && other.verdict != Verdict::Suppressed;
    if found.iter().any(settled) {
        return None;
    }
    let Some(entry) = Code::parse(name).and_then(|code| release().get(code)) else {
        return Some(
            Judged::new(Verdict::Rejected, format!("billed, but not a code of {}", release().name()))
                .of(name, None),
        );
    };
    let codes = &material.icd10?.codes;
    let judged = mentioned(&entry, codes)
        .or_else(|| header(&entry, codes))
        .or_else(|| combined(&entry, codes))
        .or_else(|| related(&entry, codes))
        .or_else(|| concept(&entry, material))
        .unwrap_or_else(|| {
            Judged::new(
                Verdict::Unsupported,
                "billed, but not documented: nothing in the note was found for it",
            )
        });
    let name = entry.code.to_string();
    Some(judged.of(&name, Some(entry)))
}

/// A verdict before it is put on its code.
struct Judged {
    verdict: Verdict,
    reason: String,
    evidence: Vec<Evidence>,
    detail: Option<Detail>,
    instead: Option<CodeName>,
}

impl Judged {
    fn new(verdict: Verdict, reason: impl Into<String>) -> Self {
        Self { verdict, reason: reason.into(), evidence: Vec::new(), detail: None, instead: None }
    }

    /// Quotes what the note says, and names the code to consider.
    fn quoting(mut self, code: &Icd10Code) -> Self {
        self.evidence = code.evidence.clone();
        self.instead = (code.billable && code.assertion == Assertion::Affirmed)
            .then(|| CodeName { code: code.code.clone(), title: code.title.clone() })
            .or_else(|| code.instead.clone());
        self
    }

    fn of(self, name: &str, entry: Option<Entry>) -> Suggestion {
        let (title, billable) = entry.map_or_else(Default::default, |entry| (entry.title, entry.billable));
        Suggestion {
            system: System::Icd10Cm,
            code: name.to_owned(),
            title,
            billable,
            billed: Some(true),
            verdict: self.verdict,
            reason: self.reason.into(),
            evidence: self.evidence,
            fit: None,
            detail: self.detail,
            instead: self.instead,
        }
    }
}

/// The note mentions this very code, but not as something to code.
fn mentioned(entry: &Entry, codes: &[Icd10Code]) -> Option<Judged> {
    let code = codes.iter().find(|code| same(&code.code, &entry.code.to_string()))?;
    Some(Judged::new(Verdict::Unsupported, reasons::billed_but(code.assertion)).quoting(code))
}

/// A header was billed: the documented code below it, if there is one.
fn header(entry: &Entry, codes: &[Icd10Code]) -> Option<Judged> {
    if entry.billable {
        return None;
    }
    let below = codes.iter().find(|code| affirmed(code) && code.is_under(&[entry.code.as_str()]));
    let mut judged =
        Judged::new(Verdict::UnderSpecified, "billed, but not billable: it is a header, not a complete code");
    if let Some(code) = below {
        judged = judged.quoting(code);
    } else {
        let candidates = release()
            .children(entry.code)
            .into_iter()
            .take(CANDIDATES_MAX)
            .filter_map(CodeName::of)
            .collect();
        judged.detail = Some(Detail { axis: Axis::Type, says: None, candidates });
    }
    Some(judged)
}

/// Hypertension with heart or kidney disease is one combined code (Guidelines I.C.9.a).
fn combined(entry: &Entry, codes: &[Icd10Code]) -> Option<Judged> {
    let code = codes.iter().find(|code| affirmed(code) && code.is_under(&["I11", "I12", "I13"]))?;
    (entry.code.as_str() == "I10").then(|| {
        let reason = "billed alone, but not supported so: hypertension with heart or kidney disease is one combined code (Guidelines I.C.9.a)";
        Judged::new(Verdict::Unsupported, reason).quoting(code)
    })
}

/// The note documents, or mentions, another code of the same category.
fn related(entry: &Entry, codes: &[Icd10Code]) -> Option<Judged> {
    let family = |code: &&Icd10Code| code.is_under(&[entry.code.category()]);
    let documented = codes.iter().filter(|code| affirmed(code)).filter(family);
    let nearest = documented.max_by_key(|code| shared(&code.code, &entry.code.to_string()));
    let Some(code) = nearest else {
        let mentioned = codes.iter().find(family)?;
        return Some(
            Judged::new(Verdict::Unsupported, reasons::billed_but(mentioned.assertion)).quoting(mentioned),
        );
    };
    let vague =
        |title: &str| title.to_lowercase().contains("unspecified") || title.contains("without complication");
    let judged = if vague(&entry.title) && code.billable && !vague(&code.title) {
        Judged::new(Verdict::UnderSpecified, "billed without the detail that the note documents")
    } else if code.under_specified || vague(&code.title) {
        Judged::new(Verdict::Unsupported, "billed with more detail than the note documents")
    } else {
        Judged::new(Verdict::Unsupported, "billed, but the note documents another code of this category")
    };
    Some(judged.quoting(code))
}

/// A concept of the user's SNOMED CT release that the note affirms has the code's own title.
fn concept(entry: &Entry, material: &Material<'_>) -> Option<Judged> {
    let title = sorted(&entry.title);
    let fits = |title_of: &str| !title.is_empty() && sorted(title_of) == title;
    let concepts = &material.snomed?.concepts;
    let concept =
        concepts.iter().find(|concept| concept.assertion == Assertion::Affirmed && fits(&concept.title))?;
    let mut judged =
        Judged::new(Verdict::Supported, format!("billed, and documented as SNOMED CT {}", concept.id));
    judged.evidence =
        concept.evidence.iter().filter(|evidence| evidence.stands_in(material.text)).cloned().collect();
    (!judged.evidence.is_empty()).then_some(judged)
}

fn affirmed(code: &Icd10Code) -> bool {
    code.assertion == Assertion::Affirmed
}

/// Characters that two codes begin with alike.
fn shared(one: &str, other: &str) -> usize {
    one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
}

fn sorted(title: &str) -> Vec<String> {
    let mut words = normal::phrase(title);
    words.sort_unstable();
    words.dedup();
    words
}
