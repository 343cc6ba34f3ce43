//! Numbers and codes by their shape: telephone, e-mail, web, social security and record numbers.

use regex::Captures;

use super::entity::{Entity, EntityKind};
use super::pattern::{matches, pattern};

pattern!(EMAIL = r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}");
pattern!(
    EMAIL_SPOKEN = r"(?i)(?-u:\b)[a-z0-9._\-]+ ?(?:\[at\]|\(at\)) ?[a-z0-9\-]+ ?(?:\.|\[dot\]|\(dot\)) ?[a-z]{2,}(?-u:\b)"
);
pattern!(URL = r#"(?i)(?-u:\b)(?:https?://|ftp://|www\.)[^\s<>"')\]]*[^\s<>"')\].,;:!?]"#);
pattern!(
    DOMAIN = r"(?-u:\b)[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.(?:com|org|net|edu|gov|io|health)(?-u:\b)(?:/[^\s<>]*[^\s<>.,;:!?])?"
);
pattern!(IPV4 = r"(?-u:\b)(?P<v>\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})(?-u:\b)");
pattern!(MAC = r"(?-u:\b)[0-9A-Fa-f]{2}(?:[:\-][0-9A-Fa-f]{2}){5}(?-u:\b)");
pattern!(
    UUID = r"(?-u:\b)[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}(?-u:\b)"
);
pattern!(SSN = r"(?-u:\b)(?:\d{3}|[xX*]{3})[- ](?:\d{2}|[xX*]{2})[- ]\d{4}(?-u:\b)");
pattern!(
    PHONE = r"(?:(?-u:\b)|\+)(?:1[-. ]?)?(?:\(\d{3}\)[-. ]?|\d{3}[-. ])\d{3}[-. ]\d{4}(?-u:\b)(?: ?(?i:x|ext\.?|extension) ?\d{1,6}(?-u:\b))?",
    r"|\(\d{3}\) ?\d{3}[-. ]?\d{4}(?-u:\b)(?: ?(?i:x|ext\.?|extension) ?\d{1,6}(?-u:\b))?"
);
pattern!(PHONE_ABROAD = r"\+\d{1,3}[-. ]?(?:\(0\) ?)?\d{1,4}(?:[-. ]?\d{2,4}){2,4}(?-u:\b)");
pattern!(
    PHONE_LABELLED = r"(?i)(?-u:\b)(?:tel|telephone|phone|ph|fax|pager|beeper|cell|mobile|call(?:ed)?|contact|ext|extension)(?:\s+(?:number|no|num|#|at|is|on))*[.:#]*\s{0,3}",
    r"(?P<v>(?:\d[-. ]?){6,14}\d|\d{3}[-. ]\d{4}|x?\d{4,5})(?-u:\b)"
);
pattern!(
    /// Letters, a hyphen or nothing, and many digits: `SJH-987654`, `P12345678`, `12345-EMH`, `98765AB`.
    CODE = r"(?-u:\b)(?:[A-Z]{2,6}[-–]\d{5,}(?:-[A-Z0-9]+)*|[A-Z]-\d{5,}|[A-Z]{1,5}\d{6,}[A-Z]{0,3}|\d{5,}-?[A-Z]{2,5})(?-u:\b)"
);
pattern!(HASH = r"#\s?(?P<v>[A-Za-z]{0,6}[-–]?\d{2,}[A-Za-z0-9]*(?:[-–][A-Za-z0-9]+)*)(?-u:\b)");
pattern!(LONG = r"(?-u:\b)\d{7,}(?-u:\b)");
pattern!(GROUPS = r"(?-u:\b)\d{3,4}-\d{3,4}-\d{3,4}(?-u:\b)|(?-u:\b)\d{3}-\d{2}-\d{3}(?-u:\b)");
pattern!(VIN = r"(?-u:\b)[A-HJ-NPR-Z0-9]{17}(?-u:\b)");

/// Prefixes of codes that name studies, articles, codes and drugs, not people.
const PUBLIC: &[&str] = &[
    "NCT", "PMID", "PMC", "DOI", "ICD", "CPT", "HCPCS", "ISBN", "ISSN", "NDC", "COVID", "SARS", "ISRCTN",
    "RS", "BMS", "AZD", "LY", "MK", "PF", "GSK",
];

/// Entities told by their shape alone.
pub(super) fn find(text: &str) -> Vec<Entity> {
    let any = |_: &Captures<'_>| true;
    let mut found = Vec::new();
    found.extend(matches(text, &EMAIL, EntityKind::Email, 0.99, "number.email", any));
    found.extend(matches(text, &EMAIL_SPOKEN, EntityKind::Email, 0.9, "number.email-spoken", any));
    found.extend(matches(text, &URL, EntityKind::Url, 0.98, "number.url", any));
    found.extend(matches(text, &DOMAIN, EntityKind::Url, 0.8, "number.domain", any));
    found.extend(matches(text, &IPV4, EntityKind::Id, 0.9, "number.ip", |found| is_ip(&found["v"])));
    found.extend(matches(text, &MAC, EntityKind::Id, 0.9, "number.mac", any));
    found.extend(matches(text, &UUID, EntityKind::Id, 0.95, "number.uuid", any));
    found.extend(matches(text, &SSN, EntityKind::Id, 0.97, "number.ssn", any));
    found.extend(matches(text, &PHONE, EntityKind::PhoneOrFax, 0.95, "number.phone", any));
    found.extend(matches(
        text,
        &PHONE_ABROAD,
        EntityKind::PhoneOrFax,
        0.85,
        "number.phone-abroad",
        |found| digits(&found[0]) >= 9,
    ));
    found.extend(matches(
        text,
        &PHONE_LABELLED,
        EntityKind::PhoneOrFax,
        0.9,
        "number.phone-label",
        |found| digits(&found["v"]) >= 4,
    ));
    found.extend(matches(text, &CODE, EntityKind::Id, 0.8, "number.code", |found| is_code(&found[0])));
    found.extend(matches(text, &HASH, EntityKind::Id, 0.85, "number.hash", |found| digits(&found["v"]) >= 4));
    found.extend(matches(text, &LONG, EntityKind::Id, 0.7, "number.long", move |found| {
        !is_amount(text, found)
    }));
    found.extend(matches(text, &GROUPS, EntityKind::Id, 0.8, "number.groups", any));
    found.extend(matches(text, &VIN, EntityKind::Id, 0.85, "number.vin", |found| {
        digits(&found[0]) >= 3 && digits(&found[0]) < 17
    }));
    found
}

pub(super) fn digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

fn is_ip(text: &str) -> bool {
    text.split('.').all(|part| part.parse::<u8>().is_ok())
}

/// Not the prefix of something public, and not a quantity with its unit such as `10000IU`.
fn is_code(code: &str) -> bool {
    let letters: String = code.chars().take_while(char::is_ascii_alphabetic).collect();
    let ending: String = code.chars().rev().take_while(char::is_ascii_alphabetic).collect();
    let unit = letters.is_empty()
        && matches!(ending.as_str(), "UI" | "UFC" | "LM" | "GM" | "GC" | "GK" | "ZH" | "MPR" | "CCP");
    !PUBLIC.contains(&letters.as_str()) && !unit
}

/// A round number, or a number with a unit after it.
fn is_amount(text: &str, found: &Captures<'_>) -> bool {
    let Some(number) = found.get(0) else { return true };
    let after = text[number.end()..].trim_start();
    let unit = [
        "IU",
        "iu",
        "U/",
        "unit",
        "copies",
        "cop/",
        "cell",
        "CFU",
        "cfu",
        "/mm",
        "/ml",
        "/mL",
        "/L",
        "/µ",
        "/u",
        "platelets",
        "%",
        "per ",
    ];
    let before = text[..number.start()].chars().next_back();
    number.as_str().ends_with("00000")
        || unit.iter().any(|unit| after.starts_with(unit))
        || before.is_some_and(|c| matches!(c, '.' | ','))
        || after.starts_with("PMID")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(&str, EntityKind)> {
        let mut found: Vec<_> = find(text).into_iter().map(|e| (&text[e.range], e.kind)).collect();
        found.dedup();
        found
    }

    #[test]
    fn shapes_are_recognised() {
        use EntityKind::{Email, Id, PhoneOrFax, Url};
        for (text, value, kind) in [
            ("write to q.zed@clinic.example.org.", "q.zed@clinic.example.org", Email),
            ("see https://portal.example/x?id=1.", "https://portal.example/x?id=1", Url),
            ("from 10.1.2.30 today", "10.1.2.30", Id),
            ("SSN 219-09-9999", "219-09-9999", Id),
            ("xxx-xx-9999", "xxx-xx-9999", Id),
            ("call (212) 555-0142 x12", "(212) 555-0142 x12", PhoneOrFax),
            ("+1 212 555 0142", "+1 212 555 0142", PhoneOrFax),
            ("+44 20 7946 0958", "+44 20 7946 0958", PhoneOrFax),
            ("phone: 555-0142", "555-0142", PhoneOrFax),
            ("(QXZ-445566)", "QXZ-445566", Id),
            ("chart #Z-44551", "Z-44551", Id),
            ("1HGCM82633A004352", "1HGCM82633A004352", Id),
            ("number 4455667788", "4455667788", Id),
        ] {
            assert!(all(text).contains(&(value, kind)), "{text}: {:?}", all(text));
        }
    }

    #[test]
    fn amounts_and_codes_are_left() {
        for text in [
            "COVID-19",
            "BP 120/80",
            "CPT 99213",
            "E11.649",
            "NCT01234567",
            "1000000 IU daily",
            "platelets 250000",
            "#30 tablets",
            "version 1.2.300.4444",
            "HLA-B27",
            "5000IU",
        ] {
            assert_eq!(all(text), [], "{text}");
        }
    }
}
