//! Which reports the page listens to, and what it asks the server for.

use revrx_api::{Ask, Frame, ReportId};

use super::known::{Folded, Known};

/// How many reports one socket serves.
pub const SUBSCRIBED_MAX: usize = 100;

/// A report the page listens to; `S` is where those who show it see what is known.
struct Entry<S> {
    report: ReportId,
    /// How many components show it.
    watchers: u32,
    subscribed: bool,
    /// The server does not know it.
    gone: bool,
    /// What is known has a gap.
    gap: bool,
    known: Option<Known>,
    shown: S,
}

/// The reports the page listens to, longest followed first.
pub struct Following<S>(Vec<Entry<S>>);

/// What follows from a frame.
pub struct Consequence<S> {
    /// What is known now, and where it is shown, if that changed.
    pub changed: Option<(S, Known)>,
    /// Whether a report that was seen in progress has just ended.
    pub ended: bool,
    /// What is to be asked.
    pub asks: Vec<Ask>,
}

impl<S> Default for Consequence<S> {
    fn default() -> Self {
        Self { changed: None, ended: false, asks: Vec::new() }
    }
}

impl<S> Default for Following<S> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<S: Clone> Following<S> {
    /// One component more shows a report. Where it sees what is known: there already, or made by `shown`.
    pub fn follow(&mut self, report: &ReportId, shown: impl FnOnce() -> S) -> S {
        if let Some(entry) = self.entry(report) {
            entry.watchers += 1;
            return entry.shown.clone();
        }
        if self.0.len() >= SUBSCRIBED_MAX
            && let Some(index) = self.0.iter().position(|entry| entry.watchers == 0)
        {
            self.0.remove(index);
        }
        let shown = shown();
        self.0.push(Entry {
            report: report.clone(),
            watchers: 1,
            subscribed: false,
            gone: false,
            gap: false,
            known: None,
            shown: shown.clone(),
        });
        shown
    }

    /// One component less shows it. What has ended is let go; what goes on is listened to, for the notice at its end.
    pub fn release(&mut self, report: &ReportId) {
        if let Some(entry) = self.entry(report) {
            entry.watchers = entry.watchers.saturating_sub(1);
        }
        self.0.retain(|entry| entry.watchers > 0 || entry.goes_on());
    }

    /// What to ask so that as many as one socket serves are subscribed to.
    pub fn subscribe(&mut self) -> Option<Ask> {
        let subscribed = self.0.iter().filter(|entry| entry.subscribed).count();
        let waiting = self.0.iter_mut().filter(|entry| !entry.subscribed && entry.goes_on());
        let reports: Vec<ReportId> = waiting
            .take(SUBSCRIBED_MAX.saturating_sub(subscribed))
            .map(|entry| {
                entry.subscribed = true;
                entry.report.clone()
            })
            .collect();
        (!reports.is_empty()).then_some(Ask::Subscribe(reports))
    }

    /// The socket is gone and with it every subscription.
    pub fn unsubscribed(&mut self) {
        self.0.iter_mut().for_each(|entry| entry.subscribed = false);
    }

    /// What to ask for a new snapshot of a report.
    pub fn anew(&mut self, report: &ReportId) -> Vec<Ask> {
        let Some(entry) = self.entry(report) else { return Vec::new() };
        entry.gap = true;
        entry.gone = false;
        let was_subscribed = std::mem::take(&mut entry.subscribed);
        let unsubscribe = was_subscribed.then(|| Ask::Unsubscribe(vec![report.clone()]));
        unsubscribe.into_iter().chain(self.subscribe()).collect()
    }

    /// Takes in a frame about `report`, which came at `now_ms` of our clock.
    pub fn take(&mut self, report: &ReportId, frame: Frame, now_ms: f64) -> Consequence<S> {
        let Some(entry) = self.entry(report) else { return Consequence::default() };
        if let Frame::Error(error) = &frame {
            entry.subscribed = false;
            entry.gone = error.code == "report-unknown";
            return Consequence::default();
        }
        let is_snapshot = matches!(frame, Frame::Snapshot(_));
        let went_on = entry.known.as_ref().is_some_and(|known| !known.ended);
        match (Known::fold(&mut entry.known, frame, now_ms), entry.known.clone()) {
            (Folded::Changed, Some(known)) => {
                entry.gap &= !is_snapshot;
                entry.subscribed &= !known.ended;
                let (ended, is_over) = (went_on && known.ended, known.ended && entry.watchers == 0);
                let changed = Some((entry.shown.clone(), known));
                if is_over {
                    self.0.retain(|entry| entry.report != *report);
                }
                Consequence { changed, ended, asks: self.subscribe().into_iter().collect() }
            }
            (Folded::Gap, _) if !entry.gap => {
                Consequence { asks: self.anew(report), ..Consequence::default() }
            }
            _ => Consequence::default(),
        }
    }

    /// What goes on, with the number of the newest event that is known; without one when a snapshot is needed.
    pub fn going_on(&self) -> Vec<(ReportId, Option<u64>)> {
        let going_on = self.0.iter().filter(|entry| entry.goes_on());
        let seq = |entry: &Entry<S>| entry.known.as_ref().filter(|_| !entry.gap).map(Known::seq);
        going_on.map(|entry| (entry.report.clone(), seq(entry))).collect()
    }

    /// Whether something that is shown goes on.
    pub fn moves(&self) -> bool {
        self.0.iter().any(|entry| entry.watchers > 0 && entry.goes_on())
    }

    fn entry(&mut self, report: &ReportId) -> Option<&mut Entry<S>> {
        self.0.iter_mut().find(|entry| entry.report == *report)
    }
}

impl<S> Entry<S> {
    /// Whether there is more to hear of it.
    fn goes_on(&self) -> bool {
        let ended = self.known.as_ref().is_some_and(|known| known.ended);
        !self.gone && (!ended || self.gap)
    }
}

#[cfg(test)]
mod tests;
