//! Billed against supported, code by code: the answer in five seconds.

use revrx_api::{CodeEntry, CodeSystem, Document, Verdict};

use super::choices::stem;
use super::wording;

/// With more cells, the codes to keep become one.
const CELLS_MAX: usize = 9;
/// With still more cells, the weakest of what is to be added become one; the others scroll sideways.
const CELLS_WIDE_MAX: usize = 24;

/// The strip.
pub struct Strip {
    /// Whether it compares with what was billed.
    pub compares: bool,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its tone.
    pub tone: &'static str,
    /// Its shape.
    pub glyph: &'static str,
    /// What was billed; `None` for nothing.
    pub billed: Option<String>,
    /// What the note supports; `None` for nothing.
    pub supports: Option<String>,
    /// What to consider: `replace`.
    pub consider: String,
    /// The entry or group it leads to, as an anchor.
    pub leads_to: String,
    /// Set where the cell stands for several codes.
    pub several: bool,
}

/// The strip of a document, or none where no code was billed or suggested. `anchor` gives the anchor of a code by its
/// place in the document.
pub(super) fn strip(
    document: &Document,
    billing_known: bool,
    anchor: impl Fn(usize) -> String,
) -> Option<Strip> {
    let codes = || document.codes.iter().enumerate().filter(|(_, code)| code.system == CodeSystem::Icd10Cm);
    let replacements: Vec<&str> = codes()
        .filter(|(_, code)| is_changed(code))
        .filter_map(|(_, code)| code.instead.as_ref().map(|instead| instead.code.as_str()))
        .collect();
    let mut cells = Vec::new();
    let order = [
        Verdict::Unsupported,
        Verdict::Rejected,
        Verdict::UnderSpecified,
        Verdict::Missed,
        Verdict::Supported,
    ];
    for verdict in order {
        let of = codes().filter(|(_, code)| code.verdict == verdict);
        // A documented code that takes the place of a billed one stands in the cell of that one.
        let of = of.filter(|(_, code)| {
            code.verdict != Verdict::Missed || !replacements.contains(&code.code.as_str())
        });
        let of = of.filter(|(_, code)| code.verdict != Verdict::Rejected || code.billed == Some(true));
        cells.extend(of.map(|(index, code)| (cell(code, billing_known, anchor(index)), code)));
    }
    let cells = bounded(cells, billing_known);
    (!cells.is_empty()).then_some(Strip { compares: billing_known, cells })
}

fn is_changed(code: &CodeEntry) -> bool {
    code.billed == Some(true) && matches!(code.verdict, Verdict::Unsupported | Verdict::UnderSpecified)
}

fn cell(code: &CodeEntry, billing_known: bool, leads_to: String) -> Cell {
    let instead = code.instead.as_ref().map(|instead| instead.code.clone());
    let stem = code.detail.as_ref().and_then(|detail| stem(&detail.candidates));
    let own = || Some(code.code.clone());
    let ask = || code.detail.as_ref().map_or("ask detail", |detail| wording::ask(detail.axis));
    let (glyph, supports, consider) = match code.verdict {
        Verdict::Unsupported if instead.is_some() => ("unsupported", instead, "replace"),
        Verdict::Unsupported if code.evidence.is_empty() => ("unsupported", None, "not in note"),
        Verdict::Unsupported => ("unsupported", None, "not supported"),
        Verdict::UnderSpecified if instead.is_some() => ("under", instead, "replace"),
        Verdict::UnderSpecified => ("under", stem.or_else(own), ask()),
        Verdict::Missed => ("missed", own(), "add"),
        Verdict::Supported if !billing_known => ("supported", own(), "documented"),
        Verdict::Supported => ("supported", own(), "keep"),
        Verdict::Suppressed => ("suppressed", None, "not coded"),
        Verdict::Rejected => ("rejected", None, "no such code"),
    };
    let tone = if code.verdict == Verdict::Rejected { "bad" } else { wording::tone(code.verdict) };
    let billed = (code.billed == Some(true)).then(|| code.code.clone());
    Cell { tone, glyph, billed, supports, consider: consider.to_owned(), leads_to, several: false }
}

/// Not more cells than can be taken in.
fn bounded(cells: Vec<(Cell, &CodeEntry)>, billing_known: bool) -> Vec<Cell> {
    let (kept, others): (Vec<_>, Vec<_>) =
        cells.into_iter().partition(|(_, code)| code.verdict == Verdict::Supported);
    let (added, changed): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|(_, code)| code.verdict == Verdict::Missed);
    let others = changed.len() + added.len();
    let kept = if kept.len() + others <= CELLS_MAX {
        kept.into_iter().map(|(cell, _)| cell).collect()
    } else {
        // Without anything to change, or to compare with, as many as fit are shown.
        let shown = if others == 0 || !billing_known { CELLS_MAX.saturating_sub(others + 1) } else { 0 };
        folded(kept, shown, "g-supported")
    };
    let room = CELLS_WIDE_MAX.saturating_sub(changed.len() + kept.len());
    let added = if added.len() <= room {
        added.into_iter().map(|(cell, _)| cell).collect()
    } else {
        folded(added, room.saturating_sub(1), "g-missed")
    };
    changed.into_iter().map(|(cell, _)| cell).chain(added).chain(kept).collect()
}

/// The `shown` strongest in their order, then one cell for all others. One alone is never folded.
fn folded(cells: Vec<(Cell, &CodeEntry)>, shown: usize, group: &str) -> Vec<Cell> {
    if cells.len() <= shown + 1 {
        return cells.into_iter().map(|(cell, _)| cell).collect();
    }
    let strength = |code: &CodeEntry| code.fit.map_or(1.0, |fit| fit.strength);
    let mut strongest: Vec<usize> = (0..cells.len()).collect();
    strongest.sort_by(|one, two| strength(cells[*two].1).total_cmp(&strength(cells[*one].1)));
    strongest.truncate(shown);
    let rest = cells.len() - shown;
    let Some(last) = cells.last().map(|(cell, _)| cell.clone()) else { return Vec::new() };
    let words = if shown == 0 && last.consider == "keep" { "kept" } else { "more" };
    let all = Cell {
        billed: None,
        supports: None,
        consider: format!("{rest} {words}"),
        leads_to: group.to_owned(),
        several: true,
        ..last
    };
    let kept = cells.into_iter().enumerate().filter(|(index, _)| strongest.contains(index));
    kept.map(|(_, (cell, _))| cell).chain([all]).collect()
}

#[cfg(test)]
mod tests {
    use revrx_api::DetailAxis;
    use revrx_api::Verdict::{Missed, Rejected, Supported, Suppressed, UnderSpecified, Unsupported};

    use super::super::sample::{Made, code, concept, document};
    use super::*;

    /// Cells as `billed > supports: consider`.
    fn drawn(codes: Vec<Made>, known: bool) -> Vec<String> {
        let document = document(codes, vec![]);
        let strip = strip(&document, known, |index| format!("c{index}"));
        let cell = |cell: &Cell| {
            let or = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
            format!("{} > {}: {}", or(&cell.billed), or(&cell.supports), cell.consider)
        };
        strip.map(|strip| strip.cells.iter().map(cell).collect()).unwrap_or_default()
    }

    #[test]
    fn each_code_says_what_was_billed_what_is_supported_and_what_to_consider() {
        let axis = [("M17.11", "right"), ("M17.12", "left")];
        let codes = vec![
            code("N18.31", Supported),
            code("G47.33", Missed),
            code("I12.9", Missed),
            code("M17.9", UnderSpecified).billed(Some(true)).open(DetailAxis::Laterality, &axis),
            code("E11.9", UnderSpecified).billed(Some(true)).instead("E11.22"),
            code("R10.819", UnderSpecified),
            code("J45.909", Unsupported),
            code("I10", Unsupported).instead("I12.9"),
            code("R07.9", Unsupported).quoting(0, 4, "pain"),
            code("R05", Suppressed),
        ];
        assert_eq!(
            drawn(codes, true),
            [
                "J45.909 > -: not in note",
                "I10 > I12.9: replace",
                "R07.9 > -: not supported",
                "M17.9 > M17.1–: ask side",
                "E11.9 > E11.22: replace",
                "- > R10.819: ask detail",
                "- > G47.33: add",
                "N18.31 > N18.31: keep",
            ]
        );
    }

    #[test]
    fn a_billed_code_that_does_not_exist_has_a_cell_and_a_proposed_one_has_none() {
        let codes = vec![code("Q00.00", Rejected).billed(Some(true)), code("Q11.11", Rejected)];
        assert_eq!(drawn(codes, true), ["Q00.00 > -: no such code"]);
    }

    #[test]
    fn without_codes_there_is_no_strip() {
        assert!(drawn(vec![], true).is_empty());
        assert!(drawn(vec![code("R05", Suppressed), concept("1", Supported)], true).is_empty());
    }

    #[test]
    fn codes_to_keep_become_one_cell_beyond_nine() {
        let many = |changed: usize, kept: usize| {
            let changed = (0..changed).map(|n| code(&format!("M{n}"), Missed));
            let kept = (0..kept).map(|n| code(&format!("S{n}"), Supported));
            drawn(changed.chain(kept).collect(), true)
        };
        for (changed, kept, cells, last) in [
            (2, 7, 9, "S6 > S6: keep"),
            (2, 8, 3, "- > -: 8 kept"),
            (9, 1, 10, "S0 > S0: keep"),
            (12, 12, 13, "- > -: 12 kept"),
            (0, 9, 9, "S8 > S8: keep"),
            (0, 12, 9, "- > -: 4 more"),
        ] {
            let drawn = many(changed, kept);
            assert_eq!((drawn.len(), drawn.last().unwrap().as_str()), (cells, last), "{changed} {kept}");
        }
    }

    #[test]
    fn of_very_many_codes_to_add_the_strongest_are_shown() {
        let codes = (0..40).map(|n| code(&format!("M{n}"), Missed).strength(if n < 20 { 0.5 } else { 0.9 }));
        let drawn = drawn(codes.chain([code("S0", Supported)]).collect(), true);
        assert_eq!(drawn.len(), CELLS_WIDE_MAX);
        assert!(drawn.contains(&"- > M39: add".to_owned()));
        assert_eq!(drawn[CELLS_WIDE_MAX - 2..], ["- > -: 18 more", "S0 > S0: keep"]);
    }

    #[test]
    fn without_billed_codes_the_strip_lists_what_is_documented() {
        let codes = vec![code("I10", Supported).billed(None), code("R10.819", UnderSpecified).billed(None)];
        assert_eq!(drawn(codes, false), ["- > R10.819: ask detail", "- > I10: documented"]);
        let many = (0..12).map(|n| code(&format!("S{n}"), Supported).billed(None));
        let drawn =
            drawn([code("R10.819", UnderSpecified).billed(None)].into_iter().chain(many).collect(), false);
        assert_eq!((drawn.len(), drawn.last().unwrap().as_str()), (9, "- > -: 5 more"));
    }
}
