//! The list as it stands on the page: rows keep their places, and what is made elsewhere waits to be shown.

use std::collections::HashSet;

use revrx_api::{EncounterId, EncounterPage, EncounterRow, ReportId, ReportState};

/// Most reports of the list that are followed at a time; a socket serves no more.
pub const FOLLOWED_MAX: usize = 100;
/// Most rows asked for at once.
pub const PAGE_MAX: usize = 100;
/// Rows asked for at first, and by each "Show more".
pub const PAGE_ROWS: usize = 50;

/// The list.
#[derive(Clone, Default)]
pub struct List {
    rows: Vec<EncounterRow>,
    fresh: Fresh,
    next: Option<String>,
    total: u64,
    deleted_here: HashSet<EncounterId>,
    gone: HashSet<EncounterId>,
}

/// Rows made elsewhere, newest first.
#[derive(Clone, Default)]
struct Fresh {
    rows: Vec<EncounterRow>,
    /// Where to read on when other rows lie between these and those on the page.
    gap: Option<Option<String>>,
}

impl List {
    /// The list as first read.
    pub fn new(page: EncounterPage) -> Self {
        Self { rows: page.items, next: page.next, total: page.total, ..Self::default() }
    }

    /// The rows on the page, in their order.
    pub fn rows(&self) -> &[EncounterRow] {
        &self.rows
    }

    /// A row on the page.
    pub fn row(&self, id: &EncounterId) -> Option<&EncounterRow> {
        self.rows.iter().find(|row| row.id == *id)
    }

    /// How many rows wait to be shown.
    pub fn fresh(&self) -> usize {
        self.fresh.rows.len()
    }

    /// Where to read on; `None` at the end.
    pub fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }

    /// How many encounters there are in all.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Whether there is nothing at all: neither here nor waiting.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.fresh.rows.is_empty()
    }

    /// Whether someone else deleted a row that is still on the page.
    pub fn is_gone(&self, id: &EncounterId) -> bool {
        self.gone.contains(id)
    }

    /// The reports to follow: those that are being made, newest rows first, no more than [`FOLLOWED_MAX`].
    pub fn to_follow(&self) -> Vec<ReportId> {
        let badges = self.rows.iter().filter_map(|row| row.report.as_ref());
        let made = badges.filter(|badge| !badge.status.is_terminal());
        made.map(|badge| badge.id.clone()).take(FOLLOWED_MAX).collect()
    }

    /// The next page, below the rows. What stands on the page already is brought up to date in its place.
    pub fn more(&mut self, page: EncounterPage) {
        for row in page.items {
            if self.is_on_page(&row.id) {
                self.update(row);
            } else if !self.is_hidden(&row.id) {
                self.rows.push(row);
            }
        }
        self.next = page.next;
        self.total = page.total;
    }

    /// The newest rows, read again. Known ones are brought up to date in their places, those above them wait to be
    /// shown, and those that are missing among them are gone.
    pub fn refresh(&mut self, page: EncounterPage) {
        self.total = page.total;
        let deepest = page.items.iter().rposition(|row| self.is_on_page(&row.id));
        if let Some(deepest) = deepest {
            self.mark_gone(&page.items, deepest);
        } else if page.next.is_none() {
            self.gone.extend(self.rows.iter().map(|row| row.id.clone()));
        }
        let above = match page.items.iter().position(|row| self.is_on_page(&row.id)) {
            Some(first) => first,
            None => page.items.len(),
        };
        let mut fresh = Vec::new();
        for (at, row) in page.items.into_iter().enumerate() {
            if self.is_on_page(&row.id) {
                self.update(row);
            } else if at < above && !self.is_hidden(&row.id) {
                fresh.push(row);
            }
        }
        let has_gap = deepest.is_none() && !self.rows.is_empty() && page.next.is_some();
        self.fresh = Fresh { rows: fresh, gap: has_gap.then_some(page.next) };
    }

    /// Shows what waits, at the top. When more was made than was read, the page begins anew with it.
    pub fn reveal(&mut self) {
        let fresh = std::mem::take(&mut self.fresh);
        let known: HashSet<EncounterId> = self.rows.iter().map(|row| row.id.clone()).collect();
        let mut rows: Vec<EncounterRow> = fresh.rows;
        rows.retain(|row| !known.contains(&row.id));
        if let Some(next) = fresh.gap {
            self.next = next;
            self.rows.clear();
            self.gone.clear();
        }
        rows.append(&mut self.rows);
        self.rows = rows;
    }

    /// An encounter that was just added here: it goes to the top.
    pub fn add(&mut self, row: EncounterRow) {
        self.fresh.rows.retain(|fresh| fresh.id != row.id);
        if self.is_on_page(&row.id) {
            self.update(row);
        } else {
            self.total += 1;
            self.rows.insert(0, row);
        }
    }

    /// Brings a row up to date. An older state never replaces a newer one.
    pub fn update(&mut self, row: EncounterRow) {
        if let Some(known) = self.rows.iter_mut().find(|known| known.id == row.id)
            && !is_older(&row, known)
        {
            *known = row;
        }
    }

    /// Takes a row away that was deleted here. It does not come back from an answer that was on its way.
    pub fn delete(&mut self, id: &EncounterId) {
        let before = self.rows.len();
        self.rows.retain(|row| row.id != *id);
        self.fresh.rows.retain(|row| row.id != *id);
        if self.rows.len() < before {
            self.total = self.total.saturating_sub(1);
        }
        self.deleted_here.insert(id.clone());
    }

    fn is_on_page(&self, id: &EncounterId) -> bool {
        self.rows.iter().any(|row| row.id == *id)
    }

    fn is_hidden(&self, id: &EncounterId) -> bool {
        self.deleted_here.contains(id)
    }

    /// Rows on the page between the first and the deepest one of a fresh answer that it does not hold.
    fn mark_gone(&mut self, items: &[EncounterRow], deepest: usize) {
        let there: HashSet<&EncounterId> = items.iter().map(|row| &row.id).collect();
        let last = self.rows.iter().position(|row| row.id == items[deepest].id).unwrap_or(0);
        // What stands above the answer may have been added after it was given.
        let first = self.rows.iter().position(|row| there.contains(&row.id)).unwrap_or(last);
        let missing = self.rows[first..last].iter().filter(|row| !there.contains(&row.id));
        self.gone = missing.map(|row| row.id.clone()).collect();
    }
}

/// Whether `row` was read before `known`: it changed earlier, or its report is less far.
fn is_older(row: &EncounterRow, known: &EncounterRow) -> bool {
    if row.version != known.version || row.changed_at != known.changed_at {
        return (row.version, row.changed_at) < (known.version, known.changed_at);
    }
    match (&row.report, &known.report) {
        (None, Some(_)) => true,
        (Some(report), Some(known)) if report.id == known.id => {
            let ended = |state: ReportState| state.is_terminal();
            (ended(report.status), report.percent) < (ended(known.status), known.percent)
        }
        _ => false,
    }
}

#[cfg(test)]
#[path = "list_tests.rs"]
mod tests;
