//! Dates and parts of dates, except a year alone, and ages of 90 and more.

use regex::Captures;

use super::entity::{Entity, EntityKind};
use super::pattern::{matches, pattern};

const MONTH: &str = r"(?:Jan(?:uary)?|Feb(?:r?uary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)";
const DAY: &str = r"(?:0?[1-9]|[12]\d|3[01])";
const NTH: &str = r"(?:st|nd|rd|th)";
const YEAR: &str = r"(?:(?:19|20)\d{2}|['’‘`]\s?\d{2})";
const WEEKDAY: &str = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day";

pattern!(
    /// `March 5th, 2021`, `Feb 14 '23`, `Sept. 3`, and the second day of a range.
    MONTH_DAY = r"(?-u:\b)(?P<m>(?i:", MONTH, r"))\.?\s{1,3}(?:the\s)?(?P<d>", DAY, NTH, r"?)(?-u:\b)",
    r"(?:\s?(?:-|–|to|and|through|&)\s?(?:", DAY, NTH, r"(?-u:\b)|", DAY, r"(?-u:\b),?\s", YEAR, r"|(?:", DAY, r")(?-u:\b)(?:[.;,)]|$)))?",
    r"(?:\s?,?\s{0,3}(?:of\s)?(?P<y>", YEAR, r"|\d{2}(?:[.;)]|$))(?-u:(?:\b|$)))?"
);
pattern!(
    /// `5 March 2021`, `12th of April`, `17-Feb-2023`.
    DAY_MONTH = r"(?-u:\b)(?P<d>", DAY, NTH, r"?)(?-u:\b)\s?(?:-|\.|/|of\s|day\s+of\s)?\s?(?P<m>(?i:", MONTH, r"))(?-u:\b)\.?(?:[\s,/\-]{0,3}(?:of\s)?(?P<y>", YEAR, r"|\d{2}(?-u:\b)))?"
);
pattern!(
    /// `April 2023`, `Nov. of 2022`, `May '21`.
    MONTH_YEAR = r"(?-u:\b)(?i:", MONTH, r")\.?[\s,\-/]{1,3}(?:of\s)?(?:the\s+year\s+)?", YEAR, r"(?-u:\b)"
);
pattern!(
    /// A month alone where only a time can stand.
    MONTH_ALONE = r"(?-u:\b)(?i:in|since|until|till|by|during|around|before|after|between|through|from|of|and|to|for)\s(?P<v>(?:(?i:early|mid|late|last|next|this|past)(?:\s|-))?(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec))(?-u:\b)"
);
pattern!(
    MONTH_LAST = r"(?-u:\b)(?i:last|next|this|past|previous|early|mid|late)(?:\s|-)(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)(?-u:\b)"
);
pattern!(MONTH_CLEAR = r"(?-u:\b)(?:January|February|September|October|November|December)(?-u:\b)");
pattern!(WEEKDAYS = r"(?-u:\b)(?P<v>(?:(?i:last|next|this|past|previous)\s)?", WEEKDAY, r")(?-u:\b)");
pattern!(
    WEEKDAYS_LOWER = r"(?-u:\b)(?P<v>(?i:last|next|this|past|on|since|until)\s(?i:",
    WEEKDAY,
    r"))(?-u:\b)"
);
pattern!(EVERY = r"(?i)(?:every|each|all)\s+(?:other\s+)?$");
pattern!(
    /// `3/14/2022`, `14.3.22`, `03-14-2022`; also with a time.
    NUMERIC = r"(?-u:\b)(?P<v>(?P<a>\d{1,2})(?P<s>[/.\-–])(?P<b>\d{1,2})(?P<t>[/.\-–])(?P<y>\d{4}|\d{2}))(?-u:\b)"
);
pattern!(
    ISO = r"(?-u:\b)(?:19|20)\d{2}[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])(?:(?-u:\b)|T\d{2}:?\d{2}(?::?\d{2})?(?:\.\d+)?(?:Z|[+\-]\d{2}:?\d{2})?)"
);
pattern!(
    COMPACT = r"(?-u:\b)(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}(?:\d{2})?)?(?-u:\b)"
);
pattern!(MONTH_SLASH_YEAR = r"(?-u:\b)(?:0?[1-9]|1[0-2])[/\-](?:19|20)\d{2}(?-u:\b)");
pattern!(
    /// `on 08/22`, `DOS 3/14`: month and day behind a word of time.
    SHORT = r"(?i)(?-u:\b)(?:on|since|until|dated?|dos|dob|visit|seen|admitted|admission|discharged?|surgery|born|appointment|appt|due|scheduled\s+for|f/u|follow-?up)(?:\s+on)?\s*[:]?\s{0,2}(?P<v>(?P<a>\d{1,2})/(?P<b>\d{1,2}))(?-u:\b)"
);
pattern!(SHORT_ZERO = r"(?-u:\b)(?P<v>(?P<a>0[1-9]|1[0-2])/(?P<b>0[1-9]|[12]\d|3[01]))(?-u:\b)");
pattern!(
    BIRTH_YEAR = r"(?i)(?-u:\b)(?:dob|d\.o\.b\.?|date\s+of\s+birth|birth\s?date|year\s+of\s+birth|yob|born(?:\s+in)?)\s*[:\-]?\s*(?P<v>(?:19|20)\d{2})(?-u:\b)"
);
pattern!(
    HOLIDAY = r"(?-u:\b)(?:Christmas(?:\s(?:Eve|Day))?|Thanksgiving(?:\sDay)?|New\sYear['’]?s?\s(?:Eve|Day)|New\sYear['’]s|Easter(?:\sSunday)?|Halloween|Labor\sDay|Memorial\sDay|Independence\sDay|(?:Fourth|4th)\sof\sJuly|Valentine['’]?s\sDay|Mother['’]s\sDay|Father['’]s\sDay|Veterans['’]?\sDay|Hanukkah|Ramadan|Passover|Yom\sKippur|Diwali|Good\sFriday|Mardi\sGras)(?-u:\b)"
);
pattern!(
    AGE_UNIT = r"(?i)(?-u:\b)(?P<v>(?:9\d|1[0-2]\d)(?:\s|-)?(?:years?|yrs?|y)\.?(?:\s|-)?(?:old|of\s+age|o\.?(?-u:\b))|(?:9\d|1[0-2]\d)\s?(?:yo|y/o|y\.o\.?|yof|yom)(?-u:\b))"
);
pattern!(AGE_LABEL = r"(?i)(?-u:\b)age(?:d|s)?\s*(?:of|is|:|=|was)?\s*(?P<v>9\d|1[0-2]\d)(?-u:\b)");
pattern!(
    AGE_SEX = r"(?-u:\b)(?P<v>9\d|1[0-2]\d)\s?[MF](?-u:\b)|(?i)(?-u:\b)(?:nonagenarian|centenarian|ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?[- ]years?[- ]old)(?-u:\b)"
);

/// Dates and high ages of `text`.
pub(super) fn find(text: &str) -> Vec<Entity> {
    let date = |pattern, score, rule, keep: fn(&Captures<'_>) -> bool| {
        matches(text, pattern, EntityKind::Date, score, rule, keep)
    };
    let any = |_: &Captures<'_>| true;
    let mut found = Vec::new();
    found.extend(date(&MONTH_DAY, 0.97, "date.month-day", is_month_day));
    found.extend(date(&DAY_MONTH, 0.97, "date.day-month", is_month_day));
    found.extend(date(&MONTH_YEAR, 0.95, "date.month-year", any));
    found.extend(date(&MONTH_ALONE, 0.8, "date.month", any));
    found.extend(date(&MONTH_LAST, 0.8, "date.month", any));
    found.extend(date(&MONTH_CLEAR, 0.7, "date.month-clear", any));
    found.extend(date(&HOLIDAY, 0.8, "date.holiday", any));
    found.extend(date(&NUMERIC, 0.97, "date.numeric", is_numeric));
    found.extend(date(&ISO, 0.98, "date.iso", any));
    found.extend(date(&COMPACT, 0.7, "date.compact", any));
    found.extend(date(&MONTH_SLASH_YEAR, 0.9, "date.month-year", any));
    found.extend(date(&SHORT, 0.8, "date.short", is_day));
    found.extend(date(&BIRTH_YEAR, 0.9, "date.birth-year", any));
    let not_every =
        |found: &Captures<'_>| found.get(0).is_some_and(|all| !EVERY.is_match(before(text, all.start())));
    found.extend(matches(text, &WEEKDAYS, EntityKind::Date, 0.8, "date.weekday", not_every));
    found.extend(date(&WEEKDAYS_LOWER, 0.7, "date.weekday", any));
    let no_value = |found: &Captures<'_>| {
        &found[0] != "10/10" && found.get(0).is_some_and(|all| !is_fraction(text, all.start(), all.end()))
    };
    found.extend(matches(text, &SHORT_ZERO, EntityKind::Date, 0.6, "date.short-zero", no_value));
    found.extend(matches(text, &AGE_UNIT, EntityKind::Age, 0.95, "age.unit", any));
    found.extend(matches(text, &AGE_LABEL, EntityKind::Age, 0.9, "age.label", any));
    found.extend(matches(text, &AGE_SEX, EntityKind::Age, 0.85, "age.sex", any));
    found.into_iter().map(|entity| trimmed(text, entity)).collect()
}

/// Up to 20 bytes before `at`.
fn before(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(20);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    &text[from..at]
}

/// Without the mark after a range or a two-digit year.
fn trimmed(text: &str, mut entity: Entity) -> Entity {
    let kept = text[entity.range.clone()].trim_end_matches(['.', ';', ',', ')', ' ']).len();
    entity.range.end = entity.range.start + kept;
    entity
}

/// A month written small needs a day with ending or a year, where it is also a word or cut short.
fn is_month_day(found: &Captures<'_>) -> bool {
    let (month, day) = (&found["m"], &found["d"]);
    let word = matches!(
        month.to_lowercase().as_str(),
        "may" | "mar" | "dec" | "jan" | "sep" | "oct" | "jun" | "march"
    );
    let lower = month.starts_with(char::is_lowercase);
    let sure = found.name("y").is_some() || day.ends_with(char::is_alphabetic);
    sure || !(lower && word)
}

fn is_numeric(found: &Captures<'_>) -> bool {
    let number = |name: &str| found[name].parse::<u32>().unwrap_or(0);
    let (a, b, year) = (number("a"), number("b"), number("y"));
    let calendar =
        (1..=12).contains(&a) && (1..=31).contains(&b) || (1..=31).contains(&a) && (1..=12).contains(&b);
    let long = found["y"].len() == 4;
    let same = found["s"] == found["t"];
    calendar
        && same
        && (long && (1890..=2100).contains(&year)
            || !long && &found["s"] != "." && (&found["s"] == "/" || found["a"].len() == 2))
}

fn is_day(found: &Captures<'_>) -> bool {
    let number = |name: &str| found[name].parse::<u32>().unwrap_or(0);
    (1..=12).contains(&number("a")) && (1..=31).contains(&number("b"))
}

/// Whether `08/22` is part of a longer number or a measured value.
fn is_fraction(text: &str, start: usize, end: usize) -> bool {
    let next = text[end..].trim_start();
    text[end..].starts_with(['/', '.', '-', '%'])
        || text[..start].ends_with(['/', '.', '-'])
        || next.starts_with("mm")
        || next.starts_with("mg")
        || next.starts_with("strength")
        || before(text, start).ends_with("BP ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(text: &str, value: &str) -> bool {
        let start = text.find(value).unwrap();
        find(text).iter().any(|e| e.range.start <= start && e.range.end >= start + value.len())
    }

    #[test]
    fn dates_in_many_forms() {
        for (text, value) in [
            ("seen on March 5th, 2021.", "March 5th, 2021"),
            ("on Oct 7 2019", "Oct 7 2019"),
            ("Nov 9, '22", "Nov 9, '22"),
            ("on Sept. 3rd", "Sept. 3rd"),
            ("13th of April 2020", "13th of April 2020"),
            ("17-Feb-2023", "17-Feb-2023"),
            ("5 October 1998", "5 October 1998"),
            ("June 3-7, 2020", "June 3-7, 2020"),
            ("in April 2023", "April 2023"),
            ("since last December", "December"),
            ("came in May", "May"),
            ("3/14/22", "3/14/22"),
            ("03-14-2022", "03-14-2022"),
            ("14.03.2022", "14.03.2022"),
            ("2022-03-14T10:20:00Z", "2022-03-14T10:20:00Z"),
            ("on 8/22 for", "8/22"),
            ("DOB 1955", "1955"),
            ("last Friday", "last Friday"),
            ("on Tuesday", "Tuesday"),
            ("before Thanksgiving", "Thanksgiving"),
            ("a 93-year-old woman", "93-year-old"),
            ("age 101", "101"),
            ("92yo M", "92yo"),
        ] {
            assert!(covers(text, value), "{text}: {:?}", find(text));
        }
    }

    #[test]
    fn what_is_no_date_is_left() {
        for text in [
            "diagnosed in 2021",
            "BP 120/80",
            "a 3/6 murmur",
            "pain 7/10",
            "strength 5/5",
            "may 10 mg be given",
            "89-year-old",
            "every Monday",
            "last summer",
            "2 weeks ago",
            "version 4.5.12",
            "ratio 40-50-60",
            "he may return",
            "marching 5 miles",
            "90 pack years",
        ] {
            assert!(find(text).is_empty(), "{text}: {:?}", find(text));
        }
    }
}
