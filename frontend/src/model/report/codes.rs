//! A code as an entry of the list.

use revrx_api::{CodeEntry, CodeSystem, Fit, Verdict};

use super::choices;
use super::entry::{Entry, FitView, Instead, Open, Quote, See, Tag};
use super::question;
use super::wording::{self, sentence};

/// A supported or missed code is shown in few lines when its group has more entries.
pub(super) const FULL_MAX: usize = 6;

/// What an entry needs to know beside its code.
pub(super) struct Around<'a> {
    /// Its number.
    pub(super) number: usize,
    /// How many entries its group has.
    pub(super) group: usize,
    /// What its group says of all its entries.
    pub(super) group_gloss: &'a str,
    /// What its fold says of all its entries.
    pub(super) gloss: Option<&'a str>,
    /// The day of the visit in words.
    pub(super) date: Option<&'a str>,
    /// Where a code stands in the list.
    pub(super) see: &'a dyn Fn(&str) -> Option<See>,
}

/// The entry of a code. Its concepts are put in by the caller, who knows them.
pub(super) fn entry(code: &CodeEntry, quotes: Vec<Quote>, around: &Around<'_>) -> Entry {
    let suggested = matches!(code.verdict, Verdict::Supported | Verdict::Missed | Verdict::UnderSpecified);
    let under = code.verdict == Verdict::UnderSpecified;
    let open = code.detail.as_ref().filter(|_| suggested).map(|detail| Open {
        axis: wording::axis(detail.axis),
        choices: choices::choices(&detail.candidates),
        matters: under,
    });
    let instead = code.instead.as_ref().map(|instead| Instead {
        code: instead.code.clone(),
        title: instead.title.clone(),
        see: (around.see)(&instead.code),
    });
    let brief = match code.verdict {
        Verdict::Unsupported | Verdict::UnderSpecified => false,
        Verdict::Missed | Verdict::Supported => around.group > FULL_MAX,
        Verdict::Suppressed | Verdict::Rejected => true,
    };
    Entry {
        label: around.number.to_string(),
        anchor: format!("c{}", around.number),
        tone: wording::tone(code.verdict),
        code: Some(code.code.clone()),
        title: if code.title.is_empty() { "Title not known".to_owned() } else { code.title.clone() },
        tags: tags(code),
        reason: sentence(&code.reason),
        is_said: is_said(code, around, brief),
        see: Vec::new(),
        instead,
        open,
        question: (under && code.instead.is_none()).then(|| question::about_code(code, &quotes, around.date)),
        quotes,
        concepts: Vec::new(),
        fit: code.fit.as_ref().filter(|_| suggested).map(fit),
        brief,
    }
}

/// Whether the fold says the reason for all of its entries, or the group does and the entry has to be short.
fn is_said(code: &CodeEntry, around: &Around<'_>, brief: bool) -> bool {
    let by_fold = |gloss| code.reason.split_once(':').is_some_and(|(_, rest)| sentence(rest) == gloss);
    around.gloss.is_some_and(by_fold) || (brief && code.reason == around.group_gloss)
}

fn tags(code: &CodeEntry) -> Vec<Tag> {
    let tag = |text, tone, outline| Tag { text, tone, glyph: None, outline };
    let mut tags = Vec::new();
    match code.billed {
        Some(true) => tags.push(tag("Billed", Some("mute"), false)),
        Some(false) if matches!(code.verdict, Verdict::Missed | Verdict::UnderSpecified) => {
            tags.push(tag("Not billed", None, true));
        }
        _ => {}
    }
    match (code.system, code.billable) {
        (CodeSystem::SnomedCt, _) => tags.push(tag("Concept", None, false)),
        (CodeSystem::Icd10Cm, true) => tags.push(tag("Billable", None, false)),
        (CodeSystem::Icd10Cm, false) => tags.push(tag("Not billable", Some("bad"), false)),
    }
    tags
}

fn fit(fit: &Fit) -> FitView {
    let parts = [
        ("Wording", fit.wording),
        ("Section", fit.section),
        ("Detail", fit.detail),
        ("Context", fit.context),
    ];
    FitView {
        word: wording::fit(fit),
        strength: fit.strength.clamp(0.0, 1.0),
        parts: parts.into_iter().filter_map(|(name, part)| Some((name, part?.clamp(0.0, 1.0)))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use revrx_api::DetailAxis;

    use super::super::sample::{Made, code, concept};
    use super::*;

    fn made(code: Made, group: usize, gloss: Option<&str>) -> Entry {
        let see = |code: &str| {
            (code == "I12.9").then(|| See { label: "5".into(), anchor: "c5".into(), code: Some(code.into()) })
        };
        entry(
            &code.0,
            vec![],
            &Around {
                number: 3,
                group,
                group_gloss: "documented, but not billed",
                gloss,
                date: None,
                see: &see,
            },
        )
    }

    #[test]
    fn an_entry_says_number_code_title_tags_and_reason() {
        let entry = made(code("M17.9", Verdict::Missed), 1, None);
        assert_eq!((entry.label.as_str(), entry.anchor.as_str(), entry.tone), ("3", "c3", "add"));
        assert_eq!(entry.spoken(), "code 3");
        assert_eq!(entry.reason, "Documented, but not billed.");
        assert_eq!(entry.tags.iter().map(|tag| tag.text).collect::<Vec<_>>(), ["Not billed", "Billable"]);
        assert!(!entry.brief && entry.question.is_none());
    }

    #[test]
    fn tags_say_what_was_billed_and_what_can_be() {
        let header = |code: Made| Made(CodeEntry { billable: false, ..code.0 });
        for (made_of, expected) in [
            (code("I10", Verdict::Supported), vec!["Billed", "Billable"]),
            (code("I10", Verdict::Supported).billed(None), vec!["Billable"]),
            (code("I10", Verdict::Suppressed).billed(Some(false)), vec!["Billable"]),
            (header(code("J10", Verdict::UnderSpecified)), vec!["Not billed", "Not billable"]),
            (concept("1", Verdict::Supported), vec!["Concept"]),
        ] {
            let texts: Vec<_> = made(made_of, 1, None).tags.iter().map(|tag| tag.text).collect();
            assert_eq!(texts, expected);
        }
    }

    #[test]
    fn every_entry_has_its_reason_and_knows_whether_its_fold_says_it() {
        let negated = code("R05", Verdict::Suppressed).reason("negated: it is absent");
        for (gloss, is_said) in
            [(None, false), (Some("It is absent."), true), (Some("Something else."), false)]
        {
            let entry = made(negated.clone(), 7, gloss);
            assert_eq!(
                (entry.reason.as_str(), entry.is_said),
                ("Negated: it is absent.", is_said),
                "{gloss:?}"
            );
        }
    }

    #[test]
    fn an_under_specified_code_asks_unless_the_note_has_the_answer() {
        let answered = code("E11.40", Verdict::UnderSpecified).instead("E11.42");
        assert!(made(answered, 1, None).question.is_none());
    }

    #[test]
    fn a_short_entry_does_not_show_what_its_group_says() {
        for (group, is_said) in [(FULL_MAX, false), (FULL_MAX + 1, true)] {
            assert_eq!(made(code("I10", Verdict::Missed), group, None).is_said, is_said, "{group}");
        }
    }

    #[test]
    fn only_an_under_specified_code_asks_a_question() {
        let axis = [("M17.11", "right"), ("M17.12", "left")];
        let open = |verdict| code("M17.9", verdict).open(DetailAxis::Laterality, &axis).strength(0.9);
        for (verdict, asks, shows, matters) in [
            (Verdict::UnderSpecified, true, true, true),
            (Verdict::Missed, false, true, false),
            (Verdict::Supported, false, true, false),
            (Verdict::Suppressed, false, false, false),
        ] {
            let entry = made(open(verdict), 1, None);
            assert_eq!(entry.question.is_some(), asks, "{verdict:?}");
            assert_eq!(entry.open.is_some(), shows, "{verdict:?}");
            assert_eq!(entry.open.is_some_and(|open| open.matters), matters, "{verdict:?}");
            assert_eq!(entry.fit.is_some(), shows, "{verdict:?}");
        }
    }

    #[test]
    fn the_code_in_its_place_leads_to_its_entry() {
        let entry = made(code("I10", Verdict::Unsupported).instead("I12.9"), 1, None);
        let see = entry.instead.and_then(|instead| instead.see);
        assert_eq!(see.map(|see| see.anchor).as_deref(), Some("c5"));
        assert!(
            made(code("I10", Verdict::Unsupported).instead("I13.0"), 1, None).instead.unwrap().see.is_none()
        );
    }

    #[test]
    fn long_groups_are_brief() {
        for (verdict, group, brief) in [
            (Verdict::Missed, FULL_MAX, false),
            (Verdict::Missed, FULL_MAX + 1, true),
            (Verdict::Unsupported, 99, false),
            (Verdict::Rejected, 1, true),
        ] {
            assert_eq!(made(code("I10", verdict), group, None).brief, brief, "{verdict:?} {group}");
        }
    }
}
