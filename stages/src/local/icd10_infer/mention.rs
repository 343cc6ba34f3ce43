//! What is known while codes are gathered.

use super::types::{Assertion, Axis, Strength};
use crate::icd10::Code;
use std::ops::Range;

/// A place in the text that means a code.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) code: Code,
    pub(super) range: Range<usize>,
    pub(super) assertion: Assertion,
    pub(super) instead: Option<Code>,
    pub(super) strength: Strength,
    /// What it leaves open: the axis and the codes it would decide between.
    pub(super) open: Option<(Axis, Vec<Code>)>,
}

/// What a note says about the patient as a whole.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Note {
    /// A pregnancy, birth or the time after it is mentioned.
    pub(super) pregnancy: bool,
    /// The patient is a newborn.
    pub(super) newborn: bool,
    pub(super) trimester: Option<&'static str>,
}

impl Note {
    /// Looks through the note once.
    pub(super) fn read(text: &str) -> Self {
        let lower = text.to_lowercase();
        let says = |words: &[&str]| words.iter().any(|word| lower.contains(word));
        let trimester = ["first", "second", "third"]
            .into_iter()
            .find(|which| lower.contains(&format!("{which} trimester")));
        Self {
            pregnancy: says(&[
                "pregnan",
                "gestation",
                "postpartum",
                "trimester",
                "gravid",
                "puerper",
                "labor and delivery",
            ]),
            newborn: says(&["newborn", "neonat", "day-old", "day old infant", "born at", "prematur"]),
            trimester,
        }
    }
}
