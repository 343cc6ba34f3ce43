//! `revrx serve`, as a process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ExitStatus};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::support::{Place, Ran, shipped};

/// What a shutdown may take.
const STOP_WITHIN: Duration = Duration::from_secs(10);

/// A server at a port that the system chose.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(place: &Place, more: &[&str]) -> Self {
        let mut args = vec!["serve", "--listen", "127.0.0.1:0", "--data", "data", "--keys", "keys"];
        args.extend(more);
        let mut child = place.spawn(&args);
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        child.stdout = Some(out.into_inner());
        let Some(address) = line.strip_prefix("RevRx is at http://") else {
            let ran = Ran::new(child.wait_with_output().unwrap());
            panic!("{line}{}", ran.err);
        };
        Self { child, address: address.trim_end().to_owned() }
    }

    fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).unwrap()
    }

    fn get(&self, path: &str) -> String {
        let mut stream = self.connect();
        let head = format!("GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address);
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(i32::try_from(self.child.id()).unwrap()).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Waits for the end; gives how it ended and what was said on the way.
    fn ended(self) -> (ExitStatus, String, Duration) {
        let began = Instant::now();
        let output = self.child.wait_with_output().unwrap();
        (output.status, String::from_utf8(output.stderr).unwrap(), began.elapsed())
    }
}

#[test]
fn a_server_says_where_it_is_serves_and_stops_at_a_signal() {
    let place = Place::new();
    for signal in [Signal::TERM, Signal::INT] {
        let server = Server::start(&place, &[]);
        assert!(!server.address.ends_with(":0"), "{}", server.address);
        for (path, status) in [("/livez", 200), ("/readyz", 200), ("/", 200), ("/api/v1/openapi.json", 200)] {
            let answer = server.get(path);
            assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{path}: {answer}");
        }
        assert!(server.get("/api/v1/samples").starts_with("HTTP/1.1 200 "));
        // A connection that asks for nothing does not hold the end up.
        let _idle = server.connect();
        server.signal(signal);
        let (status, err, took) = server.ended();
        assert_eq!(status.code(), Some(0), "{err}");
        assert!(took < STOP_WITHIN, "{took:?}");
    }
}

#[test]
fn a_second_signal_ends_at_once() {
    let place = Place::new();
    let server = Server::start(&place, &[]);
    let mut half = server.connect();
    let head = format!(
        "POST /api/v1/encounters HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{{",
        server.address
    );
    half.write_all(head.as_bytes()).unwrap();
    // An answer on another connection comes after the first one was accepted.
    server.get("/livez");
    server.signal(Signal::TERM);
    while TcpStream::connect(&server.address).is_ok() {
        std::thread::yield_now();
    }
    server.signal(Signal::TERM);
    let (status, err, took) = server.ended();
    assert_eq!(status.code(), Some(130), "{err}");
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn what_cannot_be_served_is_said_before_anything_is_opened() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    let other = shipped("document-digest.toml");
    place.file("other.toml", other).file("empty.toml", "");
    place.file("origins.toml", "server.allowed-origins = [\"*\"]");
    place.file("workflows.toml", "server.workflows = [\"nonesuch\"]");
    place.file("digest.toml", "server.workflow = \"other.toml\"");
    place.file("cloud.toml", "server.workflow = \"clinical-report\"");
    let free = "127.0.0.1:0";
    for (args, says) in [
        (vec!["--listen", &taken], vec!["is in use by another program", "--listen 127.0.0.1:0"]),
        (vec!["--listen", "0.0.0.0:8080"], vec!["no logins and no TLS", "127.0.0.1:8080"]),
        (vec!["--listen", "somewhere"], vec!["ADDRESS:PORT"]),
        (vec!["--listen", free, "--config", "origins.toml"], vec!["entry 1 of `server.allowed-origins`"]),
        (vec!["--listen", free, "--config", "workflows.toml"], vec!["there is no workflow `nonesuch`"]),
        (vec!["--listen", free, "--config", "digest.toml"], vec!["and a server gives `note`", "revrx run"]),
        (
            vec!["--listen", free, "--config", "cloud.toml"],
            vec!["`clinical-report` cannot be run", "endpoint"],
        ),
    ] {
        let args: Vec<&str> = ["serve", "--data", "data", "--keys", "keys"].into_iter().chain(args).collect();
        let ran = place.run(&args).expect(2).says(&says);
        assert_eq!(ran.out, "", "{args:?}");
        assert!(!place.path("data").exists(), "{args:?}");
    }
}

#[test]
fn a_folder_belongs_to_one_server() {
    let place = Place::new();
    let server = Server::start(&place, &[]);
    let pid = server.child.id().to_string();
    let args = ["serve", "--listen", "127.0.0.1:0", "--data", "data", "--keys", "keys"];
    place.run(&args).expect(2).says(&["in use by process", &pid]);
    server.signal(Signal::TERM);
    assert_eq!(server.ended().0.code(), Some(0));
}

#[test]
fn a_workflow_that_cannot_run_here_is_left_out_with_a_word() {
    let place = Place::new();
    place.file("revrx.toml", "server.workflows = [\"clinical-report\"]");
    let server = Server::start(&place, &[]);
    server.signal(Signal::TERM);
    let (status, err, _) = server.ended();
    assert_eq!(status.code(), Some(0), "{err}");
    assert!(err.contains("warning: `clinical-report` cannot run here and is not offered"), "{err}");
    assert!(err.contains("has no endpoint"), "{err}");
}

#[test]
fn without_a_folder_the_one_of_the_user_is_taken() {
    let place = Place::new();
    let place = {
        let share = place.path("share").display().to_string();
        place.variable("XDG_DATA_HOME", share)
    };
    let mut child = place.spawn(&["serve", "--listen", "127.0.0.1:0", "--keys", "keys"]);
    let mut line = String::new();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    out.read_line(&mut line).unwrap();
    let server = Server { child, address: line };
    server.signal(Signal::TERM);
    assert_eq!(server.ended().0.code(), Some(0));
    assert!(place.path("share/revrx").is_dir());
}
