//! Values out of range without a diagnosis that goes with them. A value is never coded from (Guidelines III.B).

use std::sync::LazyLock;

use regex::Regex;

use super::finding;
use crate::ports::{Assertion, Evidence, Finding, FindingKind, Icd10Codes, Severity};
use crate::text::TextMap;

/// A measured value that calls for a diagnosis. Limits are common clinical ones, the source stands beside each.
struct Rule {
    names: &'static str,
    unit: &'static str,
    out: fn(f32) -> bool,
    prefixes: &'static [&'static str],
    message: &'static str,
}

const DIABETES: [&str; 7] = ["E08", "E09", "E10", "E11", "E13", "O24", "R73"];

const RULES: [Rule; 8] = [
    // Obesity in adults: CDC, 30 kg/m2 and more. Z68 needs a diagnosis: Guidelines I.B.14.
    Rule {
        names: "bmi|body mass index",
        unit: "",
        out: |value| (30.0..90.0).contains(&value),
        prefixes: &["E66", "O9921", "R635"],
        message: "A body mass index of 30 or more is recorded and no diagnosis of weight: Z68 is coded only with one (Guidelines I.B.14).",
    },
    // Diabetes: ADA Standards of Care, 6.5 % and more.
    Rule {
        names: "hba1c|hgba1c|a1c|hemoglobin a1c",
        unit: r"\s?%",
        out: |value| (6.5..20.0).contains(&value),
        prefixes: &DIABETES,
        message: "An HbA1c of 6.5 % or more is recorded and no diagnosis of diabetes.",
    },
    // Hypertension: the systolic value of stage 2, ACC/AHA 2017.
    Rule {
        names: "bp|blood pressure",
        unit: r"\s?/\s?\d{2,3}",
        out: |value| (140.0..300.0).contains(&value),
        prefixes: &["I10", "I11", "I12", "I13", "I15", "I16", "I1A", "O1", "R03"],
        message: "A systolic blood pressure of 140 or more is recorded and no diagnosis: say whether it is hypertension or a single elevated reading.",
    },
    // Hypoxemia: below 90 %, WHO pulse oximetry manual.
    Rule {
        names: "spo2|o2 sat|o2 saturation|oxygen saturation|pulse ox|pulse oximetry",
        unit: r"\s?%",
        out: |value| (50.0..90.0).contains(&value),
        prefixes: &["J96", "R09", "J44", "J80", "I50", "J18", "J81", "I26", "G47"],
        message: "An oxygen saturation below 90 % is recorded and no diagnosis that explains it.",
    },
    // Chronic kidney disease: KDIGO 2024, below 60 for three months.
    Rule {
        names: "egfr|gfr",
        unit: "",
        out: |value| (1.0..60.0).contains(&value),
        prefixes: &[
            "N17", "N18", "N19", "I12", "I13", "E0822", "E0922", "E1022", "E1122", "E1322", "N28", "R94",
        ],
        message: "An eGFR below 60 is recorded and no kidney disease: say whether it is acute, chronic with its stage, or neither.",
    },
    // Anemia that most would treat; WHO calls below 8 to 11 moderate to severe.
    Rule {
        names: "hemoglobin|hgb|hb",
        unit: r"(?:\s?g/dl)?",
        out: |value| (3.0..10.0).contains(&value),
        prefixes: &["D5", "D6", "O990", "C9", "R71"],
        message: "A hemoglobin below 10 g/dL is recorded and no anemia with its cause.",
    },
    // Reference range 135 to 145 mmol/L.
    Rule {
        names: "sodium|na",
        unit: "",
        out: |value| (100.0..130.0).contains(&value),
        prefixes: &["E870", "E871", "E22"],
        message: "A sodium below 130 is recorded and no diagnosis such as hyponatremia.",
    },
    // Reference range 3.5 to 5.0 mmol/L.
    Rule {
        names: "potassium",
        unit: "",
        out: |value| (1.5..3.0).contains(&value) || (5.6..10.0).contains(&value),
        prefixes: &["E875", "E876"],
        message: "A potassium far out of range is recorded and no diagnosis such as hypokalemia or hyperkalemia.",
    },
];

static PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let pattern = |rule: &Rule| {
        let Rule { names, unit, .. } = rule;
        let pattern =
            format!(r"(?i)\b(?:{names})\b\s*(?:of|is|was|at|:|=|-|,)?\s*(\d{{1,3}}(?:\.\d{{1,2}})?){unit}");
        Regex::new(&pattern).expect("the patterns are constant and tested")
    };
    RULES.iter().map(pattern).collect()
});

pub(super) fn find(map: &TextMap, icd10: &Icd10Codes) -> Vec<Finding> {
    RULES
        .iter()
        .zip(PATTERNS.iter())
        .filter_map(|(rule, pattern)| out_of_range(map, icd10, rule, pattern))
        .collect()
}

/// The first value out of range, when no diagnosis goes with it.
fn out_of_range(map: &TextMap, icd10: &Icd10Codes, rule: &Rule, pattern: &Regex) -> Option<Finding> {
    let explained =
        icd10.codes.iter().any(|code| code.assertion != Assertion::Family && code.is_under(rule.prefixes));
    if explained {
        return None;
    }
    let found = pattern.captures_iter(map.text()).find(|found| {
        let value = found.get(1).and_then(|value| value.as_str().parse().ok());
        value.is_some_and(rule.out)
    })?;
    let evidence = Evidence::at(map, found.get(0)?.range())?;
    let message = rule.message.to_owned();
    Some(finding(FindingKind::ValueWithoutDiagnosis, Severity::Medium, message, vec![evidence], &[]))
}
