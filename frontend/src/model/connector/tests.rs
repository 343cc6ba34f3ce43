use super::*;

/// A connector and the time, told what happens.
struct Story {
    connector: Connector,
    now_ms: f64,
}

impl Story {
    fn begin() -> Self {
        let mut story = Self { connector: Connector::new(0.0), now_ms: 0.0 };
        assert_eq!(story.at(0.0, Input::Begin), [Output::Open]);
        story
    }

    fn at(&mut self, now_ms: f64, input: Input) -> Vec<Output> {
        self.now_ms = now_ms;
        self.connector.step(input, now_ms, 1.0)
    }

    fn then(&mut self, input: Input) -> Vec<Output> {
        self.at(self.now_ms, input)
    }

    /// Lets time pass until the next tick is due, and says what is to be done then.
    fn wait(&mut self) -> (f64, Vec<Output>) {
        let at = self.connector.next_at().expect("a tick is due");
        (at, self.at(at, Input::Tick))
    }

    /// The socket fails although requests succeed, until the page polls.
    fn until_polling() -> Self {
        let mut story = Self::begin();
        for _ in 0..2 {
            assert_eq!(story.then(Input::SocketFailed), [Output::Probe]);
            assert_eq!(story.then(Input::PollOk), []);
            assert_eq!(story.connector.connection(), Connection::Connecting);
            assert_eq!(story.wait().1, [Output::Open]);
        }
        assert_eq!(story.then(Input::SocketFailed), [Output::Probe]);
        assert_eq!(story.then(Input::PollOk), []);
        story
    }

    fn until_lost() -> Self {
        let mut story = Self::begin();
        story.at(10.0, Input::Opened);
        assert_eq!(story.at(1_000.0, Input::Closed(1006)), [Output::Probe]);
        assert_eq!(story.at(1_200.0, Input::PollFailed), []);
        story
    }
}

#[test]
fn a_socket_that_opens_is_live() {
    let mut story = Story::begin();
    assert_eq!(story.connector.connection(), Connection::Connecting);
    assert_eq!(story.at(40.0, Input::Opened), []);
    assert_eq!(story.connector.connection(), Connection::Live);
    assert_eq!(story.connector.heard_at(), 40.0);
}

#[test]
fn waits_double_from_half_a_second_to_fifteen() {
    for (failures, no_luck, much_luck) in [
        (1, 500.0, 500.0),
        (2, 1_000.0, 500.0),
        (3, 2_000.0, 1_000.0),
        (5, 8_000.0, 4_000.0),
        (6, 15_000.0, 7_500.0),
        (60, 15_000.0, 7_500.0),
    ] {
        assert_eq!(backoff(failures, 1.0), no_luck);
        assert_eq!(backoff(failures, 0.0), much_luck);
    }
}

#[test]
fn a_socket_that_closes_is_opened_again_and_the_server_is_asked_meanwhile() {
    let mut story = Story::begin();
    story.at(10.0, Input::Opened);
    for code in [1001, 1006, 1013] {
        let start = story.now_ms + 1_000.0;
        assert_eq!(story.at(start, Input::Closed(code)), [Output::Probe], "{code}");
        assert_eq!(story.connector.connection(), Connection::Connecting);
        assert_eq!(story.then(Input::PollOk), []);
        assert_eq!(story.wait(), (start + 500.0, vec![Output::Open]));
        story.then(Input::Opened);
        assert_eq!(story.connector.connection(), Connection::Live);
    }
}

#[test]
fn three_failures_while_requests_succeed_lead_to_polling() {
    let mut story = Story::until_polling();
    assert_eq!(story.connector.connection(), Connection::Polling { every_s: 3 });
    let start = story.now_ms;
    assert_eq!(story.wait(), (start, vec![Output::Poll]), "at once");
    assert_eq!(story.at(start + 100.0, Input::PollOk), []);
    assert_eq!(story.wait(), (start + 3_100.0, vec![Output::Poll]), "and every three seconds");
}

#[test]
fn while_it_polls_the_socket_is_tried_every_half_minute() {
    let mut story = Story::until_polling();
    let start = story.now_ms;
    let mut opened = Vec::new();
    while story.now_ms < start + 95_000.0 {
        let (at, todo) = story.wait();
        if todo.contains(&Output::Poll) {
            story.then(Input::PollOk);
        }
        if todo.contains(&Output::Open) {
            opened.push(at - start);
            assert_eq!(story.connector.connection(), Connection::Polling { every_s: 3 });
            assert_eq!(story.then(Input::SocketFailed), [Output::Probe]);
            story.then(Input::PollOk);
        }
    }
    assert_eq!(opened, [30_000.0, 60_000.0, 90_000.0]);
    story.then(Input::TryNow);
    story.then(Input::Opened);
    assert_eq!(story.connector.connection(), Connection::Live);
    assert_eq!(story.connector.next_at(), Some(story.now_ms + 25_000.0), "no poll any more");
}

#[test]
fn when_requests_fail_too_the_server_is_lost_until_it_is_heard() {
    let mut story = Story::until_lost();
    assert_eq!(story.connector.connection(), Connection::Lost { since_ms: 1_000.0, retry_at_ms: 1_500.0 });
    assert_eq!(story.wait(), (1_500.0, vec![Output::Open]));
    assert!(story.connector.connection().is_lost(), "trying is not hearing");
    assert_eq!(story.at(1_600.0, Input::SocketFailed), [Output::Probe]);
    assert_eq!(story.at(1_700.0, Input::PollFailed), []);
    assert_eq!(story.connector.connection(), Connection::Lost { since_ms: 1_000.0, retry_at_ms: 2_600.0 });
    assert_eq!(story.wait().1, [Output::Open]);
    assert_eq!(story.at(3_000.0, Input::Opened), []);
    assert_eq!(story.connector.connection(), Connection::Live);
}

#[test]
fn a_lost_server_that_answers_requests_again_is_not_lost() {
    let mut story = Story::until_lost();
    story.wait();
    story.then(Input::SocketFailed);
    story.at(1_700.0, Input::PollOk);
    assert_eq!(story.connector.connection(), Connection::Connecting);
}

#[test]
fn polling_that_fails_is_a_lost_server_that_is_tried_soon() {
    let mut story = Story::until_polling();
    story.wait();
    let now_ms = story.now_ms;
    story.then(Input::PollFailed);
    let Connection::Lost { since_ms, retry_at_ms } = story.connector.connection() else {
        panic!("it is lost");
    };
    assert_eq!((since_ms, retry_at_ms), (now_ms, now_ms + 2_000.0));
    assert_eq!(story.wait().1, [Output::Open]);
    story.then(Input::SocketFailed);
    story.then(Input::PollOk);
    assert_eq!(story.connector.connection(), Connection::Polling { every_s: 3 });
}

#[test]
fn a_silent_socket_is_asked_whether_it_lives() {
    let mut story = Story::begin();
    story.at(0.0, Input::Opened);
    story.at(20_000.0, Input::Heard);
    assert_eq!(story.wait(), (45_000.0, vec![Output::Ping, Output::Probe]));
    story.at(45_100.0, Input::PollOk);
    assert_eq!(story.connector.connection(), Connection::Live);
    assert_eq!(story.wait(), (70_000.0, vec![Output::Ping, Output::Probe]));
    assert_eq!(story.at(85_000.0, Input::PollFailed), [Output::Drop]);
    assert_eq!(story.connector.connection(), Connection::Lost { since_ms: 45_100.0, retry_at_ms: 85_500.0 });
}

#[test]
fn a_frame_that_cannot_be_sent_is_a_failed_socket() {
    let mut story = Story::begin();
    story.at(0.0, Input::Opened);
    assert_eq!(story.at(100.0, Input::SocketFailed), [Output::Drop, Output::Probe]);
    assert_eq!(story.wait(), (600.0, vec![Output::Open]));
}

#[test]
fn a_server_that_is_done_is_not_called_again_by_itself() {
    let mut story = Story::begin();
    story.at(0.0, Input::Opened);
    assert_eq!(story.at(100.0, Input::Closed(1000)), [Output::Probe]);
    story.at(200.0, Input::PollOk);
    assert_eq!(story.connector.connection(), Connection::Polling { every_s: 3 });
    while story.now_ms < 120_000.0 {
        let (_, todo) = story.wait();
        assert_eq!(todo, [Output::Poll]);
        story.then(Input::PollOk);
    }
    assert_eq!(story.then(Input::TryNow)[0], Output::Open, "but when the reader asks");
}

#[test]
fn out_of_sight_nothing_ticks_and_back_in_sight_it_tries_at_once() {
    let mut story = Story::until_lost();
    assert_eq!(story.then(Input::Hidden), []);
    assert_eq!(story.connector.next_at(), None);
    assert_eq!(story.at(600_000.0, Input::Shown), [Output::Open]);

    let mut story = Story::begin();
    story.at(0.0, Input::Opened);
    story.then(Input::Hidden);
    assert_eq!(story.connector.next_at(), None);
    assert_eq!(story.at(20_000.0, Input::Shown), [], "a socket heard lately needs nothing");
    story.then(Input::Hidden);
    assert_eq!(story.at(90_000.0, Input::Shown), [Output::Probe], "one silent for long is doubted");
    assert_eq!(story.at(91_000.0, Input::PollFailed), [Output::Drop]);
    assert!(story.connector.connection().is_lost());
}

#[test]
fn online_tries_at_once_and_offline_is_not_believed_without_asking() {
    let mut story = Story::until_lost();
    assert_eq!(story.at(1_300.0, Input::TryNow), [Output::Open]);
    assert_eq!(story.then(Input::TryNow), [], "one try at a time");

    let mut story = Story::begin();
    story.at(0.0, Input::Opened);
    assert_eq!(story.at(100.0, Input::Offline), [Output::Probe]);
    assert_eq!(story.then(Input::Offline), [], "one question at a time");
    story.at(200.0, Input::PollOk);
    assert_eq!(story.connector.connection(), Connection::Live);
}
