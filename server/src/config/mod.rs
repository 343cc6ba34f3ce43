//! Configuration: `revrx.toml`, every key also as a variable `REVRX_...`, flags above both.

mod error;
mod key;
mod settings;
mod value;

pub(crate) use error::ConfigError;
pub(crate) use settings::{Flags, Settings};
