//! The run core, sentence by sentence: what is decided when, and what no run may ever do.

mod common;
mod deadline;
mod ending;
mod fallback;
mod illegal;
mod model;
mod postpone;
mod progress;
mod resume;
mod retry;
mod scheduling;
mod timeline;
mod version;
