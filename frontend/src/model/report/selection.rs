//! Which entry and which words are lit: by pointer or focus for the moment, by a click until Escape.

use super::Links;

/// What the pointer, the focus or a click is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An entry of the list.
    Item(usize),
    /// One quote of an entry.
    Quote(usize, usize),
    /// A marked piece of the note.
    Piece(usize),
}

/// What is lit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lit {
    /// Entries of the list.
    pub items: Vec<usize>,
    /// Marked pieces of the note.
    pub pieces: Vec<usize>,
}

/// The choice and what is pointed at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    fixed: Option<Target>,
    pointed: Option<Target>,
}

impl Selection {
    /// The pointer or the focus is at something.
    pub fn point(&mut self, target: Target) {
        self.pointed = Some(target);
    }

    /// It is there no more.
    pub fn leave(&mut self) {
        self.pointed = None;
    }

    /// Keeps the choice.
    pub fn fix(&mut self, target: Target) {
        self.fixed = Some(target);
    }

    /// Lets go of the choice; says whether there was one.
    pub fn free(&mut self) -> bool {
        let had = self.fixed.is_some() || self.pointed.is_some();
        *self = Self::default();
        had
    }

    /// The entry that is chosen: the one of a quote, the first of a piece.
    pub fn item(&self, links: &Links) -> Option<usize> {
        match self.fixed.or(self.pointed)? {
            Target::Item(item) | Target::Quote(item, _) => Some(item),
            Target::Piece(piece) => links.items(piece).first().copied(),
        }
    }

    /// What is lit: what is pointed at, else the choice.
    pub fn lit(&self, links: &Links) -> Lit {
        match self.fixed.or(self.pointed) {
            None => Lit::default(),
            Some(Target::Item(item)) => Lit { items: vec![item], pieces: links.pieces(item) },
            Some(Target::Quote(item, quote)) => {
                Lit { items: vec![item], pieces: links.quote(item, quote).to_vec() }
            }
            Some(Target::Piece(piece)) => {
                let items = links.items(piece).to_vec();
                let mut pieces: Vec<usize> =
                    items.iter().flat_map(|item| around(links, *item, piece)).collect();
                pieces.sort_unstable();
                pieces.dedup();
                Lit { items, pieces }
            }
        }
    }
}

/// The pieces of those quotes of an entry that cover a piece.
fn around(links: &Links, item: usize, piece: usize) -> Vec<usize> {
    let quotes = links.evidence.get(item).into_iter().flatten();
    quotes.filter(|quote| quote.contains(&piece)).flatten().copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links() -> Links {
        Links {
            evidence: vec![vec![vec![0, 1], vec![4]], vec![vec![1, 2]]],
            items: vec![vec![0], vec![0, 1], vec![1], vec![], vec![0]],
        }
    }

    #[test]
    fn pointing_lights_both_sides() {
        for (target, items, pieces) in [
            (Target::Item(0), vec![0], vec![0, 1, 4]),
            (Target::Quote(0, 1), vec![0], vec![4]),
            (Target::Piece(4), vec![0], vec![4]),
            (Target::Piece(1), vec![0, 1], vec![0, 1, 2]),
            (Target::Piece(3), vec![], vec![]),
        ] {
            let mut selection = Selection::default();
            selection.point(target);
            assert_eq!(selection.lit(&links()), Lit { items, pieces }, "{target:?}");
        }
    }

    #[test]
    fn a_click_holds_until_it_is_freed() {
        let (mut selection, links) = (Selection::default(), links());
        selection.fix(Target::Item(1));
        selection.point(Target::Item(0));
        assert_eq!(selection.lit(&links).items, [1]);
        selection.leave();
        assert_eq!(selection.item(&links), Some(1));
        assert!(selection.free());
        assert_eq!(selection.lit(&links), Lit::default());
        assert!(!selection.free());
    }
}
