//! How many tests passed and failed, read from what the test runners print.

use std::ops::AddAssign;

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Counts {
    /// Sums the summary lines of `cargo nextest` and of `cargo test` in `text`.
    pub(super) fn read(text: &str) -> Self {
        let mut counts = Self::default();
        for line in text.lines() {
            let nextest =
                line.split_once(" run: ").filter(|(head, _)| head.trim_start().starts_with("Summary ["));
            let libtest = line.strip_prefix("test result: ").and_then(|line| line.split_once(". "));
            if let Some((_, numbers)) = nextest.or(libtest) {
                counts += Self::parts(numbers);
            }
        }
        counts
    }

    /// Reads `12 passed (1 slow), 1 failed, 3 skipped` and `12 passed; 1 failed; 0 ignored`.
    fn parts(numbers: &str) -> Self {
        let mut counts = Self::default();
        for part in numbers.split([',', ';']) {
            let mut words = part.split_whitespace();
            let number = words.next().and_then(|number| number.parse().ok()).unwrap_or(0);
            match words.next() {
                Some("passed") => counts.passed += number,
                // nextest: `failed`, `timed out` and `exec failed`
                Some("failed" | "timed" | "exec") => counts.failed += number,
                _ => {}
            }
        }
        counts
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summaries_of_both_runners_are_read() {
        for (text, passed, failed) in [
            ("", 0, 0),
            ("     Summary [   0.012s] 3 tests run: 3 passed, 0 skipped", 3, 0),
            (
                "     Summary [  62.100s] 9 tests run: 7 passed (1 slow), 1 failed, 1 timed out, 4 skipped",
                7,
                2,
            ),
            ("     Summary [   1.000s] 5/9 tests run: 4 passed, 1 exec failed, 0 skipped", 4, 1),
            ("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out", 12, 0),
            (
                "test result: FAILED. 2 passed; 3 failed; 0 ignored\n\ntest result: ok. 1 passed; 0 failed;",
                3,
                3,
            ),
            ("a test that prints: 5 tests run: 5 passed", 0, 0),
        ] {
            assert_eq!(Counts::read(text), Counts { passed, failed }, "{text}");
        }
    }
}
