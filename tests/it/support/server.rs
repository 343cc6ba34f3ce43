//! `revrx serve` in a place of its own.

use std::io::{BufRead, BufReader};
use std::process::Child;
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::place::drain;
use super::{Client, Place};

/// A server that runs.
pub(crate) struct Server {
    child: Child,
    address: String,
    log: Receiver<Vec<u8>>,
}

impl Server {
    /// Starts on a free port and waits until it says its address.
    #[track_caller]
    pub(crate) fn start(place: &Place, variables: &[(&str, &str)]) -> Self {
        Self::start_at(place, "127.0.0.1:0", variables)
    }

    /// Starts at an address, as after a crash.
    #[track_caller]
    pub(crate) fn start_at(place: &Place, listen: &str, variables: &[(&str, &str)]) -> Self {
        let args = ["serve", "--listen", listen, "--data", "data", "--keys", "keys"];
        let mut child = place.command(&args, variables).spawn().unwrap();
        let log = drain(child.stderr.take().unwrap());
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let Some((_, address)) = line.trim().rsplit_once("http://") else {
            let status = child.wait().unwrap();
            let said = String::from_utf8_lossy(&log.recv().unwrap()).into_owned();
            panic!("no address but {line:?}; {status}; {said}");
        };
        Self { child, address: address.to_owned(), log }
    }

    /// Host and port.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(&self.address)
    }

    /// Kills it, as `kill -9` does; gives its log.
    pub(crate) fn kill(mut self) -> String {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.said()
    }

    /// Asks it to stop, and gives its exit code, how long that took, and its log.
    pub(crate) fn stop(mut self) -> (Option<i32>, Duration, String) {
        let began = Instant::now();
        kill_process(Pid::from_child(&self.child), Signal::TERM).unwrap();
        let code = self.child.wait().unwrap().code();
        (code, began.elapsed(), self.said())
    }

    fn said(&self) -> String {
        String::from_utf8(self.log.recv().unwrap()).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It has ended already, unless the test failed.
        let _ended = self.child.kill();
    }
}
