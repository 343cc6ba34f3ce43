//! What the encounter already tells about the people of its note.

use crate::text::Clinical;

/// Values that the encounter states. Each goes from the text wherever it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Names of the patient and relatives, given and family name together or apart.
    pub names: Vec<Clinical>,
    /// Medical record numbers and other numbers of the patient.
    pub mrns: Vec<Clinical>,
    /// Dates of birth, in any usual format.
    pub dates_of_birth: Vec<Clinical>,
    /// Other dates of the encounter, in any usual format.
    pub dates: Vec<Clinical>,
    /// Names of clinicians, with or without title.
    pub clinicians: Vec<Clinical>,
}
