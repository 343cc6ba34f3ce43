//! Logs: off unless asked for, on standard error, with ids only.

use std::io;

use tracing_subscriber::EnvFilter;

use super::args::LogFormat;

const VARIABLE: &str = "REVRX_LOG";

/// Whether logs are written.
pub(super) fn is_on(format: Option<LogFormat>) -> bool {
    effective(format) != LogFormat::Off
}

fn effective(format: Option<LogFormat>) -> LogFormat {
    let is_set = std::env::var_os(VARIABLE).is_some();
    format.unwrap_or(if is_set { LogFormat::Text } else { LogFormat::Off })
}

/// Starts logging and sees to it that a panic prints its place only: its message may quote what it worked on.
pub(super) fn start(format: Option<LogFormat>) {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| format!("{}:{}", at.file(), at.line())).unwrap_or_default();
        let _gone: io::Result<()> = io::Write::write_fmt(
            &mut io::stderr(),
            format_args!("internal error at {place}; this is a fault of the program\n"),
        );
    }));
    let filter = std::env::var(VARIABLE).ok();
    let filter = EnvFilter::new(filter.as_deref().unwrap_or("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match effective(format) {
        LogFormat::Off => {}
        LogFormat::Text => builder.with_ansi(false).init(),
        LogFormat::Json => builder.json().init(),
    }
}
