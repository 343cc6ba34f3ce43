//! The fault points around a transaction.

use revrx_engine_core::failure::FailureClass;

use crate::faults::{Point, hit};
use crate::store::{Op, StoreError};

/// Passes the points before a commit. An error asked for there is a store error of the whole transaction.
pub(super) async fn before_commit(ops: &[Op]) -> Option<StoreError> {
    pass(ops, |op| match op {
        Op::Accept(_) => Some(Point::AcceptBeforeCommit),
        Op::Append(append) if append.head.status.is_terminal() => None,
        Op::Append(_) => Some(Point::AppendBeforeCommit),
        Op::Heartbeat(_) => Some(Point::HeartbeatBeforeCommit),
        _ => None,
    })
    .await
}

/// Passes the points behind a commit. What they ask for comes too late to be an error of it.
pub(super) async fn after_commit(ops: &[Op]) {
    let _too_late = pass(ops, |op| match op {
        Op::Accept(_) => Some(Point::AcceptAfterCommit),
        Op::Append(append) if append.head.status.is_terminal() => None,
        Op::Append(_) => Some(Point::AppendAfterCommit),
        Op::Claim(_) => Some(Point::ClaimAfterCommit),
        _ => None,
    })
    .await;
}

async fn pass(ops: &[Op], point: impl Fn(&Op) -> Option<Point>) -> Option<StoreError> {
    let mut error = None;
    if cfg!(feature = "faults") {
        for point in ops.iter().filter_map(&point) {
            error = hit(point, None, None).await.or(error);
        }
    }
    error.map(|class| match class {
        FailureClass::Internal => StoreError::Rejected("a fault was asked for".to_owned()),
        _ => StoreError::Unavailable("a fault was asked for".to_owned()),
    })
}
