//! The list of encounters and the ways to add one.

pub mod check;
pub mod icd10;
pub mod list;
pub mod moving;
pub mod pairs;
pub mod row;
pub mod trouble;
pub mod uploads;
pub mod visit;

#[cfg(test)]
mod samples;
