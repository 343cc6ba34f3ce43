use super::*;

/// Blocks parted by ` / `; a marked piece as `[text items]refs`, a label as `*text*`, a left-out block with `#part`.
fn drawn(note: &str, marks: &[(u32, u32, usize)], left_out: &[(u32, u32)]) -> String {
    let marks: Vec<Mark> =
        marks.iter().map(|(begin, end, item)| Mark { begin: *begin, end: *end, item: *item }).collect();
    let view = mark(note, &marks, left_out);
    let numbers = |items: &[usize]| items.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
    let piece = |piece: &Piece| {
        let text = if piece.label { format!("*{}*", piece.text) } else { piece.text.clone() };
        match piece.number {
            Some(number) => {
                format!("[{text} {}]{}", numbers(&view.items_at[number]), numbers(&piece.refs))
            }
            None => text,
        }
    };
    let block = |block: &Block| {
        let mark = block.left_out.map(|mark| format!("#{}{}", mark.part, if mark.first { "!" } else { "" }));
        mark.unwrap_or_default() + &block.pieces.iter().map(piece).collect::<String>()
    };
    view.blocks.iter().map(block).collect::<Vec<_>>().join(" / ")
}

#[test]
fn evidence_is_marked_in_pieces_that_know_all_their_entries() {
    for (what, note, marks, expected) in [
        ("none", "abcdef", vec![], "abcdef"),
        ("one", "abcdef", vec![(1, 3, 0)], "a[bc 0]0def"),
        ("the whole", "abcdef", vec![(0, 6, 0)], "[abcdef 0]0"),
        ("overlapping", "abcdef", vec![(0, 3, 0), (2, 5, 1)], "[ab 0][c 0,1]0[de 1]1f"),
        ("nested", "abcdef", vec![(0, 6, 0), (2, 4, 1)], "[ab 0][cd 0,1]1[ef 0]0"),
        ("nested at the end", "abcdef", vec![(0, 4, 0), (2, 4, 1)], "[ab 0][cd 0,1]0,1ef"),
        ("the same words", "abcdef", vec![(1, 3, 2), (1, 3, 0)], "a[bc 0,2]0,2def"),
        ("the same words for the same entry", "abcdef", vec![(1, 3, 0), (1, 3, 0)], "a[bc 0]0def"),
        ("side by side", "abcdef", vec![(0, 3, 0), (3, 6, 1)], "[abc 0]0[def 1]1"),
        ("over two blocks", "ab\n\ncd", vec![(1, 5, 0)], "a[b 0] / [c 0]0d"),
        ("only the line ends between", "ab\n\ncd", vec![(2, 4, 0)], "ab / cd"),
    ] {
        assert_eq!(drawn(note, &marks, &[]), expected, "{what}");
    }
}

#[test]
fn places_are_code_points_whatever_the_letters() {
    for (what, note, marks, expected) in [
        ("emoji", "🩺🩺 pain", vec![(3, 7, 0)], "🩺🩺 [pain 0]0"),
        ("a joined emoji stays whole", "👩\u{200d}⚕ x", vec![(0, 1, 0)], "[👩\u{200d}⚕ 0]0 x"),
        ("combining marks stay", "cafe\u{301} x", vec![(0, 4, 0)], "[cafe\u{301} 0]0 x"),
        ("right to left", "כאב ברך", vec![(4, 7, 0)], "כאב [ברך 0]0"),
        (
            "carriage returns count and are not shown",
            "a\r\nb\r\n\r\ncd",
            vec![(3, 4, 0), (8, 10, 1)],
            "a\n[b 0]0 / [cd 1]1",
        ),
        ("a mark over a line end", "ab\r\ncd", vec![(1, 5, 0)], "a[b\nc 0]0d"),
        ("a mark that begins within a line end", "ab\r\ncd", vec![(3, 5, 0)], "ab[\nc 0]0d"),
        ("lone carriage returns", "ab\rcd", vec![(3, 5, 0)], "ab\n[cd 0]0"),
        ("script is text", "<script>x</script>", vec![(8, 9, 0)], "<script>[x 0]0</script>"),
    ] {
        assert_eq!(drawn(note, &marks, &[]), expected, "{what}");
    }
}

#[test]
fn headings_items_and_labels_are_told_apart() {
    let note = "PLAN\n- Heart: fine\nPast history: asthma";
    let view = mark(note, &[Mark { begin: 14, end: 18, item: 0 }], &[]);
    let kinds: Vec<BlockKind> = view.blocks.iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [BlockKind::Heading, BlockKind::Item]);
    assert_eq!(drawn(note, &[(14, 18, 0)], &[]), "PLAN / - *Heart:* [fine 0]0\n*Past history:* asthma");
    assert_eq!(view.section(14), Some("Plan"));
}

#[test]
fn what_was_not_used_is_said_once_a_part() {
    let note = "one\n\nSigned\nDr. X\n\ntwo\n\nthree";
    for (left_out, expected) in [
        (vec![(5, 17)], "one / #0!Signed\nDr. X / two / three"),
        (vec![(5, 17), (24, 29)], "one / #0!Signed\nDr. X / two / #1!three"),
        (vec![(5, 22)], "one / #0!Signed\nDr. X / #0two / three"),
        (vec![(12, 17)], "one / Signed / #0!Dr. X / two / three"),
    ] {
        assert_eq!(drawn(note, &[], &left_out), expected, "{left_out:?}");
    }
}

#[test]
fn evidence_within_a_left_out_part_is_marked_too() {
    assert_eq!(drawn("a\n\nbcd", &[(3, 5, 4)], &[(3, 6)]), "a / #0![bc 4]4d");
}

#[test]
fn each_mark_knows_its_pieces() {
    let marks = [(0, 3, 0), (2, 5, 1)].map(|(begin, end, item)| Mark { begin, end, item });
    let view = mark("abcdef", &marks, &[]);
    assert_eq!(view.pieces_of, [vec![0, 1], vec![1, 2]]);
    assert_eq!(view.items_at, [vec![0], vec![0, 1], vec![1]]);
    assert_eq!(view.characters, 6);
}

#[test]
fn a_note_of_a_mebibyte_loses_nothing() {
    let line = "Heart: no murmur, BP 120/80 é 🩺. ";
    for (what, note) in [
        ("one paragraph", line.repeat(30_000)),
        ("short lines", "ok\n\n".repeat(262_144)),
        ("long lines", format!("{line}{line}\n").repeat(15_000)),
    ] {
        let length = note.chars().count();
        let marks: Vec<Mark> = (0..3_000)
            .map(|n| n * (length as u32 / 3_100))
            .map(|begin| Mark { begin, end: begin + 9, item: 1 })
            .collect();
        let view = mark(&note, &marks, &[]);
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
        let shown: usize =
            view.blocks.iter().flat_map(|block| &block.pieces).map(|piece| letters(&piece.text)).sum();
        assert_eq!(shown, letters(&note), "{what}");
        assert!(view.blocks.len() <= 4_001, "{what}: {}", view.blocks.len());
    }
}
