//! A data folder as its owner finds it: who may open it, what its files hold, and what is on the disk.

mod engine;
mod folder;
mod keys;
mod sealed;
mod sync;
