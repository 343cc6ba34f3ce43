//! The pure core of the RevRx workflow engine.
//!
//! A TOML file becomes a checked [`workflow::Workflow`]; a run of it is a log of [`run::Event`]s. Two functions
//! carry everything: [`run::apply`] folds an event into the state, [`run::decide`] says what is to be done next.
//! There is no I/O here, no clock and no chance, so the same log gives the same commands on every machine, and
//! the crate also builds for a browser.
//!
//! Without the feature `workflow` only names, times, failures, events and the [`view`] remain.

pub mod failure;
pub mod name;
pub mod run;
pub mod time;
pub mod view;

#[cfg(feature = "workflow")]
pub mod catalogue;
#[cfg(feature = "workflow")]
pub mod definition;
#[cfg(feature = "workflow")]
pub mod diagnostic;
#[cfg(feature = "workflow")]
pub mod workflow;
