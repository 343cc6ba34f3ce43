//! Notes on their way to the server: what waits, what is sent, what did not work.

use revrx_api::{EncounterId, ReportId};

/// Most notes that are sent at a time.
pub const SENT_MAX: usize = 4;
/// Names a note on its way, within this page.
pub type UploadKey = u64;

/// Notes on their way, oldest first. Not to be printed: people name files after patients.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Uploads {
    items: Vec<Upload>,
    last: UploadKey,
    arrived: usize,
}

/// A note on its way.
#[derive(Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its key.
    pub key: UploadKey,
    /// What the page calls it: the name of its file, or where it comes from.
    pub name: String,
    /// Where it stands.
    pub state: UploadState,
    /// Sent along with every try, so that no try makes a second encounter.
    pub idempotency_key: String,
    /// Whether its report is opened once it is started.
    pub opens: bool,
}

/// Where a note stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadState {
    /// Others are sent first.
    Waiting,
    /// It is read and sent.
    Sending,
    /// Its report is being made.
    Arrived {
        /// The encounter.
        encounter: EncounterId,
        /// Its report.
        report: ReportId,
    },
    /// It is not a note, or the server does not take it. Another try changes nothing.
    Refused(Trouble),
    /// It did not get there. Another try may.
    Failed(Trouble),
}

/// What is the matter, and the way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What is the matter.
    pub what: String,
    /// What to do.
    pub way_out: String,
}

impl Trouble {
    /// Of two sentences.
    pub fn new(what: impl Into<String>, way_out: impl Into<String>) -> Self {
        Self { what: what.into(), way_out: way_out.into() }
    }
}

impl UploadState {
    /// Whether it is waiting or under way.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Waiting | Self::Sending)
    }

    /// Whether its words are still needed: to be sent, or sent again.
    pub fn needs_words(&self) -> bool {
        self.is_open() || matches!(self, Self::Failed(_))
    }
}

/// How many notes stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Waiting or being sent.
    pub open: usize,
    /// With a report.
    pub arrived: usize,
    /// Refused.
    pub refused: usize,
    /// Failed, and to be tried again.
    pub failed: usize,
}

impl Uploads {
    /// The notes, oldest first.
    pub fn items(&self) -> &[Upload] {
        &self.items
    }

    /// A note by its key.
    pub fn get(&self, key: UploadKey) -> Option<&Upload> {
        self.items.iter().find(|item| item.key == key)
    }

    /// Adds a note that waits. When there is no other, counting begins anew.
    pub fn add(&mut self, name: String, idempotency_key: String, opens: bool) -> UploadKey {
        if self.items.is_empty() {
            self.arrived = 0;
        }
        self.last += 1;
        let (key, state) = (self.last, UploadState::Waiting);
        self.items.push(Upload { key, name, state, idempotency_key, opens });
        key
    }

    /// The next notes to send: they count as being sent from now on, and no more than [`SENT_MAX`] do.
    pub fn take(&mut self) -> Vec<UploadKey> {
        let sent = self.items.iter().filter(|item| item.state == UploadState::Sending).count();
        let waiting = self.items.iter_mut().filter(|item| item.state == UploadState::Waiting);
        let next = waiting.take(SENT_MAX.saturating_sub(sent));
        next.map(|item| {
            item.state = UploadState::Sending;
            item.key
        })
        .collect()
    }

    /// What became of a note that was sent. One that arrived is counted and needs no line: the list has it.
    pub fn settle(&mut self, key: UploadKey, state: UploadState) {
        if matches!(state, UploadState::Arrived { .. }) {
            let before = self.items.len();
            self.items.retain(|item| item.key != key);
            self.arrived += before - self.items.len();
        } else if let Some(item) = self.items.iter_mut().find(|item| item.key == key) {
            item.state = state;
        }
    }

    /// Lets a failed note wait again. `false` when it has not failed: a second press of a button does nothing.
    pub fn retry(&mut self, key: UploadKey) -> bool {
        let failed = |item: &&mut Upload| item.key == key && matches!(item.state, UploadState::Failed(_));
        let item = self.items.iter_mut().find(failed);
        item.map(|item| item.state = UploadState::Waiting).is_some()
    }

    /// Takes the line of a note away that is not under way.
    pub fn dismiss(&mut self, key: UploadKey) {
        self.items.retain(|item| item.key != key || item.state.is_open());
    }

    /// Takes every line away but those of notes under way.
    pub fn clear(&mut self) {
        self.items.retain(|item| item.state.is_open());
        self.arrived = 0;
    }

    /// How many notes stand where.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts { arrived: self.arrived, ..Counts::default() };
        for item in &self.items {
            match item.state {
                UploadState::Waiting | UploadState::Sending => counts.open += 1,
                UploadState::Arrived { .. } => {}
                UploadState::Refused(_) => counts.refused += 1,
                UploadState::Failed(_) => counts.failed += 1,
            }
        }
        counts
    }
}

impl Counts {
    /// Whether something is the matter.
    pub fn has_trouble(self) -> bool {
        self.refused + self.failed > 0
    }

    /// Whether there is nothing to be said.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    /// A sentence for the head of the list, also read out.
    pub fn sentence(self) -> String {
        let mut parts = Vec::new();
        let mut part = |count: usize, words: &str| {
            if count > 0 {
                parts.push(format!("{count} {words}"));
            }
        };
        part(self.open, "on the way");
        part(self.arrived, "added");
        part(self.failed, "not sent");
        part(self.refused, "not taken");
        parts.join(", ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn five() -> Uploads {
        let mut uploads = Uploads::default();
        for number in 0..5 {
            uploads.add(format!("{number}.txt"), format!("key-{number}"), false);
        }
        uploads
    }

    fn arrived() -> UploadState {
        UploadState::Arrived { encounter: "e".into(), report: "r".into() }
    }

    fn failed() -> UploadState {
        UploadState::Failed(Trouble::new("The server did not answer.", "Try again."))
    }

    #[test]
    fn no_more_than_four_are_sent_at_a_time() {
        let mut uploads = five();
        assert_eq!(uploads.take(), [1, 2, 3, 4]);
        assert!(uploads.take().is_empty());
        uploads.settle(2, arrived());
        assert_eq!(uploads.take(), [5]);
    }

    #[test]
    fn one_that_fails_does_not_hold_up_the_others() {
        let mut uploads = five();
        uploads.take();
        uploads.settle(1, failed());
        uploads.settle(3, UploadState::Refused(Trouble::new("It is empty.", "Add a word.")));
        assert_eq!(uploads.take(), [5]);
        assert_eq!(uploads.counts(), Counts { open: 3, arrived: 0, refused: 1, failed: 1 });
        assert_eq!(uploads.counts().sentence(), "3 on the way, 1 not sent, 1 not taken");
    }

    #[test]
    fn a_retry_sends_the_same_key_and_only_once() {
        let mut uploads = five();
        uploads.take();
        uploads.settle(1, failed());
        let key = uploads.get(1).map(|item| item.idempotency_key.clone());
        assert!(uploads.retry(1));
        assert!(!uploads.retry(1), "a second press does nothing");
        assert!(uploads.take().starts_with(&[1]));
        assert_eq!(uploads.get(1).map(|item| item.idempotency_key.clone()), key);
        uploads.settle(1, arrived());
        assert!(!uploads.retry(1), "what arrived is not sent again");
    }

    #[test]
    fn what_is_under_way_cannot_be_taken_away() {
        let mut uploads = five();
        uploads.take();
        uploads.settle(1, failed());
        uploads.dismiss(1);
        uploads.dismiss(2);
        assert_eq!(uploads.items().len(), 4);
        uploads.settle(2, failed());
        uploads.clear();
        assert_eq!(uploads.items().iter().map(|item| item.key).collect::<Vec<_>>(), [3, 4, 5]);
    }

    #[test]
    fn what_arrived_is_counted_until_the_next_notes() {
        let mut uploads = five();
        uploads.take();
        uploads.settle(1, arrived());
        uploads.settle(1, arrived());
        assert_eq!(uploads.counts(), Counts { open: 4, arrived: 1, refused: 0, failed: 0 });
        for key in 2..=5 {
            uploads.settle(key, arrived());
        }
        assert_eq!((uploads.counts().sentence().as_str(), uploads.items().len()), ("5 added", 0));
        uploads.add("more.txt".to_owned(), String::new(), false);
        assert_eq!(uploads.counts().sentence(), "1 on the way");
        uploads.clear();
        assert!(!uploads.counts().is_nothing());
    }
}
