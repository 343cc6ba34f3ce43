//! The kinds that ask Amazon Comprehend Medical: their ports, configuration and promises.
//!
//! The clients are not in this build; a workflow that uses these kinds can be checked and drawn, not run.

mod codes;
mod phi;

pub use codes::{CodesConfig, CodesInput, Icd10Output, SnomedOutput};
pub use phi::{DetectPhiConfig, DetectPhiInput, DetectPhiOutput};

use revrx_engine_core::catalogue::KindContract;

/// The contracts of all kinds of this module.
pub fn contracts() -> Vec<KindContract> {
    vec![phi::contract(), codes::icd10_contract(), codes::snomed_contract()]
}
