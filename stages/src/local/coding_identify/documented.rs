//! Verdicts on what the note mentions.

use super::billed::Billed;
use super::reasons;
use crate::icd10::{Code, Entry, release};
use crate::ports::{Assertion, Evidence, Icd10Code, Suggestion, System, Verdict};
use crate::text::{Clinical, Text};

/// The verdict on a code that was inferred. `billed` is `None` when it is not known what was billed.
pub(super) fn judge(found: &Icd10Code, text: &Text, billed: Option<&Billed>) -> Suggestion {
    let is_billed = billed.map(|billed| billed.has(&found.code));
    let evidence: Vec<Evidence> =
        found.evidence.iter().filter(|evidence| evidence.stands_in(text)).cloned().collect();
    let entry = verified(found, &evidence);
    let (verdict, reason): (Verdict, Clinical) = match &entry {
        Err(reason) => (Verdict::Rejected, reason.as_str().into()),
        Ok(_) if found.assertion != Assertion::Affirmed => {
            (Verdict::Suppressed, reasons::suppressed(found.assertion).into())
        }
        Ok(entry) if found.under_specified || !entry.billable => {
            (Verdict::UnderSpecified, reasons::open(found.detail.as_ref(), entry.billable).into())
        }
        Ok(_) => match is_billed {
            None => (Verdict::Supported, "documented".into()),
            Some(true) => (Verdict::Supported, "documented and billed".into()),
            Some(false) => (Verdict::Missed, "documented, but not billed".into()),
        },
    };
    let (title, billable) =
        entry.map_or_else(|_| (String::new(), false), |entry| (entry.title, entry.billable));
    Suggestion {
        system: System::Icd10Cm,
        code: found.code.clone(),
        title,
        billable,
        billed: is_billed,
        verdict,
        reason,
        evidence,
        fit: Some(found.fit),
        detail: found.detail.clone(),
        instead: found.instead.clone(),
    }
}

/// The release's own entry, when the code is in it and has words of the text.
fn verified(found: &Icd10Code, evidence: &[Evidence]) -> Result<Entry, String> {
    let release = release();
    let entry = Code::parse(&found.code).and_then(|code| release.get(code));
    let entry = entry.ok_or_else(|| format!("not a code of {}", release.name()))?;
    if evidence.is_empty() {
        return Err("no quote of it stands in the note".to_owned());
    }
    Ok(entry)
}
