//! The stages of a workflow and their edges: one petgraph graph, from which readiness and successors are read.

use std::collections::HashMap;
use std::time::Duration;

use petgraph::algo::toposort;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::{Direction, visit::Dfs, visit::Reversed};

use super::Stage;
use crate::name::StageName;

/// The graph of stages. An edge goes from a stage to one that reads its output. Stages are numbered from 0 in
/// file order; numbers are never stored, names are.
#[derive(Clone, Debug)]
pub struct StageGraph {
    graph: DiGraph<Stage, ()>,
    by_name: HashMap<StageName, NodeIndex>,
    /// For each stage: one try of each critical stage behind it, along the longest path.
    critical_tail: Vec<Duration>,
}

impl StageGraph {
    /// Builds the graph from stages in file order and edges by number (from, to).
    ///
    /// # Errors
    /// The number of a stage on a cycle.
    pub fn new(stages: Vec<Stage>, edges: &[(usize, usize)]) -> Result<Self, usize> {
        let mut graph = DiGraph::with_capacity(stages.len(), edges.len());
        let mut by_name = HashMap::with_capacity(stages.len());
        for stage in stages {
            let name = stage.name.clone();
            by_name.insert(name, graph.add_node(stage));
        }
        for (from, to) in edges {
            graph.update_edge(NodeIndex::new(*from), NodeIndex::new(*to), ());
        }
        let order = toposort(&graph, None).map_err(|cycle| cycle.node_id().index())?;
        let mut critical_tail = vec![Duration::ZERO; graph.node_count()];
        for node in order.into_iter().rev() {
            let behind = graph.neighbors(node).map(|next| {
                let stage = &graph[next];
                let own = if stage.is_degradable() { Duration::ZERO } else { stage.timeout };
                own + critical_tail[next.index()]
            });
            critical_tail[node.index()] = behind.max().unwrap_or(Duration::ZERO);
        }
        Ok(Self { graph, by_name, critical_tail })
    }

    /// How many stages there are.
    pub fn len(&self) -> usize {
        self.graph.node_count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.graph.node_count() == 0
    }

    /// The stages in file order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Stage> {
        (0..self.len()).map(|index| self.stage(index))
    }

    /// The stage with that number.
    pub fn stage(&self, index: usize) -> &Stage {
        &self.graph[NodeIndex::new(index)]
    }

    /// The stage of that name.
    pub fn get(&self, name: &str) -> Option<&Stage> {
        self.by_name.get(name).map(|node| &self.graph[*node])
    }

    /// The number of the stage of that name.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).map(|node| node.index())
    }

    /// The stages whose outputs this stage reads.
    pub fn upstream(&self, index: usize) -> impl Iterator<Item = usize> {
        self.graph.neighbors_directed(NodeIndex::new(index), Direction::Incoming).map(NodeIndex::index)
    }

    /// The stages that read this stage's outputs.
    pub fn downstream(&self, index: usize) -> impl Iterator<Item = usize> {
        self.graph.neighbors(NodeIndex::new(index)).map(NodeIndex::index)
    }

    /// All stages before this one, in file order.
    pub fn ancestors(&self, index: usize) -> Vec<usize> {
        let reversed = Reversed(&self.graph);
        let start = NodeIndex::new(index);
        let mut walk = Dfs::new(reversed, start);
        let mut found: Vec<usize> =
            std::iter::from_fn(|| walk.next(reversed)).map(NodeIndex::index).collect();
        found.retain(|node| *node != index);
        found.sort_unstable();
        found
    }

    /// All stages behind this one, in file order.
    pub fn descendants(&self, index: usize) -> Vec<usize> {
        let mut walk = Dfs::new(&self.graph, NodeIndex::new(index));
        let mut found: Vec<usize> =
            std::iter::from_fn(|| walk.next(&self.graph)).map(NodeIndex::index).collect();
        found.retain(|node| *node != index);
        found.sort_unstable();
        found
    }

    /// One try of each critical stage behind this one, along the longest path.
    pub fn critical_tail(&self, index: usize) -> Duration {
        self.critical_tail[index]
    }

    /// The graph itself.
    pub fn graph(&self) -> &DiGraph<Stage, ()> {
        &self.graph
    }
}
