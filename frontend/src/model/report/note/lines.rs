//! What a line of a note looks like: a heading, an item of a list, or text that may begin with a label.

/// Longest heading, in bytes.
const HEADING_MAX: usize = 60;
/// Longest label before a colon, in bytes.
const LABEL_MAX: usize = 40;

/// A line, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line<'t> {
    /// White space only.
    Blank,
    /// A heading alone on its line, without its colon.
    Heading(&'t str),
    /// An item of a list: bullet or number, then text.
    Item,
    /// Text.
    Text,
}

/// Words that make a short line after a blank one a heading, even without a colon.
const HEADING_WORDS: [&str; 26] = [
    "allergies",
    "assessment",
    "background",
    "complaint",
    "complaints",
    "course",
    "diagnoses",
    "diagnosis",
    "disposition",
    "exam",
    "examination",
    "findings",
    "history",
    "imaging",
    "impression",
    "instructions",
    "labs",
    "medications",
    "objective",
    "plan",
    "procedures",
    "recommendations",
    "results",
    "subjective",
    "summary",
    "vitals",
];
/// Most words of such a line.
const HEADING_WORDS_MAX: usize = 6;

/// Reads a line with or without its line end; `after_blank` says whether a blank line or nothing is above it.
pub(super) fn read(line: &str, after_blank: bool) -> Line<'_> {
    let text = line.trim();
    if text.is_empty() {
        return Line::Blank;
    }
    if let Some(heading) = heading(text) {
        return Line::Heading(heading);
    }
    if after_blank && is_titled(text) {
        return Line::Heading(text);
    }
    if bullet(text).is_some() { Line::Item } else { Line::Text }
}

/// A heading ends with its colon, or begins with `#`, or is all capitals.
fn heading(text: &str) -> Option<&str> {
    let hashed = text.starts_with('#');
    let text = text.trim_start_matches('#').trim();
    let named = text.trim_end_matches(':').trim_end();
    if text.len() > HEADING_MAX || named.is_empty() || bullet(named).is_some() {
        return None;
    }
    let plain = !named.contains([':', '.', ';', ',', '?', '!']);
    let ends_with_colon = text.ends_with(':') && named.starts_with(char::is_alphabetic);
    let letters = named.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters >= 4
        && !named.chars().any(|c| c.is_lowercase() || c.is_ascii_digit())
        && named.chars().any(char::is_uppercase);
    (hashed || (plain && (ends_with_colon || capitals))).then_some(named)
}

/// A short line without punctuation that has a word which sections are called by.
fn is_titled(text: &str) -> bool {
    let plain = text.starts_with(char::is_uppercase) && !text.contains([':', '.', ';', ',', '?', '!']);
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let known = |word: &String| HEADING_WORDS.contains(&word.as_str());
    plain && text.len() <= HEADING_MAX && words.len() <= HEADING_WORDS_MAX && words.iter().any(known)
}

/// Bytes of the bullet or number with the space behind it.
pub(super) fn bullet(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let lead = match text[digits..].chars().next()? {
        '.' | ')' if (1..=3).contains(&digits) => digits + 1,
        c @ ('-' | '*' | '•' | '–' | '·' | '①'..='⑳') if digits == 0 => c.len_utf8(),
        _ => return None,
    };
    let rest = &text[lead..];
    let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    (space > 0 && rest.len() > space).then_some(lead + space)
}

/// The label at the begin of a line, as bytes of the line: `Plan:` in `Plan: rest`, with its colon.
pub(super) fn label(line: &str) -> Option<std::ops::Range<usize>> {
    let indent = line.len() - line.trim_start().len();
    let begin = indent + bullet(&line[indent..]).unwrap_or(0);
    let rest = &line[begin..];
    let colon = rest.find(':').filter(|at| (2..=LABEL_MAX).contains(at))?;
    let words = &rest[..colon];
    let fits = words.starts_with(char::is_uppercase)
        && words.chars().all(|c| c.is_alphanumeric() || " /&-()'’,".contains(c))
        && words.split_whitespace().count() <= 5;
    let followed = rest[colon + 1..].starts_with([' ', '\t']) && !rest[colon + 1..].trim().is_empty();
    (fits && followed).then(|| begin..begin + colon + 1)
}

/// A heading or label as a place is named: capitals throughout become small ones.
pub(super) fn named(heading: &str) -> String {
    let heading = heading.trim_end_matches(':').trim();
    if heading.chars().any(char::is_lowercase) || heading.chars().count() <= 3 {
        return heading.to_owned();
    }
    let mut letters = heading.chars();
    letters.next().map(|first| first.to_string() + &letters.as_str().to_lowercase()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_heading_an_item_or_text() {
        for (line, expected) in [
            ("", Line::Blank),
            (" \t\r\n", Line::Blank),
            ("Assessment:", Line::Heading("Assessment")),
            ("History of present illness:\r\n", Line::Heading("History of present illness")),
            ("REASON FOR ADMISSION\n", Line::Heading("REASON FOR ADMISSION")),
            ("## Plan", Line::Heading("Plan")),
            ("Plan: rest", Line::Text),
            ("COPD, ALS.", Line::Text),
            ("BP 120/80", Line::Text),
            ("She said:", Line::Heading("She said")),
            ("1. Asthma", Line::Item),
            ("- rest", Line::Item),
            ("• rest", Line::Item),
            ("② rest", Line::Item),
            ("1.5 mg daily", Line::Text),
            ("12/19/2025 16:42", Line::Text),
            ("-", Line::Text),
        ] {
            assert_eq!(read(line, false), expected, "{line:?}");
        }
    }

    #[test]
    fn a_short_line_that_names_a_section_is_a_heading_after_a_blank_line() {
        for (line, after_blank, expected) in [
            ("Assessment / plan", true, Line::Heading("Assessment / plan")),
            ("Assessment / plan", false, Line::Text),
            ("History of present illness", true, Line::Heading("History of present illness")),
            ("She has a plan", false, Line::Text),
            ("Exam was normal.", true, Line::Text),
            ("exam normal", true, Line::Text),
            ("Right knee pain", true, Line::Text),
        ] {
            assert_eq!(read(line, after_blank), expected, "{line:?} {after_blank}");
        }
    }

    #[test]
    fn a_label_stands_before_a_colon_at_the_begin_of_a_line() {
        for (line, expected) in [
            ("Past history: Obesity.", Some("Past history:")),
            ("- Neurological: normal", Some("Neurological:")),
            ("  PMH: asthma", Some("PMH:")),
            ("at 10:30 she", None),
            ("Seen at 10:30", None),
            ("Assessment:", None),
            ("pain: none", None),
            ("He was told that it would get better soon: rest", None),
        ] {
            assert_eq!(label(line).map(|range| &line[range]), expected, "{line:?}");
        }
    }

    #[test]
    fn a_place_is_named_without_shouting() {
        for (heading, expected) in [
            ("REASON FOR ADMISSION", "Reason for admission"),
            ("Plan:", "Plan"),
            ("PMH:", "PMH"),
            ("HPI", "HPI"),
        ] {
            assert_eq!(named(heading), expected);
        }
    }
}
