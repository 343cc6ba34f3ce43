//! Evidence checked against the note, and quoted from it.

use crate::icd10::{Code, Entry, release};
use crate::note::Note;
use crate::ports::{Detail, Evidence, Finding, Suggestion, System, Verdict, segments_at};
use crate::text::{Span, Text};

/// What quotes are checked against.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sources<'a> {
    /// The note.
    pub(super) note: &'a Note,
    /// The text that the stages quoted.
    pub(super) text: &'a Text,
}

impl Sources<'_> {
    /// The evidence in the words of the note; `None` when the text does not say so there, or the text is not the
    /// note's at that place.
    pub(super) fn quoted(&self, evidence: &Evidence) -> Option<Evidence> {
        let stands = evidence.stands_in(self.text) && self.is_verbatim(evidence.span());
        let quote = self.note.slice(evidence.span()).filter(|_| stands)?;
        Some(Evidence { quote: quote.into(), ..evidence.clone() })
    }

    fn all(&self, evidence: &[Evidence]) -> Vec<Evidence> {
        evidence.iter().filter_map(|evidence| self.quoted(evidence)).collect()
    }

    /// Whether all verbatim pieces that the span touches say what the note says there.
    fn is_verbatim(&self, span: Span) -> bool {
        let pieces = segments_at(self.text, span).flat_map(|segment| &segment.pieces);
        let mut touched = pieces.filter(|piece| !piece.replaced && piece.span().overlaps(span));
        touched.all(|piece| self.note.slice(piece.span()) == Some(piece.text.expose()))
    }
}

/// The suggestion as the report shows it: quoted from the note, checked against the release.
pub(super) fn suggestion(sources: &Sources<'_>, mut suggestion: Suggestion) -> Suggestion {
    let claimed = !suggestion.evidence.is_empty();
    suggestion.evidence = sources.all(&suggestion.evidence);
    suggestion.detail = suggestion
        .detail
        .map(|detail| Detail { says: detail.says.as_ref().and_then(|says| sources.quoted(says)), ..detail });
    if suggestion.system == System::Icd10Cm {
        against_release(&mut suggestion);
    }
    let unquoted = suggestion.evidence.is_empty();
    if suggestion.verdict.is_suggested() && unquoted && (claimed || suggestion.billed != Some(true)) {
        reject(&mut suggestion, "no quote of it stands in the note".to_owned());
    }
    suggestion
}

/// The title is the release's own; what the release does not have is rejected, a header never counts as supported.
fn against_release(suggestion: &mut Suggestion) {
    let entry: Option<Entry> = Code::parse(&suggestion.code).and_then(|code| release().get(code));
    let Some(entry) = entry else {
        suggestion.title.clear();
        suggestion.billable = false;
        if suggestion.verdict != Verdict::Rejected {
            reject(suggestion, format!("not a code of {}", release().name()));
        }
        return;
    };
    suggestion.code = entry.code.to_string();
    suggestion.title = entry.title;
    suggestion.billable = entry.billable;
    if !entry.billable && matches!(suggestion.verdict, Verdict::Supported | Verdict::Missed) {
        suggestion.verdict = Verdict::UnderSpecified;
        suggestion.reason = "not billable: it is a header, not a complete code".into();
    }
}

fn reject(suggestion: &mut Suggestion, reason: String) {
    suggestion.verdict = Verdict::Rejected;
    suggestion.reason = reason.into();
}

/// The finding quoted from the note; `None` when it had quotes and none of them stands.
pub(super) fn finding(sources: &Sources<'_>, mut finding: Finding) -> Option<Finding> {
    let claimed = !finding.evidence.is_empty();
    finding.evidence = sources.all(&finding.evidence);
    (!claimed || !finding.evidence.is_empty()).then_some(finding)
}
