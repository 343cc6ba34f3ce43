//! What the passes found so far, and the words they share.

use super::tree::{Span, Table};
use crate::diagnostic::{Code, Diagnostic, Source};

/// More findings than these help nobody; a file made to have many must not cost time.
const FINDINGS_MAX: usize = 500;

/// Collects the findings about one file.
pub(super) struct Findings<'s> {
    pub(super) source: &'s Source,
    list: Vec<Diagnostic>,
    /// Takes what is said of findings beyond the bound.
    spare: Diagnostic,
    dropped: usize,
}

impl<'s> Findings<'s> {
    pub(super) fn new(source: &'s Source) -> Self {
        let spare = Diagnostic::new(Code::E0100, source, 0..0, "");
        Self { source, list: Vec::new(), spare, dropped: 0 }
    }

    pub(super) fn report(&mut self, code: Code, span: &Span, message: impl Into<String>) -> &mut Diagnostic {
        if self.list.len() >= FINDINGS_MAX && self.has_errors() {
            self.dropped += 1;
            self.spare.labels.truncate(1);
            self.spare.notes.clear();
            return &mut self.spare;
        }
        self.list.push(Diagnostic::new(code, self.source, span.clone(), message));
        self.list.last_mut().expect("one was just pushed")
    }

    pub(super) fn has_errors(&self) -> bool {
        self.list.iter().any(Diagnostic::is_error)
    }

    /// All findings, in the order of the file.
    pub(super) fn into_list(mut self) -> Vec<Diagnostic> {
        let place = |finding: &Diagnostic| finding.labels.first().map(|label| label.span.start);
        self.list.sort_by_key(|finding| (place(finding), finding.code));
        if let Some(last) = self.list.last_mut().filter(|_| self.dropped > 0) {
            last.note(format!("{} more findings are not shown", self.dropped));
        }
        self.list
    }
}

/// Reads the text as TOML; every syntax error is reported.
pub(super) fn parse(source: &Source, bytes_max: usize, findings: &mut Findings<'_>) -> Option<Table> {
    if source.text.len() > bytes_max {
        let message = format!("the file has {} bytes, more than {bytes_max}", source.text.len());
        findings.report(Code::E0106, &(0..0), message).help("split it into several files");
        return None;
    }
    let (table, errors) = toml::de::DeTable::parse_recoverable(&source.text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let (first, rest) = error.message().split_once('\n').unwrap_or_else(|| (error.message(), ""));
        let finding = findings.report(Code::E0100, &span, first);
        if !rest.is_empty() {
            finding.note(rest.replace('\n', ", "));
        }
    }
    errors.is_empty().then(|| Table::from_toml(table.get_ref()))
}

/// The candidate that was probably meant: at most a third of its letters differ.
pub(super) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let distance = |candidate: &'c str| (strsim::osa_distance(word, candidate), candidate);
    let (distance, candidate) = candidates.into_iter().map(distance).min_by_key(|(distance, _)| *distance)?;
    let close = distance <= (candidate.chars().count() / 3).max(1);
    (close && word.chars().count() > 1).then_some(candidate)
}

/// The words that follow an unknown name: what was probably meant, else what there is.
pub(super) fn meant<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    match nearest(word, candidates.iter().copied()) {
        Some(candidate) => Some(format!("did you mean `{candidate}`?")),
        None if candidates.is_empty() => None,
        None => Some(format!("there is {}", list(&candidates))),
    }
}

/// `a`, `b` and `c`; of a long list only the beginning.
pub(super) fn list(words: &[&str]) -> String {
    const SHOWN: usize = 24;
    let quoted: Vec<String> = words.iter().take(SHOWN).map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        all if words.len() > SHOWN => format!("{} and {} more", all.join(", "), words.len() - SHOWN),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
