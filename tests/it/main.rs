//! End to end: the real binary, killed, stopped, watched and searched. What a test says about a data folder it has
//! read itself, never through the engine.
#![cfg(test)]

mod bad_input;
mod crash;
mod process;
mod progress;
mod sealing;
mod serve;
mod support;
