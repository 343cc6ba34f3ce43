//! The shipped workflow files fit the kinds of this crate, and say what their page promises.

use std::time::Duration;

use revrx_engine_core::definition::{Checked, Dependencies, check_dependencies, check_workflow, schema};
use revrx_engine_core::diagnostic::{Source, render};
use revrx_engine_core::workflow::Workflow;

const DEPENDENCIES: &str = include_str!("../../../workflows/dependencies.toml");
const CLOUD: &str = include_str!("../../../workflows/clinical-report.toml");
const OFFLINE: &str = include_str!("../../../workflows/clinical-report-offline.toml");
const DIGEST: &str = include_str!("../../../workflows/document-digest.toml");

fn dependencies() -> Dependencies {
    let source = Source::new("dependencies.toml", DEPENDENCIES);
    let (dependencies, findings) = check_dependencies(&source);
    dependencies.unwrap_or_else(|| panic!("{}", render(&findings, &[&source])))
}

fn checked(source: &Source) -> Checked {
    check_workflow(source, &crate::registry().catalogue(), &dependencies())
}

fn check(text: &str) -> Workflow {
    let source = Source::new("workflow.toml", text);
    let checked = checked(&source);
    assert!(checked.diagnostics.is_empty(), "{}", render(&checked.diagnostics, &[&source]));
    checked.workflow.expect("no finding, so there is a workflow")
}

#[test]
fn the_small_one_that_is_not_about_notes_is_valid() {
    assert_eq!(check(DIGEST).stages.len(), 3);
}

#[test]
fn the_schema_for_editors_accepts_all_of_them() {
    let schema = jsonschema::validator_for(&schema(&crate::registry().catalogue())).unwrap();
    for text in [CLOUD, OFFLINE, DIGEST] {
        let file = serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap();
        let errors: Vec<String> = schema.iter_errors(&file).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}");
    }
}

#[test]
fn both_pass_and_have_four_phases_and_twelve_milestones() {
    for text in [CLOUD, OFFLINE] {
        let workflow = check(text);
        let spans: Vec<(u8, u8)> =
            workflow.outline.phases.iter().map(|phase| (phase.from, phase.to)).collect();
        assert_eq!(spans, [(0, 20), (20, 40), (40, 70), (70, 100)]);
        let percents: Vec<u8> = workflow.outline.milestones.iter().map(|milestone| milestone.at).collect();
        assert_eq!(percents, [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 100]);
        assert_eq!(workflow.deadline, Duration::from_secs(900));
        assert_eq!(workflow.stages.len(), 8);
    }
}

#[test]
fn labels_are_lowered_by_deidentification_and_raised_by_the_report() {
    for text in [CLOUD, OFFLINE] {
        let workflow = check(text);
        for (stage, port, label) in [
            ("detect_phi", "entities", "phi"),
            ("deidentify", "text", "deidentified"),
            ("deidentify", "encounter", "deidentified"),
            ("clinical_filter", "text", "deidentified"),
            ("ai_coding", "suggestions", "deidentified"),
            ("report", "document", "phi"),
        ] {
            let found = workflow.output_label(&stage.into(), &port.into());
            assert_eq!(found.map(|label| label.as_str()), Some(label), "{stage}.{port}");
        }
    }
}

#[test]
fn a_note_sent_to_the_model_before_deidentification_is_an_error() {
    let text =
        CLOUD.replace("inputs = { text = \"deidentify.text\" }", "inputs = { text = \"inputs.note\" }");
    let source = Source::new("workflow.toml", &text);
    let checked = checked(&source);
    let printed = render(&checked.diagnostics, &[&source]);
    assert!(checked.workflow.is_none());
    assert!(printed.contains("error[E0301]: `clinical_filter` would send `phi` to `model`"), "{printed}");
    assert!(printed.contains("path: inputs.note (phi) -> clinical_filter"), "{printed}");
    assert!(printed.contains("read `deidentify.text` (deidentified)"), "{printed}");
}
