//! Past conditions: the code for having had them.

use crate::icd10::Code;

/// The personal-history code for a past condition (categories Z85 to Z87, I25.2).
pub(super) fn instead(code: Code) -> Option<Code> {
    let rows =
        include_str!("../../../tables/icd10/history.tsv").lines().filter(|line| !line.starts_with('#'));
    let fits = rows.filter_map(|row| row.split_once('\t')).filter(|(prefix, _)| code.is_under(prefix));
    fits.max_by_key(|(prefix, _)| prefix.len()).and_then(|(_, history)| Code::parse(history))
}
