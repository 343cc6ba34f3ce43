//! A workflow file as read, before it is known whether its parts fit together.

use std::fmt;
use std::time::Duration;

use super::tree::{Located, Node, Span};
use crate::catalogue::{KindContract, PortType};
use crate::view::MilestoneEvent;
use crate::workflow::{Criticality, RetryPolicy, RunPolicy};

/// The file.
pub(super) struct Draft<'c> {
    pub(super) name: Option<Located<String>>,
    pub(super) version: Option<Located<String>>,
    pub(super) title: Option<String>,
    pub(super) deadline: Option<Located<Duration>>,
    pub(super) give_up_after: Option<Located<Duration>>,
    pub(super) run: RunPolicy,
    pub(super) inputs: Vec<DraftInput>,
    pub(super) policies: Vec<(Located<String>, RetryPolicy)>,
    pub(super) stages: Vec<DraftStage<'c>>,
    pub(super) output: Option<Located<Reference>>,
    /// None when the file has no `[[phase]]`.
    pub(super) phases: Option<Vec<DraftPhase>>,
    /// None when the file has no `[[milestone]]`.
    pub(super) milestones: Option<Vec<DraftMilestone>>,
}

pub(super) struct DraftInput {
    pub(super) name: Located<String>,
    /// None when it is unknown, which was reported.
    pub(super) ty: Option<PortType>,
    pub(super) label: Option<Located<String>>,
    pub(super) max_bytes: u64,
}

pub(super) struct DraftStage<'c> {
    pub(super) name: Located<String>,
    pub(super) title: Option<String>,
    /// Where `uses` stands, else the stage's name.
    pub(super) uses: Span,
    /// None when it is unknown, which was reported.
    pub(super) kind: Option<&'c KindContract>,
    pub(super) dependency: Option<Located<String>>,
    pub(super) criticality: Criticality,
    pub(super) timeout: Duration,
    pub(super) retry: RetryPolicy,
    /// The stage's own `retry`, which was not taken from the defaults.
    pub(super) own_retry: Option<Span>,
    pub(super) inputs: Vec<DraftWire>,
    pub(super) fallback: Option<DraftFallback<'c>>,
    pub(super) with: Option<Node>,
}

impl DraftStage<'_> {
    pub(super) fn is_degradable(&self) -> bool {
        self.criticality == Criticality::Degradable
    }
}

/// `port = "stage.output"`
pub(super) struct DraftWire {
    pub(super) port: Located<String>,
    pub(super) source: Located<Reference>,
}

pub(super) enum DraftFallback<'c> {
    Values { span: Span, wires: Vec<DraftWire> },
    Kind { uses: Span, kind: Option<&'c KindContract>, with: Option<Node> },
}

/// `stage.output` or `inputs.NAME`, with or without `?`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reference {
    /// None for an input of the workflow.
    pub(super) stage: Option<String>,
    pub(super) port: String,
    pub(super) optional: bool,
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.stage.as_deref().unwrap_or("inputs"), self.port)
    }
}

pub(super) struct DraftPhase {
    pub(super) span: Span,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) icon: Option<String>,
    pub(super) text: Option<String>,
    pub(super) stages: Vec<Located<String>>,
}

pub(super) struct DraftMilestone {
    pub(super) at: Located<u8>,
    /// What could be read of `when`.
    pub(super) when: Vec<Located<MilestoneEvent>>,
    pub(super) text: String,
    pub(super) degraded_text: Option<String>,
}
