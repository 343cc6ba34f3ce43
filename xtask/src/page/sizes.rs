//! What the page weighs.

use std::fmt;

use super::dist::Compressed;
use crate::error::Error;

/// What scripts and module may weigh together as a browser gets them, in bytes with brotli. 350 KiB is what they
/// are to weigh.
const BUDGET: usize = 448 * 1024;

/// The sizes of every file, in bytes: as it is, with brotli, with gzip.
pub(super) struct Sizes(Vec<(String, [usize; 3])>);

impl Sizes {
    pub(super) fn of(files: &[Compressed]) -> Self {
        let size = |file: &Compressed| (file.name.clone(), file.bytes.each_ref().map(Vec::len));
        let mut sizes: Vec<_> = files.iter().map(size).collect();
        sizes.sort();
        Self(sizes)
    }

    /// Holds scripts and module to their budget.
    ///
    /// # Errors
    /// They are too large.
    pub(super) fn check(&self) -> Result<(), Error> {
        let [_, br, _] = self.code();
        if br <= BUDGET {
            return Ok(());
        }
        Err(Error::Check(format!(
            "scripts and module of the page are {} KiB with brotli, more than {} KiB",
            kib(br),
            kib(BUDGET)
        )))
    }

    /// The sums over scripts and module.
    fn code(&self) -> [usize; 3] {
        let code = self.0.iter().filter(|(name, _)| name.ends_with(".js") || name.ends_with(".wasm"));
        code.fold([0; 3], |sums, (_, sizes)| std::array::from_fn(|at| sums[at] + sizes[at]))
    }
}

impl fmt::Display for Sizes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<32} {:>9} {:>9} {:>9}", "KiB", "plain", "brotli", "gzip")?;
        let budget = format!("scripts and module, of {}", BUDGET / 1024);
        let rows = self.0.iter().map(|(name, sizes)| (name.as_str(), *sizes));
        for (name, [plain, br, gz]) in rows.chain([(budget.as_str(), self.code())]) {
            writeln!(f, "{name:<32} {:>9} {:>9} {:>9}", kib(plain), kib(br), kib(gz))?;
        }
        Ok(())
    }
}

fn kib(bytes: usize) -> String {
    // Tenths, rounded up: a size is never shown smaller than it is.
    let tenths = (bytes * 10).div_ceil(1024);
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(files: &[(&str, usize)]) -> Sizes {
        let file = |(name, br): &(&str, usize)| Compressed {
            name: (*name).to_owned(),
            bytes: [vec![0; br * 3], vec![0; *br], vec![0; br * 2]],
        };
        Sizes::of(&files.iter().map(file).collect::<Vec<_>>())
    }

    #[test]
    fn scripts_and_module_are_held_to_the_budget_and_the_rest_is_not() {
        for (files, kept) in [
            (&[("a_bg.wasm", BUDGET - 1), ("a.js", 1)][..], true),
            (&[("a_bg.wasm", BUDGET), ("a.js", 1)], false),
            (&[("a_bg.wasm", BUDGET), ("a.css", 5000), ("index.html", 5000), ("favicon.svg", 5000)], true),
            (&[("a.js", BUDGET), ("boot.js", 1)], false),
        ] {
            let held = sizes(files).check();
            assert_eq!(held.is_ok(), kept, "{files:?}");
        }
        let error = sizes(&[("a.js", BUDGET + 1)]).check().unwrap_err().to_string();
        assert_eq!(error, "scripts and module of the page are 448.1 KiB with brotli, more than 448.0 KiB");
    }

    #[test]
    fn every_file_is_shown_and_the_sum() {
        let shown = sizes(&[("b.js", 1024), ("a.css", 512), ("b_bg.wasm", 2048)]).to_string();
        let lines: Vec<Vec<&str>> = shown.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(
            lines,
            [
                vec!["KiB", "plain", "brotli", "gzip"],
                vec!["a.css", "1.5", "0.5", "1.0"],
                vec!["b.js", "3.0", "1.0", "2.0"],
                vec!["b_bg.wasm", "6.0", "2.0", "4.0"],
                vec!["scripts", "and", "module,", "of", "448", "9.0", "3.0", "6.0"],
            ]
        );
    }
}
