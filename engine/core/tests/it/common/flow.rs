//! Builds checked workflows by hand. Every stage has the one output `out`.

use std::time::Duration;

use revrx_engine_core::catalogue::{Effect, KindContract};
use revrx_engine_core::name::StageName;
use revrx_engine_core::view::{Milestone, MilestoneEvent, Outline, OutlineStage, Phase};
use revrx_engine_core::workflow::{
    Criticality, Fallback, PortRef, RetryPolicy, RunPolicy, Stage, StageGraph, Wire, WireSource, Workflow,
};
use serde_json::Value;

use super::seconds;

/// A workflow in the making: deadline 15 m, give-up-after 24 h, three run attempts, output of the last stage.
pub(crate) struct Flow {
    stages: Vec<Stage>,
    phases: Vec<Vec<&'static str>>,
    milestones: Vec<Milestone>,
    deadline: Duration,
    give_up_after: Duration,
    run: RunPolicy,
}

impl Flow {
    pub(crate) fn new(stages: impl IntoIterator<Item = StageBuilder>) -> Self {
        Self {
            stages: stages.into_iter().map(|stage| stage.0).collect(),
            phases: Vec::new(),
            milestones: Vec::new(),
            deadline: seconds(900),
            give_up_after: seconds(24 * 3600),
            run: RunPolicy::standard(),
        }
    }

    pub(crate) fn deadline(mut self, secs: u64) -> Self {
        self.deadline = seconds(secs);
        self
    }

    pub(crate) fn give_up_after(mut self, secs: u64) -> Self {
        self.give_up_after = seconds(secs);
        self
    }

    pub(crate) fn run_attempts(mut self, max: u32) -> Self {
        self.run.max_attempts = max;
        self
    }

    pub(crate) fn phase(mut self, stages: &[&'static str]) -> Self {
        self.phases.push(stages.to_vec());
        self
    }

    pub(crate) fn milestone(mut self, at: u8, when: &[MilestoneEvent]) -> Self {
        let text = format!("{at} %");
        self.milestones.push(Milestone { at, when: when.to_vec(), text, degraded_text: None });
        self
    }

    pub(crate) fn build(self) -> Workflow {
        let output = PortRef { stage: self.stages.last().expect("a stage").name.clone(), port: "out".into() };
        let edges = edges(&self.stages);
        Workflow {
            name: "flow".into(),
            version: "1".to_owned(),
            title: "Flow".to_owned(),
            hash: [0; 32],
            text: String::new(),
            deadline: self.deadline,
            give_up_after: self.give_up_after,
            run: self.run,
            inputs: Vec::new(),
            labels: Default::default(),
            outline: outline(&self.stages, &self.phases, self.milestones),
            stages: StageGraph::new(self.stages, &edges).expect("no cycle"),
            output,
        }
    }
}

fn edges(stages: &[Stage]) -> Vec<(usize, usize)> {
    let index_of =
        |name: &StageName| stages.iter().position(|stage| stage.name == *name).expect("known stage");
    let mut edges = Vec::new();
    for (to, stage) in stages.iter().enumerate() {
        let stand_ins = match &stage.fallback {
            Some(Fallback::Values(values)) => values.as_slice(),
            _ => &[],
        };
        let sources =
            stage.inputs.iter().map(|wire| &wire.source).chain(stand_ins.iter().map(|(_, source)| source));
        for source in sources {
            if let WireSource::Output(output) = source {
                edges.push((index_of(&output.stage), to));
            }
        }
    }
    edges
}

fn outline(stages: &[Stage], phases: &[Vec<&'static str>], mut milestones: Vec<Milestone>) -> Outline {
    if milestones.is_empty() {
        let all = u8::try_from(stages.len()).expect("few stages");
        milestones = (0..all)
            .zip(stages)
            .flat_map(|(index, stage)| {
                let at = |half: u8| {
                    u8::try_from(u16::from(2 * index + half) * 100 / u16::from(2 * all))
                        .expect("a percentage")
                };
                let at_start = (at(0), MilestoneEvent::Started(stage.name.clone()));
                [at_start, (at(1), MilestoneEvent::Finished(stage.name.clone()))]
            })
            .chain([(100, MilestoneEvent::RunComplete)])
            .map(|(at, when)| Milestone {
                at,
                when: vec![when],
                text: format!("{at} %"),
                degraded_text: None,
            })
            .collect();
    }
    let phase_of =
        |name: &StageName| phases.iter().position(|of| of.iter().any(|stage| name == stage)).unwrap_or(0);
    let stages = stages
        .iter()
        .map(|stage| OutlineStage {
            name: stage.name.clone(),
            title: stage.name.as_str().to_owned(),
            phase: phase_of(&stage.name),
        })
        .collect();
    let phases = (0..phases.len().max(1))
        .map(|number| Phase {
            id: number.to_string(),
            title: String::new(),
            icon: None,
            text: None,
            from: 0,
            to: 100,
        })
        .collect();
    Outline { title: "Flow".to_owned(), stages, phases, milestones }
}

/// A stage in the making: critical, pure, 60 s, retried by the policy `standard`.
pub(crate) struct StageBuilder(Stage);

pub(crate) fn stage(name: &str) -> StageBuilder {
    StageBuilder(Stage {
        name: name.into(),
        kind: kind(name, Effect::Pure),
        dependency: None,
        criticality: Criticality::Critical,
        timeout: seconds(60),
        retry: RetryPolicy::standard(),
        inputs: Vec::new(),
        fallback: None,
        with: Value::Null,
    })
}

impl StageBuilder {
    /// It reads the output of that stage; with a trailing `?` it can do without.
    pub(crate) fn reads(mut self, source: &str) -> Self {
        let name = source.trim_end_matches('?');
        let optional = name.len() < source.len();
        self.0.inputs.push(Wire { port: name.into(), source: output_of(name), optional });
        self
    }

    pub(crate) fn degradable(mut self) -> Self {
        self.0.criticality = Criticality::Degradable;
        self
    }

    pub(crate) fn effect(mut self, effect: Effect) -> Self {
        self.0.kind.effect = effect;
        if effect == Effect::Once {
            self.0.retry = RetryPolicy::none();
        }
        self
    }

    pub(crate) fn version(mut self, version: u32) -> Self {
        self.0.kind.version = version;
        self
    }

    pub(crate) fn timeout(mut self, secs: u64) -> Self {
        self.0.timeout = seconds(secs);
        self
    }

    pub(crate) fn retry(mut self, retry: RetryPolicy) -> Self {
        self.0.retry = retry;
        self
    }

    /// The output of that stage stands in.
    pub(crate) fn or_value(mut self, name: &str) -> Self {
        self.0.fallback = Some(Fallback::Values(vec![("out".into(), output_of(name))]));
        self
    }

    /// Another kind stands in.
    pub(crate) fn or_kind(mut self, effect: Effect) -> Self {
        self.0.fallback = Some(Fallback::Kind(Box::new(kind("stand-in", effect)), Value::Null));
        self
    }
}

fn output_of(name: &str) -> WireSource {
    WireSource::Output(PortRef { stage: name.into(), port: "out".into() })
}

fn kind(name: &str, effect: Effect) -> KindContract {
    KindContract {
        kind: name.into(),
        version: 1,
        title: name.to_owned(),
        effect,
        egress: false,
        cpu: false,
        request_chars_max: None,
        inputs: Vec::new(),
        outputs: Vec::new(),
        config: Value::Null,
        example: Value::Null,
        in_this_build: true,
    }
}
