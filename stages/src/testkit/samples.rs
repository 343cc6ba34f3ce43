//! For every kind that runs here: inputs it takes, and inputs it must refuse.

use serde_json::{Value, json};

/// A kind with what it is run on.
pub(super) struct Sample {
    pub(super) kind: &'static str,
    /// Its configuration; a release for `snomed.infer` is put in by the suite.
    pub(super) with: Value,
    pub(super) good: Value,
    pub(super) bad: Vec<Value>,
}

const NOTE: &str = "ASSESSMENT:\nAsthma and hypertension.\n\nElectronically signed by: Dr. Ottoline Fernsby";

fn evidence() -> Value {
    json!({ "begin": 12, "end": 18, "quote": "Asthma" })
}

fn icd10() -> Value {
    let code = json!({
        "code": "J45.909", "title": "Unspecified asthma, uncomplicated", "billable": true, "assertion": "affirmed",
        "evidence": [evidence()], "match": { "strength": 0.9, "wording": 0.9, "section": 1.0, "detail": 1.0, "context": 1.0 },
        "under_specified": false, "detail": null, "instead": null, "conflicts": []
    });
    json!({ "release": "ICD-10-CM FY2026 (April 2026)", "codes": [code] })
}

fn suggestions() -> Value {
    json!([{
        "system": "icd-10-cm", "code": "J45.909", "title": "Unspecified asthma, uncomplicated", "billable": true, "billed": null,
        "verdict": "supported", "reason": "documented", "evidence": [evidence()], "match": null, "detail": null, "instead": null
    }])
}

/// One sample a kind.
pub(super) fn samples() -> Vec<Sample> {
    let sample = |kind, good, bad| Sample { kind, with: Value::Null, good, bad };
    let no_text = || {
        vec![
            json!({}),
            json!({ "text": 7 }),
            json!({ "text": [{ "id": 0 }] }),
            json!({ "text": "a", "else": 1 }),
        ]
    };
    let bad_encounter = || json!({ "text": NOTE, "encounter": { "class": "elsewhere" } });
    let entity = |begin: u32, end: u32| json!({ "begin": begin, "end": end, "type": "NAME", "score": 0.9 });
    vec![
        sample(
            "phi.detect",
            json!({ "text": NOTE, "encounter": { "clinicians": ["Ottoline Fernsby"] } }),
            [no_text(), vec![bad_encounter()]].concat(),
        ),
        sample(
            "phi.deidentify",
            json!({ "text": NOTE, "entities": [entity(68, 84)] }),
            vec![
                json!({ "text": NOTE }),
                json!({ "text": NOTE, "entities": [entity(9, 9)] }),
                json!({ "text": NOTE, "entities": [entity(9, 9_000)] }),
                json!({ "text": NOTE, "entities": [{ "begin": 0 }] }),
            ],
        ),
        sample("clinical.filter", json!({ "text": NOTE }), no_text()),
        sample(
            "icd10.infer",
            json!({ "text": NOTE, "encounter": { "class": "inpatient" } }),
            [no_text(), vec![bad_encounter()]].concat(),
        ),
        sample("snomed.infer", json!({ "text": NOTE }), no_text()),
        sample(
            "coding.identify",
            json!({ "text": NOTE, "icd10": icd10(), "encounter": { "billed": ["I10"] } }),
            [no_text(), vec![json!({ "text": NOTE, "icd10": {} })]].concat(),
        ),
        sample(
            "quality.assess",
            json!({ "text": NOTE, "icd10": icd10() }),
            [no_text(), vec![json!({ "text": NOTE, "icd10": [] })]].concat(),
        ),
        sample(
            "report.assemble",
            json!({ "note": NOTE, "text": NOTE, "coding": suggestions(), "quality": [], "encounter": { "year": 2026 } }),
            vec![
                json!({ "note": NOTE, "text": NOTE, "quality": [] }),
                json!({ "note": 1, "text": NOTE, "coding": [], "quality": [] }),
                json!({ "note": NOTE, "text": NOTE, "coding": {}, "quality": [] }),
            ],
        ),
        sample(
            "document.statistics",
            json!({ "text": "Two words." }),
            vec![json!({}), json!({ "text": [] })],
        ),
        sample(
            "document.keywords",
            json!({ "text": "Invoice, invoice." }),
            vec![json!({}), json!({ "text": [] })],
        ),
        sample(
            "document.digest",
            json!({ "statistics": { "lines": 1, "words": 2, "characters": 10 }, "keywords": [["invoice", 2]] }),
            vec![json!({}), json!({ "statistics": [] })],
        ),
    ]
}
