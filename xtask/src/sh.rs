//! Starting other programs: cargo, and the binary this workspace builds.

use std::env;
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;

use crate::error::Error;

/// What `run` and `test` build of `revrx`, so that neither builds twice.
pub(crate) const BINARY: [&str; 5] = ["--locked", "--package", "revrx-server", "--features", "faults"];

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is a folder of the workspace").to_owned()
}

/// A command that runs in the workspace folder.
pub(crate) fn command(program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command.current_dir(root());
    command
}

/// `cargo` with `arguments`, the same cargo that runs this program.
pub(crate) fn cargo<const N: usize>(arguments: [&str; N]) -> Command {
    let mut cargo = command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments);
    cargo
}

/// Runs a command whose output goes to the terminal.
///
/// # Errors
/// It cannot be started, or fails.
pub(crate) fn run(command: &mut Command) -> Result<(), Error> {
    eprintln!("$ {}", line(command));
    let status = command.status().map_err(|source| start(command, source))?;
    check(command, status)
}

/// Becomes the command: its process, its terminal, its signals and its exit code are those of this program.
///
/// Returns only when it cannot be started.
pub(crate) fn replace(command: &mut Command) -> Error {
    eprintln!("$ {}", line(command));
    let source = command.exec();
    start(command, source)
}

/// Runs a command and returns what it printed on stdout; stderr goes to the terminal.
///
/// # Errors
/// It cannot be started, fails, or prints what is not UTF-8.
pub(crate) fn capture(command: &mut Command) -> Result<String, Error> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|source| start(command, source))?;
    check(command, output.status)?;
    utf8(command, output.stdout)
}

/// Runs a command with both outputs shown as they come, and returns all of it, whether it failed or not.
///
/// # Errors
/// It cannot be started.
pub(crate) fn tee(command: &mut Command) -> Result<(ExitStatus, String), Error> {
    eprintln!("$ {}", line(command));
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|source| start(command, source))?;
    let stdout = child.stdout.take().expect("stdout is piped");
    let stderr = child.stderr.take().expect("stderr is piped");
    let (status, text) = thread::scope(|scope| {
        let out = scope.spawn(|| copy(stdout, io::stdout()));
        let err = scope.spawn(|| copy(stderr, io::stderr()));
        let text = out.join().expect("copying does not panic") + &err.join().expect("copying does not panic");
        (child.wait(), text)
    });
    Ok((status.map_err(|source| start(command, source))?, text))
}

/// Gives `input` to a command on stdin and returns its exit status and stdout.
///
/// # Errors
/// It cannot be started, or prints what is not UTF-8.
pub(crate) fn filter(command: &mut Command, input: String) -> Result<(ExitStatus, String), Error> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|source| start(command, source))?;
    let mut stdin = child.stdin.take().expect("stdin is piped");
    // A program that stops reading is explained by its exit status, not by the broken pipe.
    let writer = thread::spawn(move || stdin.write_all(input.as_bytes()).is_ok());
    let output = child.wait_with_output().map_err(|source| start(command, source))?;
    writer.join().expect("writing does not panic");
    Ok((output.status, utf8(command, output.stdout)?))
}

/// The error of a command that ended with `status`, if it is one.
///
/// # Errors
/// `status` is a failure.
pub(crate) fn check(command: &Command, status: ExitStatus) -> Result<(), Error> {
    if status.success() { Ok(()) } else { Err(Error::Failed { command: line(command), status }) }
}

/// A command as one would type it, without the folder of the program.
pub(crate) fn line(command: &Command) -> String {
    let program =
        Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut line = program;
    for (count, argument) in command.get_args().enumerate() {
        if count == 12 {
            line.push_str(" ...");
            break;
        }
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// Whether a program is found on `PATH`.
pub(crate) fn installed(program: &str) -> bool {
    find(program).is_some()
}

/// Where a program is found on `PATH`.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// Builds `revrx` (with `release`, optimised and without the fault points) and returns where it is.
///
/// # Errors
/// It does not build.
pub(crate) fn binary(release: bool) -> Result<PathBuf, Error> {
    if release {
        run(&mut cargo(["build", "--release", "--locked", "--package", "revrx-server"]))?;
    } else {
        run(cargo(["build"]).args(BINARY))?;
    }
    Ok(target_folder()?.join(if release { "release" } else { "debug" }).join("revrx"))
}

/// The build folder of the workspace.
///
/// # Errors
/// cargo does not say.
pub(crate) fn target_folder() -> Result<PathBuf, Error> {
    let mut metadata = cargo(["metadata", "--no-deps", "--format-version", "1"]);
    let text = capture(&mut metadata)?;
    let folder = serde_json::from_str::<serde_json::Value>(&text)
        .ok()
        .and_then(|metadata| metadata.get("target_directory")?.as_str().map(PathBuf::from));
    let problem = "no target_directory".to_owned();
    folder.ok_or_else(|| Error::Output { command: line(&metadata), problem })
}

fn start(command: &Command, source: io::Error) -> Error {
    Error::Start { program: command.get_program().to_string_lossy().into_owned(), source }
}

fn utf8(command: &Command, bytes: Vec<u8>) -> Result<String, Error> {
    let problem = "bytes that are not UTF-8".to_owned();
    String::from_utf8(bytes).map_err(|_| Error::Output { command: line(command), problem })
}

fn copy(mut from: impl Read, mut to: impl Write) -> String {
    let mut all = Vec::new();
    let mut buffer = [0; 8192];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        all.extend_from_slice(&buffer[..count]);
        // A terminal that is gone does not end the tests.
        let _shown = to.write_all(&buffer[..count]).and_then(|()| to.flush()).is_ok();
    }
    String::from_utf8_lossy(&all).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_is_shown_without_folders_and_cut_when_long() {
        assert_eq!(line(Command::new("/usr/bin/true").args(["a", "b"])), "true a b");
        assert_eq!(line(Command::new("x").args(["y"; 20])), format!("x{} ...", " y".repeat(12)));
    }

    #[test]
    fn tee_returns_both_outputs_and_a_filter_gets_its_input() {
        let (status, text) = tee(Command::new("sh").args(["-c", "echo out; echo err >&2; exit 3"])).unwrap();
        assert_eq!((status.code(), text.as_str()), (Some(3), "out\nerr\n"));
        let long = "line\n".repeat(100_000);
        let (status, text) = filter(&mut Command::new("cat"), long.clone()).unwrap();
        assert!(status.success());
        assert_eq!(text, long);
    }

    #[test]
    fn a_failing_command_is_an_error_that_names_it() {
        let error = capture(Command::new("sh").args(["-c", "exit 4"])).unwrap_err();
        assert!(error.to_string().starts_with("`sh -c exit 4` failed"), "{error}");
        assert!(
            capture(&mut Command::new("no-such-program-here"))
                .unwrap_err()
                .to_string()
                .contains("cannot start")
        );
    }
}
