//! Why a command stops, and how it says so.

use std::io;

use super::exit::Exit;
use super::streams::Streams;
use crate::config::ConfigError;

/// An error that ends the command. No variant carries a word of a note.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CliError {
    #[error("{message}")]
    Usage { message: String, hint: Option<String> },
    #[error("{file} cannot be used")]
    Workflow { file: String, findings: String },
    #[error("`{name}` cannot be run: {}", .missing.join(", "))]
    NotRunnable { name: String, missing: Vec<String> },
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("the data folder {folder} is in use by process {pid}")]
    InUse { folder: String, pid: u32 },
    #[error("the data folder {folder} cannot be opened: {problem}")]
    Storage { folder: String, problem: String },
    #[error("the data folder could not be used for {seconds} s: {problem}")]
    StoreAway { seconds: u64, problem: String, resume: String },
    #[error("the engine refused: {0}")]
    Engine(String),
    #[error("stopped; what was begun is kept in {folder}")]
    Stopped { folder: String, resume: String },
    #[error("stopped; without --data nothing is kept")]
    StoppedForGood,
    #[error("standard output cannot be written: {0}")]
    Output(#[from] io::Error),
}

impl CliError {
    /// Bad usage with a way out.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Usage { message: message.into(), hint: Some(hint.into()) }
    }

    /// The exit code.
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Usage { .. }
            | Self::Workflow { .. }
            | Self::NotRunnable { .. }
            | Self::Config(_)
            | Self::InUse { .. }
            | Self::Storage { .. } => Exit::Usage,
            Self::StoreAway { .. } | Self::Engine(_) | Self::Output(_) => Exit::Failed,
            Self::Stopped { .. } | Self::StoppedForGood => Exit::Interrupted,
        }
    }

    /// A way out.
    fn hint(&self) -> Option<String> {
        match self {
            Self::Usage { hint, .. } => hint.clone(),
            Self::Workflow { .. } => Some("`revrx explain CODE` says more about a finding".to_owned()),
            Self::NotRunnable { .. } => Some(
                "`revrx workflow list` names what can be run, `revrx stage list` the kinds there are"
                    .to_owned(),
            ),
            Self::Config(error) => error.hint(),
            Self::InUse { .. } => Some("wait for it, stop it, or use another folder".to_owned()),
            Self::StoreAway { resume, .. } | Self::Stopped { resume, .. } => {
                Some(format!("go on with: {resume}"))
            }
            Self::StoppedForGood => Some("with --data DIR the same command goes on where it was".to_owned()),
            Self::Storage { .. } | Self::Engine(_) | Self::Output(_) => None,
        }
    }

    /// Says it on standard error. A reader that went away is no news for anybody.
    pub(crate) fn report(&self, streams: &mut Streams<'_>) {
        if matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe) {
            return;
        }
        let findings = match self {
            Self::Workflow { findings, .. } => format!("{findings}\n"),
            _ => String::new(),
        };
        let hint = self.hint().map(|hint| format!("hint: {hint}\n")).unwrap_or_default();
        streams.say(format_args!("{findings}error: {self}\n{hint}"));
    }
}

#[cfg(test)]
mod tests {
    use std::process::ExitCode;

    use super::*;

    #[test]
    fn every_error_has_its_exit_code() {
        let text = || "x".to_owned();
        for (error, exit) in [
            (CliError::usage("a", "b"), Exit::Usage),
            (CliError::Workflow { file: text(), findings: text() }, Exit::Usage),
            (CliError::NotRunnable { name: text(), missing: vec![text()] }, Exit::Usage),
            (CliError::InUse { folder: text(), pid: 7 }, Exit::Usage),
            (CliError::Storage { folder: text(), problem: text() }, Exit::Usage),
            (CliError::StoreAway { seconds: 10, problem: text(), resume: text() }, Exit::Failed),
            (CliError::Engine(text()), Exit::Failed),
            (CliError::Stopped { folder: text(), resume: text() }, Exit::Interrupted),
            (CliError::StoppedForGood, Exit::Interrupted),
            (CliError::Output(io::ErrorKind::BrokenPipe.into()), Exit::Failed),
        ] {
            assert_eq!(error.exit(), exit, "{error}");
        }
        let codes = [(Exit::Success, 0), (Exit::Failed, 1), (Exit::Usage, 2), (Exit::Interrupted, 130)];
        for (exit, code) in codes {
            assert_eq!(ExitCode::from(exit), ExitCode::from(code));
        }
    }

    #[test]
    fn an_error_is_said_with_its_way_out() {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        CliError::usage("no such thing", "try another").report(&mut Streams::plain(&mut out, &mut err));
        assert_eq!(String::from_utf8(err).unwrap(), "error: no such thing\nhint: try another\n");
        assert!(out.is_empty());
    }
}
