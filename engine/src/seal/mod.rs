//! Sealing: every value of a run is encrypted under a key of its own run, which the master key wraps.

mod error;
mod key_store;
mod master;
mod place;
mod run_key;

pub use error::SealError;
pub use key_store::{KeyError, KeyStore};
pub use master::MasterKey;
pub use place::Place;
pub use run_key::{RunKey, SealedWith, Sealer};
