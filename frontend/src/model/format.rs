//! Numbers and times as a reader sees them.

/// A duration in milliseconds: `14.2 s`; from a hundred seconds on `2 min 14 s`, from an hour on `1 h 5 min`.
pub fn seconds(millis: f64) -> String {
    let tenths = whole(millis / 100.0);
    let seconds = tenths / 10;
    match seconds {
        0..100 => format!("{seconds}.{} s", tenths % 10),
        100..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => format!("{} h {} min", seconds / 3_600, seconds / 60 % 60),
    }
}

/// How long ago something was, in milliseconds: `now`, `2 min ago`, `3 h ago`, `5 d ago`.
pub fn ago(millis: f64) -> String {
    let minutes = whole(millis / 60_000.0);
    match minutes {
        0 => "now".to_owned(),
        1..60 => format!("{minutes} min ago"),
        60..1_440 => format!("{} h ago", minutes / 60),
        _ => format!("{} d ago", minutes / 1_440),
    }
}

/// The time of day of a point in milliseconds since 1970 UTC, so many minutes east of UTC: `09:40:47`.
pub fn clock(millis: i64, tz_offset_min: i64) -> String {
    let seconds = (millis.div_euclid(1_000) + tz_offset_min * 60).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

/// A date such as `2026-11-18` as `18 Nov 2026`; any other text as it is.
pub fn day(date: &str) -> String {
    match parts(date) {
        Some((year, month, day)) => format!("{day} {month} {year}"),
        None => date.to_owned(),
    }
}

/// A date such as `2026-11-18` as `18 Nov`; any other text as it is.
pub fn day_short(date: &str) -> String {
    match parts(date) {
        Some((_, month, day)) => format!("{day} {month}"),
        None => date.to_owned(),
    }
}

/// A count: `2,505`.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// So many things: `1 code`, `2 codes`.
pub fn plural(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "held within range")]
fn whole(number: f64) -> u64 {
    number.clamp(0.0, 9.0e15) as u64
}

/// Year, name of the month, day without a leading zero.
fn parts(date: &str) -> Option<(&str, &'static str, &str)> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (year, rest) = date.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let number: usize = month.parse().ok()?;
    let name = MONTHS.get(number.checked_sub(1)?)?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (year.len() == 4 && digits(year) && day.len() == 2 && digits(day))
        .then(|| (year, *name, day.strip_prefix('0').unwrap_or(day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_tenths_while_they_matter() {
        for (millis, text) in [
            (-5.0, "0.0 s"),
            (0.0, "0.0 s"),
            (99.9, "0.0 s"),
            (14_249.0, "14.2 s"),
            (99_999.0, "99.9 s"),
            (100_000.0, "1 min 40 s"),
            (3_599_999.0, "59 min 59 s"),
            (3_900_000.0, "1 h 5 min"),
            (f64::NAN, "0.0 s"),
        ] {
            assert_eq!(seconds(millis), text, "{millis}");
        }
    }

    #[test]
    fn what_was_less_than_a_minute_ago_is_now() {
        for (millis, text) in [
            (-1.0, "now"),
            (59_999.0, "now"),
            (60_000.0, "1 min ago"),
            (3_599_999.0, "59 min ago"),
            (3_600_000.0, "1 h ago"),
            (86_399_999.0, "23 h ago"),
            (86_400_000.0, "1 d ago"),
        ] {
            assert_eq!(ago(millis), text, "{millis}");
        }
    }

    #[test]
    fn a_time_of_day_is_that_of_the_reader() {
        for (millis, offset, text) in [
            (1_795_513_247_123, 0, "09:40:47"),
            (1_795_513_247_123, 60, "10:40:47"),
            (1_795_513_247_123, -600, "23:40:47"),
            (-1, 0, "23:59:59"),
        ] {
            assert_eq!(clock(millis, offset), text);
        }
    }

    #[test]
    fn a_date_is_written_out_and_anything_else_left_alone() {
        for (date, long, short) in [
            ("2026-11-18", "18 Nov 2026", "18 Nov"),
            ("2026-01-05", "5 Jan 2026", "5 Jan"),
            ("2026-13-05", "2026-13-05", "2026-13-05"),
            ("2026-00-05", "2026-00-05", "2026-00-05"),
            ("yesterday", "yesterday", "yesterday"),
            ("2026-1é-05", "2026-1é-05", "2026-1é-05"),
            ("", "", ""),
        ] {
            assert_eq!(day(date), long);
            assert_eq!(day_short(date), short);
        }
    }

    #[test]
    fn a_count_has_a_comma_at_every_thousand() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1_000, "1,000"), (2_505, "2,505"), (1_234_567, "1,234,567")]
        {
            assert_eq!(count(number), text);
        }
        assert_eq!(plural(1, "code", "codes"), "1 code");
        assert_eq!(plural(0, "code", "codes"), "0 codes");
    }
}
