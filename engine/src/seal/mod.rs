//! Sealing: every value is encrypted under a data key of its owner, which the master key wraps.
//!
//! An owner is a run, or whatever else keeps values beside the runs. Forgetting a data key makes all that its owner had
//! unreadable.

mod data_key;
mod error;
mod key_store;
mod master;
mod place;

pub use data_key::{DataKey, SealedWith, Sealer};
pub use error::SealError;
pub use key_store::{KeyError, KeyStore};
pub use master::MasterKey;
pub use place::Place;
