//! When to open the socket, when to poll and when to wait: a state machine without clock, chance or network.
//!
//! The socket is tried again after 0.5 s, doubling up to 15 s. After three failures in a row while requests succeed
//! the page polls every 3 s and tries the socket every 30 s. When requests fail too, the server is lost.

use super::connection::Connection;

/// Shortest and longest wait between two tries of the socket, in milliseconds.
const BACKOFF_MS: (f64, f64) = (500.0, 15_000.0);
/// Socket failures in a row after which the page polls.
const FAILURES_TO_POLL: u32 = 3;
/// How often the page polls, in seconds.
const POLL_EVERY_S: u32 = 3;
/// How often it tries the socket meanwhile, in milliseconds.
const SOCKET_WHILE_POLLING_MS: f64 = 30_000.0;
/// A socket that is silent for this long is asked whether it lives, in milliseconds.
const PING_EVERY_MS: f64 = 25_000.0;
/// The close code by which the server says that it is done.
const CLOSE_NORMAL: u16 = 1000;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// The page begins.
    Begin,
    /// The socket is open.
    Opened,
    /// A frame came.
    Heard,
    /// The socket was closed, with this code.
    Closed(u16),
    /// The socket could not be opened, or a frame could not be sent.
    SocketFailed,
    /// A request was answered.
    PollOk,
    /// A request was not answered.
    PollFailed,
    /// Time has passed.
    Tick,
    /// The tab is out of sight.
    Hidden,
    /// The tab is seen again.
    Shown,
    /// Try at once: the reader asks, or the browser says that it is online again.
    TryNow,
    /// The browser says that it is offline.
    Offline,
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// Open the socket.
    Open,
    /// Give the socket up.
    Drop,
    /// Send a frame that asks for nothing.
    Ping,
    /// Ask whether the server answers requests.
    Probe,
    /// Read what is followed by requests.
    Poll,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Socket {
    /// Not open; to be tried at this time, or not at all.
    Closed(Option<f64>),
    Opening,
    Open,
}

/// The state machine.
#[derive(Clone, Debug)]
pub struct Connector {
    socket: Socket,
    failures: u32,
    /// Whether requests succeed, as far as tried since the socket failed.
    requests: Option<bool>,
    asking: bool,
    /// When to poll next, while polling.
    poll_at: Option<f64>,
    /// When the socket is to be asked whether it lives.
    ping_at: f64,
    heard_at: f64,
    hidden: bool,
}

impl Connector {
    /// Before the first try. `now_ms` counts as the time the server was last heard: it sent the page.
    pub fn new(now_ms: f64) -> Self {
        Self {
            socket: Socket::Closed(None),
            failures: 0,
            requests: None,
            asking: false,
            poll_at: None,
            ping_at: now_ms,
            heard_at: now_ms,
            hidden: false,
        }
    }

    /// What a reader is told.
    pub fn connection(&self) -> Connection {
        match (self.socket, self.requests) {
            (Socket::Open, _) => Connection::Live,
            (_, Some(false)) => {
                let retry_at_ms = match self.socket {
                    Socket::Closed(Some(at)) => at,
                    _ => self.heard_at,
                };
                Connection::Lost { since_ms: self.heard_at, retry_at_ms }
            }
            (_, Some(true)) if self.poll_at.is_some() => Connection::Polling { every_s: POLL_EVERY_S },
            _ => Connection::Connecting,
        }
    }

    /// When the server was last heard.
    pub fn heard_at(&self) -> f64 {
        self.heard_at
    }

    /// When the next [`Input::Tick`] is due; never while the tab is out of sight.
    pub fn next_at(&self) -> Option<f64> {
        if self.hidden {
            return None;
        }
        let socket = match self.socket {
            Socket::Closed(at) => at,
            Socket::Opening => None,
            Socket::Open => Some(self.ping_at),
        };
        let poll = self.poll_at.filter(|_| !self.asking);
        match (socket, poll) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    /// Takes in what happened at `now_ms`; `jitter` is from 0 to 1. What is to be done, in order.
    pub fn step(&mut self, input: Input, now_ms: f64, jitter: f64) -> Vec<Output> {
        let mut todo = Vec::new();
        match input {
            Input::Begin | Input::TryNow => self.try_now(now_ms, &mut todo),
            Input::Opened => {
                self.socket = Socket::Open;
                self.failures = 0;
                self.poll_at = None;
                self.hear(now_ms);
            }
            Input::Heard => self.hear(now_ms),
            Input::Closed(CLOSE_NORMAL) => {
                self.socket = Socket::Closed(None);
                self.failures = FAILURES_TO_POLL;
                self.probe(&mut todo);
            }
            Input::Closed(_) | Input::SocketFailed => {
                match (self.socket, input) {
                    (Socket::Open, Input::SocketFailed) => todo.push(Output::Drop),
                    // Until now it was there, however little it said.
                    (Socket::Open, _) => self.heard_at = now_ms,
                    _ => {}
                }
                self.fail(now_ms, jitter);
                self.probe(&mut todo);
            }
            Input::PollOk => self.answered(now_ms),
            Input::PollFailed => self.unanswered(now_ms, jitter, &mut todo),
            Input::Tick => self.tick(now_ms, &mut todo),
            Input::Hidden => self.hidden = true,
            Input::Shown => {
                self.hidden = false;
                match self.socket {
                    Socket::Open if now_ms - self.heard_at > PING_EVERY_MS => self.probe(&mut todo),
                    Socket::Open => {}
                    _ => self.try_now(now_ms, &mut todo),
                }
            }
            Input::Offline => self.probe(&mut todo),
        }
        todo
    }

    fn hear(&mut self, now_ms: f64) {
        self.heard_at = now_ms;
        self.ping_at = now_ms + PING_EVERY_MS;
        self.requests = None;
    }

    fn try_now(&mut self, now_ms: f64, todo: &mut Vec<Output>) {
        match self.socket {
            Socket::Closed(_) => {
                self.socket = Socket::Opening;
                todo.push(Output::Open);
            }
            Socket::Opening => {}
            Socket::Open => self.probe(todo),
        }
        if self.poll_at.is_some() {
            self.poll_at = Some(now_ms);
            self.poll(now_ms, todo);
        }
    }

    fn fail(&mut self, now_ms: f64, jitter: f64) {
        self.failures = self.failures.saturating_add(1);
        let wait = match self.poll_at {
            Some(_) => SOCKET_WHILE_POLLING_MS,
            None => backoff(self.failures, jitter),
        };
        self.socket = Socket::Closed(Some(now_ms + wait));
    }

    fn probe(&mut self, todo: &mut Vec<Output>) {
        if !self.asking {
            self.asking = true;
            todo.push(Output::Probe);
        }
    }

    /// A request was answered: the server is there.
    fn answered(&mut self, now_ms: f64) {
        self.asking = false;
        self.heard_at = now_ms;
        if self.socket == Socket::Open {
            return;
        }
        self.requests = Some(true);
        if self.failures >= FAILURES_TO_POLL {
            if self.poll_at.is_none() {
                // The first poll follows at once, and the socket is not tried before its longer pause is over.
                self.poll_at = Some(now_ms);
                if let Socket::Closed(Some(at)) = &mut self.socket {
                    *at = now_ms + SOCKET_WHILE_POLLING_MS;
                }
            } else {
                self.poll_at = Some(now_ms + f64::from(POLL_EVERY_S) * 1_000.0);
            }
        }
    }

    /// A request was not answered. With a socket that only seemed open, or none: lost.
    fn unanswered(&mut self, now_ms: f64, jitter: f64, todo: &mut Vec<Output>) {
        self.asking = false;
        self.requests = Some(false);
        self.poll_at = None;
        match self.socket {
            Socket::Open => {
                todo.push(Output::Drop);
                self.fail(now_ms, jitter);
            }
            // A socket that was to be tried in half a minute, or not at all, is now all there is.
            Socket::Closed(at) => {
                let soonest = now_ms + backoff(self.failures.max(1), jitter);
                self.socket = Socket::Closed(Some(at.map_or(soonest, |at| at.min(soonest))));
            }
            Socket::Opening => {}
        }
    }

    fn tick(&mut self, now_ms: f64, todo: &mut Vec<Output>) {
        match self.socket {
            Socket::Closed(Some(at)) if at <= now_ms => {
                self.socket = Socket::Opening;
                todo.push(Output::Open);
            }
            Socket::Open if self.ping_at <= now_ms => {
                self.ping_at = now_ms + PING_EVERY_MS;
                todo.push(Output::Ping);
                self.probe(todo);
            }
            _ => {}
        }
        self.poll(now_ms, todo);
    }

    fn poll(&mut self, now_ms: f64, todo: &mut Vec<Output>) {
        if !self.asking && self.poll_at.is_some_and(|at| at <= now_ms) {
            self.asking = true;
            todo.push(Output::Poll);
        }
    }
}

/// The wait after so many failures in a row, at least 1: half of it fixed, half by chance.
fn backoff(failures: u32, jitter: f64) -> f64 {
    let (shortest, longest) = BACKOFF_MS;
    let whole = (shortest * f64::from(1_u32 << (failures - 1).min(10))).min(longest);
    (whole * (0.5 + 0.5 * jitter)).max(shortest)
}

#[cfg(test)]
mod tests;
