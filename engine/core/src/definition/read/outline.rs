//! `[[phase]]` and `[[milestone]]`: what a person sees.

use crate::definition::draft::{DraftMilestone, DraftPhase};
use crate::definition::fields::{Fields, check_name, text_of, wrong_type};
use crate::definition::findings::Findings;
use crate::definition::tree::{Located, Node, Value};
use crate::diagnostic::Code;
use crate::name::StageName;
use crate::view::MilestoneEvent;

pub(super) fn read_phases(root: &Fields<'_>, findings: &mut Findings<'_>) -> Option<Vec<DraftPhase>> {
    let items = root.items("phase", findings)?;
    let mut phases: Vec<DraftPhase> = Vec::new();
    for item in items {
        let Some(fields) = Fields::of(item, "`[[phase]]`", &item.span, findings) else { continue };
        fields.known(&["id", "title", "icon", "text", "stages"], findings);
        let id = fields.required("id", findings).and_then(|entry| text_of(&entry.node, "id", findings));
        let title = fields.string("title", findings).map(|title| title.value);
        fields.required("stages", findings);
        let stages = fields.strings("stages", findings).unwrap_or_default();
        let Some(id) = id else { continue };
        check_name(&id, "a phase", findings);
        if phases.iter().any(|phase| phase.id == id.value) {
            findings.report(Code::E0105, &id.span, format!("two phases have the id `{}`", id.value));
        }
        phases.push(DraftPhase {
            span: id.span,
            title: title.unwrap_or_else(|| id.value.clone()),
            id: id.value,
            icon: fields.string("icon", findings).map(|icon| icon.value),
            text: fields.string("text", findings).map(|text| text.value),
            stages,
        });
    }
    Some(phases)
}

pub(super) fn read_milestones(root: &Fields<'_>, findings: &mut Findings<'_>) -> Option<Vec<DraftMilestone>> {
    let items = root.items("milestone", findings)?;
    let mut milestones = Vec::new();
    for item in items {
        let Some(fields) = Fields::of(item, "`[[milestone]]`", &item.span, findings) else { continue };
        fields.known(&["at", "when", "text", "degraded-text"], findings);
        fields.required("at", findings);
        let at: Option<Located<u8>> = fields.integer("at", 0..=100, findings);
        let when = fields.required("when", findings).map(|entry| read_when(&entry.node, findings));
        let text = fields.required("text", findings).and_then(|entry| text_of(&entry.node, "text", findings));
        let degraded_text = fields.string("degraded-text", findings).map(|text| text.value);
        if let (Some(at), Some(when), Some(text)) = (at, when, text) {
            milestones.push(DraftMilestone { at, when, text: text.value, degraded_text });
        }
    }
    Some(milestones)
}

fn read_when(node: &Node, findings: &mut Findings<'_>) -> Vec<Located<MilestoneEvent>> {
    match &node.value {
        Value::Array(items) => {
            if items.is_empty() {
                findings.report(Code::E0504, &node.span, "this milestone waits for nothing");
            }
            items.iter().filter_map(|item| read_event(item, findings)).collect()
        }
        Value::String(_) => read_event(node, findings).into_iter().collect(),
        _ => {
            wrong_type(node, "when", "a text or a list of texts", findings);
            Vec::new()
        }
    }
}

fn read_event(node: &Node, findings: &mut Findings<'_>) -> Option<Located<MilestoneEvent>> {
    let text = text_of(node, "when", findings)?;
    let event = match text.value.split_once('.') {
        Some(("run", "queued")) => Some(MilestoneEvent::RunQueued),
        Some(("run", "complete")) => Some(MilestoneEvent::RunComplete),
        Some((stage, "started")) => Some(MilestoneEvent::Started(StageName::from(stage))),
        Some((stage, "finished")) => Some(MilestoneEvent::Finished(StageName::from(stage))),
        _ => None,
    };
    if event.is_none() {
        let message = format!("`{}` is nothing a milestone can wait for", text.value);
        findings
            .report(Code::E0504, &text.span, message)
            .help("write `stage.started`, `stage.finished`, `run.queued` or `run.complete`");
    }
    Some(Located::new(event?, text.span))
}
