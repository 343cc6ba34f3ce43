//! The report: codes with their verdicts, findings, what is missing, and where everything comes from.

mod assemble;
mod completeness;
mod document;
mod stage;
mod verify;

#[cfg(test)]
mod tests;

pub use assemble::{Material, assemble};
pub use document::{Completeness, MissingPart, Provenance, Report, StageRun};
pub use stage::ReportAssemble;
