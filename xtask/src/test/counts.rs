//! How many tests passed and failed, read from what the test runners print: cargo's, nextest, and Node's.

use std::ops::AddAssign;

/// How a summary line of `node --test` begins, in its two forms.
const NODE: [&str; 2] = ["\u{2139} ", "# "];

/// Numbers of tests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) passed: u64,
    pub(super) failed: u64,
}

impl Counts {
    /// Sums the summary lines of `cargo nextest`, of `cargo test` and of `node --test` in `text`.
    pub(super) fn read(text: &str) -> Self {
        let mut counts = Self::default();
        for line in text.lines() {
            let nextest =
                line.split_once(" run: ").filter(|(head, _)| head.trim_start().starts_with("Summary ["));
            let libtest = line.strip_prefix("test result: ").and_then(|line| line.split_once(". "));
            if let Some((_, numbers)) = nextest.or(libtest) {
                counts += Self::parts(numbers);
            } else if let Some(line) = line.strip_prefix(NODE[0]).or_else(|| line.strip_prefix(NODE[1])) {
                counts += Self::node(line);
            }
        }
        counts
    }

    /// Reads `pass 12`, `fail 1` and `cancelled 1`; other words are no tests.
    fn node(line: &str) -> Self {
        let mut counts = Self::default();
        if let Some((word, number)) = line.split_once(' ')
            && let Ok(number) = number.parse::<u64>()
        {
            match word {
                "pass" => counts.passed = number,
                "fail" | "cancelled" => counts.failed = number,
                _ => {}
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
            (
                "\u{2139} tests 5\n\u{2139} suites 1\n\u{2139} pass 4\n\u{2139} fail 1\n\u{2139} cancelled 0\n",
                4,
                1,
            ),
            ("# tests 5\n# pass 3\n# fail 0\n# cancelled 2\n# skipped 0\n# duration_ms 12.5\n", 3, 2),
            ("# pass me by\nfail 3", 0, 0),
            ("a test that prints: 5 tests run: 5 passed", 0, 0),
        ] {
            assert_eq!(Counts::read(text), Counts { passed, failed }, "{text}");
        }
    }
}
