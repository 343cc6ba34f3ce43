//! The cue table.

use super::Status;
use crate::icd10::normal;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a cue does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// Gives a status to what follows.
    Forward(Status),
    /// Gives a status to what stands before.
    Backward(Status),
    /// Gives a status to the whole sentence.
    Both(Status),
    /// Ends scopes that reach it.
    Stop,
    /// Looks like a cue and is none.
    Pseudo,
}

/// A cue of the table.
#[derive(Debug)]
pub(super) struct Cue {
    /// Lower-case words.
    pub(super) words: Vec<&'static str>,
    pub(super) effect: Effect,
    /// Words the scope covers at most.
    pub(super) reach: usize,
}

/// The longest cue that starts with the first of the lower-case words.
pub(super) fn longest(words: &[String]) -> Option<&'static Cue> {
    let first = words.first()?;
    let fits = |cue: &&Cue| {
        cue.words.len() <= words.len() && cue.words.iter().zip(words).all(|(cue, word)| *cue == word)
    };
    CUES.get(first.as_str())?.iter().filter(fits).max_by_key(|cue| cue.words.len())
}

static CUES: LazyLock<HashMap<&'static str, Vec<Cue>>> = LazyLock::new(|| {
    let table = include_str!("../../../tables/icd10/context.tsv");
    let mut cues: HashMap<&'static str, Vec<Cue>> = HashMap::new();
    for row in table.lines().filter(|line| !line.starts_with('#')) {
        let columns: Vec<&'static str> = row.split('\t').collect();
        let [effect, reach, phrases] = columns[..] else { continue };
        let (Some(effect), Ok(reach)) = (named(effect), reach.parse()) else { continue };
        for phrase in phrases.split('|') {
            let words: Vec<&'static str> = normal::words(phrase).iter().map(|word| word.raw).collect();
            if let Some(first) = words.first() {
                cues.entry(first).or_default().push(Cue { words, effect, reach });
            }
        }
    }
    cues
});

fn named(effect: &str) -> Option<Effect> {
    let (status, direction) = effect.split_once('-').unwrap_or((effect, ""));
    let status = match status {
        "negated" => Status::Negated,
        "family" => Status::Family,
        "history" => Status::History,
        "uncertain" => Status::Uncertain,
        "hypothetical" => Status::Hypothetical,
        "stop" => return Some(Effect::Stop),
        "pseudo" => return Some(Effect::Pseudo),
        _ => return None,
    };
    match direction {
        "forward" => Some(Effect::Forward(status)),
        "backward" => Some(Effect::Backward(status)),
        "both" => Some(Effect::Both(status)),
        _ => None,
    }
}
