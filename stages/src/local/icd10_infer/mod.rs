//! The offline ICD-10-CM coder: dictionary, context rules, refinement to the complete code.
//!
//! [`infer`] reads a text and names every code it mentions, with the words that mention it, whether it may be coded,
//! and what a more specific code would need. It assigns nothing by itself: a coder decides.

mod abbreviations;
mod assertion;
mod combine;
mod dictionary;
mod history;
mod infer;
mod matching;
mod mention;
mod refine;
mod stage;
mod surroundings;
mod tokens;
mod types;

pub use infer::infer;
pub use stage::Icd10Infer;
pub use types::{Assertion, Axis, Detail, Inferred, Options, Strength};

#[cfg(test)]
mod tests;
