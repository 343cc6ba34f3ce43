//! In which order runs that are due are claimed.

use std::collections::HashMap;

/// A run that may be claimed.
#[derive(Debug)]
pub(super) struct Candidate<T> {
    pub(super) priority: i32,
    pub(super) concurrency_key: Option<String>,
    pub(super) run: T,
}

/// How many of the oldest runs are looked at for a claim of `limit`: within these, keys take turns.
pub(super) fn window(limit: u32) -> u32 {
    limit.saturating_mul(2).saturating_add(64)
}

/// Picks `limit` of the candidates, which come by priority, then the oldest first. Within a priority the keys
/// take turns: the oldest of each key, then the second of each, and so on. Runs without a key share one.
pub(super) fn take_turns<T>(candidates: Vec<Candidate<T>>, limit: u32) -> Vec<T> {
    let mut taken: HashMap<(i32, Option<String>), u32> = HashMap::new();
    let mut order: Vec<(i32, u32, T)> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let turn = taken.entry((candidate.priority, candidate.concurrency_key)).or_default();
        order.push((candidate.priority, *turn, candidate.run));
        *turn += 1;
    }
    order.sort_by_key(|(priority, turn, _)| (std::cmp::Reverse(*priority), *turn));
    order.into_iter().take(limit as usize).map(|(_, _, run)| run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_take_turns_within_a_priority() {
        for (waiting, limit, expected) in [
            (vec![], 3, vec![]),
            (vec![(0, "a"), (0, "a"), (0, "a")], 2, vec![0, 1]),
            (vec![(0, "a"), (0, "a"), (0, "b")], 2, vec![0, 2]),
            (vec![(0, "a"), (0, "a"), (0, "b"), (0, "c"), (0, "b")], 5, vec![0, 2, 3, 1, 4]),
            (vec![(9, "a"), (9, "a"), (0, "b")], 3, vec![0, 1, 2]),
            (vec![(0, ""), (0, ""), (0, "a")], 3, vec![0, 2, 1]),
            (vec![(0, "a")], 0, vec![]),
        ] {
            let candidates = waiting.iter().enumerate().map(|(run, (priority, key))| Candidate {
                priority: *priority,
                concurrency_key: (!key.is_empty()).then(|| (*key).to_owned()),
                run,
            });
            assert_eq!(take_turns(candidates.collect(), limit), expected, "{waiting:?}");
        }
    }
}
