//! What must not happen twice is not retried.

use crate::catalogue::Effect;
use crate::definition::context::Context;
use crate::definition::findings::Findings;
use crate::diagnostic::Code;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    for (_, stage) in context.stages() {
        if let (Some(kind), Some(span)) = (stage.kind, &stage.own_retry)
            && kind.effect == Effect::Once
            && stage.retry.max_attempts > 1
        {
            let message =
                format!("`{}` is neither pure nor idempotent, so it must not be tried twice", kind.kind);
            findings
                .report(Code::E0402, span, message)
                .help("write `retry = \"none\"`, or leave the line out");
        }
    }
}
