//! What is wrong with the configuration.

/// Each names where it stands; none quotes a value, which may be a secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ConfigError {
    #[error("{file} cannot be read: {kind}")]
    Unreadable { file: String, kind: std::io::ErrorKind },
    #[error("{file}:{line}: not valid TOML: {problem}")]
    Syntax { file: String, line: usize, problem: String },
    #[error("{origin}: unknown key `{key}`")]
    UnknownKey { origin: String, key: String, meant: Option<&'static str> },
    #[error("{origin}: `{key}` must be {expected}")]
    Value { origin: String, key: &'static str, expected: &'static str },
}

impl ConfigError {
    /// A way out.
    pub(crate) fn hint(&self) -> Option<String> {
        match self {
            Self::UnknownKey { meant: Some(meant), .. } => Some(format!("did you mean `{meant}`?")),
            Self::UnknownKey { .. } => Some("`revrx config` prints every key".to_owned()),
            _ => None,
        }
    }
}
