//! What the stages hand to one another besides text: entities, codes, suggestions, findings, left-out segments.
//!
//! Positions are code points of the note. A quote is what the de-identified text says there; the report quotes the
//! note itself. Words of the note are [`crate::text::Clinical`], so no `Debug` shows them.

mod dropped;
mod evidence;
mod finding;
mod icd10;
mod phi;
mod snomed;
mod suggestion;

pub use dropped::{DropReason, DroppedSegment, DroppedSegments};
pub use evidence::Evidence;
pub(crate) use evidence::segments_at;
pub use finding::{Finding, FindingKind, Findings, Severity};
pub use icd10::{Assertion, Axis, CodeName, Detail, Icd10Code, Icd10Codes, Match};
pub use phi::PhiEntities;
pub use snomed::{ConceptKind, SnomedCodes, SnomedConcept};
pub use suggestion::{Suggestion, Suggestions, System, Verdict};
