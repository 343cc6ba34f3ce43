//! What is known of an encounter.

use revrx_engine::RunId;
use revrx_engine_core::time::Timestamp;
pub(crate) use revrx_stages::encounter::Encounter as Visit;
use revrx_stages::encounter::EncounterClass;
use revrx_stages::text::Clinical;
use serde::{Deserialize, Serialize};

use super::EncounterId;

/// What a user gives. `Debug` shows lengths alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    /// The user's own reference.
    pub(crate) reference: Option<Clinical>,
    /// What is known of the visit.
    pub(crate) visit: Visit,
    /// The note.
    pub(crate) note: Clinical,
}

/// An encounter to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewEncounter {
    /// Its id, should no earlier request with the same key have made one.
    pub(crate) id: EncounterId,
    /// Whose it is.
    pub(crate) tenant: String,
    /// Now.
    pub(crate) at: Timestamp,
    /// What it holds.
    pub(crate) content: Content,
}

/// An idempotency key, and the hash of what was sent with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keyed {
    /// As sent. Stores keep only a hash of it.
    pub(crate) key: String,
    /// SHA-256 of the request.
    pub(crate) body_hash: [u8; 32],
}

/// An encounter with its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Encounter {
    /// What lists show of it.
    pub(crate) listed: Listed,
    /// What is known of the visit.
    pub(crate) visit: Visit,
    /// The note.
    pub(crate) note: Clinical,
}

/// An encounter without its note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    /// Its id.
    pub(crate) id: EncounterId,
    /// From 1, one more with each new note or visit.
    pub(crate) version: u32,
    /// When it was made.
    pub(crate) created_at: Timestamp,
    /// When it was last changed, or a report of it started.
    pub(crate) changed_at: Timestamp,
    /// Its newest report.
    pub(crate) report: Option<RunId>,
    /// What a person sees of it in a list.
    pub(crate) shown: Shown,
}

/// What a person sees of an encounter in a list: kept apart from the note, so that a list opens no note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Shown {
    /// First name of the patient as written, else the reference.
    pub(crate) label: Option<Clinical>,
    /// The user's own reference.
    pub(crate) reference: Option<Clinical>,
    /// Where the patient was seen.
    pub(crate) class: EncounterClass,
    /// Date of service, as given.
    pub(crate) date: Option<Clinical>,
    /// First of the clinicians named.
    pub(crate) clinician: Option<Clinical>,
    /// Length of the note in Unicode code points.
    pub(crate) characters: u64,
}

/// A request that makes an encounter, answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Created {
    /// The encounter.
    pub(crate) encounter: Encounter,
    /// Whether an earlier request with the same key made it.
    pub(crate) existed: bool,
}

/// Some encounters of a tenant, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Page {
    /// The encounters.
    pub(crate) items: Vec<Listed>,
    /// The last of them, when others follow it.
    pub(crate) next: Option<EncounterId>,
    /// How many the tenant has in all.
    pub(crate) total: u64,
}

/// What is known of a request to start a report, by its idempotency key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// It was not seen before; from now on it is known.
    New,
    /// It was seen with the same body, and started this report. `None`: it is known and was not answered, because
    /// another request is at it or the process ended meanwhile.
    Same(Option<RunId>),
    /// It was seen with another body.
    Other,
}

impl NewEncounter {
    /// A new encounter of a tenant.
    pub(crate) fn new(tenant: &str, at: Timestamp, content: Content) -> Self {
        Self { id: EncounterId::new(), tenant: tenant.to_owned(), at, content }
    }

    /// The encounter as it is once made.
    pub(super) fn made(self) -> Encounter {
        let shown = Shown::of(&self.content);
        let listed =
            Listed { id: self.id, version: 1, created_at: self.at, changed_at: self.at, report: None, shown };
        Encounter { listed, visit: self.content.visit, note: self.content.note }
    }
}

impl Shown {
    /// What a list shows of this.
    pub(crate) fn of(content: &Content) -> Self {
        let written = |name: &&Clinical| !name.expose().trim().is_empty();
        let name = content.visit.patient_names.iter().find(written);
        Self {
            label: name.or(content.reference.as_ref()).cloned(),
            reference: content.reference.clone(),
            class: content.visit.class,
            date: content.visit.date.clone(),
            clinician: content.visit.clinicians.iter().find(written).cloned(),
            characters: content.note.expose().chars().count() as u64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_shows_the_first_name_else_the_reference_else_nothing() {
        for (names, reference, label) in [
            (&["Wendeline Vasker", "W. Vasker"][..], Some("A-1"), Some("Wendeline Vasker")),
            (&[" ", "Vasker, W."][..], None, Some("Vasker, W.")),
            (&[][..], Some("A-1"), Some("A-1")),
            (&[""][..], Some("A-1"), Some("A-1")),
            (&[][..], None, None),
        ] {
            let content = Content {
                reference: reference.map(Clinical::from),
                visit: Visit {
                    patient_names: names.iter().map(|name| Clinical::from(*name)).collect(),
                    clinicians: vec!["".into(), "Dr. Ó Faoláin".into()],
                    ..Visit::default()
                },
                note: "Fièvre \u{1f912}".into(),
            };
            let shown = Shown::of(&content);
            assert_eq!(shown.label, label.map(Clinical::from), "{names:?}");
            assert_eq!(shown.clinician, Some("Dr. Ó Faoláin".into()));
            assert_eq!(shown.characters, 8);
            assert!(!format!("{content:?} {shown:?}").contains("Vasker"));
        }
    }
}
