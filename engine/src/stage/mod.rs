//! What a stage is: the trait its author writes, what it is given, and how it is kept beside others.

mod cx;
mod erased;
mod error;
mod maybe;
mod once;
mod ports;
mod registry;
mod spec;

pub(crate) use cx::{Attempt, CxParts};
pub use cx::{StageCx, Upstream};
pub(crate) use erased::{Configured, Outputs};
pub use error::StageError;
pub use maybe::Maybe;
pub use ports::contract_of;
pub use registry::{Registry, RegistryError};
pub use spec::Stage;

/// Output port under which a declassifying stage's withheld values are kept. No file can name it.
pub(crate) const WITHHELD_PORT: &str = "@withheld";
