//! The RevRx workflow engine: runs a checked workflow durably.
//!
//! Write a [`Stage`], name it in a workflow file, hand the engine inputs with [`Engine::submit`], and wait for
//! [`RunHandle::finished`]. A run survives the loss of the process: whoever opens the store next goes on with it,
//! and a finished stage is not run again. The rules by which it decides stand in [`core`], which does nothing
//! but decide.

mod clock;
pub mod commit;
pub mod engine;
pub mod faults;
pub mod handle;
pub mod id;
mod live;
mod plan;
mod pool;
mod recover;
mod run;
pub mod seal;
pub mod stage;
pub mod store;
mod worker;

pub use clock::wall;
pub use engine::{Engine, EngineBuilder, EngineError, Storage, SubmitRequest, WorkerOptions};
pub use handle::{Contents, Finished, RunHandle, Update, Updates};
pub use id::RunId;
pub use revrx_engine_core as core;
pub use stage::{Maybe, Registry, RegistryError, Stage, StageCx, StageError, Upstream};
