//! The kinds that ask a language model: their ports, configuration and promises.
//!
//! The clients are not in this build; a workflow that uses these kinds can be checked and drawn, not run.

mod coding;
mod config;
mod filter;
mod quality;

pub use coding::{IdentifyCodesInput, IdentifyCodesOutput};
pub use config::ModelConfig;
pub use filter::{ClinicalFilterInput, ClinicalFilterOutput};
pub use quality::{AssessQualityInput, AssessQualityOutput};

use revrx_engine_core::catalogue::KindContract;

/// The contracts of all kinds of this module.
pub fn contracts() -> Vec<KindContract> {
    vec![filter::contract(), coding::contract(), quality::contract()]
}
