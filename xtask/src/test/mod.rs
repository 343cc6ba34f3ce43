//! `cargo xtask test` and `cargo xtask check`: every check and test, with the minutes of each step.

mod counts;
mod needs;
mod session;
mod steps;

use crate::error::Error;
use session::Session;
use steps::{ALL, FAST};

/// Runs everything; with `budget`, fails when it took longer than so many minutes.
///
/// # Errors
/// A step failed, or the budget was not kept.
pub(crate) fn all(budget: Option<f64>) -> Result<(), Error> {
    needs::provide()?;
    Session::new(budget).run(&ALL)
}

/// Runs the fast steps only.
///
/// # Errors
/// A step failed.
pub(crate) fn fast() -> Result<(), Error> {
    Session::new(None).run(&FAST)
}
