//! One attempt of a stage: it runs until it answers, its timeout passes, or it is told to stop.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::name::{KindName, PortName, StageName};
use tokio::time::Instant;
use tracing::Instrument;

use crate::faults::{self, Point};
use crate::pool::Pool;
use crate::stage::{Configured, CxParts, Outputs, StageError, WITHHELD_PORT};

/// Largest output of a stage, all ports together.
const OUTPUT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// Everything an attempt needs.
pub(super) struct Job {
    pub(super) kind: Arc<dyn Configured>,
    pub(super) kind_name: KindName,
    pub(super) cpu: bool,
    pub(super) timeout: Duration,
    pub(super) cx: CxParts,
    pub(super) input: Result<String, StageError>,
    pub(super) pool: Pool,
}

/// How an attempt ended.
pub(super) struct Ended {
    pub(super) stage: usize,
    pub(super) attempt: u32,
    pub(super) result: Result<Outputs, StageError>,
}

impl Job {
    /// Runs the attempt.
    pub(super) async fn run(self, stage: usize) -> Ended {
        let attempt = self.cx.attempt.clone();
        let span = tracing::info_span!("attempt", run = %attempt.run, stage = %attempt.stage, number = attempt.number);
        faults::record_attempt(attempt.run, attempt.stage.as_str(), attempt.number);
        let result = self.result().instrument(span).await.and_then(bounded);
        Ended { stage, attempt: attempt.number, result }
    }

    async fn result(mut self) -> Result<Outputs, StageError> {
        let (name, number) = (self.cx.attempt.stage.clone(), Some(self.cx.attempt.number));
        let input = self.input?;
        self.cx.until = Instant::now() + self.timeout;
        let withheld = Arc::clone(&self.cx.withheld);
        let cancel = self.cx.cancel.clone();
        let kind = Arc::clone(&self.kind);
        let cx = self.cx;
        let stage = name.clone();
        let work = async move {
            fault(Point::StageAfterIntent, &name, number).await?;
            kind.run(cx, input).await
        };
        let mut outputs = if self.cpu {
            self.pool.run(self.kind_name.as_str(), self.timeout, cancel, Box::pin(work)).await?
        } else {
            let late = |_| StageError::new(FailureClass::Timeout, "the attempt took longer than its timeout");
            tokio::time::timeout(self.timeout, work).await.map_err(late)??
        };
        // Not within the work: a fault that delays takes no place for computing.
        fault(Point::StageAfterRun, &stage, number).await?;
        outputs.extend(withheld_output(&withheld));
        Ok(outputs)
    }
}

/// The error that a test asked for at this point, if it did.
async fn fault(point: Point, stage: &StageName, attempt: Option<u32>) -> Result<(), StageError> {
    match faults::hit(point, Some(stage.as_str()), attempt).await {
        Some(class) => Err(StageError::new(class, "a fault was asked for")),
        None => Ok(()),
    }
}

/// What the stage withheld, as an output of its own.
fn withheld_output(withheld: &Mutex<Vec<String>>) -> Option<(PortName, Arc<str>)> {
    let values = std::mem::take(&mut *withheld.lock().unwrap_or_else(PoisonError::into_inner));
    let json = (!values.is_empty()).then(|| serde_json::to_string(&values).expect("strings are JSON"));
    json.map(|json| (PortName::from(WITHHELD_PORT), Arc::from(json)))
}

fn bounded(outputs: Outputs) -> Result<Outputs, StageError> {
    let bytes: usize = outputs.iter().map(|(_, value)| value.len()).sum();
    if bytes > OUTPUT_BYTES_MAX {
        return Err(StageError::invalid_output(format!(
            "the output has {bytes} bytes, the bound is {OUTPUT_BYTES_MAX}"
        )));
    }
    Ok(outputs)
}
