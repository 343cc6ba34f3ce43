//! The suite.

use std::io::Write;

use revrx_engine::stage::StageError;
use revrx_engine_core::catalogue::{Effect, KindContract};
use revrx_engine_core::failure::FailureClass;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use tokio_util::sync::CancellationToken;

use super::samples::{Sample, samples};
use crate::document::DigestDocument;
use crate::encounter::{Encounter, EncounterSummary};
use crate::ports::{DroppedSegments, Findings, Icd10Codes, PhiEntities, SnomedCodes, Suggestions};
use crate::registry;
use crate::report::Report;
use crate::text::Text;

fn kinds() -> Vec<KindContract> {
    registry().catalogue().kinds().cloned().collect()
}

/// A small table in the place of a release, kept while the test runs.
fn release() -> tempfile::NamedTempFile {
    let mut table = tempfile::NamedTempFile::new().unwrap();
    table.write_all(b"# edition: Invented\n11\tAsthma\tdisorder\n12\tHypertension\tdisorder\n").unwrap();
    table
}

async fn run(sample: &Sample, inputs: &Value, cancel: CancellationToken) -> Result<String, StageError> {
    let release = release();
    let with = if sample.kind == "snomed.infer" {
        json!({ "release": release.path() })
    } else {
        sample.with.clone()
    };
    registry().run_once_until(sample.kind, &with, &inputs.to_string(), cancel).await
}

/// Whether a value is one of the type that the port states.
fn is_a(ty: &str, value: &Value) -> bool {
    fn read<T: DeserializeOwned>(value: &Value) -> bool {
        serde_json::from_str::<T>(&value.to_string()).is_ok()
    }
    match ty {
        "text" => read::<Text>(value),
        "encounter" => read::<Encounter>(value),
        "encounter-summary" => read::<EncounterSummary>(value),
        "phi-entities" => read::<PhiEntities>(value),
        "icd10-codes" => read::<Icd10Codes>(value),
        "snomed-codes" => read::<SnomedCodes>(value),
        "suggestions" => read::<Suggestions>(value),
        "findings" => read::<Findings>(value),
        "report" => read::<Report>(value),
        "dropped-segments" => read::<DroppedSegments>(value),
        "document-digest" => read::<DigestDocument>(value),
        "document-statistics" => value.get("words").is_some_and(Value::is_u64),
        "document-keywords" => read::<Vec<(String, u64)>>(value),
        _ => false,
    }
}

#[test]
fn every_kind_that_runs_here_has_a_sample() {
    let sampled: Vec<&str> = samples().iter().map(|sample| sample.kind).collect();
    for kind in kinds().iter().filter(|kind| kind.in_this_build) {
        assert!(sampled.contains(&kind.kind.as_str()), "{}", kind.kind);
    }
}

#[test]
fn every_kind_names_its_ports_and_no_port_takes_just_any_json() {
    for kind in kinds() {
        assert!(!kind.inputs.is_empty() && !kind.outputs.is_empty(), "{}", kind.kind);
        let types = kind.inputs.iter().map(|port| &port.ty).chain(kind.outputs.iter().map(|port| &port.ty));
        for ty in types {
            assert!(ty.name != "json", "{}", kind.kind);
        }
        assert!(!kind.title.is_empty() && kind.version >= 1, "{}", kind.kind);
    }
}

#[test]
fn a_type_has_one_schema_wherever_it_stands() {
    let catalogue = registry().catalogue();
    for kind in catalogue.kinds() {
        let types = kind.inputs.iter().map(|port| &port.ty).chain(kind.outputs.iter().map(|port| &port.ty));
        for ty in types {
            assert_eq!(catalogue.port_type(&ty.name), Some(ty), "{}: {}", kind.kind, ty.name);
        }
    }
}

#[test]
fn the_ports_are_those_the_workflow_files_wire() {
    for (kind, inputs, outputs) in [
        ("phi.detect", "encounter? text", "entities"),
        ("phi.deidentify", "encounter? entities text", "encounter text"),
        ("clinical.filter", "text", "dropped text"),
        ("icd10.infer", "encounter? text", "codes"),
        ("snomed.infer", "text", "codes"),
        ("coding.identify", "encounter? icd10? snomed? text", "suggestions"),
        ("quality.assess", "encounter? icd10? snomed? text", "findings"),
        (
            "report.assemble",
            "coding dropped? encounter? icd10? note quality? snomed? text visit?",
            "document",
        ),
        ("comprehend.detect-phi", "text", "entities"),
        ("comprehend.infer-icd10cm", "text", "codes"),
        ("comprehend.infer-snomedct", "text", "codes"),
        ("llm.clinical-filter", "text", "dropped text"),
        ("llm.identify-codes", "encounter? icd10? snomed? text", "suggestions"),
        ("llm.assess-quality", "encounter? icd10? snomed? text", "findings"),
    ] {
        let contract = registry().catalogue().kind(kind).cloned().unwrap_or_else(|| panic!("no {kind}"));
        let mut names: Vec<String> = contract
            .inputs
            .iter()
            .map(|port| format!("{}{}", port.name, if port.optional { "?" } else { "" }))
            .collect();
        names.sort();
        assert_eq!(names.join(" "), inputs, "{kind}");
        let mut names: Vec<&str> = contract.outputs.iter().map(|port| port.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names.join(" "), outputs, "{kind}");
    }
}

#[test]
fn only_deidentification_lowers_labels_and_only_services_send() {
    for kind in kinds() {
        let lowers = kind.outputs.iter().any(|port| port.lowers_to.is_some());
        assert_eq!(lowers, kind.kind == "phi.deidentify", "{}", kind.kind);
        assert_eq!(kind.egress, !kind.in_this_build, "{}", kind.kind);
        assert!(!kind.egress || kind.effect == Effect::Idempotent, "{}", kind.kind);
    }
    let chars = |kind: &str| registry().catalogue().kind(kind).and_then(|kind| kind.request_chars_max);
    assert_eq!(chars("comprehend.infer-icd10cm"), Some(10_000));
    assert_eq!(chars("comprehend.infer-snomedct"), Some(5_000));
    let report = registry().catalogue().kind("report.assemble").cloned().unwrap();
    assert_eq!(report.output("document").unwrap().label.as_ref().map(|label| label.as_str()), Some("phi"));
}

#[test]
fn every_example_fits_its_schema() {
    for kind in kinds() {
        let (Some(schema), Some(example)) = (kind.config.get("properties"), kind.example.as_object()) else {
            assert!(kind.config.is_null() && kind.example.is_null(), "{}", kind.kind);
            continue;
        };
        for key in example.keys() {
            assert!(schema.get(key).is_some(), "{}: {key}", kind.kind);
        }
    }
    let model = registry().catalogue().kind("llm.identify-codes").cloned().unwrap().example;
    assert!(serde_json::from_value::<crate::llm::ModelConfig>(model).is_ok());
    for kind in ["comprehend.infer-icd10cm", "comprehend.infer-snomedct"] {
        let example = registry().catalogue().kind(kind).cloned().unwrap().example;
        assert!(serde_json::from_value::<crate::comprehend::CodesConfig>(example).is_ok());
    }
    let example = registry().catalogue().kind("comprehend.detect-phi").cloned().unwrap().example;
    assert!(serde_json::from_value::<crate::comprehend::DetectPhiConfig>(example).is_ok());
    let example = registry().catalogue().kind("snomed.infer").cloned().unwrap().example;
    assert!(serde_json::from_value::<crate::local::snomed_infer::Config>(example).is_ok());
}

#[tokio::test]
async fn good_input_gives_the_types_of_the_contract() {
    for sample in samples() {
        let contract = registry().catalogue().kind(sample.kind).cloned().unwrap();
        let output = run(&sample, &sample.good, CancellationToken::new()).await.unwrap();
        let ports: Map<String, Value> = serde_json::from_str(&output).unwrap();
        assert_eq!(ports.len(), contract.outputs.len(), "{}", sample.kind);
        for port in &contract.outputs {
            let value = &ports[port.name.as_str()];
            assert!(is_a(&port.ty.name, value), "{}: {}", sample.kind, port.name);
        }
    }
}

#[tokio::test]
async fn the_same_input_gives_the_same_output() {
    for sample in samples() {
        let one = run(&sample, &sample.good, CancellationToken::new()).await.unwrap();
        let other = run(&sample, &sample.good, CancellationToken::new()).await.unwrap();
        assert_eq!(one, other, "{}", sample.kind);
    }
}

#[tokio::test]
async fn bad_input_is_invalid_input_and_quotes_nothing() {
    for sample in samples() {
        for inputs in &sample.bad {
            let error = run(&sample, inputs, CancellationToken::new()).await.unwrap_err();
            assert_eq!(error.class(), FailureClass::InvalidInput, "{} {inputs}", sample.kind);
            assert!(
                !error.to_string().contains("Asthma") && !error.to_string().contains("Fernsby"),
                "{}",
                sample.kind
            );
        }
    }
}

#[tokio::test]
async fn a_kind_that_computes_stops_when_told() {
    let catalogue = registry().catalogue();
    let computes = |sample: &Sample| catalogue.kind(sample.kind).is_some_and(|kind| kind.cpu);
    for sample in samples().into_iter().filter(computes) {
        let cancel = CancellationToken::new();
        cancel.cancel();
        let error = run(&sample, &sample.good, cancel).await.unwrap_err();
        assert_eq!(error.class(), FailureClass::Cancelled, "{}", sample.kind);
    }
}

#[tokio::test]
async fn snomed_without_a_release_is_not_configured() {
    for with in [Value::Null, json!({}), json!({ "release": "no/such/folder" })] {
        let error = registry().run_once("snomed.infer", &with, r#"{"text":"Asthma."}"#).await.unwrap_err();
        assert_eq!(error.class(), FailureClass::NotConfigured, "{with}");
    }
}

#[tokio::test]
async fn a_kind_of_a_service_is_not_in_this_build() {
    let error = registry()
        .run_once("llm.identify-codes", &json!({ "model": "m" }), r#"{"text":"a"}"#)
        .await
        .unwrap_err();
    assert_eq!(error.class(), FailureClass::NotConfigured);
    assert!(error.to_string().contains("not in this build"));
}
