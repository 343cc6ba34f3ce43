//! What the list and the ways to add a note share. It lives as long as the tab, so that notes go on being sent while
//! another page is shown, and the list is there at once when one comes back. In memory alone.

use std::collections::HashMap;

use leptos::prelude::*;
use revrx_api::{EncounterRow, NewEncounter};
use web_sys::File;

use crate::model::encounters::list::List;
use crate::model::encounters::uploads::{UploadKey, Uploads};
use crate::model::encounters::visit::VisitForm;

/// What a note on its way is made of.
#[derive(Clone)]
pub(super) enum Source {
    /// A file, and the file of its visit.
    Files {
        /// The note.
        note: File,
        /// Its visit.
        visit: Option<File>,
    },
    /// Words that are here already.
    Words(Box<NewEncounter>),
}

/// What went wrong: what, and the way out.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) title: String,
    pub(super) detail: String,
}

/// What stands in the dialog for a note that is pasted. Kept when it is closed, until the note is sent.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) note: String,
    pub(super) visit: VisitForm,
}

/// The desk, in context.
#[derive(Clone, Copy)]
pub(crate) struct Desk {
    /// The list; `None` before it was first read.
    pub(super) list: RwSignal<Option<List>>,
    /// Why it could not be read, or be read on.
    pub(super) fault: RwSignal<Option<Fault>>,
    /// Counts what was changed here, after which the list is read.
    pub(super) changes: RwSignal<u32>,
    /// Whether it is being read on.
    pub(super) reading_on: RwSignal<bool>,
    /// Notes on their way.
    pub(super) uploads: RwSignal<Uploads>,
    /// What of the last drop was left out, in words.
    pub(super) left_out: RwSignal<Option<String>>,
    /// Whether sending takes long enough to be shown.
    pub(super) is_slow: RwSignal<bool>,
    /// What a screen reader says.
    pub(super) said: RwSignal<String>,
    /// The address to be shown next.
    pub(super) opens: RwSignal<Option<String>>,
    /// Whether the dialog for a note that is pasted is open.
    pub(super) is_pasting: RwSignal<bool>,
    /// What stands in it.
    pub(super) draft: RwSignal<Draft>,
    /// The encounter whose deletion is to be confirmed.
    pub(crate) to_delete: RwSignal<Option<EncounterRow>>,
    sources: StoredValue<HashMap<UploadKey, Source>, LocalStorage>,
}

/// Puts the desk into context, for as long as the tab lives.
pub(crate) fn provide_desk() {
    provide_context(Desk {
        list: RwSignal::new(None),
        fault: RwSignal::new(None),
        changes: RwSignal::new(0),
        reading_on: RwSignal::new(false),
        uploads: RwSignal::new(Uploads::default()),
        left_out: RwSignal::new(None),
        is_slow: RwSignal::new(false),
        said: RwSignal::new(String::new()),
        opens: RwSignal::new(None),
        is_pasting: RwSignal::new(false),
        draft: RwSignal::new(Draft::default()),
        to_delete: RwSignal::new(None),
        sources: StoredValue::new_local(HashMap::new()),
    });
}

/// The desk, from the context.
pub(crate) fn use_desk() -> Desk {
    expect_context()
}

impl Desk {
    /// Keeps what a note is made of until it arrived, so that it can be sent again.
    pub(super) fn keep(self, key: UploadKey, source: Source) {
        self.sources.update_value(|sources| drop(sources.insert(key, source)));
    }

    /// What a note on its way is made of.
    pub(super) fn source(self, key: UploadKey) -> Option<Source> {
        self.sources.with_value(|sources| sources.get(&key).cloned())
    }

    /// Lets go of notes that have no line any more or need none of their words.
    pub(super) fn forget(self) {
        let needed = |key: &UploadKey| {
            self.uploads
                .with_untracked(|uploads| uploads.get(*key).is_some_and(|upload| upload.state.needs_words()))
        };
        self.sources.update_value(|sources| sources.retain(|key, _| needed(key)));
    }

    /// Changes the list, if it is there.
    pub(super) fn change(self, change: impl FnOnce(&mut List)) {
        if self.list.with_untracked(Option::is_some) {
            self.list.update(|list| {
                if let Some(list) = list {
                    change(list);
                }
            });
        }
    }
}
