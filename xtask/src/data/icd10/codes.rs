//! The code set: the order file, written so that a seventh character costs one line for thousands of codes.

use super::lexicon::Term;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

/// One line of the order file.
#[derive(Debug)]
pub struct Line {
    /// Code without its dot.
    pub code: String,
    /// Valid for submission.
    pub billable: bool,
    /// Full title.
    pub title: String,
}

/// The order file, in order.
#[derive(Debug)]
pub struct Order {
    /// All lines: headers and billable codes.
    pub lines: Vec<Line>,
}

impl Order {
    /// Reads the fixed columns of the order file: number, code from 7, flag at 15, short title, title from 78 (from 1).
    pub fn read(text: &str) -> Self {
        let lines = text.lines().filter(|line| line.len() > 77).map(|line| Line {
            code: line[6..13].trim().to_owned(),
            billable: &line[14..15] == "1",
            title: line[77..].trim().to_owned(),
        });
        Self { lines: lines.collect() }
    }

    /// Rows of `codes.tsv.gz`.
    ///
    /// First the sets of seventh characters, `#7 <set> <character>=<what it adds to the title>|...`, then a row a code:
    /// code without dot, `h` (header), `b` (billable) or the number of its set, title. A code of seven characters has a
    /// row of its own only where its title is not that of its stem with the addition of a set.
    pub fn table(&self) -> String {
        let (stems, explicit) = self.seventh_characters();
        let mut sets: BTreeMap<String, usize> = BTreeMap::new();
        for set in stems.values() {
            let next = sets.len();
            sets.entry(set.clone()).or_insert(next);
        }
        let mut rows = String::new();
        let mut by_number: Vec<_> = sets.iter().map(|(set, number)| (*number, set)).collect();
        by_number.sort_unstable();
        for (number, set) in by_number {
            let _infallible = writeln!(rows, "#7\t{number}\t{set}");
        }
        for line in
            self.lines.iter().filter(|line| line.code.len() < 7 || explicit.contains(&line.code.as_str()))
        {
            let kind = match stems.get(line.code.as_str()) {
                Some(set) => sets[set].to_string(),
                None => if line.billable { "b" } else { "h" }.to_owned(),
            };
            let _infallible = writeln!(rows, "{}\t{kind}\t{}", line.code, line.title);
        }
        rows
    }

    /// Stem to its set of seventh characters, and the codes of seven characters that fit no set.
    fn seventh_characters(&self) -> (BTreeMap<&str, String>, Vec<&str>) {
        let titles: HashMap<&str, &str> =
            self.lines.iter().map(|l| (l.code.as_str(), l.title.as_str())).collect();
        let mut stems: BTreeMap<&str, String> = BTreeMap::new();
        let mut explicit = Vec::new();
        for line in self.lines.iter().filter(|line| line.code.len() == 7) {
            let mut stem = &line.code[..6];
            while !titles.contains_key(stem) && stem.ends_with('X') {
                stem = &stem[..stem.len() - 1];
            }
            match titles.get(stem).and_then(|title| line.title.strip_prefix(title)) {
                Some(addition) => {
                    let set = stems.entry(stem).or_default();
                    let _infallible = write!(set, "{}={addition}|", &line.code[6..]);
                }
                None => explicit.push(line.code.as_str()),
            }
        }
        (stems, explicit)
    }
}

/// Titles as dictionary terms: those that name something by themselves.
pub fn title_terms(order: &Order) -> Vec<Term> {
    let useful = order.lines.iter().filter(|line| line.code.len() < 7 && speaks_for_itself(line));
    useful.map(|line| Term::new(&line.code, 't', &line.title)).collect()
}

/// Whether a note could use the words of a title: not a residual category, not one side, not an external cause.
fn speaks_for_itself(line: &Line) -> bool {
    const SILENT: [&str; 16] = [
        "other ",
        "others",
        "elsewhere",
        "without",
        "not specified",
        "right",
        "left",
        "bilateral",
        "encounter for",
        "unilateral",
        "poisoning by",
        "adverse effect",
        "underdosing",
        "newborn affected",
        "presence of",
        "external cause",
    ];
    let title = line.title.to_lowercase();
    let external = line.code.starts_with(['V', 'W', 'X', 'Y']);
    !external && !SILENT.iter().any(|word| title.contains(word))
}
