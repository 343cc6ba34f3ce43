//! What becomes of a note the server did not take: whether another try may help, and what the page says.

use super::uploads::{Trouble, UploadState};

/// An answer that was no success, or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer<'a> {
    /// The HTTP status; `None` when there was no answer.
    pub status: Option<u16>,
    /// What it is.
    pub title: &'a str,
    /// What happened, and the way out.
    pub detail: &'a str,
}

/// Where a note stands after such an answer. What the note itself is refused for stays refused; what the server could
/// not do now may be tried again.
pub fn after(answer: Answer<'_>) -> UploadState {
    let trouble = Trouble::new(answer.title, sentence(answer.detail));
    match answer.status {
        None | Some(408 | 425 | 429 | 500..) => UploadState::Failed(trouble),
        Some(_) => UploadState::Refused(trouble),
    }
}

/// `text` with a capital at its beginning and a full stop at its end.
pub fn sentence(text: &str) -> String {
    let mut characters = text.trim().chars();
    let Some(first) = characters.next() else { return String::new() };
    let mut sentence: String = first.to_uppercase().chain(characters).collect();
    if !sentence.ends_with(['.', '!', '?']) {
        sentence.push('.');
    }
    sentence
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_tried_again_and_what_is_wrong_with_the_note_is_not() {
        for (status, is_failed) in [
            (None, true),
            (Some(503), true),
            (Some(500), true),
            (Some(429), true),
            (Some(408), true),
            (Some(400), false),
            (Some(413), false),
            (Some(415), false),
            (Some(422), false),
            (Some(0), false),
        ] {
            let state = after(Answer { status, title: "t", detail: "d" });
            assert_eq!(matches!(state, UploadState::Failed(_)), is_failed, "{status:?}");
        }
    }

    #[test]
    fn the_servers_words_read_as_sentences() {
        for (detail, expected) in [
            ("the note is empty; add a word", "The note is empty; add a word."),
            ("Try again later.", "Try again later."),
            ("", ""),
        ] {
            assert_eq!(sentence(detail), expected);
        }
    }
}
