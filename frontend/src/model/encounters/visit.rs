//! What is known of a visit: from a file beside the note, or from the fields of the page.

use revrx_api::{EncounterClass, Sex, Visit};

use super::icd10::{Code, read_codes};

/// Most characters of a reference.
pub const REFERENCE_CHARACTERS_MAX: usize = 200;

/// The place in a visit file that does not read, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadVisit {
    /// Line.
    pub line: usize,
    /// Column.
    pub column: usize,
    /// Whether it is not even JSON.
    pub is_syntax: bool,
}

impl BadVisit {
    /// What is the matter.
    pub fn what(self) -> String {
        let Self { line, column, is_syntax } = self;
        let what = if is_syntax { "is not JSON" } else { "holds something else than a visit" };
        format!("Its visit file {what} at line {line}, column {column}.")
    }

    /// The way out.
    pub fn way_out(self) -> &'static str {
        if self.is_syntax {
            "Correct the file, or add the note without it."
        } else {
            "A visit has class, date, billed, sex, age, patient-names, mrns, date-of-birth and clinicians."
        }
    }
}

/// Reads a visit file, `NAME.encounter.json`.
///
/// # Errors
/// It is not JSON, or holds something a visit does not have.
pub fn read_file(text: &str) -> Result<Visit, BadVisit> {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| BadVisit {
        line: error.line(),
        column: error.column(),
        is_syntax: error.is_syntax() || error.is_eof(),
    })
}

/// What stands in the fields of the page.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct VisitForm {
    /// The user's own reference.
    pub reference: String,
    /// Outpatient or inpatient.
    pub class: EncounterClass,
    /// Date of service, as a date field gives it.
    pub date: String,
    /// Billed codes, parted by spaces, commas or lines.
    pub billed: String,
    /// It is known that nothing was billed.
    pub nothing_billed: bool,
    /// Sex of the patient.
    pub sex: Option<Sex>,
    /// Names of the patient, one a line.
    pub patient_names: String,
    /// Record numbers, parted by commas or lines.
    pub mrns: String,
    /// Date of birth, as a date field gives it.
    pub date_of_birth: String,
    /// Names of clinicians, one a line.
    pub clinicians: String,
}

/// A field of the page that can be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "named as the field is")]
pub enum Field {
    Reference,
    Date,
    Billed,
    DateOfBirth,
}

/// A field, and what is wrong with it.
pub type FieldError = (Field, String);

impl VisitForm {
    /// The reference and the visit, as they are sent.
    ///
    /// # Errors
    /// Every field that is wrong, in their order on the page.
    pub fn read(&self) -> Result<(Option<String>, Visit), Vec<FieldError>> {
        let mut wrong = Vec::new();
        let reference = text(&self.reference);
        if reference.as_ref().is_some_and(|text| text.chars().count() > REFERENCE_CHARACTERS_MAX) {
            wrong.push((Field::Reference, format!("At most {REFERENCE_CHARACTERS_MAX} characters.")));
        }
        let date = day(&self.date, Field::Date, &mut wrong);
        let billed = self.billed(&mut wrong);
        let date_of_birth = day(&self.date_of_birth, Field::DateOfBirth, &mut wrong);
        if let (Some(visit), Some(birth)) = (&date, &date_of_birth)
            && birth > visit
        {
            wrong.push((Field::DateOfBirth, "This is after the visit.".to_owned()));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let visit = Visit {
            class: self.class,
            date,
            billed,
            sex: self.sex,
            age: None,
            patient_names: lines(&self.patient_names, &['\n']),
            mrns: lines(&self.mrns, &['\n', ',', ';']),
            date_of_birth,
            clinicians: lines(&self.clinicians, &['\n']),
        };
        Ok((reference, visit))
    }

    fn billed(&self, wrong: &mut Vec<FieldError>) -> Option<Vec<String>> {
        if self.nothing_billed {
            return Some(Vec::new());
        }
        let codes = read_codes(&self.billed);
        let odd: Vec<&str> = codes.iter().filter_map(Code::odd).collect();
        match odd.as_slice() {
            [] => {}
            [one] => {
                wrong.push((Field::Billed, format!("“{one}” does not have the form of an ICD-10-CM code.")))
            }
            [first, rest @ ..] => wrong.push((
                Field::Billed,
                format!("“{first}” and {} more do not have the form of an ICD-10-CM code.", rest.len()),
            )),
        }
        let codes: Vec<String> = codes.into_iter().map(Code::into_text).collect();
        (!codes.is_empty()).then_some(codes)
    }
}

fn text(field: &str) -> Option<String> {
    let trimmed = field.trim();
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

/// The values of a field, each once.
fn lines(field: &str, parting: &[char]) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in field.split(parting).map(str::trim).filter(|value| !value.is_empty()) {
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    values
}

fn day(field: &str, name: Field, wrong: &mut Vec<FieldError>) -> Option<String> {
    let text = text(field)?;
    if !is_day(&text) {
        wrong.push((name, "This is not a day, such as 2026-11-24.".to_owned()));
        return None;
    }
    Some(text)
}

/// Whether it is a day of the calendar, as `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let bytes = text.as_bytes();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !shape {
        return false;
    }
    let number = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or(0);
    let (year, month, day) = (number(0, 4), number(5, 7), number(8, 10));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    year > 0 && (1..=last).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_become_a_visit() {
        let form = VisitForm {
            reference: "  A-17 ".to_owned(),
            class: EncounterClass::Inpatient,
            date: "2026-02-11".to_owned(),
            billed: "i50.22, E785\n I10 i10".to_owned(),
            sex: Some(Sex::Female),
            patient_names: "Okonjo-Vasker, Wendeline\n\nW. Vasker\nW. Vasker\n".to_owned(),
            mrns: "4410-77, 991; 12".to_owned(),
            date_of_birth: "1951-03-17".to_owned(),
            clinicians: "Thaddeus Brill".to_owned(),
            ..VisitForm::default()
        };
        let (reference, visit) = form.read().unwrap_or_default();
        assert_eq!(reference.as_deref(), Some("A-17"));
        let strings = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let expected = Visit {
            class: EncounterClass::Inpatient,
            date: Some("2026-02-11".to_owned()),
            billed: Some(strings(&["I50.22", "E78.5", "I10"])),
            sex: Some(Sex::Female),
            age: None,
            patient_names: strings(&["Okonjo-Vasker, Wendeline", "W. Vasker"]),
            mrns: strings(&["4410-77", "991", "12"]),
            date_of_birth: Some("1951-03-17".to_owned()),
            clinicians: strings(&["Thaddeus Brill"]),
        };
        assert!(visit == expected);
    }

    #[test]
    fn unknown_and_nothing_billed_are_not_the_same() {
        let read = |form: VisitForm| form.read().map(|(_, visit)| visit.billed);
        assert_eq!(read(VisitForm::default()), Ok(None));
        assert_eq!(read(VisitForm { nothing_billed: true, ..VisitForm::default() }), Ok(Some(vec![])));
        let both = VisitForm { nothing_billed: true, billed: "I10".to_owned(), ..VisitForm::default() };
        assert_eq!(read(both), Ok(Some(vec![])));
    }

    #[test]
    fn every_wrong_field_is_named() {
        let form = VisitForm {
            reference: "x".repeat(201),
            date: "2026-02-30".to_owned(),
            billed: "I10 knee U07.1 ??".to_owned(),
            date_of_birth: "yesterday".to_owned(),
            ..VisitForm::default()
        };
        let fields: Vec<Field> = form.read().err().unwrap().into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, [Field::Reference, Field::Date, Field::Billed, Field::DateOfBirth]);
        let unborn = VisitForm {
            date: "2026-02-11".to_owned(),
            date_of_birth: "2026-02-12".to_owned(),
            ..VisitForm::default()
        };
        let wrong = unborn.read().err().unwrap();
        assert_eq!(wrong, [(Field::DateOfBirth, "This is after the visit.".to_owned())]);
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        for (text, expected) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2000-02-29", true),
            ("1900-02-29", false),
            ("2026-04-31", false),
            ("2026-13-01", false),
            ("2026-1-01", false),
            ("+026-01-01", false),
            ("2026-12-31", true),
        ] {
            assert_eq!(is_day(text), expected, "{text}");
        }
    }

    #[test]
    fn a_visit_file_reads_or_says_where_it_does_not() {
        let read = |text: &str| read_file(text).map(|visit| visit.billed);
        assert_eq!(read("\u{feff}{\"billed\": [\"I10\"]}"), Ok(Some(vec!["I10".to_owned()])));
        for (text, line, column, is_syntax) in [
            ("{\"class\": \"inpatient\",\n \"date\": }", 2, 10, true),
            ("{\n \"Zanzibar\": 1}", 2, 11, false),
            ("", 1, 0, true),
        ] {
            let bad = read(text).unwrap_err();
            assert_eq!(bad, BadVisit { line, column, is_syntax }, "{text}");
            assert!(!bad.what().contains("Zanzibar"));
        }
    }
}
