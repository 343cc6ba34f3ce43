//! What goes over the wire between the server and its clients: types and nothing else.
//!
//! `frame` is live, `report` and `document` are what a report says, `encounter` is what it is made of, `status` is
//! where it stands, `problem` is every error (RFC 9457). Times are RFC 3339 in UTC, except within events and
//! timelines, which count microseconds as the engine does.

mod document;
mod encounter;
mod frame;
mod id;
mod problem;
mod report;
mod status;
mod time;

pub use document::{
    Candidate, CodeEntry, CodeSystem, Completeness, Detail, DetailAxis, Document, Evidence, Finding, Fit,
    LeftOut, MissingPart, Provenance, Severity, StageRun, Verdict,
};
pub use encounter::{
    Encounter, EncounterClass, EncounterPage, EncounterRow, NewEncounter, Note, Sample, SamplePage, Sex,
    Visit,
};
pub use frame::{Ask, ErrorFrame, EventFrame, Frame, ReportRef, Snapshot};
pub use id::{EncounterId, ReportId};
pub use problem::Problem;
pub use report::{Failure, FoundCode, Report};
pub use status::{PhaseOf, ReportBadge, ReportState, ReportStatus, StartReport, ToLookAt};
pub use time::Time;
