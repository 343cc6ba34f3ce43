//! Reads what is followed by requests, while the socket fails.

use std::rc::Rc;

use revrx_api::{ErrorFrame, Frame, ReportId};

use super::work::Work;
use crate::net::http::{self, NetError};

/// Reads everything that goes on, one request at a time. Whether the server answered.
pub(super) async fn all(work: &Rc<Work>) -> bool {
    let going_on = work.followed.borrow().going_on();
    if going_on.is_empty() {
        return http::answers().await;
    }
    for (report, seq) in going_on {
        match http::get::<Vec<Frame>>(&path(&report, seq)).await {
            Ok(frames) => frames.into_iter().for_each(|frame| work.take(&report, frame)),
            Err(NetError::Offline) => return false,
            Err(error) if matches!(error.status(), Some(404 | 410)) => {
                let code = "report-unknown".to_owned();
                work.take(&report, Frame::Error(ErrorFrame { report: Some(report.clone()), code }));
            }
            Err(_) => {}
        }
    }
    true
}

fn path(report: &ReportId, seq: Option<u64>) -> String {
    let after = seq.map_or_else(String::new, |seq| ["&after=", &seq.to_string()].concat());
    ["/reports/", report.as_str(), "/events?wait=0", &after].concat()
}
