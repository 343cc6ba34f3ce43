//! Small pieces that pages share.

pub mod icon;
pub mod status;
pub mod steps;

pub use icon::{Glyph, Icon};
pub use status::StateWord;
pub use steps::StepDots;

pub use crate::model::words::Tone;
