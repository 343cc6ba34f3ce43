//! A report, ready to be drawn.

use revrx_api::{CodeSystem, Document, Evidence, Report};

use super::codes::{self, Around};
use super::entry::{Entry, Group, Quote, See};
use super::groups::{self, Arranged, Source};
use super::note::{self, Mark, NoteView};
use super::points::Points;
use super::{Concept, Gaps, Headline, Links, Made, Strip};
use super::{findings, gaps, headline, made, strip};
use crate::model::format;

/// A report, ready to be drawn.
pub struct ReportView {
    /// What it is about.
    pub headline: Headline,
    /// Billed against supported.
    pub strip: Option<Strip>,
    /// The list.
    pub groups: Vec<Group>,
    /// Its entries, in the order of their numbers.
    pub entries: Vec<Entry>,
    /// The note.
    pub note: NoteView,
    /// Why parts of the note were not used, by their number.
    pub left_out: Vec<&'static str>,
    /// What is linked with what.
    pub links: Links,
    /// What is missing.
    pub gaps: Option<Gaps>,
    /// What a reader has to know besides.
    pub warnings: Vec<String>,
    /// How it was made.
    pub made: Made,
}

impl ReportView {
    /// The view of a report; `None` when it has no document.
    pub fn new(report: &Report) -> Option<Self> {
        let document = report.document.as_ref()?;
        let billing_known =
            report.billed.is_some() || document.codes.iter().any(|code| code.billed.is_some());
        let arranged = groups::arrange(document, billing_known);
        let text = report.note.text.as_str();
        let points = Points::new(text);
        let (marks, by_quote) = marks(document, &arranged, &points);
        let (ranges, left_out) = left_out(document, points.len());
        let note = note::mark(text, &marks, &ranges);
        let links = Links {
            evidence: by_quote
                .iter()
                .map(|quotes| {
                    let pieces = |mark: &Option<usize>| mark.map(|mark| note.pieces_of[mark].clone());
                    quotes.iter().map(|mark| pieces(mark).unwrap_or_default()).collect()
                })
                .collect(),
            items: note.items_at.clone(),
        };
        let date = report.encounter.as_ref().and_then(|row| row.date.as_deref()).map(format::day);
        let entries = entries(document, &arranged, &by_quote, &note, date.as_deref());
        let anchor = |code: usize| {
            let place = arranged.sources.iter().position(|source| *source == Source::Code(code));
            place.map(|place| entries[place].anchor.clone()).unwrap_or_default()
        };
        let mut warnings: Vec<String> = document.warnings.clone();
        let newer = report.encounter.as_ref().is_some_and(|row| row.version > report.encounter_version);
        if newer {
            warnings.push(
                "The note or the visit was changed since: this report is of an earlier version.".into(),
            );
        }
        Some(Self {
            headline: headline::headline(document, billing_known),
            strip: strip::strip(document, billing_known, anchor),
            gaps: gaps::gaps(document),
            made: made::made(report, document),
            groups: arranged.groups,
            entries,
            note,
            left_out,
            links,
            warnings,
        })
    }
}

/// The evidence of all entries that stands in the note, and of each quote of each entry which of these it is.
fn marks(
    document: &Document,
    arranged: &Arranged,
    points: &Points<'_>,
) -> (Vec<Mark>, Vec<Vec<Option<usize>>>) {
    let mut marks = Vec::new();
    let mut by_quote = Vec::new();
    for (item, source) in arranged.sources.iter().enumerate() {
        let quotes = evidence(document, *source).iter().map(|evidence| {
            // What does not stand at its place is not marked: a mark at other words would be worse than none.
            let stands = points.slice(evidence.begin, evidence.end) == Some(evidence.quote.as_str());
            stands.then(|| {
                marks.push(Mark { begin: evidence.begin, end: evidence.end, item });
                marks.len() - 1
            })
        });
        by_quote.push(quotes.collect());
    }
    (marks, by_quote)
}

fn evidence(document: &Document, source: Source) -> &[Evidence] {
    match source {
        Source::Code(index) => &document.codes[index].evidence,
        Source::Finding(index) => &document.findings[index].evidence,
    }
}

/// Ranges of the note that were not used, in order and apart, with the reason of each.
fn left_out(document: &Document, length: u32) -> (Vec<(u32, u32)>, Vec<&'static str>) {
    let mut parts: Vec<(u32, u32, &str)> = document
        .left_out
        .iter()
        .map(|part| (part.begin, part.end.min(length), part.reason.as_str()))
        .filter(|(begin, end, _)| begin < end)
        .collect();
    parts.sort_unstable();
    let mut from = 0;
    parts.retain(|(begin, end, _)| {
        let apart = *begin >= from;
        if apart {
            from = *end;
        }
        apart
    });
    let reason = |name: &str| match name {
        "signature" => "signature",
        "administrative" => "administrative details",
        "boilerplate" => "standard wording",
        "social" => "social talk",
        _ => "reason not stated",
    };
    (
        parts.iter().map(|(begin, end, _)| (*begin, *end)).collect(),
        parts.iter().map(|(_, _, name)| reason(name)).collect(),
    )
}

fn entries(
    document: &Document,
    arranged: &Arranged,
    by_quote: &[Vec<Option<usize>>],
    note: &NoteView,
    date: Option<&str>,
) -> Vec<Entry> {
    let see = |wanted: &str| see(document, arranged, wanted);
    let mut folds =
        arranged.groups.iter().flat_map(|group| group.folds.iter().map(move |fold| (group, fold)));
    let mut around = folds.next();
    let mut entries = Vec::with_capacity(arranged.sources.len());
    for (item, source) in arranged.sources.iter().enumerate() {
        while around.is_some_and(|(_, fold)| fold.entries.last().is_some_and(|last| *last < item)) {
            around = folds.next();
        }
        let quotes: Vec<Quote> = evidence(document, *source)
            .iter()
            .zip(&by_quote[item])
            .map(|(evidence, mark)| Quote {
                text: evidence.quote.clone(),
                section: mark.and_then(|_| note.section(evidence.begin)).map(str::to_owned),
                mark: *mark,
            })
            .collect();
        entries.push(match *source {
            Source::Finding(index) => {
                findings::entry(&document.findings[index], index_of(arranged, item), quotes, date, &see)
            }
            Source::Code(index) => {
                let group = around.map_or(0, |(group, _)| group.count());
                let group_gloss = around.map_or("", |(group, _)| group.gloss);
                let gloss = around.and_then(|(_, fold)| fold.gloss.as_deref());
                let around = Around { number: item + 1, group, group_gloss, gloss, date, see: &see };
                let mut entry = codes::entry(&document.codes[index], quotes, &around);
                entry.concepts = concepts(document, arranged, index);
                entry
            }
        });
    }
    entries
}

/// The how-manieth finding an entry is.
fn index_of(arranged: &Arranged, item: usize) -> usize {
    arranged.sources[..item].iter().filter(|source| matches!(source, Source::Finding(_))).count()
}

/// Where a code stands in the list.
fn see(document: &Document, arranged: &Arranged, wanted: &str) -> Option<See> {
    let is = |source: &Source| match *source {
        Source::Code(index) => {
            let code = &document.codes[index];
            code.system == CodeSystem::Icd10Cm && code.code == wanted
        }
        Source::Finding(_) => false,
    };
    let number = arranged.sources.iter().position(is)? + 1;
    Some(See { label: number.to_string(), anchor: format!("c{number}"), code: Some(wanted.to_owned()) })
}

/// The concepts that stand beside a code.
fn concepts(document: &Document, arranged: &Arranged, code: usize) -> Vec<Concept> {
    let beside = arranged.beside.iter().enumerate().filter(|(_, beside)| **beside == Some(code));
    let concept = |(index, _): (usize, &Option<usize>)| Concept {
        code: document.codes[index].code.clone(),
        title: document.codes[index].title.clone(),
    };
    beside.map(concept).collect()
}

#[cfg(test)]
#[path = "view_tests.rs"]
mod tests;
