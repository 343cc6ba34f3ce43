//! Keys and values: from the tree of a file to a draft.

mod inputs;
mod outline;
mod retry;
mod stage;

use std::time::Duration;

use super::draft::Draft;
use super::fields::{Fields, check_name, text_of};
use super::findings::Findings;
use super::tree::{Located, Table, Value};
use crate::catalogue::Catalogue;
use crate::diagnostic::Code;
use crate::workflow::RunPolicy;

/// The format this build reads.
const SCHEMA: i64 = 1;
/// Bounds of `deadline`.
const DEADLINE: std::ops::RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_hours(24);
/// Bounds of `give-up-after`.
const GIVE_UP: std::ops::RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_hours(24 * 90);

pub(super) const ROOT_KEYS: [&str; 10] =
    ["schema", "workflow", "defaults", "run", "inputs", "retry", "stage", "completion", "phase", "milestone"];

/// Reads everything there is; what cannot be read is reported and left out.
pub(super) fn read<'c>(root: &Table, catalogue: &'c Catalogue, findings: &mut Findings<'_>) -> Draft<'c> {
    let root = Fields { table: root, place: "the file".to_owned(), span: 0..0 };
    root.known(&ROOT_KEYS, findings);
    read_schema(&root, findings);
    let mut draft = Draft {
        name: None,
        version: None,
        title: None,
        deadline: None,
        give_up_after: None,
        run: retry::read_run(&root, findings).unwrap_or_else(RunPolicy::standard),
        inputs: inputs::read_inputs(&root, catalogue, findings),
        policies: retry::read_policies(&root, findings),
        stages: Vec::new(),
        output: None,
        phases: outline::read_phases(&root, findings),
        milestones: outline::read_milestones(&root, findings),
    };
    read_head(&root, &mut draft, findings);
    draft.stages = stage::read_stages(&root, &draft.policies, catalogue, findings);
    if root.required("completion", findings).is_some()
        && let Some(completion) = root.fields("completion", "`[completion]`", findings)
    {
        completion.known(&["output"], findings);
        let output = completion
            .required("output", findings)
            .and_then(|entry| text_of(&entry.node, "output", findings));
        draft.output = output.and_then(|text| stage::read_reference(&text, findings));
    }
    draft
}

fn read_schema(root: &Fields<'_>, findings: &mut Findings<'_>) {
    let Some(entry) = root.required("schema", findings) else { return };
    match entry.node.value {
        Value::Integer(SCHEMA) => {}
        Value::Integer(other) => {
            let message = format!("this build reads files of `schema = {SCHEMA}`, this one is of {other}");
            findings.report(Code::E0602, &entry.node.span, message);
        }
        _ => super::fields::wrong_type(&entry.node, "schema", "a whole number", findings),
    }
}

fn read_head(root: &Fields<'_>, draft: &mut Draft<'_>, findings: &mut Findings<'_>) {
    if root.required("workflow", findings).is_none() {
        return;
    }
    let Some(head) = root.fields("workflow", "`workflow`", findings) else { return };
    head.known(&["name", "version", "title", "deadline", "give-up-after"], findings);
    let name = head.required("name", findings).and_then(|entry| text_of(&entry.node, "name", findings));
    draft.name = name.filter(|name: &Located<String>| check_name(name, "a workflow", findings));
    draft.version = head.string("version", findings);
    draft.title = head.string("title", findings).map(|title| title.value);
    draft.deadline = head.duration("deadline", DEADLINE, findings);
    draft.give_up_after = head.duration("give-up-after", GIVE_UP, findings);
}
