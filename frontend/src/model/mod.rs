//! What the page knows and says, without a browser: builds and is tested anywhere.

pub mod connection;
pub mod connector;
pub mod encounters;
pub mod failed;
pub mod following;
pub mod format;
pub mod known;
pub mod progress;
pub mod report;
pub mod shapes;
pub mod words;
