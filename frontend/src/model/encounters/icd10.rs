//! Billed codes as people type them.

/// A code as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    text: String,
    is_odd: bool,
}

impl Code {
    /// The text, when it does not have the form of an ICD-10-CM code.
    pub fn odd(&self) -> Option<&str> {
        self.is_odd.then_some(self.text.as_str())
    }

    /// The code in capitals, with its dot.
    pub fn into_text(self) -> String {
        self.text
    }
}

/// The codes in `text`, parted by white space, commas or semicolons; each once.
pub fn read_codes(text: &str) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    let parting = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
    for typed in text.split(parting).filter(|part| !part.is_empty()) {
        let code = read_code(typed);
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// A letter, a digit, a digit or letter, then a dot and up to four digits or letters (ICD-10-CM Official Guidelines,
/// I.A.2). The dot may be left out, as on claims.
fn read_code(typed: &str) -> Code {
    let upper = typed.to_ascii_uppercase();
    let (category, rest) = match upper.split_once('.') {
        Some((category, rest)) => (category, rest),
        None => upper.split_at_checked(3).unwrap_or((&upper, "")),
    };
    let bytes = category.as_bytes();
    let is_category = bytes.len() == 3
        && bytes[0].is_ascii_alphabetic()
        && bytes[1].is_ascii_digit()
        && bytes[2].is_ascii_alphanumeric();
    let is_rest = rest.len() <= 4 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !(is_category && is_rest) {
        return Code { text: typed.to_owned(), is_odd: true };
    }
    let text = if rest.is_empty() { category.to_owned() } else { format!("{category}.{rest}") };
    Code { text, is_odd: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for (typed, expected) in [
            ("i10", Ok("I10")),
            ("E11.9", Ok("E11.9")),
            ("e119", Ok("E11.9")),
            ("S52.501A", Ok("S52.501A")),
            ("s52501a", Ok("S52.501A")),
            ("C7A.00", Ok("C7A.00")),
            ("I10.", Ok("I10")),
            ("I1", Err("I1")),
            ("99213", Err("99213")),
            ("knee", Err("knee")),
            ("E11.90001", Err("E11.90001")),
            ("E11.9.1", Err("E11.9.1")),
            ("\u{c9}11.9", Err("\u{c9}11.9")),
        ] {
            let code = read_code(typed);
            assert_eq!(code.odd().map_or_else(|| Ok(code.text.as_str()), Err), expected, "{typed}");
        }
    }

    #[test]
    fn each_code_is_taken_once() {
        let codes: Vec<String> =
            read_codes(" I10,e119 ;\nI10 E11.9 ").into_iter().map(Code::into_text).collect();
        assert_eq!(codes, ["I10", "E11.9"]);
    }
}
