//! The stages of RevRx: what turns a clinical note into a coding report.
//!
//! `text`, `note`, `encounter` and `ports` hold the port types, `local` the kinds that need no network, `report` the
//! document, `comprehend` and `llm` what the kinds of services promise. [`registry()`] has them all.

pub mod comprehend;
pub mod document;
pub mod encounter;
pub mod icd10;
pub mod llm;
pub mod local;
pub mod note;
pub mod ports;
mod registry;
pub mod report;
pub mod text;

#[cfg(test)]
mod testkit;

pub use registry::registry;
