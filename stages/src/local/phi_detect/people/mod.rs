//! Names of people by context and by the name lists.

mod dictionary;
mod run;
mod titles;

pub(super) use run::{could_be_name, eponym_follows, rest_of_name};

use super::entity::Entity;
use super::token::Doc;

/// Names in `doc`, in no order, overlaps left in.
pub(super) fn find(doc: &Doc<'_>) -> Vec<Entity> {
    let rules = [
        titles::honorific,
        titles::credential,
        titles::relation,
        dictionary::given_first,
        dictionary::unknown_with_initial,
        dictionary::initial_first,
        dictionary::surname_first,
        dictionary::after_patient,
        dictionary::single,
    ];
    (0..doc.tokens.len()).flat_map(|at| rules.iter().filter_map(move |rule| rule(doc, at))).collect()
}
