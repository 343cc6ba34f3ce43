//! Numbers and codes by the label before them.

use regex::Captures;

use super::entity::{Entity, EntityKind};
use super::numbers::digits;
use super::pattern::{matches, pattern};

/// Between label and value.
const LINK: &str =
    r"(?:\s*\(?(?i:number|no\.?|num\.?|nr\.?|id|code|is|of|was|as)(?-u:\b))*\)?\s*[:#=\-–]*\s*\(?#?\s*";
/// A value: letters, digits and hyphens.
const VALUE: &str = r"(?P<v>#?[A-Za-z0-9]+(?:[-–/.][A-Za-z0-9]+)*)";

pattern!(
    /// Labels that say by themselves that a number follows.
    STRONG = r"(?i)(?-u:\b)(?:mrn|mr\s?#|medical\s+rec(?:ord)?s?|med(?:ical)?\.?\s+rec\.?|patient\s+(?:id|identifier|number|no\.)|pt\.?\s+id|chart\s+(?:number|no\.?|#|id)|",
    r"(?:health\s+plan|insurance|policy|member(?:ship)?|subscriber|beneficiary|plan|group|hpbn|hpb|hpn|hicn|mbi|medicare|medicaid|payer)(?:\s+(?:beneficiary|member|plan|policy))*\s*(?:id|identifier|number|no\.?|num\.?|#|:)|",
    r"(?:account|acct|acc)\.?\s*(?:id|number|no\.?|num\.?|#|:)|ssn|social\s+security|soc\.?\s+sec\.?|(?:site|study|subject|case|record|file|unit|hospital|visit|encounter|admission|claim|invoice|order|referral|authorization|confirmation|accession|specimen|sample|tracking|badge|employee|device|serial|lot|model|implant|registration|registry|certificate|cert|license|licence|lic|dea|npi|passport|driver'?s?\s+licen[cs]e|dl|vin|plate|permit|fin|csn|har|ehr|emr|reference|ref|barcode|student|veteran|va)\.?\s*(?:id|identifier|number|no\.?|num\.?|#)|",
    r"npi|dea|fin|csn|vin|uid|unique\s+id(?:entifier)?|identifier|(?-u:\b)id(?:\s*#|\s*:|\s+(?:number|no\.?))?)",
    LINK, VALUE
);
pattern!(
    /// A label that belongs to the value for a reader: `Patient ID: ...`.
    LABEL = r"(?i)(?-u:\b)(?:patient|pt|site|subject|study)\s+id(?:entifier)?\s*(?:number|no\.?)?\s*[:#]*\s*$"
);
pattern!(
    SSN_BARE = r"(?i)(?-u:\b)(?:ssn|social(?:\s+security)?(?:\s+(?:number|no\.?|#))?)\D{0,25}?(?P<v>\d{3}[- ]?\d{2}[- ]?\d{4}|\d{4})(?-u:\b)"
);
pattern!(
    LICENCE = r"(?i)(?-u:\b)(?:licen[cs]e|certificate|certification|cert|passport|plate|policy|account|acct|insurance|beneficiary|medicare|medicaid|serial|badge|chart|record)\s*(?:plate|id|number|no\.?|#)?\s*[:#]?\s*#?(?P<v>[A-Z]{0,6}[-–]?\d[A-Z0-9]*(?:[-–][A-Z0-9]+)*)(?-u:\b)"
);
pattern!(POBOX = r"(?i)(?-u:\b)p\.?\s?o\.?\s+box\s+#?\d+(?-u:\b)");

/// Entities told by a label.
pub(super) fn find(text: &str) -> Vec<Entity> {
    let mut found: Vec<Entity> =
        matches(text, &STRONG, EntityKind::Id, 0.95, "label.number", |found| is_value(&found["v"])).collect();
    for entity in &mut found {
        // The label goes too where it says no more than that this is the number of a person.
        let line = text[..entity.range.start].rfind('\n').map_or(0, |at| at + 1);
        if let Some(label) = LABEL.find(&text[line..entity.range.start]) {
            entity.range.start = line + label.start();
        }
    }
    found.extend(matches(text, &SSN_BARE, EntityKind::Id, 0.95, "label.ssn", |_: &Captures<'_>| true));
    found.extend(matches(text, &LICENCE, EntityKind::Id, 0.85, "label.licence", |found| {
        digits(&found["v"]) >= 5
    }));
    found.extend(matches(text, &POBOX, EntityKind::Address, 0.95, "label.po-box", |_: &Captures<'_>| true));
    found
}

/// At least three digits and four characters; a lone year is none.
fn is_value(value: &str) -> bool {
    let letters = value.chars().filter(|c| c.is_ascii_alphabetic()).count();
    let lower = value.chars().filter(char::is_ascii_lowercase).count();
    let count = digits(value);
    let year = value.len() == 4 && (value.starts_with("19") || value.starts_with("20"));
    let dose = letters > 0 && lower == letters && letters < 3 && count < 5;
    count >= 3 && count + letters >= 4 && letters <= 8 && !year && !dose
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_tells_what_the_number_is() {
        for (text, value) in [
            ("MRN: 44556", "44556"),
            ("(MRN# QZ-4455-X)", "QZ-4455-X"),
            ("medical record number is 445566", "445566"),
            ("Patient ID: QZ4455", "Patient ID: QZ4455"),
            ("member ID 4455-XY", "4455-XY"),
            ("insurance number: WXY445566", "WXY445566"),
            ("acct #4455667", "4455667"),
            ("NPI 1234567893", "1234567893"),
            ("license no. D4455667", "D4455667"),
            ("last four of SSN 4455", "4455"),
            ("ID: 445566", "445566"),
            ("device serial no: SN-44-5566", "SN-44-5566"),
            ("P.O. Box 445", "P.O. Box 445"),
        ] {
            assert!(find(text).iter().any(|e| &text[e.range.clone()] == value), "{text}: {:?}", find(text));
        }
    }

    #[test]
    fn other_uses_of_the_words_are_left() {
        for text in [
            "case 12 of 2021",
            "in group 3",
            "recorded 120/80",
            "id 5 mg",
            "account of 2021",
            "identified 30 days ago",
            "plan: 500 mg",
            "record in 2023",
        ] {
            assert!(find(text).is_empty(), "{text}: {:?}", find(text));
        }
    }
}
