//! The engine: what a program builds, starts and hands runs to.

mod builder;
mod error;
mod operations;
mod shared;
mod submit;

pub use builder::{EngineBuilder, Storage, WorkerOptions};
pub use error::EngineError;
pub use operations::Engine;
pub(crate) use operations::cancel;
pub(crate) use shared::Shared;
pub use submit::SubmitRequest;
