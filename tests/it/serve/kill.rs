//! The server is killed in the middle of twenty reports and started again: listeners go on, and nothing runs twice.

use std::time::Duration;

use revrx_api::{Frame, ReportId, ReportState};
use revrx_engine_core::view::{Outline, Progress};

use super::{SLOW, place, runs};
use crate::support::{Client, Next, OFFLINE, Server, attempts, laws, run_again, sample};

const REPORTS: usize = 20;

/// What a listener knows of a report, however often it had to connect anew.
struct Follower {
    client: Client,
    report: ReportId,
    known: Option<(Outline, Progress)>,
    connects: usize,
}

impl Follower {
    /// Folds frames until `enough`, connecting again whenever the connection is lost.
    async fn follow(&mut self, enough: impl Fn(&Progress) -> bool) {
        loop {
            let Ok(mut listener) = self.client.listen(&self.report).await else {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            };
            self.connects += 1;
            loop {
                match listener.next().await {
                    Next::Frame(frame) => self.fold(*frame),
                    Next::Lost => break,
                    Next::Closed(code) => {
                        assert_eq!(code.map(u16::from), Some(1000), "closed although nothing ended");
                        return;
                    }
                }
                if self.known.as_ref().is_some_and(|(_, progress)| enough(progress)) {
                    return;
                }
            }
        }
    }

    fn fold(&mut self, frame: Frame) {
        match frame {
            Frame::Snapshot(snapshot) => {
                if let Some((_, known)) = &self.known {
                    assert!(
                        snapshot.progress.view.percent >= known.view.percent,
                        "less than was shown before"
                    );
                    assert!(snapshot.progress.view.seq >= known.view.seq, "an event that was shown is gone");
                }
                self.known = Some((snapshot.outline, snapshot.progress));
            }
            Frame::Event(event) => {
                let (outline, progress) = self.known.as_mut().expect("a snapshot comes first");
                assert_eq!(event.seq, progress.view.seq + 1, "an event is missing");
                progress.apply(outline, &event.event());
            }
            Frame::End(_) => {}
            Frame::Error(error) => panic!("{error:?}"),
        }
    }

    fn percent(&self) -> u8 {
        self.known.as_ref().map_or(0, |(_, progress)| progress.view.percent)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_kill_every_listener_goes_on_and_no_finished_stage_runs_again() {
    let place = place();
    let server = Server::start(&place, &[("REVRX_FAULTS", SLOW)]);
    let (client, address) = (server.client(), server.address().to_owned());
    let note = sample("paediatrics-otitis.txt");
    let mut followers = Vec::new();
    for _ in 0..REPORTS {
        let report = client.start(&client.encounter(&note).await).await;
        followers.push(Follower { client: client.clone(), report, known: None, connects: 0 });
    }
    for follower in &mut followers {
        follower.follow(|progress| progress.view.percent >= 20).await;
        assert!(follower.percent() < 100, "a report ended before the kill");
    }
    server.kill();
    let before = runs(&place);
    let attempted = place.path("attempts");
    let faults = format!("{SLOW};attempts={}", attempted.display());
    let server = Server::start_at(&place, &address, &[("REVRX_FAULTS", &faults)]);
    for follower in &mut followers {
        follower.follow(|_| false).await;
        assert_eq!((follower.percent(), follower.connects), (100, 2));
        assert_eq!(client.status(&follower.report).await.status, ReportState::Complete);
    }
    drop(server);
    let after = runs(&place);
    assert_eq!(after.len(), REPORTS);
    for run in &after {
        assert_eq!(laws(run, OFFLINE), [] as [&str; 0], "{}", run.id);
    }
    let later = attempts(&attempted);
    assert!(later.len() >= REPORTS, "something was left to do: {}", later.len());
    assert!(run_again(&before, &later).is_empty(), "{:?}", run_again(&before, &later));
}
