//! Reads the tables of a data folder as any program with SQLite could: the engine has no part in it.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions as _, Row as _};
use tokio::runtime::Runtime;

use super::log::{Happening, RunLog};

const FILE: &str = "runs.sqlite";

/// A connection to a database of runs.
pub(crate) struct Reader {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Reader {
    /// Opens a database while another process writes it; nothing when there is none yet.
    pub(crate) fn live(folder: &Path) -> Option<Self> {
        Self::open(SqliteConnectOptions::new().filename(folder.join(FILE)).read_only(true))
    }

    fn open(options: SqliteConnectOptions) -> Option<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let connection = runtime.block_on(options.connect()).ok()?;
        Some(Self { runtime, connection })
    }

    /// Every run with its whole log; nothing when the tables are not there yet.
    pub(crate) fn runs(&mut self) -> Option<Vec<RunLog>> {
        let heads = "SELECT id, uuid, state, head_seq, percent FROM run ORDER BY id";
        let heads = self.runtime.block_on(sqlx::query(heads).fetch_all(&mut self.connection)).ok()?;
        Some(heads.iter().map(|head| self.run(head)).collect())
    }

    fn run(&mut self, head: &sqlx::sqlite::SqliteRow) -> RunLog {
        let mut log = RunLog {
            id: uuid::Uuid::from_slice(head.get(1)).unwrap().to_string(),
            state: head.get(2),
            head_seq: head.get(3),
            percent: head.get(4),
            rows: Vec::new(),
            events: Vec::new(),
        };
        let rows = "SELECT seq, body FROM event WHERE run = ? ORDER BY seq";
        let rows = sqlx::query(rows).bind(head.get::<i64, _>(0)).fetch_all(&mut self.connection);
        for row in self.runtime.block_on(rows).unwrap() {
            let events = Happening::read(row.get(1));
            log.rows.push((row.get(0), i64::try_from(events.len()).unwrap()));
            log.events.extend(events);
        }
        log
    }

    /// Every value that is to be sealed, with the table it stands in.
    pub(crate) fn sealed(&mut self) -> Vec<(String, Vec<u8>)> {
        let values = "SELECT 'event', payload FROM event WHERE payload IS NOT NULL \
            UNION ALL SELECT 'input', payload FROM input \
            UNION ALL SELECT 'artifact', value FROM artifact UNION ALL SELECT 'key', wrapped FROM key";
        let rows = self.runtime.block_on(sqlx::query(values).fetch_all(&mut self.connection)).unwrap();
        rows.iter().map(|row| (row.get(0), row.get(1))).collect()
    }

    /// Runs one statement.
    pub(crate) fn change(&mut self, statement: &'static str) -> u64 {
        let done = self.runtime.block_on(sqlx::query(statement).execute(&mut self.connection));
        done.unwrap().rows_affected()
    }

    /// Opens a database that nobody else has open, to write too.
    pub(crate) fn alone(folder: &Path) -> Self {
        Self::open(SqliteConnectOptions::new().filename(folder.join(FILE))).unwrap()
    }

    /// Closes it, so that a later reader finds one file.
    pub(crate) fn close(self) {
        let Self { runtime, connection } = self;
        runtime.block_on(sqlx::Connection::close(connection)).unwrap();
    }
}

/// Copies the database and its WAL as they stand: what would be found after a power cut.
pub(crate) fn snapshot(folder: &Path, copy: &Path) {
    std::fs::create_dir(copy).unwrap();
    for name in [FILE, "runs.sqlite-wal"] {
        if folder.join(name).exists() {
            std::fs::copy(folder.join(name), copy.join(name)).unwrap();
        }
    }
}

/// The runs in a folder that nobody has open; none where there is no database yet.
pub(crate) fn logs(folder: &Path) -> Vec<RunLog> {
    if !folder.join(FILE).exists() {
        return Vec::new();
    }
    let mut reader = Reader::alone(folder);
    let runs = reader.runs().unwrap_or_default();
    reader.close();
    runs
}
