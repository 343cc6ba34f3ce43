//! The pages, one per address.

pub mod encounter;
pub mod encounters;
pub mod not_found;
pub mod report;
