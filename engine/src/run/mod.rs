//! One run in the hands of this worker: from its claim until it ends or is given back.

mod attempt;
mod commands;
mod driver;
mod input;
mod outbox;
pub(crate) mod packing;
mod timers;
mod values;

pub(crate) use driver::{Control, Driver, Hold, Left};

pub(crate) use values::Values;
