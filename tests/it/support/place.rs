//! A folder with files, and a binary that runs in it.

use std::io::Read;
use std::os::unix::process::ExitStatusExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// A command that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(180);

/// The real binary, built with the feature `faults`.
pub(crate) fn revrx() -> PathBuf {
    let beside = || std::env::current_exe().unwrap().parent().unwrap().join("../revrx");
    let path = std::env::var_os("REVRX_BIN").map_or_else(beside, PathBuf::from);
    let build =
        "build it with `cargo build --package revrx-server --features faults`, or name it in REVRX_BIN";
    path.canonicalize().unwrap_or_else(|error| panic!("{}: {error}; {build}", path.display()))
}

/// The small program around the engine.
pub(crate) fn engine_binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_crash-engine"))
}

/// Asks until there is an answer.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < LIMIT, "still not: {what}");
        std::thread::park_timeout(Duration::from_millis(1));
    }
}

/// A folder of its own for one test: data, keys, temporary files, notes.
pub(crate) struct Place {
    folder: TempDir,
    binary: PathBuf,
}

impl Place {
    pub(crate) fn new(binary: PathBuf) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::create_dir(folder.path().join("tmp")).unwrap();
        Self { folder, binary }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).unwrap();
        self
    }

    /// Starts the binary with these variables.
    pub(crate) fn start<S: AsRef<std::ffi::OsStr>>(&self, args: &[S], variables: &[(&str, &str)]) -> Running {
        Running::new(self.command(args, variables).spawn().unwrap())
    }

    /// The binary with these variables; nothing else named `REVRX_...` reaches it.
    pub(crate) fn command<S: AsRef<std::ffi::OsStr>>(
        &self,
        args: &[S],
        variables: &[(&str, &str)],
    ) -> Command {
        let mut command = Command::new(&self.binary);
        let ours = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with("REVRX_");
        std::env::vars_os().filter(|(name, _)| ours(name)).for_each(|(name, _)| {
            command.env_remove(name);
        });
        command
            .env("HOME", self.root())
            .env("TMPDIR", self.path("tmp"))
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME");
        command.envs(variables.iter().copied()).current_dir(self.root()).args(args);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run<S: AsRef<std::ffi::OsStr>>(&self, args: &[S], faults: &str) -> Ran {
        self.start(args, &[("REVRX_FAULTS", faults)]).end()
    }
}

/// A command that has not ended, as far as known.
pub(crate) struct Running {
    child: Child,
    out: Receiver<Vec<u8>>,
    err: Receiver<Vec<u8>>,
}

impl Running {
    fn new(mut child: Child) -> Self {
        let out = drain(child.stdout.take().unwrap());
        let err = drain(child.stderr.take().unwrap());
        Self { child, out, err }
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.child.try_wait().unwrap().is_some()
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for its end.
    #[track_caller]
    pub(crate) fn end(mut self) -> Ran {
        let pair = self.out.recv_timeout(LIMIT).and_then(|out| Ok((out, self.err.recv_timeout(LIMIT)?)));
        let Ok((out, err)) = pair else {
            self.child.kill().unwrap();
            panic!("the command hangs");
        };
        let status = self.child.wait().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Ran { code: status.code(), signal: status.signal(), out: text(out), err: text(err) }
    }

    /// Kills it, as `kill -9` does.
    pub(crate) fn kill(mut self) -> Ran {
        self.child.kill().unwrap();
        self.end()
    }
}

/// Reads a stream to its end, so that no command waits for its reader.
pub(super) fn drain(mut stream: impl Read + Send + 'static) -> Receiver<Vec<u8>> {
    let (send, receive) = sync_channel(1);
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        // Nobody listens any more when the test has failed.
        send.send(bytes).is_ok()
    });
    receive
}

/// What a command gave.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) signal: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    #[track_caller]
    pub(crate) fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "stdout: {}\nstderr: {}", self.out, self.err);
        self
    }

    #[track_caller]
    pub(crate) fn says(self, parts: &[&str]) -> Self {
        for part in parts {
            assert!(self.err.contains(part), "`{part}` is not in: {}", self.err);
        }
        self
    }

    /// What it printed, one JSON value a line.
    #[track_caller]
    pub(crate) fn lines(&self) -> Vec<Value> {
        let read =
            |line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}\n{}", self.err));
        self.out.lines().map(read).collect()
    }
}
