//! From the code of a wording to the complete code that the note documents.

use super::types::Axis;
use crate::icd10::{Code, CodeSet, normal, release};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What the sentence around a mention says, as comparable words.
#[derive(Debug, Default)]
pub(super) struct Around {
    /// Words of the sentence near the mention, those of the mention included.
    pub(super) words: Vec<String>,
    /// `right`, `left` or `bilateral`.
    pub(super) side: Option<&'static str>,
    /// Whether care is past its active phase: healing, follow-up.
    pub(super) healing: bool,
    /// Whether it is the late effect of an injury.
    pub(super) late: bool,
    /// Trimester of a pregnancy.
    pub(super) trimester: Option<&'static str>,
}

/// The code set with the titles looked at so far in comparable form; lives as long as one note is read.
#[derive(Debug)]
pub(super) struct Titles {
    set: &'static CodeSet,
    known: RefCell<HashMap<Code, Title>>,
}

#[derive(Debug, Clone)]
struct Title {
    lower: Rc<str>,
    /// Words that tell it apart.
    words: Rc<[String]>,
}

/// A code and what it leaves open.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Refined {
    pub(super) code: Code,
    pub(super) open: Option<(Axis, Vec<Code>)>,
}

/// Most candidates named for an open detail.
const MOST_CANDIDATES: usize = 8;

/// Walks from a code to a complete one.
///
/// Each step takes the child whose words the sentence has, else the one that says unspecified, else the one without
/// addition. Where none fits, the header stands and what would decide is named.
pub(super) fn refine(set: &Titles, code: Code, around: &Around) -> Refined {
    let mut code = sided(set, code, around);
    let mut open = None;
    while !set.is_billable(code) {
        let children = set.children(code);
        match step(set, code, &children, around) {
            Some(child) => {
                if says_unspecified(set, child) && !code_is_seventh(child) {
                    open = Some((axis(set, &children), others(&children, child)));
                }
                code = child;
            }
            None => {
                let axis = axis(set, &children);
                return Refined {
                    code,
                    open: Some((axis, children.into_iter().take(MOST_CANDIDATES).collect())),
                };
            }
        }
    }
    if open.is_none() && says_unspecified(set, code) {
        let family = set.parent(code).map(|parent| set.children(parent)).unwrap_or_default();
        let others = others(&family, code);
        open = (!others.is_empty()).then(|| (axis(set, &family), others));
    }
    Refined { code, open }
}

/// The sibling for the documented side, when the code is for an unspecified one.
fn sided(set: &Titles, code: Code, around: &Around) -> Code {
    let Some(side) = around.side.filter(|_| says_unspecified(set, code)) else { return code };
    let siblings = set.parent(code).map(|parent| set.children(parent)).unwrap_or_default();
    let own = words(set, code);
    let fits = |sibling: &Code| {
        let theirs = words(set, *sibling);
        theirs.iter().any(|word| word == side) && theirs.iter().all(|word| word == side || own.contains(word))
    };
    siblings.into_iter().find(fits).unwrap_or(code)
}

fn step(set: &Titles, parent: Code, children: &[Code], around: &Around) -> Option<Code> {
    if let [only] = children {
        return Some(*only);
    }
    let seventh = children.first().is_some_and(|child| code_is_seventh(*child));
    if seventh && children.iter().any(|child| child.as_str().ends_with('A')) {
        return encounter(set, children, around);
    }
    let above = words(set, parent);
    let documented = |child: &Code| {
        let theirs = words(set, *child);
        let added: Vec<&String> = theirs.iter().filter(|word| !above.contains(word)).collect();
        let said = added.iter().all(|word| around.has(word));
        (said && !added.is_empty()).then_some(added.len())
    };
    let best = children
        .iter()
        .filter_map(|child| Some((documented(child)?, *child)))
        .max_by_key(|(count, _)| *count);
    if let Some((_, child)) = best {
        return Some(child);
    }
    let title = |child: &Code| set.title(*child).lower;
    let plain = [
        "unspecified",
        "not otherwise specified",
        "without complication",
        "uncomplicated",
        "not intractable",
        "without ",
    ];
    let unspecified = |phrase: &&str| {
        let fitting = children.iter().filter(|child| title(child).contains(*phrase));
        fitting.max_by_key(|child| title(child).matches("unspecified").count()).copied()
    };
    let extends = |child: &&Code| words(set, **child).iter().all(|word| above.contains(word));
    plain[..2]
        .iter()
        .find_map(unspecified)
        .or_else(|| children.iter().find(extends).copied())
        .or_else(|| plain[2..].iter().find_map(unspecified))
}

/// Seventh character of an injury: initial unless the note is about healing or a late effect (Guidelines I.C.19.a).
fn encounter(set: &Titles, children: &[Code], around: &Around) -> Option<Code> {
    let ending = |character: char| children.iter().copied().find(|child| child.as_str().ends_with(character));
    let open_fracture =
        |code: &Code| set.get(*code).is_some_and(|entry| entry.title.contains("open fracture"));
    if around.late {
        return ending('S').or_else(|| ending('A'));
    }
    if around.healing {
        return ending('D').or_else(|| ending('A'));
    }
    let open = around.words.iter().any(|word| word == "open" || word == "compound");
    if open { ending('B').filter(open_fracture).or_else(|| ending('A')) } else { ending('A') }
}

fn code_is_seventh(code: Code) -> bool {
    code.as_str().len() == 7
}

fn others(children: &[Code], chosen: Code) -> Vec<Code> {
    children.iter().copied().filter(|child| *child != chosen).take(MOST_CANDIDATES).collect()
}

fn says_unspecified(set: &Titles, code: Code) -> bool {
    set.title(code).lower.contains("unspecified")
}

/// Words of a title that tell it apart.
fn words(set: &Titles, code: Code) -> Rc<[String]> {
    set.title(code).words
}

/// What tells the children apart.
fn axis(set: &Titles, children: &[Code]) -> Axis {
    let titles: Vec<Rc<str>> = children.iter().map(|child| set.title(*child).lower).collect();
    let some = |words: &[&str]| titles.iter().any(|title| words.iter().any(|word| title.contains(word)));
    if some(&["right", "left", "bilateral"]) {
        Axis::Laterality
    } else if some(&["trimester"]) {
        Axis::Trimester
    } else if some(&["stage", "severe", "mild", "degree", "class "]) {
        Axis::Severity
    } else if some(&["acute", "chronic"]) {
        Axis::Acuity
    } else {
        Axis::Type
    }
}

impl Titles {
    pub(super) fn new() -> Self {
        Self { set: release(), known: RefCell::default() }
    }

    fn title(&self, code: Code) -> Title {
        const NOISE: [&str; 6] = ["unspecified", "other", "specified", "side", "initial", "encounter"];
        let read = || {
            let title = self.set.get(code).map(|entry| entry.title).unwrap_or_default();
            let words = normal::phrase(&title).into_iter().filter(|word| !NOISE.contains(&word.as_str()));
            Title { lower: title.to_lowercase().into(), words: words.collect() }
        };
        self.known.borrow_mut().entry(code).or_insert_with(read).clone()
    }
}

impl std::ops::Deref for Titles {
    type Target = CodeSet;

    fn deref(&self) -> &CodeSet {
        self.set
    }
}

impl Around {
    /// Whether the sentence has a word, the side and the trimester included.
    fn has(&self, word: &str) -> bool {
        const SIDES: [&str; 4] = ["right", "left", "bilateral", "unilateral"];
        if SIDES.contains(&word) {
            return self.side == Some(word);
        }
        word == "trimester" && self.trimester.is_some()
            || self.trimester == Some(word)
            || self.words.iter().any(|said| said == word)
    }
}
