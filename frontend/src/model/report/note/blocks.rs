//! Cuts a note into blocks: a heading, a paragraph, an item of a list.

use super::lines::{self, Line};

/// Most blocks; of a note with more, neighbours are shown as one block with their line ends.
pub(super) const BLOCKS_MAX: usize = 4_000;

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
}

/// A block of the note, in code points, without line ends around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) kind: BlockKind,
    pub(super) begin: u32,
    pub(super) end: u32,
}

/// A note, cut.
#[derive(Default)]
pub(super) struct Cuts {
    /// Blocks in order, not overlapping.
    pub(super) blocks: Vec<Cut>,
    /// Labels such as `Plan:`, in order.
    pub(super) labels: Vec<(u32, u32)>,
    /// From where on which section goes, in order.
    sections: Vec<(u32, String)>,
}

impl Cuts {
    /// Cuts the note at its lines, and at each of `at` (sorted).
    pub(super) fn of(note: &str, at: &[u32]) -> Self {
        let mut cuts = Self::default();
        let (mut begin, mut after_blank) = (0, true);
        for line in note.split_inclusive('\n') {
            let length = count(line);
            let read = lines::read(line, after_blank);
            cuts.line(&read, line, begin, after_blank);
            after_blank = read == Line::Blank;
            begin += length;
        }
        cuts.part(at);
        cuts.bound(at);
        cuts
    }

    /// The section a place lies in.
    pub(super) fn section(&self, place: u32) -> Option<&str> {
        let next = self.sections.partition_point(|(begin, _)| *begin <= place);
        next.checked_sub(1).map(|index| self.sections[index].1.as_str())
    }

    fn line(&mut self, read: &Line<'_>, line: &str, begin: u32, after_blank: bool) {
        let lead = count(&line[..line.len() - line.trim_start_matches(['\n', '\r']).len()]);
        let end = begin + count(line.trim_end_matches(['\n', '\r']));
        let label = lines::label(line).map(|range| {
            let from = begin + count(&line[..range.start]);
            (from, from + count(&line[range.clone()]), &line[range])
        });
        let kind = match read {
            Line::Blank => return,
            Line::Heading(heading) => {
                self.sections.push((begin, lines::named(heading)));
                BlockKind::Heading
            }
            Line::Item => BlockKind::Item,
            Line::Text => BlockKind::Paragraph,
        };
        if let Some((from, to, words)) = label.filter(|_| kind != BlockKind::Heading) {
            self.labels.push((from, to));
            if kind == BlockKind::Paragraph && after_blank {
                self.sections.push((begin, lines::named(words)));
            }
        }
        match self.blocks.last_mut() {
            // A line of text goes on with the paragraph or the item above it.
            Some(last) if kind == BlockKind::Paragraph && last.kind != BlockKind::Heading && !after_blank => {
                last.end = end;
            }
            _ => self.blocks.push(Cut { kind, begin: begin + lead, end }),
        }
    }

    /// Parts blocks at the given places, so that each lies wholly on one side.
    fn part(&mut self, at: &[u32]) {
        if at.is_empty() {
            return;
        }
        let blocks = std::mem::take(&mut self.blocks);
        for mut block in blocks {
            let from = at.partition_point(|place| *place <= block.begin);
            let end = block.end;
            for place in at[from..].iter().take_while(|place| **place < end) {
                self.blocks.push(Cut { end: *place, ..block });
                block = Cut { begin: *place, kind: BlockKind::Paragraph, ..block };
            }
            self.blocks.push(block);
        }
    }

    /// Joins neighbours until there are not too many; none is joined across one of the given places.
    fn bound(&mut self, at: &[u32]) {
        let size = self.blocks.len().div_ceil(BLOCKS_MAX);
        if size <= 1 {
            return;
        }
        let side = |block: &Cut| at.partition_point(|place| *place <= block.begin);
        let mut joined: Vec<(Cut, usize)> = Vec::new();
        for block in &self.blocks {
            match joined.last_mut() {
                Some((last, parts)) if *parts < size && side(last) == side(block) => {
                    last.end = block.end;
                    last.kind = BlockKind::Paragraph;
                    *parts += 1;
                }
                _ => joined.push((*block, 1)),
            }
        }
        self.blocks = joined.into_iter().map(|(block, _)| block).collect();
    }
}

/// Length in code points. A note has at most 1 MiB.
fn count(text: &str) -> u32 {
    text.chars().count().try_into().unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::BlockKind::{Heading, Item, Paragraph};
    use super::*;

    fn cut(note: &str, at: &[u32]) -> Vec<(BlockKind, String)> {
        let letters: Vec<char> = note.chars().collect();
        let text = |cut: &Cut| letters[cut.begin as usize..cut.end as usize].iter().collect();
        Cuts::of(note, at).blocks.iter().map(|cut| (cut.kind, text(cut))).collect()
    }

    #[test]
    fn a_note_is_cut_as_it_is_written() {
        let block = |kind: BlockKind, text: &str| (kind, text.to_owned());
        for (note, expected) in [
            ("", vec![]),
            ("\n \n", vec![]),
            ("one\ntwo\n\nthree", vec![block(Paragraph, "one\ntwo"), block(Paragraph, "three")]),
            ("one\r\ntwo\r\n\r\nthree\r\n", vec![block(Paragraph, "one\r\ntwo"), block(Paragraph, "three")]),
            (
                "Plan:\nrest\n1. one\n2. two\n   more",
                vec![
                    block(Heading, "Plan:"),
                    block(Paragraph, "rest"),
                    block(Item, "1. one"),
                    block(Item, "2. two\n   more"),
                ],
            ),
            ("🩺 café\n\nשלום", vec![block(Paragraph, "🩺 café"), block(Paragraph, "שלום")]),
        ] {
            assert_eq!(cut(note, &[]), expected, "{note:?}");
        }
    }

    #[test]
    fn a_block_is_parted_where_it_has_to_be() {
        let texts = |at: &[u32]| cut("abcdef\n\nxyz", at).into_iter().map(|(_, t)| t).collect::<Vec<_>>();
        assert_eq!(texts(&[2, 4]), ["ab", "cd", "ef", "xyz"]);
        assert_eq!(texts(&[0, 6, 8, 99]), ["abcdef", "xyz"]);
    }

    #[test]
    fn a_place_has_the_section_above_it() {
        let note = "Reason: knee\n\nHISTORY\nLungs: clear\n- Heart: fine\n\nPlan: rest\n\nSigned";
        let cuts = Cuts::of(note, &[]);
        let at = |word: &str| cuts.section(count(&note[..note.find(word).unwrap()]));
        for (word, expected) in [
            ("knee", Some("Reason")),
            ("clear", Some("History")),
            ("fine", Some("History")),
            ("rest", Some("Plan")),
            ("Signed", Some("Plan")),
        ] {
            assert_eq!(at(word), expected, "{word}");
        }
    }

    #[test]
    fn a_note_of_very_many_lines_has_a_bounded_number_of_blocks_and_loses_nothing() {
        let note = "a\n\n".repeat(30_000);
        let blocks = Cuts::of(&note, &[300]).blocks;
        assert!(blocks.len() <= BLOCKS_MAX + 1, "{}", blocks.len());
        assert!(blocks.windows(2).all(|pair| pair[0].end <= pair[1].begin));
        assert_eq!(blocks.last().map(|last| last.end), Some(89_998));
        assert!(blocks.iter().any(|block| block.begin == 300));
    }
}
