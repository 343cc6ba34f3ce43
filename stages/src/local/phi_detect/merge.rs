//! Joins what the rules found.

use super::entity::Entity;

/// Sorted entities without overlap: overlapping ones become one that covers all; its kind and rule are those
/// of the longest, its score the highest.
pub(super) fn merge(mut found: Vec<Entity>) -> Vec<Entity> {
    found.retain(|entity| !entity.range.is_empty());
    found.sort_by_key(|entity| (entity.range.start, std::cmp::Reverse(entity.range.end)));
    let mut merged: Vec<(Entity, usize)> = Vec::with_capacity(found.len());
    for entity in found {
        match merged.last_mut() {
            Some((last, longest)) if entity.range.start < last.range.end => {
                last.range.end = last.range.end.max(entity.range.end);
                last.score = last.score.max(entity.score);
                if entity.range.len() > *longest {
                    *longest = entity.range.len();
                    last.kind = entity.kind;
                    last.rule = entity.rule;
                }
            }
            _ => {
                let length = entity.range.len();
                merged.push((entity, length));
            }
        }
    }
    merged.into_iter().map(|(entity, _)| entity).collect()
}

#[cfg(test)]
mod tests {
    use super::super::entity::EntityKind;
    use super::*;

    #[test]
    fn overlaps_become_one_and_the_longest_names_it() {
        let found = vec![
            Entity::new(4..9, EntityKind::Address, 0.5, "b"),
            Entity::new(0..5, EntityKind::Name, 0.9, "a"),
            Entity::new(9..12, EntityKind::Id, 0.7, "c"),
            Entity::new(9..9, EntityKind::Id, 0.7, "empty"),
            Entity::new(3..10, EntityKind::Date, 0.6, "d"),
        ];
        assert_eq!(merge(found), [Entity::new(0..12, EntityKind::Date, 0.9, "d")]);
    }
}
