//! All kinds of this crate.

use revrx_engine::stage::Registry;

use crate::document::{Digest, Keywords, Statistics};
use crate::local::clinical_filter::ClinicalFilter;
use crate::local::coding_identify::CodingIdentify;
use crate::local::icd10_infer::Icd10Infer;
use crate::local::phi_deidentify::PhiDeidentify;
use crate::local::phi_detect::PhiDetect;
use crate::local::quality_assess::QualityAssess;
use crate::local::snomed_infer::SnomedInfer;
use crate::report::ReportAssemble;
use crate::{comprehend, llm};

/// Every kind: the offline ones to run, those of services by their contracts only.
pub fn registry() -> Registry {
    let registry = Registry::new()
        .with(PhiDetect)
        .with(PhiDeidentify)
        .with(ClinicalFilter)
        .with(Icd10Infer)
        .with(SnomedInfer)
        .with(CodingIdentify)
        .with(QualityAssess)
        .with(ReportAssemble)
        .with(Statistics)
        .with(Keywords)
        .with(Digest);
    comprehend::contracts().into_iter().chain(llm::contracts()).fold(registry, Registry::declare_contract)
}
