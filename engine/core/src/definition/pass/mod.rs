//! The passes over a draft. Each reports all it finds; none stops another.

pub(super) mod config;
mod cycles;
mod deadline;
mod dependency;
mod fallback;
pub(super) mod labels;
mod limits;
mod milestones;
mod missing;
mod phases;
mod ports;
mod retries;
pub(super) mod secrets;
mod unread;

pub(super) use deadline::worst_case;
pub(super) use limits::{TOML_BYTES_MAX, are_kept};

use super::context::Context;
use super::findings::Findings;

/// Runs every pass.
pub(super) fn run(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    ports::check(context, findings);
    cycles::check(context, findings);
    missing::check(context, findings);
    fallback::check(context, findings);
    config::check(context, findings);
    dependency::check(context, findings);
    labels::check(context, findings);
    retries::check(context, findings);
    deadline::check(context, findings);
    phases::check(context, findings);
    milestones::check(context, findings);
    if !findings.has_errors() {
        unread::check(context, findings);
    }
}
