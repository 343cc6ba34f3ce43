//! Words that several parts of a report use.

use revrx_api::{DetailAxis, Fit, Verdict};

/// From here on a match is called strong.
pub(super) const STRONG: f32 = 0.85;
/// From here on a match is called fair.
pub(super) const FAIR: f32 = 0.6;

/// The tone of a verdict.
pub(super) fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unsupported => "bad",
        Verdict::UnderSpecified => "warn",
        Verdict::Missed => "add",
        Verdict::Supported => "good",
        Verdict::Suppressed | Verdict::Rejected => "mute",
    }
}

/// The verdict in a word.
pub(super) fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Unsupported => "unsupported",
        Verdict::UnderSpecified => "under-specified",
        Verdict::Missed => "missed",
        Verdict::Supported => "supported",
        Verdict::Suppressed => "suppressed",
        Verdict::Rejected => "rejected",
    }
}

/// What is open, as a noun: `Side`.
pub(super) fn axis(axis: DetailAxis) -> &'static str {
    match axis {
        DetailAxis::Laterality => "Side",
        DetailAxis::Trimester => "Trimester",
        DetailAxis::Severity => "Stage or severity",
        DetailAxis::Acuity => "Acute or chronic",
        DetailAxis::Type => "Type, cause or site",
    }
}

/// What is open, within a sentence: `the side`.
pub(super) fn axis_in_sentence(axis: DetailAxis) -> &'static str {
    match axis {
        DetailAxis::Laterality => "the side",
        DetailAxis::Trimester => "the trimester",
        DetailAxis::Severity => "the stage or severity",
        DetailAxis::Acuity => "whether it is acute or chronic",
        DetailAxis::Type => "the type, cause or site",
    }
}

/// What to ask for, in one word.
pub(super) fn ask(axis: DetailAxis) -> &'static str {
    match axis {
        DetailAxis::Laterality => "ask side",
        DetailAxis::Trimester => "ask trimester",
        DetailAxis::Severity => "ask severity",
        DetailAxis::Acuity => "ask acuity",
        DetailAxis::Type => "ask type",
    }
}

/// A match in a word.
pub(super) fn fit(fit: &Fit) -> &'static str {
    match fit.strength {
        strength if strength >= STRONG => "strong",
        strength if strength >= FAIR => "fair",
        _ => "weak",
    }
}

/// A fragment as a sentence: begins with a capital and ends with a stop.
pub(super) fn sentence(fragment: &str) -> String {
    let fragment = fragment.trim();
    let mut text = capital(fragment);
    if !text.is_empty() && !text.ends_with(['.', '!', '?']) {
        text.push('.');
    }
    text
}

/// With a capital at the begin.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

/// A number in words up to twelve, in figures above.
pub(super) fn number(count: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

/// A list in a sentence: `a`, `a and b`, `a, b and c`.
pub(super) fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The letter of a finding: A to Z, then AA, AB and so on.
pub(super) fn letter(index: usize) -> String {
    let mut rest = index + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        let digit = (rest - 1) % 26;
        letters.push(char::from(b'A' + u8::try_from(digit).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_reads_as_a_sentence() {
        for (fragment, expected) in [
            ("documented and billed", "Documented and billed."),
            (
                "billed, but uncertain in the note (Guidelines IV.H)",
                "Billed, but uncertain in the note (Guidelines IV.H).",
            ),
            ("Done.", "Done."),
            ("", ""),
            ("émigré", "Émigré."),
        ] {
            assert_eq!(sentence(fragment), expected);
        }
    }

    #[test]
    fn findings_are_lettered_beyond_z() {
        for (index, expected) in
            [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
        {
            assert_eq!(letter(index), expected);
        }
    }

    #[test]
    fn numbers_are_words_up_to_twelve() {
        for (count, expected) in [(0, "no"), (1, "one"), (12, "twelve"), (13, "13"), (82, "82")] {
            assert_eq!(number(count), expected);
        }
    }
}
