//! The closed list of codes. Each has a page under `docs/errors/`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

macro_rules! codes {
    ($($code:ident $summary:literal)*) => {
        /// What is wrong, as a code that never changes its meaning. `E` is an error, `W` a warning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $summary] $code,)*
        }

        impl Code {
            /// Every code, in the order of the pages.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            /// The code as written, such as `E0301`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)* }
            }

            /// One line that says what it stands for.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$code => $summary,)* }
            }
        }
    };
}

codes! {
    E0100 "the file is not valid TOML"
    E0101 "unknown key"
    E0102 "a key is missing"
    E0103 "a value has the wrong type"
    E0104 "a value is not allowed here"
    E0105 "a name cannot be used"
    E0106 "a file or a part of it is too large"
    E0107 "a size without a unit"
    E0108 "`with` does not fit the kind"
    E0201 "stages wait for one another in a circle"
    E0202 "a stage, input or output does not exist"
    E0203 "unknown kind"
    E0204 "a value that may be missing is read as if it were always there"
    E0205 "`?` on an input that cannot be missing"
    E0206 "the kind has no such input"
    E0207 "an input of the kind is not given"
    E0208 "the types of two ports differ"
    E0209 "a fallback of this form cannot stand here"
    E0210 "a fallback that may itself be missing"
    E0211 "the fallback kind does not have the same ports"
    E0212 "the output of the workflow may be missing"
    E0213 "a reference is not of the form `stage.output`"
    E0214 "unknown port type"
    W0215 "nothing reads what this stage computes"
    W0216 "no stage reads this input"
    E0301 "a value would go to a dependency that must not receive it"
    E0302 "unknown label"
    E0303 "a kind that calls an outside service names no dependency"
    E0304 "a secret stands in the file"
    E0305 "a clearance without an agreement"
    E0306 "a kind that calls no outside service names a dependency"
    E0307 "unknown dependency"
    E0308 "a dependency extends one that does not exist, or itself"
    E0309 "a request is larger than its limit"
    W0310 "an input without a label beside inputs that have one"
    E0401 "the deadline is shorter than the worst case of the critical stages"
    E0402 "retry of a kind that must not run twice"
    E0403 "a text is not a duration"
    E0404 "a duration is out of range"
    E0405 "unknown retry policy"
    E0406 "retry on an error that another try cannot help"
    W0407 "the run gives up before its deadline"
    E0501 "a stage is in no phase"
    E0502 "a stage is in two phases"
    E0503 "a phase names a stage that does not exist"
    E0504 "a milestone waits for something that does not exist"
    E0505 "milestones run backwards"
    E0506 "phases run backwards"
    E0507 "a milestone at the wrong end of the bar"
    W0601 "the same version with another text"
    E0602 "the file is of a format this build does not read"
}

/// Whether a file can be used with a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, and is probably not what was meant.
    Warning,
}

impl Severity {
    /// The word in front of the code.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl Code {
    /// The code with that name; small letters do as well.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(name))
    }

    /// Whether it is an error or a warning.
    pub fn severity(self) -> Severity {
        if self.as_str().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::from_name(&name).ok_or_else(|| D::Error::custom(format!("unknown code `{name}`")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_order_and_read_back() {
        let numbers: Vec<&str> = Code::ALL.iter().map(|code| &code.as_str()[1..]).collect();
        assert!(numbers.is_sorted(), "{numbers:?}");
        for code in Code::ALL {
            assert_eq!(Code::from_name(code.as_str()), Some(*code));
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(serde_json::from_str::<Code>(&json).unwrap(), *code);
        }
        assert_eq!(Code::from_name("e0301"), Some(Code::E0301));
        assert_eq!(Code::from_name("E9999"), None);
    }
}
