//! What every pass reads: the draft, the dependencies and the graph of stages.

use super::dependencies::Dependencies;
use super::draft::{Draft, DraftFallback, DraftStage, DraftWire, Reference};
use super::tree::Span;
use crate::catalogue::PortType;

pub(super) struct Context<'a, 'c> {
    pub(super) draft: &'a Draft<'c>,
    pub(super) dependencies: &'a Dependencies,
    pub(super) graph: Graph,
}

/// Edges that could be resolved, and an order of the stages by them.
pub(super) struct Graph {
    /// From, to, and where the reader names its source.
    pub(super) edges: Vec<(usize, usize, Span)>,
    /// Every stage after those it reads; edges within a circle are left out.
    pub(super) order: Vec<usize>,
    /// For each stage those it reads, without edges within a circle.
    pub(super) upstream: Vec<Vec<usize>>,
    /// Stages that wait for one another.
    pub(super) circles: Vec<Vec<usize>>,
    before: Vec<Vec<bool>>,
}

impl Graph {
    fn new(stages: usize, edges: Vec<(usize, usize, Span)>) -> Self {
        let pairs = edges.iter().map(|(from, to, _)| (*from as u32, *to as u32));
        let mut graph = petgraph::graph::DiGraph::<(), ()>::from_edges(pairs);
        while graph.node_count() < stages {
            graph.add_node(());
        }
        let mut component = vec![0; stages];
        let mut circles = Vec::new();
        // Components come with readers first; reversed they are in the order of the data.
        for (number, members) in petgraph::algo::tarjan_scc(&graph).into_iter().rev().enumerate() {
            let mut members: Vec<usize> =
                members.into_iter().map(petgraph::graph::NodeIndex::index).collect();
            members.sort_unstable();
            for member in &members {
                component[*member] = number;
            }
            let reads_itself =
                |stage: usize| edges.iter().any(|(from, to, _)| *from == stage && *to == stage);
            if members.len() > 1 || reads_itself(members[0]) {
                circles.push(members);
            }
        }
        circles.sort();
        let mut order: Vec<usize> = (0..stages).collect();
        order.sort_by_key(|stage| component[*stage]);
        let mut upstream = vec![Vec::new(); stages];
        for (from, to, _) in edges.iter().filter(|(from, to, _)| component[*from] != component[*to]) {
            if !upstream[*to].contains(from) {
                upstream[*to].push(*from);
            }
        }
        let mut before = vec![vec![false; stages]; stages];
        for stage in &order {
            for from in &upstream[*stage] {
                let inherited = before[*from].clone();
                for (mark, is_before) in before[*stage].iter_mut().zip(inherited) {
                    *mark |= is_before;
                }
                before[*stage][*from] = true;
            }
        }
        Self { edges, order, upstream, circles, before }
    }

    /// Whether `stage` waits for `earlier`, directly or through others.
    pub(super) fn is_before(&self, earlier: usize, stage: usize) -> bool {
        self.before[stage][earlier]
    }
}

impl<'a, 'c> Context<'a, 'c> {
    pub(super) fn new(draft: &'a Draft<'c>, dependencies: &'a Dependencies) -> Self {
        let mut edges = Vec::new();
        for (to, stage) in draft.stages.iter().enumerate() {
            for wire in sources(stage) {
                let named = wire.source.value.stage.as_deref().and_then(|name| find_stage(draft, name));
                if let Some(from) = named {
                    edges.push((from, to, wire.source.span.clone()));
                }
            }
        }
        Self { draft, dependencies, graph: Graph::new(draft.stages.len(), edges) }
    }

    pub(super) fn stages(&self) -> impl Iterator<Item = (usize, &'a DraftStage<'c>)> + use<'a, 'c> {
        self.draft.stages.iter().enumerate()
    }

    pub(super) fn name(&self, stage: usize) -> &'a str {
        &self.draft.stages[stage].name.value
    }

    pub(super) fn stage(&self, name: &str) -> Option<usize> {
        find_stage(self.draft, name)
    }

    /// The type of what a reference names, where both exist.
    pub(super) fn type_of(&self, reference: &Reference) -> Option<&'a PortType> {
        let draft = self.draft;
        match &reference.stage {
            None => draft.inputs.iter().find(|input| input.name.value == reference.port)?.ty.as_ref(),
            Some(name) => {
                let stage = &draft.stages[find_stage(draft, name)?];
                stage.kind?.output(&reference.port).map(|port| &port.ty)
            }
        }
    }

    /// Whether the named value may be missing although the run goes on. A fallback kind is enough for a reader:
    /// the run fails rather than leave a strict reader without its value.
    pub(super) fn may_be_missing(&self, reference: &Reference) -> bool {
        self.degradable(reference).is_some_and(|stage| match &stage.fallback {
            Some(DraftFallback::Values { wires, .. }) => lacks(wires, &reference.port),
            Some(DraftFallback::Kind { .. }) => false,
            None => true,
        })
    }

    /// Whether the named value is there whatever happens, in a run that is complete.
    pub(super) fn is_certain(&self, reference: &Reference) -> bool {
        self.degradable(reference).is_none_or(|stage| match &stage.fallback {
            Some(DraftFallback::Values { wires, .. }) => !lacks(wires, &reference.port),
            _ => false,
        })
    }

    fn degradable(&self, reference: &Reference) -> Option<&'a DraftStage<'c>> {
        let stage = &self.draft.stages[self.stage(reference.stage.as_deref()?)?];
        stage.is_degradable().then_some(stage)
    }
}

fn lacks(wires: &[DraftWire], port: &str) -> bool {
    wires.iter().all(|wire| wire.port.value != port)
}

/// Inputs and fallback values of a stage: all it waits for.
pub(super) fn sources<'a>(stage: &'a DraftStage<'_>) -> impl Iterator<Item = &'a DraftWire> {
    let values: &[DraftWire] = match &stage.fallback {
        Some(DraftFallback::Values { wires, .. }) => wires,
        _ => &[],
    };
    stage.inputs.iter().chain(values)
}

fn find_stage(draft: &Draft<'_>, name: &str) -> Option<usize> {
    draft.stages.iter().position(|stage| stage.name.value == name)
}
