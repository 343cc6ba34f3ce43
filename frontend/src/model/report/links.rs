//! What is linked with what: entries of the list with their evidence in the note, both ways.

/// The links of a report.
#[derive(Default)]
pub struct Links {
    /// Of each entry: the pieces of each of its quotes, in the order of the quotes.
    pub(super) evidence: Vec<Vec<Vec<usize>>>,
    /// Of each marked piece: the entries that rest on it.
    pub(super) items: Vec<Vec<usize>>,
}

impl Links {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.evidence.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.evidence.is_empty()
    }

    /// All marked pieces of an entry.
    pub fn pieces(&self, item: usize) -> Vec<usize> {
        let mut pieces: Vec<usize> =
            self.evidence.get(item).into_iter().flatten().flatten().copied().collect();
        pieces.sort_unstable();
        pieces.dedup();
        pieces
    }

    /// The entries that rest on a piece, in the order of their numbers.
    pub fn items(&self, piece: usize) -> &[usize] {
        self.items.get(piece).map_or(&[], Vec::as_slice)
    }

    /// The pieces of one quote of an entry.
    pub fn quote(&self, item: usize, quote: usize) -> &[usize] {
        self.evidence.get(item).and_then(|quotes| quotes.get(quote)).map_or(&[], Vec::as_slice)
    }

    /// The next quote of an entry that is marked in the note, round and round.
    pub fn next_quote(&self, item: usize, after: Option<usize>) -> Option<usize> {
        let quotes = self.evidence.get(item)?;
        let from = after.map_or(0, |after| after + 1);
        (from..from + quotes.len()).map(|at| at % quotes.len()).find(|at| !quotes[*at].is_empty())
    }

    /// The entry after or before another among those that are shown; the first or last without one.
    pub fn step(&self, from: Option<usize>, forward: bool, shown: impl Fn(usize) -> bool) -> Option<usize> {
        let len = self.len();
        let found = |mut range: Box<dyn Iterator<Item = usize>>| range.find(|item| shown(*item));
        match (from, forward) {
            (None, true) => found(Box::new(0..len)),
            (None, false) => found(Box::new((0..len).rev())),
            (Some(from), true) => found(Box::new(from + 1..len)),
            (Some(from), false) => found(Box::new((0..from.min(len)).rev())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Entry 0 has two quotes, 1 shares a piece with it, 2 has a quote that is not in the note, 3 has none.
    fn links() -> Links {
        Links {
            evidence: vec![vec![vec![0, 1], vec![4]], vec![vec![1]], vec![vec![]], vec![]],
            items: vec![vec![0], vec![0, 1], vec![], vec![], vec![0]],
        }
    }

    #[test]
    fn entries_know_their_pieces_and_pieces_their_entries() {
        let links = links();
        assert_eq!(links.pieces(0), [0, 1, 4]);
        assert_eq!(links.items(1), [0, 1]);
        assert_eq!(links.quote(0, 1), [4]);
        assert!(links.pieces(3).is_empty() && links.pieces(99).is_empty() && links.items(99).is_empty());
    }

    #[test]
    fn quotes_go_round() {
        let links = links();
        for (item, after, expected) in [
            (0, None, Some(0)),
            (0, Some(0), Some(1)),
            (0, Some(1), Some(0)),
            (1, Some(0), Some(0)),
            (2, None, None),
            (3, None, None),
            (99, None, None),
        ] {
            assert_eq!(links.next_quote(item, after), expected, "{item} {after:?}");
        }
    }

    #[test]
    fn steps_pass_over_what_is_folded() {
        let links = links();
        let shown = |item: usize| item != 1;
        for (from, forward, expected) in [
            (None, true, Some(0)),
            (Some(0), true, Some(2)),
            (Some(2), false, Some(0)),
            (Some(3), true, None),
            (Some(0), false, None),
            (None, false, Some(3)),
        ] {
            assert_eq!(links.step(from, forward, shown), expected, "{from:?} {forward}");
        }
    }
}
