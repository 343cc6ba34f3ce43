//! What a page needs to know of a workflow to show a run: names, titles, phases and milestones.

use serde::{Deserialize, Serialize};

use crate::name::StageName;

/// The part of a workflow that a person sees.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Title of the workflow.
    pub title: String,
    /// Its stages, in file order.
    pub stages: Vec<OutlineStage>,
    /// Its phases, in file order.
    pub phases: Vec<Phase>,
    /// Its milestones, by percent.
    pub milestones: Vec<Milestone>,
}

/// A stage as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineStage {
    /// Its name.
    pub name: StageName,
    /// Its title.
    pub title: String,
    /// Which phase it belongs to, by number from 0.
    pub phase: usize,
}

impl Outline {
    /// The number of a stage in file order.
    pub fn stage_index(&self, name: &StageName) -> Option<usize> {
        self.stages.iter().position(|stage| stage.name == *name)
    }
}

/// One of the steps a person sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The name of its icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// A sentence below the title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// First percent of its part of the bar.
    pub from: u8,
    /// Last percent of its part of the bar.
    pub to: u8,
}

/// A stated point of progress.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    /// Percent.
    pub at: u8,
    /// What has to have happened: all of these.
    pub when: Vec<MilestoneEvent>,
    /// What a person reads.
    pub text: String,
    /// What a person reads instead when a stage it waits for is degraded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub degraded_text: Option<String>,
}

/// Something a milestone waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MilestoneEvent {
    /// `run.queued`
    RunQueued,
    /// `run.complete`
    RunComplete,
    /// `stage.started`: its first attempt, before its permit.
    Started(StageName),
    /// `stage.finished`: done, degraded or skipped, durably.
    Finished(StageName),
}
