//! Addresses, places smaller than a state, and facilities.

mod address;
mod city;
mod facility;
mod named;

use super::entity::Entity;
use super::token::Doc;

/// Places in `doc`, in no order, overlaps left in.
pub(super) fn find(doc: &Doc<'_>) -> Vec<Entity> {
    let rules = [
        address::street,
        address::county,
        city::city_state,
        city::city,
        facility::headed,
        named::saint,
        named::named,
        named::after_at,
    ];
    let mut found: Vec<Entity> =
        (0..doc.tokens.len()).flat_map(|at| rules.iter().filter_map(move |rule| rule(doc, at))).collect();
    found.extend(address::zip_codes(doc.text));
    found
}
