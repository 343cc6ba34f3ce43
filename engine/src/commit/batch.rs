//! Merging: what waits for one run becomes one operation, which is either carried out as a whole or taken apart.

use std::collections::HashMap;

use revrx_engine_core::view::RunStatus;

use super::handle::Request;
use crate::id::RunId;
use crate::store::{Append, EventRow, Op, Outcome, Reply, StoreError};

/// Merges the appends of each run, and those behind an accept into it. Any other operation stays between what
/// stands before it and what stands behind it.
pub(super) fn merge(requests: Vec<Request>) -> Vec<Vec<Request>> {
    let mut groups: Vec<Vec<Request>> = Vec::with_capacity(requests.len());
    let mut open: HashMap<RunId, usize> = HashMap::new();
    for request in requests {
        match &request.op {
            Op::Append(append) => {
                let group = open.get(&append.run).copied().filter(|group| fits(&groups[*group], append));
                match group {
                    Some(group) => groups[group].push(request),
                    None => {
                        open.insert(append.run, groups.len());
                        groups.push(vec![request]);
                    }
                }
            }
            Op::Accept(accept) => {
                match accept.owner {
                    Some(_) => open.insert(accept.run.id, groups.len()),
                    None => open.remove(&accept.run.id),
                };
                groups.push(vec![request]);
            }
            _ => {
                open.clear();
                groups.push(vec![request]);
            }
        }
    }
    groups
}

/// The one operation that stands for a group.
pub(super) fn merged(group: &[Request]) -> Option<Op> {
    let (first, rest) = group.split_first()?;
    let mut op = first.op.clone();
    for request in rest {
        let Op::Append(next) = &request.op else {
            return None;
        };
        match &mut op {
            Op::Accept(accept) => {
                accept.row = joined(&accept.row, &next.row);
                accept.head = next.head.clone();
            }
            Op::Append(append) => {
                let before = append.row.clone();
                append.row = joined(&before, &next.row);
                append.head = next.head.clone();
                append.artifacts.extend(next.artifacts.iter().cloned());
                let instead = next.if_cancelled.as_ref();
                append.if_cancelled = instead.map(|(head, row)| (head.clone(), joined(&before, row)));
            }
            _ => return None,
        }
    }
    Some(op)
}

/// What each operation of a group is answered when the one that stands for it got this answer.
pub(super) fn answers(group: &[Request], reply: Reply) -> Vec<Result<Reply, StoreError>> {
    let last = group.len().saturating_sub(1);
    let each = |place: usize, request: &Request| match (&request.op, &reply) {
        (Op::Accept(_), reply) => reply.clone(),
        (Op::Append(_), Reply::Accepted { claimed: true }) => Reply::Appended,
        (Op::Append(_), Reply::Accepted { claimed: false }) => Reply::Refused(Outcome::Fenced),
        // Nothing of it was written: whoever accepts again begins from what is there.
        (Op::Append(_), Reply::Exists { .. }) => Reply::Refused(Outcome::Unknown),
        (Op::Append(_), Reply::Cancelled) if place < last => Reply::Appended,
        (_, reply) => reply.clone(),
    };
    group.iter().enumerate().map(|(place, request)| Ok(each(place, request))).collect()
}

/// Whether an append continues exactly where the group ends. Groups with artifacts behind an accept stay apart,
/// as an accept has none, and nothing follows what may be written differently.
fn fits(group: &[Request], append: &Append) -> bool {
    let (Some(first), Some(last)) = (group.first(), group.last()) else {
        return false;
    };
    let end = match &last.op {
        Op::Accept(accept) if accept.head.status == RunStatus::Running => (accept.row.seq, 1),
        Op::Append(before) if before.head.status == RunStatus::Running && before.if_cancelled.is_none() => {
            (before.row.seq, before.epoch)
        }
        _ => return false,
    };
    let behind_accept = matches!(first.op, Op::Accept(_));
    let needs_own_row = behind_accept && !append.artifacts.is_empty();
    end == (append.expect, append.epoch) && !needs_own_row
}

fn joined(first: &EventRow, second: &EventRow) -> EventRow {
    let (head, tail) = (first.body.trim_end(), second.body.trim_start());
    let (head, tail) = (head.strip_suffix(']').unwrap_or(head), tail.strip_prefix('[').unwrap_or(tail));
    let empty = head.trim_end().ends_with('[') || tail.trim_start().starts_with(']');
    let body = format!("{head}{}{tail}", if empty { "" } else { "," });
    let payload = match (&first.payload, &second.payload) {
        (Some(first), Some(second)) => Some([&first[..], &second[..]].concat().into()),
        (one, other) => one.as_ref().or(other.as_ref()).cloned(),
    };
    EventRow { seq: second.seq, body, payload }
}
