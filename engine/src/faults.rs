//! Named points at which a test can make the engine fail, wait or die.
//!
//! Compiled in under the feature `faults` and armed by [`arm`] or the variable `REVRX_FAULTS`: entries separated
//! by `;`, each `POINT[@STAGE][#ATTEMPT][:NTH]=ACTION` with an action `kill`, `delay(200ms)` or
//! `error(unavailable)`; besides `idempotent` (pure kinds wait for their intents like idempotent ones),
//! `attempts=PATH` (each attempt is appended to that file before its stage runs) and `fired=PATH` (each point
//! that fires is). Without `:NTH` a point acts whenever it is passed.

use revrx_engine_core::failure::FailureClass;

macro_rules! points {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A point.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[expect(missing_docs, reason = "the names in files say it")]
        pub enum Point { $($name,)* }

        impl Point {
            /// Every point.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Its name in `REVRX_FAULTS`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

points! {
    AcceptBeforeCommit = "accept.before-commit",
    AcceptAfterCommit = "accept.after-commit",
    ClaimAfterCommit = "claim.after-commit",
    HeartbeatBeforeCommit = "heartbeat.before-commit",
    StageBeforeStart = "stage.before-start",
    StageAfterIntent = "stage.after-intent",
    StageAfterRun = "stage.after-run",
    AppendBeforeCommit = "append.before-commit",
    AppendAfterCommit = "append.after-commit",
    FinishBeforeCommit = "finish.before-commit",
    FinishAfterCommit = "finish.after-commit",
    RequeueAfterCommit = "requeue.after-commit",
    CancelAfterFlag = "cancel.after-flag",
    ReconcileAfterSelect = "reconcile.after-select",
    ReopenAfterCommit = "reopen.after-commit",
}

#[cfg(feature = "faults")]
mod armed;
#[cfg(feature = "faults")]
pub use armed::{ArmError, arm, arm_from_environment, disarm};

/// Passes a point: dies, waits, or answers with the error that is to happen. Does nothing unless armed.
#[cfg(feature = "faults")]
pub(crate) async fn hit(point: Point, stage: Option<&str>, attempt: Option<u32>) -> Option<FailureClass> {
    armed::hit(point, stage, attempt).await
}

/// Passes a point: without the feature `faults` nothing happens.
#[cfg(not(feature = "faults"))]
pub(crate) async fn hit(_point: Point, _stage: Option<&str>, _attempt: Option<u32>) -> Option<FailureClass> {
    None
}

/// Writes down that an attempt is about to run.
pub(crate) fn record_attempt(run: crate::id::RunId, stage: &str, attempt: u32) {
    #[cfg(feature = "faults")]
    armed::record_attempt(run, stage, attempt);
    #[cfg(not(feature = "faults"))]
    let _ = (run, stage, attempt);
}

/// Whether pure kinds are to be treated as idempotent ones.
pub(crate) fn pure_is_idempotent() -> bool {
    #[cfg(feature = "faults")]
    return armed::pure_is_idempotent();
    #[cfg(not(feature = "faults"))]
    false
}
