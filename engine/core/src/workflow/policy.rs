//! Retry policies: of one stage, and of the whole run.

use std::time::Duration;

use crate::failure::FailureClass;

/// How often and when a stage is tried again.
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    /// Tries in all, the first included.
    pub max_attempts: u32,
    /// Delay before the second try.
    pub initial_delay: Duration,
    /// What each further delay is multiplied by.
    pub factor: f64,
    /// No delay is longer, before jitter.
    pub max_delay: Duration,
    /// Share of the delay that may come on top, at random.
    pub jitter: f64,
    /// Classes that are tried again.
    pub on: Vec<FailureClass>,
    /// Repeats of a call whose outcome is unknown, per stage and part, over the life of the run.
    pub at_most_unknown: u32,
}

impl RetryPolicy {
    /// The policy `standard`: four tries with delays of 1 s, 2 s and 4 s.
    pub fn standard() -> Self {
        Self {
            max_attempts: 4,
            initial_delay: Duration::from_secs(1),
            factor: 2.0,
            max_delay: Duration::from_secs(4),
            jitter: 0.25,
            on: FailureClass::ALL.into_iter().filter(|class| class.is_transient()).collect(),
            at_most_unknown: 1,
        }
    }

    /// The policy `none`: one try.
    pub fn none() -> Self {
        Self { max_attempts: 1, on: Vec::new(), at_most_unknown: 0, ..Self::standard() }
    }

    /// The least delay before the next try after `tries` have been used up, jitter not included.
    pub fn delay_after(&self, tries: u32) -> Duration {
        backoff(self.initial_delay, self.factor, self.max_delay, tries)
    }

    /// Whether a failure of this class, after `tries` tries (itself included), is tried again.
    pub fn retries(&self, class: FailureClass, tries: u32) -> bool {
        tries < self.max_attempts && self.on.contains(&class)
    }

    /// All delays one after the other, with full jitter: the longest a stage waits between its tries.
    pub fn total_delay(&self) -> Duration {
        (1..self.max_attempts).map(|tries| self.delay_after(tries).mul_f64(1.0 + self.jitter)).sum()
    }
}

/// How often a whole run is attempted when a critical stage fails for a transient reason.
#[derive(Clone, Debug, PartialEq)]
pub struct RunPolicy {
    /// Attempts in all.
    pub max_attempts: u32,
    /// Delay before the second attempt.
    pub initial_delay: Duration,
    /// What each further delay is multiplied by.
    pub factor: f64,
    /// No delay is longer.
    pub max_delay: Duration,
}

impl RunPolicy {
    /// Three attempts, 10 s and 30 s apart.
    pub fn standard() -> Self {
        Self {
            max_attempts: 3,
            initial_delay: Duration::from_secs(10),
            factor: 3.0,
            max_delay: Duration::from_secs(300),
        }
    }

    /// The delay before the next attempt after `attempts` have failed.
    pub fn delay_after(&self, attempts: u32) -> Duration {
        backoff(self.initial_delay, self.factor, self.max_delay, attempts)
    }
}

fn backoff(initial: Duration, factor: f64, max: Duration, tries: u32) -> Duration {
    let exponent = i32::try_from(tries.saturating_sub(1)).unwrap_or(i32::MAX);
    let seconds = initial.as_secs_f64() * factor.powi(exponent);
    if seconds.is_finite() && seconds < max.as_secs_f64() { Duration::from_secs_f64(seconds) } else { max }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_delays_are_one_two_and_four_seconds() {
        let policy = RetryPolicy::standard();
        let delays: Vec<u64> = (1..4).map(|tries| policy.delay_after(tries).as_secs()).collect();
        assert_eq!(delays, [1, 2, 4]);
        assert!(policy.retries(FailureClass::Unavailable, 3));
        assert!(!policy.retries(FailureClass::Unavailable, 4), "four tries in all");
        assert!(!policy.retries(FailureClass::InvalidInput, 1));
        assert!(!RetryPolicy::none().retries(FailureClass::Unavailable, 1));
    }

    #[test]
    fn run_delays_grow_to_their_maximum() {
        let policy = RunPolicy::standard();
        let delays: Vec<u64> = (1..7).map(|n| policy.delay_after(n).as_secs()).collect();
        assert_eq!(delays, [10, 30, 90, 270, 300, 300]);
    }
}
