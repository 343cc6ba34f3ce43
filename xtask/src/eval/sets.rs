//! The two sets with right answers: protected values in queries, and codes of cases.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Deserialize;
use serde_json::{Value, json};

use super::bars::Bars;
use super::client::{self, Client};
use super::icd10::{self, Coded};
use super::line::Line;
use super::phi::{self, Predicted};
use crate::error::Error;

/// How many of the commonest mistakes are printed.
const MISTAKES: usize = 15;

/// Finds protected health information in the queries of `data/deid`.
///
/// # Errors
/// The data cannot be read, or the binary fails.
pub(super) fn phi(client: &Client<'_>, data: &Path, bars: &mut Bars) -> Result<(), Error> {
    let path = data.join("deid/asq-phi-dev.txt");
    let queries = phi::parse(&client::read(&path)?).map_err(|problem| shape(&path, &problem))?;
    let inputs: Vec<Value> = queries.iter().map(|query| json!({ "text": query.text })).collect();
    let start = Instant::now();
    let outputs = client.stage("phi.detect", &inputs)?;
    println!("\nqueries with and without PHI: {} in {:.1} s", queries.len(), start.elapsed().as_secs_f64());
    let spans: Result<Vec<_>, Error> = outputs.into_iter().map(predicted).collect();
    let score = phi::score(&queries, &spans?);
    for (kind, (found, all)) in &score.by_type {
        println!("  {kind:<24} {found:>4} of {all:>4}");
    }
    println!("  missed most often: {}", mistakes(&score.misses));
    println!("  false alarms: {}", mistakes(&score.false_alarms));
    bars.at_least("PHI: values found whole", score.recall(), 0.93);
    bars.at_most("PHI: queries without PHI that were flagged", score.flagged_share(), 0.10);
    bars.at_least("PHI: precision by characters", score.precision(), 0.85);
    Ok(())
}

/// Codes the cases of `data/icd10`.
///
/// # Errors
/// The data cannot be read, or the binary fails.
pub(super) fn icd10(client: &Client<'_>, data: &Path, bars: &mut Bars) -> Result<(), Error> {
    let table = data.join("icd10/dev.tsv");
    let right = right(&table)?;
    let paths = client::texts(&data.join("icd10/dev"))?;
    let start = Instant::now();
    let lines = client.process(&paths)?;
    println!("\ncases: {} in {:.1} s", lines.len(), start.elapsed().as_secs_f64());
    let coded: Result<Coded, Error> = lines.iter().map(suggested).collect();
    let score = icd10::score(&coded?, &right, MISTAKES);
    for (what, figures) in [("exact code", score.exact), ("category", score.category)] {
        println!(
            "  {what:<12} precision {:.3}, recall {:.3}, F1 {:.3}",
            figures.precision, figures.recall, figures.f1
        );
    }
    println!("  missed most often: {}", mistakes(&score.misses));
    println!("  false alarms: {}", mistakes(&score.false_alarms));
    bars.at_least("ICD-10-CM: F1 of exact codes", score.exact.f1, 0.30);
    bars.at_least("ICD-10-CM: F1 of categories", score.category.f1, 0.46);
    Ok(())
}

/// Reads the entities of one line that `phi.detect` printed.
fn predicted(output: Value) -> Result<Vec<Predicted>, Error> {
    #[derive(Deserialize)]
    struct Output {
        entities: Vec<Entity>,
    }
    #[derive(Deserialize)]
    struct Entity {
        begin: u32,
        end: u32,
        r#type: String,
    }
    let output: Output = serde_json::from_value(output)
        .map_err(|error| Error::Check(format!("`phi.detect` printed no entities: {error}")))?;
    let span = |entity: Entity| Predicted { begin: entity.begin, end: entity.end, label: entity.r#type };
    Ok(output.entities.into_iter().map(span).collect())
}

/// The right codes: lines of file id, tab, code.
fn right(table: &Path) -> Result<Coded, Error> {
    let mut coded = Coded::new();
    for (number, line) in (1..).zip(client::read(table)?.lines()) {
        let (file, code) =
            line.split_once('\t').ok_or_else(|| shape(table, &format!("line {number} has no tab")))?;
        coded.entry(file.to_owned()).or_default().insert(comparable(code));
    }
    Ok(coded)
}

fn suggested(line: &Line) -> Result<(String, BTreeSet<String>), Error> {
    let name = PathBuf::from(&line.file).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let report = line.report.as_ref().ok_or_else(|| Error::Check(format!("{}: no report", line.file)))?;
    let codes = report.codes.iter().filter(|code| code.is_suggested()).map(|code| comparable(&code.code));
    Ok((name, codes.collect()))
}

/// A code in upper case and without its dot.
fn comparable(code: &str) -> String {
    code.trim().replace('.', "").to_uppercase()
}

fn mistakes(counted: &[(String, usize)]) -> String {
    let shown: Vec<String> =
        counted.iter().take(MISTAKES).map(|(what, count)| format!("{what} {count}")).collect();
    shown.join(" | ")
}

fn shape(path: &Path, problem: &str) -> Error {
    Error::Check(format!("{}: {problem}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggested_codes_are_compared_without_dot_and_case() {
        let text = r#"{"file":"x/a-1.txt","elapsed_ms":1,"error":null,"report":{"codes":[
            {"system":"icd-10-cm","code":"Q62.11","billable":true,"verdict":"supported","evidence":[]},
            {"system":"icd-10-cm","code":"I10","billable":true,"verdict":"suppressed","evidence":[]},
            {"system":"snomed-ct","code":"1","billable":null,"verdict":"supported","evidence":[]}]}}"#;
        let (file, codes) = suggested(&serde_json::from_str(text).unwrap()).unwrap();
        assert_eq!((file.as_str(), codes), ("a-1", BTreeSet::from([comparable("q62.11")])));
    }

    #[test]
    fn entities_are_read_and_anything_else_is_an_error() {
        let spans =
            predicted(json!({"entities": [{"begin": 1, "end": 3, "type": "NAME", "score": 0.5}]})).unwrap();
        assert_eq!(spans, [Predicted { begin: 1, end: 3, label: "NAME".to_owned() }]);
        assert!(predicted(json!({"error": "x"})).is_err());
    }
}
