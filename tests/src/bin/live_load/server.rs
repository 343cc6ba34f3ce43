//! The server that is measured.

use std::error::Error;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// Every stage takes a second.
const SECOND: &str = "stage.after-run=delay(1s)";

/// A server in a folder of its own, killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: String,
}

impl Server {
    /// Starts it with a chain of `stages` as its workflow.
    ///
    /// # Errors
    /// It does not start.
    pub(crate) fn start(binary: &Path, folder: &Path, stages: usize) -> Result<Self, Box<dyn Error>> {
        std::fs::write(folder.join("chain.toml"), chain(stages))?;
        let mut command = Command::new(binary);
        command.current_dir(folder).args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--data",
            "data",
            "--keys",
            "keys",
        ]);
        command.env("REVRX_SERVER_WORKFLOW", folder.join("chain.toml")).env("REVRX_FAULTS", SECOND);
        command.env("REVRX_SERVER_CONNECTIONS", "2048").stdout(Stdio::piped());
        let mut child = command.spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("no output")?).read_line(&mut line)?;
        let address = line.trim().rsplit_once("http://").ok_or("no address")?.1.to_owned();
        Ok(Self { child, address })
    }

    /// Resident memory, in KiB.
    pub(crate) fn memory_kib(&self) -> Option<u64> {
        self.status("VmRSS:")
    }

    fn status(&self, field: &str) -> Option<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        text.lines().find_map(|line| line.strip_prefix(field)?.trim().strip_suffix(" kB")?.parse().ok())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ended = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// A workflow of so many stages in a row.
fn chain(stages: usize) -> String {
    let mut text = "schema = 1\nworkflow = { name = \"chain\", title = \"Chain\" }\n[inputs]\nnote = { type = \"text\" }\n"
        .to_owned();
    let mut from = "inputs.note".to_owned();
    for number in 1..=stages {
        // Writing to a string cannot fail.
        let _written =
            write!(text, "[stage.s{number}]\nuses = \"clinical.filter\"\ninputs = {{ text = \"{from}\" }}\n");
        from = format!("s{number}.text");
    }
    text + &format!("[completion]\noutput = \"{from}\"\n")
}
