//! Values of keys.

use std::path::{Path, PathBuf};
use std::time::Duration;

use revrx_engine_core::time::parse_duration;

/// What the value of a key looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Text,
    List,
    Path,
    Count,
    Bytes,
    Duration,
}

/// A value that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Text(String),
    List(Vec<String>),
    Path(PathBuf),
    Number(u64),
    Duration(Duration),
}

impl Form {
    /// The form in words.
    pub(super) fn expected(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::List => "a list of texts (in a variable with commas between them)",
            Self::Path => "a path",
            Self::Count => "a whole number above 0",
            Self::Bytes => "a size such as 256MiB",
            Self::Duration => "a duration such as 10s",
        }
    }

    /// Reads what stands in a file in `folder`; `None` when it has another form.
    pub(super) fn read_toml(self, value: &toml::Value, folder: &Path) -> Option<Value> {
        match (self, value) {
            (Self::List, toml::Value::Array(items)) => {
                let texts = items.iter().map(|item| item.as_str().map(str::to_owned));
                texts.collect::<Option<Vec<String>>>().map(Value::List)
            }
            (Self::Count | Self::Bytes, toml::Value::Integer(number)) => {
                positive(u64::try_from(*number).ok()?)
            }
            (Self::Path, toml::Value::String(path)) if !path.is_empty() => {
                Some(Value::Path(folder.join(path)))
            }
            (Self::Text | Self::Bytes | Self::Duration, toml::Value::String(text)) => self.read_text(text),
            _ => None,
        }
    }

    /// Reads a variable, a flag or a default; `None` when it has another form.
    pub(super) fn read_text(self, text: &str) -> Option<Value> {
        let text = text.trim();
        match self {
            Self::Text => (!text.is_empty()).then(|| Value::Text(text.to_owned())),
            Self::List => {
                let items = text.trim_start_matches('[').trim_end_matches(']').split(',');
                let items = items.map(|item| item.trim().trim_matches('"').to_owned());
                Some(Value::List(items.filter(|item| !item.is_empty()).collect()))
            }
            Self::Path => (!text.is_empty()).then(|| Value::Path(text.into())),
            Self::Count => positive(text.parse().ok()?),
            Self::Bytes => positive(bytes(text)?),
            Self::Duration => parse_duration(text).ok().map(Value::Duration),
        }
    }
}

fn positive(number: u64) -> Option<Value> {
    (number > 0).then_some(Value::Number(number))
}

fn bytes(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match text[digits.len()..].trim() {
        "" | "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        _ => return None,
    };
    digits.parse::<u64>().ok()?.checked_mul(unit)
}

impl std::fmt::Display for Value {
    /// As it would stand in the file.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = |text: &str| toml::Value::String(redact(text)).to_string();
        match self {
            Self::Text(value) => f.write_str(&text(value)),
            Self::Path(path) => f.write_str(&text(&path.to_string_lossy())),
            Self::Number(number) => write!(f, "{number}"),
            Self::Duration(duration) if duration.subsec_millis() == 0 => {
                write!(f, "\"{}s\"", duration.as_secs())
            }
            Self::Duration(duration) => write!(f, "\"{}ms\"", duration.as_millis()),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(|item| text(item)).collect();
                write!(f, "[{}]", items.join(", "))
            }
        }
    }
}

/// The user and password of an address as stars.
fn redact(text: &str) -> String {
    match text.split_once("://") {
        Some((scheme, rest)) => {
            let host = rest.find('/').unwrap_or(rest.len());
            match rest[..host].rfind('@') {
                Some(at) => format!("{scheme}://***{}", &rest[at..]),
                None => text.to_owned(),
            }
        }
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_printed_as_it_would_stand_in_the_file() {
        for (form, text, printed) in [
            (Form::Text, "offline", Some("\"offline\"")),
            (Form::Text, "postgres://me:secret@host/db", Some("\"postgres://***@host/db\"")),
            (Form::List, "a, b.toml", Some("[\"a\", \"b.toml\"]")),
            (Form::List, "[]", Some("[]")),
            (Form::Count, "7", Some("7")),
            (Form::Count, "0", None),
            (Form::Count, "seven", None),
            (Form::Bytes, "2MiB", Some("2097152")),
            (Form::Bytes, "2MB", None),
            (Form::Duration, "1m30s", Some("\"90s\"")),
            (Form::Duration, "1500ms", Some("\"1500ms\"")),
            (Form::Duration, "90", None),
        ] {
            assert_eq!(form.read_text(text).map(|value| value.to_string()).as_deref(), printed, "{text}");
        }
    }
}
