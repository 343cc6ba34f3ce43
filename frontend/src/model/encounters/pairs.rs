//! Which of the files that were dropped are notes, and which say something about the visit of one.

/// Most notes taken of one drop.
pub const NOTES_MAX: usize = 200;
/// Most bytes of a visit file.
pub const VISIT_BYTES_MAX: u64 = 64 << 10;

const VISIT_ENDING: &str = ".encounter.json";

/// A note among the files, with its visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Which file, by number from 0.
    pub note: usize,
    /// Which file holds its visit.
    pub visit: Option<usize>,
}

/// Files, sorted out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// The notes, in the order of the files; at most [`NOTES_MAX`].
    pub pairs: Vec<Pair>,
    /// Visit files without a note, by number from 0.
    pub alone: Vec<usize>,
    /// How many notes were over the bound.
    pub left_out: usize,
}

/// Sorts files by their names: `NAME.encounter.json` is the visit of `NAME.txt`, whatever the ending of the note.
pub fn sort<S: AsRef<str>>(names: &[S]) -> Sorted {
    let stem_of_visit = |name: &str| {
        let at = name.len().checked_sub(VISIT_ENDING.len())?;
        let ending = name.get(at..)?;
        (at > 0 && ending.eq_ignore_ascii_case(VISIT_ENDING)).then(|| name[..at].to_owned())
    };
    let visits: Vec<(usize, String)> = (0..)
        .zip(names)
        .filter_map(|(index, name)| stem_of_visit(name.as_ref()).map(|stem| (index, stem)))
        .collect();
    let mut sorted = Sorted::default();
    let mut is_used = vec![false; names.len()];
    for (note, name) in (0..).zip(names) {
        if visits.iter().any(|(index, _)| *index == note) {
            continue;
        }
        let visit = visits.iter().find(|(_, of)| of == stem(name.as_ref())).map(|(index, _)| *index);
        if let Some(index) = visit {
            is_used[index] = true;
        }
        if sorted.pairs.len() < NOTES_MAX {
            sorted.pairs.push(Pair { note, visit });
        } else {
            sorted.left_out += 1;
        }
    }
    sorted.alone = visits.into_iter().map(|(index, _)| index).filter(|index| !is_used[*index]).collect();
    sorted
}

/// The name of a file without its last ending.
pub fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visit_goes_with_the_note_of_its_name() {
        let pair = |note, visit| Pair { note, visit };
        let cases: [(&[&str], &[Pair], &[usize]); 8] = [
            (&["a.txt"], &[pair(0, None)], &[]),
            (&["a.txt", "a.encounter.json"], &[pair(0, Some(1))], &[]),
            (&["a.encounter.json", "b.txt", "a.txt"], &[pair(1, None), pair(2, Some(0))], &[]),
            (&["a.b.txt", "a.b.encounter.json"], &[pair(0, Some(1))], &[]),
            (&["a", "a.Encounter.JSON"], &[pair(0, Some(1))], &[]),
            (&["a.txt", "a.md", "a.encounter.json"], &[pair(0, Some(2)), pair(1, Some(2))], &[]),
            (&["b.encounter.json", "a.txt"], &[pair(1, None)], &[0]),
            (&[".encounter.json", "note.json"], &[pair(0, None), pair(1, None)], &[]),
        ];
        for (names, pairs, alone) in cases {
            let sorted = sort(names);
            assert_eq!((&sorted.pairs[..], &sorted.alone[..]), (pairs, alone), "{names:?}");
            assert_eq!(sorted.left_out, 0);
        }
    }

    #[test]
    fn no_more_than_the_bound_is_taken_and_the_rest_counted() {
        let names: Vec<String> = (0..NOTES_MAX + 7).map(|number| format!("{number}.txt")).collect();
        let sorted = sort(&names);
        assert_eq!((sorted.pairs.len(), sorted.left_out), (NOTES_MAX, 7));
    }

    #[test]
    fn a_stem_is_the_name_without_its_last_ending() {
        for (name, expected) in [("a.txt", "a"), ("a.b.txt", "a.b"), ("a", "a"), (".txt", ".txt"), ("", "")] {
            assert_eq!(stem(name), expected);
        }
    }
}
