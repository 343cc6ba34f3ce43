//! A checked workflow: what a file says after every check has passed.

mod graph;
mod model;
mod policy;

pub use graph::StageGraph;
pub use model::{Criticality, Fallback, InputDefinition, PortRef, Stage, Wire, WireSource, Workflow};
pub use policy::{RetryPolicy, RunPolicy};
