//! Reads a report, and again when it has ended or is tried again.

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use revrx_api::{Report, ReportId, ReportStatus};

use crate::net::http::{self, NetError, ReportAnswer};
use crate::shell::{Live, use_live};

/// How often a report that has ended is asked for, until it is said again that it has.
const TRIES: u32 = 10;
/// Time between two tries, in milliseconds.
const PAUSE_MS: u32 = 500;

/// What is known of a report.
#[derive(Clone, PartialEq)]
pub enum Stand {
    /// Nothing yet.
    Loading,
    /// It is being made.
    InProgress(ReportStatus),
    /// It has ended.
    Made(Box<Report>),
    /// It cannot be read.
    Away(NetError),
}

/// Reads a report.
#[derive(Clone, Copy)]
pub struct Loader {
    id: StoredValue<ReportId>,
    live: Live,
    stand: RwSignal<Stand>,
}

impl Loader {
    /// Begins to read it.
    pub fn begin(id: ReportId) -> Self {
        let (id, stand) = (StoredValue::new(id), RwSignal::new(Stand::Loading));
        let loader = Self { id, live: use_live(), stand };
        loader.load();
        loader
    }

    /// What is known.
    pub fn stand(self) -> Signal<Stand> {
        self.stand.into()
    }

    /// Reads it again.
    pub fn load(self) {
        spawn_local(async move {
            let Some(id) = self.id.try_get_value() else { return };
            self.show(match http::get_report(&id).await {
                Ok(ReportAnswer::Made(report)) => Stand::Made(report),
                Ok(ReportAnswer::InProgress(status)) => Stand::InProgress(status),
                Err(error) => Stand::Away(error),
            });
        });
    }

    /// It has ended, and is read as soon as the server has it. What is shown stays until then.
    pub fn load_ended(self) {
        spawn_local(async move {
            let Some(id) = self.id.try_get_value() else { return };
            for _ in 0..TRIES {
                match http::get_report(&id).await {
                    Ok(ReportAnswer::Made(report)) => return self.show(Stand::Made(report)),
                    // Tried again meanwhile, by someone else: it is followed on.
                    Ok(ReportAnswer::InProgress(_)) => self.live.again(&id),
                    // As soon as the server is heard again it is asked again.
                    Err(NetError::Offline) => return,
                    Err(error) if error.status().is_some_and(|status| status < 500) => {
                        return self.show(Stand::Away(error));
                    }
                    Err(_) => {}
                }
                TimeoutFuture::new(PAUSE_MS).await;
                if self.stand.try_with_untracked(|stand| matches!(stand, Stand::InProgress(_))) != Some(true)
                {
                    return;
                }
            }
        });
    }

    /// It is tried again and goes on.
    pub fn goes_on(self, status: ReportStatus) {
        self.show(Stand::InProgress(status));
        if let Some(id) = self.id.try_get_value() {
            self.live.again(&id);
        }
    }

    /// Nothing happens when the page has gone meanwhile.
    fn show(self, stand: Stand) {
        self.stand.try_set(stand);
    }
}
