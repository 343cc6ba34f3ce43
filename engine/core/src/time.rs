//! Points in time and durations, as events and files carry them.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01 UTC. Within one run attempt the driver counts it up by a monotonic clock from
/// the moment of the claim, so differences within an attempt are true durations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// A timestamp from microseconds since the epoch.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// Microseconds since the epoch.
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// The time since `earlier`; zero when that lies in the future.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_micros(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }
}

impl std::ops::Add<Duration> for Timestamp {
    type Output = Self;

    /// A later point in time, at most the largest there is.
    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)))
    }
}

/// Reads a duration as workflow files write it: a whole number and a unit (`ms`, `s`, `m`, `h`, `d`), several in
/// a row from the largest unit down (`1m30s`).
///
/// # Errors
/// [`DurationError`] says what is wrong.
pub fn parse_duration(text: &str) -> Result<Duration, DurationError> {
    let mut rest = text.trim();
    if rest.is_empty() {
        return Err(DurationError::Empty);
    }
    let mut total = Duration::ZERO;
    let mut last_unit = u64::MAX;
    while !rest.is_empty() {
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let number: u64 = rest[..digits].parse().map_err(|_| DurationError::Number)?;
        rest = &rest[digits..];
        let letters = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len();
        let unit = match &rest[..letters] {
            "ms" => 1,
            "s" => 1_000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            "" if rest.is_empty() => return Err(DurationError::NoUnit(number)),
            "" => return Err(DurationError::Number),
            _ => return Err(DurationError::Unit),
        };
        if unit >= last_unit {
            return Err(DurationError::Order);
        }
        last_unit = unit;
        rest = &rest[letters..];
        let millis = number.checked_mul(unit).ok_or(DurationError::TooLong)?;
        total = total.checked_add(Duration::from_millis(millis)).ok_or(DurationError::TooLong)?;
    }
    Ok(total)
}

/// Writes a duration as workflow files do, without rounding below milliseconds.
pub fn format_duration(duration: Duration) -> String {
    let mut millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    let mut text = String::new();
    for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)] {
        if millis >= size {
            text.push_str(&format!("{}{unit}", millis / size));
            millis %= size;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

/// Why a text is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// Nothing is there.
    #[error("an empty text is no duration; write `30s`")]
    Empty,
    /// A number without its unit.
    #[error("`{0}` has no unit; write `{0}s` or `{0}ms`")]
    NoUnit(u64),
    /// A unit other than those known.
    #[error("unknown unit; units are `ms`, `s`, `m`, `h` and `d`, as in `1m30s`")]
    Unit,
    /// No whole number where one is expected.
    #[error("a duration is a whole number and a unit, as in `30s` or `1m30s`")]
    Number,
    /// A larger or equal unit after a smaller one.
    #[error("units go from large to small, each once, as in `1m30s`")]
    Order,
    /// More than the largest duration there is.
    #[error("the duration is too long")]
    TooLong,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_carry_a_unit() {
        for (text, expected) in [
            ("0s", Ok(0)),
            ("250ms", Ok(250)),
            ("60s", Ok(60_000)),
            ("1m30s", Ok(90_000)),
            ("24h", Ok(86_400_000)),
            ("90d", Ok(7_776_000_000)),
            ("", Err(DurationError::Empty)),
            ("30", Err(DurationError::NoUnit(30))),
            ("PT30S", Err(DurationError::Number)),
            ("1.5s", Err(DurationError::Number)),
            ("30sec", Err(DurationError::Unit)),
            ("30s1m", Err(DurationError::Order)),
            ("1s1s", Err(DurationError::Order)),
            ("-1s", Err(DurationError::Number)),
            ("99999999999999999d", Err(DurationError::TooLong)),
        ] {
            assert_eq!(parse_duration(text), expected.map(Duration::from_millis), "{text:?}");
        }
    }

    #[test]
    fn a_written_duration_reads_back() {
        for millis in [0, 1, 999, 1_000, 61_001, 90_061_007] {
            let duration = Duration::from_millis(millis);
            assert_eq!(parse_duration(&format_duration(duration)), Ok(duration));
        }
    }
}
