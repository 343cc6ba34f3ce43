//! The port type `phi-entities`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::local::phi_detect::NoteEntity;

/// The protected health information of a note, as spans of its code points.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
#[schemars(title = "phi-entities")]
pub struct PhiEntities(pub Vec<NoteEntity>);
