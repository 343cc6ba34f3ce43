//! The one sentence a report is about, and what it means.

use revrx_api::{CodeEntry, CodeSystem, Document, Verdict};

use super::wording::{capital, listed, number};

/// The sentence and its explanation.
#[derive(Debug, PartialEq, Eq)]
pub struct Headline {
    /// `Seven codes to look at.`
    pub lead: String,
    /// What they are.
    pub text: String,
}

/// The headline of a document.
pub(super) fn headline(document: &Document, billing_known: bool) -> Headline {
    let count = |wanted: &dyn Fn(&CodeEntry) -> bool| {
        let codes = document.codes.iter().filter(|code| code.system == CodeSystem::Icd10Cm);
        codes.filter(|code| wanted(code)).count()
    };
    let of = |verdict: Verdict| count(&|code| code.verdict == verdict);
    if billing_known {
        compared(&Counts {
            unsupported: of(Verdict::Unsupported),
            under: of(Verdict::UnderSpecified),
            missed: of(Verdict::Missed),
            invalid: count(&|code| code.verdict == Verdict::Rejected && code.billed == Some(true)),
            kept: of(Verdict::Supported),
        })
    } else {
        suggested(of(Verdict::Supported) + of(Verdict::Missed), of(Verdict::UnderSpecified))
    }
}

struct Counts {
    unsupported: usize,
    under: usize,
    missed: usize,
    invalid: usize,
    kept: usize,
}

/// What was billed is known.
fn compared(counts: &Counts) -> Headline {
    let to_look_at = counts.unsupported + counts.under + counts.missed + counts.invalid;
    if to_look_at == 0 {
        let text = match counts.kept {
            0 => "Nothing was billed, and nothing in the note was matched to a code. That does not mean that nothing is there.".to_owned(),
            1 => "The one billed code is supported by the note.".to_owned(),
            kept => format!("All {} billed codes are supported by the note.", number(kept)),
        };
        return Headline { lead: "Nothing to change was found.".to_owned(), text };
    }
    let mut parts = Vec::new();
    let mut named = false;
    let mut say = |count: usize, what: &dyn Fn(bool, bool) -> String| {
        if count > 0 {
            parts.push(format!("{} {}", number(count), what(count == 1, named)));
            named = true;
        }
    };
    say(counts.unsupported, &|one, _| {
        (if one { "billed code is not supported" } else { "billed codes are not supported" }).to_owned()
    });
    say(counts.invalid, &|one, _| {
        let verb = if one { "billed code is no code" } else { "billed codes are no codes" };
        format!("{verb} of this release")
    });
    say(counts.under, &|one, named| {
        let code = if named { "" } else { "code" };
        let needs = if one { "needs more detail" } else { "need more detail" };
        match (code, one) {
            ("", _) => needs.to_owned(),
            (_, true) => format!("code {needs}"),
            (_, false) => format!("codes {needs}"),
        }
    });
    say(counts.missed, &|one, _| {
        (if one { "documented condition is not billed" } else { "documented conditions are not billed" })
            .to_owned()
    });
    Headline {
        lead: format!("{} to look at.", capital(&codes(to_look_at))),
        text: format!("{}.", capital(&parts.join(", "))),
    }
}

/// What was billed is not known.
fn suggested(documented: usize, under: usize) -> Headline {
    if documented + under == 0 {
        return Headline {
            lead: "No code is suggested.".to_owned(),
            text: "Nothing in the note was matched to a code. That does not mean that nothing is there."
                .to_owned(),
        };
    }
    let mut parts = Vec::new();
    if documented > 0 {
        parts.push(format!(
            "{} {} documented",
            number(documented),
            if documented == 1 { "is" } else { "are" }
        ));
    }
    if under > 0 {
        parts.push(format!("{} {} more detail", number(under), if under == 1 { "needs" } else { "need" }));
    }
    Headline {
        lead: format!("{} suggested.", capital(&codes(documented + under))),
        text: format!(
            "{}. It is not known what was billed, so nothing is compared.",
            capital(&listed(&parts))
        ),
    }
}

fn codes(count: usize) -> String {
    format!("{} {}", number(count), if count == 1 { "code" } else { "codes" })
}

#[cfg(test)]
mod tests {
    use revrx_api::Verdict::{Missed, Rejected, Supported, Suppressed, UnderSpecified, Unsupported};

    use super::super::sample::{code, concept, document};
    use super::*;

    fn said(verdicts: &[(Verdict, usize)], known: bool) -> (String, String) {
        let codes =
            verdicts.iter().flat_map(|(verdict, times)| vec![code("A00", *verdict); *times]).collect();
        let Headline { lead, text } = headline(&document(codes, vec![]), known);
        (lead, text)
    }

    #[test]
    fn the_headline_counts_what_is_to_be_looked_at() {
        for (verdicts, lead, text) in [
            (
                vec![(Unsupported, 2), (UnderSpecified, 2), (Missed, 3), (Supported, 2), (Suppressed, 4)],
                "Seven codes to look at.",
                "Two billed codes are not supported, two need more detail, three documented conditions are not billed.",
            ),
            (vec![(Unsupported, 1)], "One code to look at.", "One billed code is not supported."),
            (
                vec![(UnderSpecified, 1), (Missed, 1)],
                "Two codes to look at.",
                "One code needs more detail, one documented condition is not billed.",
            ),
            (vec![(UnderSpecified, 2)], "Two codes to look at.", "Two codes need more detail."),
            (
                vec![(Missed, 78), (UnderSpecified, 3), (Unsupported, 1)],
                "82 codes to look at.",
                "One billed code is not supported, three need more detail, 78 documented conditions are not billed.",
            ),
            (
                vec![(Supported, 5), (Suppressed, 2)],
                "Nothing to change was found.",
                "All five billed codes are supported by the note.",
            ),
            (
                vec![(Supported, 1)],
                "Nothing to change was found.",
                "The one billed code is supported by the note.",
            ),
            (
                vec![(Suppressed, 1), (Rejected, 1)],
                "Nothing to change was found.",
                "Nothing was billed, and nothing in the note was matched to a code. That does not mean that nothing is there.",
            ),
        ] {
            assert_eq!(said(&verdicts, true), (lead.to_owned(), text.to_owned()));
        }
    }

    #[test]
    fn a_billed_code_that_the_release_does_not_have_is_to_be_looked_at() {
        let invalid = code("Q00.00", Rejected).billed(Some(true));
        let made = headline(&document(vec![invalid, code("I10", Supported)], vec![]), true);
        assert_eq!(made.lead, "One code to look at.");
        assert_eq!(made.text, "One billed code is no code of this release.");
    }

    #[test]
    fn without_billed_codes_the_headline_suggests() {
        for (verdicts, lead, text) in [
            (
                vec![(Supported, 5), (UnderSpecified, 2)],
                "Seven codes suggested.",
                "Five are documented and two need more detail. It is not known what was billed, so nothing is compared.",
            ),
            (
                vec![(Supported, 1)],
                "One code suggested.",
                "One is documented. It is not known what was billed, so nothing is compared.",
            ),
            (
                vec![(UnderSpecified, 1)],
                "One code suggested.",
                "One needs more detail. It is not known what was billed, so nothing is compared.",
            ),
            (
                vec![(Suppressed, 3)],
                "No code is suggested.",
                "Nothing in the note was matched to a code. That does not mean that nothing is there.",
            ),
        ] {
            assert_eq!(said(&verdicts, false), (lead.to_owned(), text.to_owned()));
        }
    }

    #[test]
    fn concepts_are_not_counted_as_codes() {
        let made =
            headline(&document(vec![concept("44054006", Supported), code("I10", Supported)], vec![]), false);
        assert_eq!(made.lead, "One code suggested.");
    }
}
