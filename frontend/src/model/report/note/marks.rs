//! Evidence marked in the note: where several codes rest on the same words, each piece knows all of them.

use std::collections::BTreeSet;

use super::blocks::{BlockKind, Cut, Cuts};
use crate::model::report::points::Points;

/// Evidence of an entry of the list: valid code points of the note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::model::report) struct Mark {
    /// First code point.
    pub(in crate::model::report) begin: u32,
    /// One past the last.
    pub(in crate::model::report) end: u32,
    /// The entry, by its place in the list.
    pub(in crate::model::report) item: usize,
}

/// The note, ready to be drawn.
#[derive(Default)]
pub struct NoteView {
    /// Length in code points.
    pub characters: u32,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Of each mark, the pieces that it covers, by their number.
    pub pieces_of: Vec<Vec<usize>>,
    /// Of each marked piece, the entries that rest on it, by their place in the list.
    pub items_at: Vec<Vec<usize>>,
    cuts: Cuts,
}

impl NoteView {
    /// The section a place lies in.
    pub fn section(&self, place: u32) -> Option<&str> {
        self.cuts.section(place)
    }
}

/// A heading, a paragraph or an item of a list.
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Set where the block was not used for coding.
    pub left_out: Option<LeftOutMark>,
    /// Its text, in pieces.
    pub pieces: Vec<Piece>,
}

/// Says that a block was not used for coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeftOutMark {
    /// Which of the left-out parts it belongs to.
    pub part: usize,
    /// Whether it is the first block of it.
    pub first: bool,
}

/// A piece of text on which the same entries rest.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Its text, with line feeds for line ends.
    pub text: String,
    /// Its number among the marked pieces; `None` where nothing is marked.
    pub number: Option<usize>,
    /// The entries whose evidence ends here, by their place in the list: their numbers stand behind it.
    pub refs: Vec<usize>,
    /// Whether it is a label such as `Plan:`.
    pub label: bool,
}

/// Draws the note. `left_out` are ranges in code points, in order and apart.
pub(in crate::model::report) fn mark(note: &str, marks: &[Mark], left_out: &[(u32, u32)]) -> NoteView {
    let points = Points::new(note);
    let mut places: Vec<u32> = left_out.iter().flat_map(|(begin, end)| [*begin, *end]).collect();
    places.sort_unstable();
    places.dedup();
    let cuts = Cuts::of(note, &places);
    let whole: Vec<(u32, u32)> = marks.iter().map(|mark| points.whole(mark.begin, mark.end)).collect();
    let touching = touching(&cuts.blocks, &whole);
    let mut view = NoteView {
        characters: points.len(),
        pieces_of: vec![Vec::new(); marks.len()],
        ..NoteView::default()
    };
    let mut part_before = None;
    for (cut, here) in cuts.blocks.iter().zip(&touching) {
        let Some(cut) = trimmed(&points, *cut) else { continue };
        let part = left_out.iter().position(|(begin, end)| *begin <= cut.begin && cut.end <= *end);
        let left_out = part.map(|part| LeftOutMark { part, first: part_before != Some(part) });
        part_before = part;
        let pieces = pieces(&points, cut, here, &whole, marks, &cuts.labels, &mut view);
        view.blocks.push(Block { kind: cut.kind, left_out, pieces });
    }
    view.cuts = cuts;
    view
}

/// Of each block, the marks that touch it and whether they end there.
fn touching(blocks: &[Cut], whole: &[(u32, u32)]) -> Vec<Vec<(usize, bool)>> {
    let mut found: Vec<Vec<(usize, bool)>> = vec![Vec::new(); blocks.len()];
    for (mark, (begin, end)) in whole.iter().enumerate() {
        let first = blocks.partition_point(|block| block.end <= *begin);
        let last = blocks.partition_point(|block| block.begin < *end);
        for (index, here) in found.iter_mut().enumerate().take(last).skip(first) {
            here.push((mark, index + 1 == last));
        }
    }
    found
}

/// A block without line ends around it; `None` when nothing else is in it.
fn trimmed(points: &Points<'_>, mut cut: Cut) -> Option<Cut> {
    let text = points.slice(cut.begin, cut.end)?;
    let lead = text.chars().take_while(|c| matches!(c, '\n' | '\r')).count();
    let tail = text.chars().rev().take_while(|c| matches!(c, '\n' | '\r')).count();
    cut.begin += u32::try_from(lead).ok()?;
    cut.end -= u32::try_from(tail).ok()?;
    (cut.begin < cut.end).then_some(cut)
}

/// The pieces of a block: cut wherever a mark or a label begins or ends.
fn pieces(
    points: &Points<'_>,
    cut: Cut,
    here: &[(usize, bool)],
    whole: &[(u32, u32)],
    marks: &[Mark],
    labels: &[(u32, u32)],
    view: &mut NoteView,
) -> Vec<Piece> {
    let inside = |place: u32| place.clamp(cut.begin, cut.end);
    let first_label = labels.partition_point(|(begin, _)| *begin < cut.begin);
    let labels: Vec<(u32, u32)> =
        labels[first_label..].iter().copied().take_while(|(begin, _)| *begin < cut.end).collect();
    let mut places: Vec<u32> = vec![cut.begin, cut.end];
    places.extend(here.iter().flat_map(|(mark, _)| [inside(whole[*mark].0), inside(whole[*mark].1)]));
    places.extend(labels.iter().flat_map(|(begin, end)| [*begin, inside(*end)]));
    places.sort_unstable();
    places.dedup();
    let mut begins: Vec<(u32, usize)> =
        here.iter().map(|(mark, _)| (inside(whole[*mark].0), *mark)).collect();
    begins.sort_unstable();
    let mut begins = begins.into_iter().peekable();
    let mut active: BTreeSet<(u32, usize)> = BTreeSet::new();
    let ends_here: BTreeSet<usize> = here.iter().filter(|(_, ends)| *ends).map(|(mark, _)| *mark).collect();
    let mut made = Vec::new();
    for pair in places.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        while let Some((_, mark)) = begins.next_if(|(begin, _)| *begin <= from) {
            active.insert((inside(whole[mark].1), mark));
        }
        while active.first().is_some_and(|(end, _)| *end <= from) {
            active.pop_first();
        }
        let items: BTreeSet<usize> = active.iter().map(|(_, mark)| marks[*mark].item).collect();
        let ending = active.iter().take_while(|(end, _)| *end == to).map(|(_, mark)| *mark);
        let refs: BTreeSet<usize> =
            ending.filter(|mark| ends_here.contains(mark)).map(|mark| marks[mark].item).collect();
        let number = (!items.is_empty()).then(|| {
            view.items_at.push(items.into_iter().collect());
            view.items_at.len() - 1
        });
        for (_, mark) in number.iter().flat_map(|_| &active) {
            view.pieces_of[*mark].extend(number);
        }
        let label = labels.partition_point(|(begin, _)| *begin <= from);
        let label = label.checked_sub(1).is_some_and(|index| to <= labels[index].1);
        made.push(Piece { text: shown(points, from, to), number, refs: refs.into_iter().collect(), label });
    }
    made
}

/// The text of a range with line feeds for line ends, whichever the note has.
fn shown(points: &Points<'_>, begin: u32, end: u32) -> String {
    let Some(text) = points.slice(begin, end) else { return String::new() };
    if !text.contains('\r') {
        return text.to_owned();
    }
    let next = points.at(end);
    let mut letters = text.chars().peekable();
    let mut shown = String::with_capacity(text.len());
    while let Some(letter) = letters.next() {
        let following = letters.peek().copied().or(next);
        match letter {
            '\r' if following == Some('\n') => {}
            '\r' => shown.push('\n'),
            other => shown.push(other),
        }
    }
    shown
}
