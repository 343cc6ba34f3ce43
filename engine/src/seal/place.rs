//! Where a value stands: sealed in with it, so that it opens nowhere else.

use crate::id::RunId;

/// Table, row within the run, and column of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    table: &'static str,
    seq: u64,
    port: &'a str,
    column: &'static str,
}

impl<'a> Place<'a> {
    /// The data key of a run.
    pub const DATA_KEY: Place<'static> = Place { table: "key", seq: 0, port: "", column: "wrapped" };
    /// The input of a run.
    pub const INPUT: Place<'static> = Place { table: "input", seq: 0, port: "", column: "payload" };

    /// The payload of the append whose last event has this number.
    pub fn payload(seq: u64) -> Self {
        Self { table: "event", seq, port: "", column: "payload" }
    }

    /// A large output of the event with this number.
    pub fn artifact(seq: u64, port: &'a str) -> Self {
        Self { table: "artifact", seq, port, column: "value" }
    }

    /// Associated data of a value there: each part behind its length, so that no two places read the same.
    pub(super) fn associated_data(&self, run: RunId) -> Vec<u8> {
        let seq = self.seq.to_le_bytes();
        let parts: [&[u8]; 5] =
            [self.table.as_bytes(), run.as_bytes(), &seq, self.port.as_bytes(), self.column.as_bytes()];
        let mut data = Vec::with_capacity(96);
        for part in parts {
            data.extend_from_slice(&(part.len() as u64).to_le_bytes());
            data.extend_from_slice(part);
        }
        data
    }
}
