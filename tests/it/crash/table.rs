//! Where kills fell: by the stage that ran and the point passed last.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Counts by stage (`-` before the first and after the last) and by point.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) kills: u64,
    /// Kills that came when the run had ended already: they count for nothing.
    pub(crate) late: u64,
    cells: BTreeMap<(String, String), u64>,
}

impl Table {
    /// One kill; with stages side by side it falls on each of them.
    pub(crate) fn count(&mut self, stages: &BTreeSet<String>, point: &str) {
        self.kills += 1;
        let none = BTreeSet::from(["-".to_owned()]);
        for stage in if stages.is_empty() { &none } else { stages } {
            *self.cells.entry((stage.clone(), point.to_owned())).or_default() += 1;
        }
    }

    pub(crate) fn of_stage(&self, stage: &str) -> u64 {
        self.cells.iter().filter(|((of, _), _)| of == stage).map(|(_, count)| count).sum()
    }

    pub(crate) fn of_point(&self, point: &str) -> u64 {
        self.cells.iter().filter(|((_, of), _)| of == point).map(|(_, count)| count).sum()
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let points: BTreeSet<&str> = self.cells.keys().map(|(_, point)| point.as_str()).collect();
        let stages: BTreeSet<&str> = self.cells.keys().map(|(stage, _)| stage.as_str()).collect();
        write!(f, "{:16}", "")?;
        points.iter().try_for_each(|point| write!(f, " {point:>20}"))?;
        for stage in stages {
            write!(f, "\n{stage:16}")?;
            for point in &points {
                let count = self.cells.get(&(stage.to_owned(), (*point).to_owned())).copied().unwrap_or(0);
                write!(f, " {count:>20}")?;
            }
        }
        Ok(())
    }
}
