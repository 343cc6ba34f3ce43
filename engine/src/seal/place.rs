//! Where a value stands: sealed in with it, so that it opens nowhere else.

use uuid::Uuid;

/// Table, row among those of the owner (a number and a name), and column of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    table: &'static str,
    row: u64,
    name: &'a str,
    column: &'static str,
}

impl<'a> Place<'a> {
    /// A data key.
    pub const DATA_KEY: Place<'static> = Place::new("key", 0, "", "wrapped");
    /// The input of a run.
    pub const INPUT: Place<'static> = Place::new("input", 0, "", "payload");

    /// A place of any owner. The row is told by a number, a name, or both.
    pub const fn new(table: &'static str, row: u64, name: &'a str, column: &'static str) -> Self {
        Self { table, row, name, column }
    }

    /// The payload of the append whose last event has this number.
    pub fn payload(seq: u64) -> Self {
        Self::new("event", seq, "", "payload")
    }

    /// A large output of the event with this number.
    pub fn artifact(seq: u64, port: &'a str) -> Self {
        Self::new("artifact", seq, port, "value")
    }

    /// Associated data of a value there: each part behind its length, so that no two places read the same.
    pub(super) fn associated_data(&self, owner: Uuid) -> Vec<u8> {
        let row = self.row.to_le_bytes();
        let parts: [&[u8]; 5] =
            [self.table.as_bytes(), owner.as_bytes(), &row, self.name.as_bytes(), self.column.as_bytes()];
        let mut data = Vec::with_capacity(96);
        for part in parts {
            data.extend_from_slice(&(part.len() as u64).to_le_bytes());
            data.extend_from_slice(part);
        }
        data
    }
}
