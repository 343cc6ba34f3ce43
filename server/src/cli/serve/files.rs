//! The number of files this process may have open.

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Files beside the connections: the store, the tables, what else a process has.
const BESIDE: u64 = 256;

/// Raises the limit of open files, as far as the system allows, so that `connections` can be open.
pub(super) fn raise_limit(connections: u64) {
    let wanted = connections.saturating_add(BESIDE);
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current.is_none_or(|current| current >= wanted) {
        return;
    }
    let allowed = maximum.map_or(wanted, |maximum| maximum.min(wanted));
    let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(allowed), maximum });
    if raised.is_err() || allowed < wanted {
        tracing::warn!(wanted, allowed, "the system allows fewer open files than connections may need");
    }
}
