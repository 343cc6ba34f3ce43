//! Reads a date in any usual format, so that two ways of writing one day can be told to be the same.

use std::ops::Range;

use super::pattern::pattern;

pattern!(ISO = r"(?-u:\b)(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?-u:\b)");
pattern!(COMPACT = r"(?-u:\b)(?P<y>(?:19|20)\d{2})(?P<m>\d{2})(?P<d>\d{2})(?-u:\b)");
pattern!(US = r"(?-u:\b)(?P<m>\d{1,2})[/.\-](?P<d>\d{1,2})[/.\-](?P<y>\d{4}|\d{2})(?-u:\b)");
pattern!(EURO = r"(?-u:\b)(?P<d>\d{1,2})[/.\-](?P<m>\d{1,2})[/.\-](?P<y>\d{4}|\d{2})(?-u:\b)");
pattern!(US_SHORT = r"(?-u:\b)(?P<m>\d{1,2})/(?P<d>\d{1,2})(?-u:\b)");
pattern!(
    WORDS = r"(?i)(?-u:\b)(?P<n>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?(?-u:\b)(?:,?\s*['’]?(?P<y>\d{4}|\d{2})(?-u:\b))?"
);
pattern!(
    DAY_FIRST = r"(?i)(?-u:\b)(?P<d>\d{1,2})(?:st|nd|rd|th)?[\s\-./]+(?:of\s+)?(?P<n>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:[\s,.\-/]+['’]?(?P<y>\d{4}|\d{2})(?-u:\b))?"
);

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// A day; the year may be missing or have two digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Date {
    pub(crate) year: Option<u16>,
    pub(crate) month: u8,
    pub(crate) day: u8,
}

impl Date {
    /// Whether both can be the same day: years are compared by their last two digits, where both have one.
    pub(crate) fn matches(self, other: Self) -> bool {
        let years = self
            .year
            .zip(other.year)
            .is_none_or(|(one, two)| one % 100 == two % 100 && (one < 100 || two < 100 || one == two));
        years && self.month == other.month && self.day == other.day
    }
}

/// Every reading of every date in `text`, with its bytes.
pub(crate) fn dates_in(text: &str) -> Vec<(Range<usize>, Date)> {
    let mut found = Vec::new();
    for pattern in [&ISO, &COMPACT, &US, &EURO, &WORDS, &DAY_FIRST, &US_SHORT] {
        for captures in pattern.captures_iter(text) {
            let number = |name: &str| captures.name(name).and_then(|part| part.as_str().parse::<u16>().ok());
            let word = captures
                .name("n")
                .and_then(|name| MONTHS.iter().position(|month| name.as_str().eq_ignore_ascii_case(month)));
            let month = word.map(|at| at as u16 + 1).or_else(|| number("m"));
            let (Some(all), Some(month @ 1..=12), Some(day @ 1..=31)) = (captures.get(0), month, number("d"))
            else {
                continue;
            };
            // "3/9" of "3/9/1951" is no day without a year.
            if number("y").is_none()
                && (text[all.end()..].starts_with(['/', '-']) || text[..all.start()].ends_with(['/', '-']))
            {
                continue;
            }
            found.push((all.range(), Date { year: number("y"), month: month as u8, day: day as u8 }));
        }
    }
    found
}
