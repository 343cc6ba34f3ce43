//! A place to run the binary in, a reader of its data folder, and the laws of a run.

mod client;
mod files;
mod lanes;
mod law;
mod log;
mod meter;
mod place;
mod random;
mod reader;
mod server;

pub(crate) use client::{Client, Next};
pub(crate) use files::{root, sample, sample_file};
pub(crate) use lanes::lanes;
pub(crate) use law::{CHAIN, Flow, OFFLINE, laws};
pub(crate) use log::{Attempt, Happening, RunLog, attempts, run_again};
pub(crate) use meter::Meter;
pub(crate) use place::{Place, Ran, Running, engine_binary, revrx, until};
pub(crate) use random::Random;
pub(crate) use reader::{Reader, logs, snapshot};
pub(crate) use server::Server;
