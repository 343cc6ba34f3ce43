//! What nobody reads is probably a mistake. Runs last, and only on a file without errors.

use crate::catalogue::Effect;
use crate::definition::context::{Context, sources};
use crate::definition::findings::Findings;
use crate::diagnostic::Code;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let draft = context.draft;
    let output = draft.output.as_ref().and_then(|output| output.value.stage.as_deref());
    for (index, stage) in context.stages() {
        let is_pure = stage.kind.is_some_and(|kind| kind.effect == Effect::Pure);
        let is_read = context.graph.edges.iter().any(|(from, _, _)| *from == index);
        if is_pure && !is_read && output != Some(stage.name.value.as_str()) {
            let message = format!("nothing reads what `{}` computes", stage.name.value);
            findings
                .report(Code::W0215, &stage.name.span, message)
                .help("remove the stage, or read its output");
        }
    }
    for input in &draft.inputs {
        let name = &input.name.value;
        let mut wires = draft.stages.iter().flat_map(sources);
        if !wires.any(|wire| wire.source.value.stage.is_none() && wire.source.value.port == *name) {
            findings
                .report(Code::W0216, &input.name.span, format!("no stage reads the input `{name}`"))
                .help(format!("remove it, or read `inputs.{name}`"));
        }
    }
}
