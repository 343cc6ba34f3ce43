//! SNOMED CT concepts beside the ICD-10-CM code that rests on the same words.

use revrx_api::{CodeEntry, CodeSystem, Evidence, Verdict};

/// A concept beside a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concept {
    /// Its id.
    pub code: String,
    /// Its title.
    pub title: String,
}

/// Of each entry of the document that is a concept: the entry it stands beside, if there is one.
///
/// That is the code whose evidence shares the most code points with the concept's, the earlier one of equals; a
/// concept that the note denies never stands beside a code that it affirms.
pub(super) fn beside(codes: &[CodeEntry]) -> Vec<Option<usize>> {
    let partner = |concept: &CodeEntry| {
        let shares = codes.iter().enumerate().filter(|(_, code)| {
            code.system == CodeSystem::Icd10Cm && is_affirmed(code) == is_affirmed(concept)
        });
        let shares = shares.map(|(index, code)| (index, shared(&code.evidence, &concept.evidence)));
        shares
            .filter(|(_, shared)| *shared > 0)
            .max_by_key(|(index, shared)| (*shared, std::cmp::Reverse(*index)))
            .map(|(index, _)| index)
    };
    codes.iter().map(|code| (code.system == CodeSystem::SnomedCt).then(|| partner(code)).flatten()).collect()
}

fn is_affirmed(code: &CodeEntry) -> bool {
    !matches!(code.verdict, Verdict::Suppressed | Verdict::Rejected)
}

/// Code points that two lists of evidence share.
fn shared(one: &[Evidence], other: &[Evidence]) -> u32 {
    let pairs = one.iter().flat_map(|one| other.iter().map(move |other| (one, other)));
    pairs.map(|(one, other)| one.end.min(other.end).saturating_sub(one.begin.max(other.begin))).sum()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{code, concept};
    use super::*;

    #[test]
    fn a_concept_stands_beside_the_code_with_the_most_of_its_words() {
        let with = |verdict: Verdict, spans: &[(u32, u32)]| {
            spans.iter().fold(code("E11.9", verdict), |entry, span| entry.quoting(span.0, span.1, ""))
        };
        for (codes, at, expected) in [
            (vec![with(Verdict::Missed, &[(0, 8)])], (0, 8), Some(0)),
            (vec![with(Verdict::Missed, &[(0, 4)]), with(Verdict::Supported, &[(2, 9)])], (0, 9), Some(1)),
            (vec![with(Verdict::Missed, &[(0, 4)]), with(Verdict::Supported, &[(0, 4)])], (0, 4), Some(0)),
            (vec![with(Verdict::Missed, &[(0, 8)])], (8, 9), None),
            (vec![with(Verdict::Suppressed, &[(0, 8)])], (0, 8), None),
            (vec![], (0, 8), None),
        ] {
            let mut codes: Vec<CodeEntry> = codes.into_iter().map(|code| code.0).collect();
            codes.push(concept("44054006", Verdict::Supported).quoting(at.0, at.1, "").0);
            assert_eq!(beside(&codes).last(), Some(&expected));
        }
    }
}
