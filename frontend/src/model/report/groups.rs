//! What stands where in the list: by verdict, in folds where there are many.

use revrx_api::{CodeEntry, CodeSystem, Document, Severity, Verdict};

use super::concepts;
use super::entry::{Fold, Group};
use super::wording::{self, FAIR, STRONG, capital, sentence};

/// A group with more entries is folded by how well the words match.
const LONG: usize = 12;
/// Suppressed codes are folded by reason when there are more.
const SUPPRESSED_OPEN_MAX: usize = 6;
/// Rejected codes are folded when there are more.
const REJECTED_OPEN_MAX: usize = 3;
/// Concepts without a code beside them are folded when there are more.
const CONCEPTS_OPEN_MAX: usize = 6;
/// Findings that would only make the note clearer are folded when there are more findings in all.
const FINDINGS_OPEN_MAX: usize = 8;

/// Where an entry of the list comes from: its place in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// Among the codes.
    Code(usize),
    /// Among the findings.
    Finding(usize),
}

/// The list, arranged.
pub(super) struct Arranged {
    /// Groups that have entries.
    pub(super) groups: Vec<Group>,
    /// Of each entry, in the order of its number: where it comes from.
    pub(super) sources: Vec<Source>,
    /// Of each code of the document: the code it stands beside, for concepts.
    pub(super) beside: Vec<Option<usize>>,
}

/// Arranges the codes and findings of a document.
pub(super) fn arrange(document: &Document, billing_known: bool) -> Arranged {
    let codes = &document.codes;
    let beside = concepts::beside(codes);
    let mut plan = Plan::default();
    let of = |verdict: Verdict| -> Vec<usize> {
        let fits =
            |(_, code): &(usize, &CodeEntry)| code.system == CodeSystem::Icd10Cm && code.verdict == verdict;
        codes.iter().enumerate().filter(fits).map(|(index, _)| index).collect()
    };
    let supported = if billing_known { "documented and billed" } else { "documented" };
    let verdicts = [
        (
            Verdict::Unsupported,
            "g-unsupported",
            "Unsupported",
            "billed, but the note does not carry it",
            "unsupported",
        ),
        (Verdict::UnderSpecified, "g-under", "Under-specified", "needs a more detailed code", "under"),
        (Verdict::Missed, "g-missed", "Missed", "documented, but not billed", "missed"),
        (Verdict::Supported, "g-supported", "Supported", supported, "supported"),
        (Verdict::Suppressed, "g-suppressed", "Suppressed", "mentioned, but not to be coded", "suppressed"),
        (Verdict::Rejected, "g-rejected", "Rejected", "did not pass our checks", "rejected"),
    ];
    for (verdict, id, title, gloss, glyph) in verdicts {
        let folds = match verdict {
            Verdict::Missed | Verdict::Supported => by_match(codes, of(verdict)),
            Verdict::Suppressed => by_reason(codes, of(verdict)),
            Verdict::Rejected => folded(of(verdict), REJECTED_OPEN_MAX, "failed a check"),
            Verdict::Unsupported | Verdict::UnderSpecified => vec![Fold::plain(of(verdict))],
        };
        let group = Group { id, title, gloss, tone: wording::tone(verdict), glyph: Some(glyph), folds };
        plan.add(group, Source::Code);
    }
    let alone = codes.iter().enumerate().zip(&beside);
    let alone = alone.filter(|((_, code), beside)| code.system == CodeSystem::SnomedCt && beside.is_none());
    let alone = alone.map(|((index, _), _)| index).collect();
    plan.add(
        Group {
            id: "g-snomed",
            title: "SNOMED CT",
            gloss: "concepts without a code beside them",
            tone: "mute",
            glyph: Some("waiting"),
            folds: folded(alone, CONCEPTS_OPEN_MAX, "concepts"),
        },
        Source::Code,
    );
    plan.add(
        Group {
            id: "g-doc",
            title: "Documentation",
            gloss: "what the clinician could make clearer",
            tone: "find",
            glyph: None,
            folds: by_severity(document),
        },
        Source::Finding,
    );
    Arranged { groups: plan.groups, sources: plan.sources, beside }
}

#[derive(Default)]
struct Plan {
    groups: Vec<Group>,
    sources: Vec<Source>,
}

impl Plan {
    /// Numbers the entries of a group on from the last one.
    fn add(&mut self, mut group: Group, source: fn(usize) -> Source) {
        group.folds.retain(|fold| !fold.entries.is_empty());
        for entry in group.folds.iter_mut().flat_map(|fold| &mut fold.entries) {
            self.sources.push(source(*entry));
            *entry = self.sources.len() - 1;
        }
        if !group.folds.is_empty() {
            self.groups.push(group);
        }
    }
}

/// One open fold; of a long group three, the weak matches closed.
fn by_match(codes: &[CodeEntry], entries: Vec<usize>) -> Vec<Fold> {
    if entries.len() <= LONG {
        return vec![Fold::plain(entries)];
    }
    let strength = |index: &usize| codes[*index].fit.map_or(1.0, |fit| fit.strength);
    let band = |title: &str, gloss: &str, open: bool, range: std::ops::Range<f32>| Fold {
        title: Some(title.to_owned()),
        gloss: Some(gloss.to_owned()),
        open,
        entries: entries.iter().copied().filter(|index| range.contains(&strength(index))).collect(),
    };
    vec![
        band("Strong match", "the words name the condition as the code does", true, STRONG..f32::INFINITY),
        band(
            "Fair match",
            "the words are less exact, or stand in a section that counts less",
            true,
            FAIR..STRONG,
        ),
        band("Weak match", "check these against the note first", false, f32::NEG_INFINITY..FAIR),
    ]
}

/// One open fold; of many one for each reason, closed, in the order of their size.
fn by_reason(codes: &[CodeEntry], entries: Vec<usize>) -> Vec<Fold> {
    if entries.len() <= SUPPRESSED_OPEN_MAX {
        return vec![Fold::plain(entries)];
    }
    let mut folds: Vec<(String, Fold)> = Vec::new();
    for entry in entries {
        let reason = codes[entry].reason.trim();
        match folds.iter_mut().find(|(of, _)| of == reason) {
            Some((_, fold)) => fold.entries.push(entry),
            None => {
                let (word, gloss) = reason.split_once(':').unwrap_or((reason, ""));
                let fold = Fold {
                    title: Some(capital(word.trim())),
                    gloss: Some(sentence(gloss)).filter(|gloss| !gloss.is_empty()),
                    open: false,
                    entries: vec![entry],
                };
                folds.push((reason.to_owned(), fold));
            }
        }
    }
    folds.sort_by_key(|(_, fold)| std::cmp::Reverse(fold.entries.len()));
    folds.into_iter().map(|(_, fold)| fold).collect()
}

/// One fold, closed when it has more than `open_max` entries.
fn folded(entries: Vec<usize>, open_max: usize, what: &str) -> Vec<Fold> {
    if entries.len() <= open_max {
        return vec![Fold::plain(entries)];
    }
    let title = Some(format!("{} {what}", entries.len()));
    vec![Fold { title, gloss: None, open: false, entries }]
}

/// The findings by what depends on them; of many, those that would only make the note clearer are closed.
fn by_severity(document: &Document) -> Vec<Fold> {
    let all = 0..document.findings.len();
    if all.len() <= FINDINGS_OPEN_MAX {
        return vec![Fold::plain(all.collect())];
    }
    let of = |wanted: Severity| all.clone().filter(move |index| document.findings[*index].severity == wanted);
    let asked = of(Severity::High).chain(of(Severity::Medium)).collect();
    let clearer: Vec<usize> = of(Severity::Low).collect();
    let title = Some(format!("{} that would make the note clearer", clearer.len()));
    vec![Fold::plain(asked), Fold { title, gloss: None, open: false, entries: clearer }]
}

#[cfg(test)]
mod tests {
    use revrx_api::Verdict::{Missed, Rejected, Supported, Suppressed, UnderSpecified, Unsupported};

    use super::super::sample::{Made, code, concept, document, finding};
    use super::*;

    /// Groups as `id: fold(open|closed) codes`.
    fn drawn(document: &Document) -> Vec<String> {
        let Arranged { groups, sources, .. } = arrange(document, true);
        let name = |entry: &usize| match sources[*entry] {
            Source::Code(index) => document.codes[index].code.clone(),
            Source::Finding(index) => document.findings[index].kind.clone(),
        };
        let fold = |fold: &Fold| {
            let names: Vec<String> = fold.entries.iter().map(name).collect();
            let title = fold.title.clone().unwrap_or_default();
            format!("{title}{}[{}]", if fold.open { "" } else { " closed " }, names.join(" "))
        };
        groups
            .iter()
            .map(|group| {
                format!("{}: {}", group.id, group.folds.iter().map(fold).collect::<Vec<_>>().join(" "))
            })
            .collect()
    }

    #[test]
    fn entries_stand_by_verdict_and_are_numbered_in_that_order() {
        let document = document(
            vec![
                code("S1", Supported),
                code("M1", Missed),
                code("M2", Missed),
                code("U1", UnderSpecified),
                code("B1", Unsupported),
                code("P1", Suppressed),
                code("R1", Rejected),
                concept("111", Supported),
            ],
            vec![finding("low", Severity::Low, &[]), finding("high", Severity::High, &[])],
        );
        assert_eq!(
            drawn(&document),
            [
                "g-unsupported: [B1]",
                "g-under: [U1]",
                "g-missed: [M1 M2]",
                "g-supported: [S1]",
                "g-suppressed: [P1]",
                "g-rejected: [R1]",
                "g-snomed: [111]",
                "g-doc: [low high]",
            ]
        );
        let arranged = arrange(&document, true);
        let numbered: Vec<usize> = arranged
            .groups
            .iter()
            .flat_map(|group| &group.folds)
            .flat_map(|fold| fold.entries.clone())
            .collect();
        assert_eq!(numbered, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn nothing_makes_no_group() {
        assert_eq!(drawn(&document(vec![], vec![])), Vec::<String>::new());
    }

    #[test]
    fn a_long_group_is_parted_by_match() {
        let strengths = [0.9, 0.7, 0.5, 0.85, 0.6, 0.59];
        let codes: Vec<Made> =
            (0..13).map(|n| code(&format!("M{n}"), Missed).strength(strengths[n % 6])).collect();
        assert_eq!(
            drawn(&document(codes, vec![])),
            [
                "g-missed: Strong match[M0 M3 M6 M9 M12] Fair match[M1 M4 M7 M10] Weak match closed [M2 M5 M8 M11]"
            ]
        );
    }

    #[test]
    fn many_suppressed_codes_are_folded_by_reason() {
        let codes: Vec<Made> = (0..7)
            .map(|n| {
                let reason = if n < 2 { "family: a relative has it" } else { "negated: it is absent" };
                code(&format!("P{n}"), Suppressed).reason(reason)
            })
            .collect();
        let document = document(codes, vec![]);
        assert_eq!(drawn(&document), ["g-suppressed: Negated closed [P2 P3 P4 P5 P6] Family closed [P0 P1]"]);
        let gloss = arrange(&document, true).groups[0].folds[0].gloss.clone();
        assert_eq!(gloss.as_deref(), Some("It is absent."));
    }

    #[test]
    fn many_rejected_codes_and_small_findings_are_folded() {
        let codes = (0..4).map(|n| code(&format!("R{n}"), Rejected)).collect();
        let findings =
            (0..9).map(|n| finding(&n.to_string(), if n < 2 { Severity::High } else { Severity::Low }, &[]));
        assert_eq!(
            drawn(&document(codes, findings.collect())),
            [
                "g-rejected: 4 failed a check closed [R0 R1 R2 R3]",
                "g-doc: [0 1] 7 that would make the note clearer closed [2 3 4 5 6 7 8]",
            ]
        );
    }
}
