//! Sizes a file may have.

use crate::definition::context::sources;
use crate::definition::draft::Draft;
use crate::definition::findings::Findings;
use crate::diagnostic::Code;

/// Longest file, in bytes.
pub(in crate::definition) const TOML_BYTES_MAX: usize = 256 * 1024;
const STAGES_MAX: usize = 200;
const EDGES_MAX: usize = 1_000;
const SOURCES_MAX: usize = 32;

/// Whether the file is small enough for the other passes.
pub(in crate::definition) fn are_kept(draft: &Draft<'_>, findings: &mut Findings<'_>) -> bool {
    let stages = draft.stages.len();
    if let Some(first) = draft.stages.get(STAGES_MAX) {
        let message = format!("the file has {stages} stages, more than {STAGES_MAX}");
        findings.report(Code::E0106, &first.name.span, message).help("split it into several workflows");
        return false;
    }
    let mut edges = 0;
    for stage in &draft.stages {
        let own = sources(stage).count();
        edges += own;
        if own > SOURCES_MAX {
            let message = format!("`{}` reads {own} values, more than {SOURCES_MAX}", stage.name.value);
            findings.report(Code::E0106, &stage.name.span, message);
        }
    }
    if edges > EDGES_MAX {
        let message = format!("the stages read {edges} values in all, more than {EDGES_MAX}");
        findings.report(Code::E0106, &(0..0), message).help("split it into several workflows");
        return false;
    }
    true
}
