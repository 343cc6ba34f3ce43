//! The kinds that need no network and no account.

pub mod clinical_filter;
pub mod coding_identify;
pub mod context;
pub mod icd10_infer;
pub mod phi_deidentify;
pub mod phi_detect;
pub mod quality_assess;
pub mod sections;
pub mod snomed_infer;
