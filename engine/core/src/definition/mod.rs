//! From the text of a file to a checked workflow: all findings in one pass, each with its place.
//!
//! A file is read into a tree with places, then into a draft, over which the passes run; only a draft without an
//! error becomes a [`Workflow`].

mod build;
mod check;
mod context;
mod dependencies;
mod draft;
mod fields;
mod findings;
mod outline;
mod pass;
mod read;
mod schema;
mod tree;

pub use check::{Checked, check_version, check_workflow};
pub use dependencies::{
    Breaker, Dependencies, Dependency, Limit, LimitUnit, check_dependencies, check_dependencies_with_loopback,
};
pub use schema::schema;

#[cfg(test)]
mod tests;
