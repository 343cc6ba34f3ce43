//! A report while it is made: percent, sentence, steps, timeline and milestones, from what is known of it.
//!
//! Everything here is a function of the outline, the folded progress and the server's clock.

pub mod axis;
mod doing;
pub mod milestones;
pub mod notices;
pub mod part;
pub mod rows;
pub mod sentence;
pub mod steps;
pub mod visit;
pub mod wording;

#[cfg(test)]
pub(crate) mod sample;
