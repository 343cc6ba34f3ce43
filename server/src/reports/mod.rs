//! Reports: what the engine knows of a run, as the API says it. A report is a run; the two share their id.
//!
//! `find` looks one up, `start` makes one, `status` and `badge` say where it stands, `report` what became of it.
//! `kept` is what stays between requests.

mod badge;
mod failure;
mod find;
mod found;
mod kept;
mod report;
mod start;
mod status;

#[cfg(test)]
pub(crate) mod tests;

pub(crate) use badge::badge;
pub(crate) use find::{Located, locate};
pub(crate) use kept::Kept;
pub(crate) use report::report;
pub(crate) use start::{Request, start};
pub(crate) use status::status;
