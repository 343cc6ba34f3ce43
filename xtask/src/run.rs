//! `cargo xtask run`: builds the page and `revrx`, and starts the server.

use std::ffi::OsString;
use std::path::Path;

use crate::error::Error;
use crate::page::{self, Mode, Shrink};
use crate::sh;

/// Where the server keeps what it is given, below the build folder: its data and, apart from them, its keys.
const FOLDER: &str = "revrx";

/// Starts the server on a data folder below the build folder; `arguments` go to `revrx serve`, and a `--data` or
/// `--keys` among them is used instead. Does not return: this process becomes the server.
///
/// # Errors
/// The page or the binary does not build, or the server cannot be started.
pub(crate) fn run(mode: Mode, arguments: &[OsString]) -> Result<(), Error> {
    page::build(mode, Shrink::WherePossible, false)?;
    let binary = sh::binary(false)?;
    let folder = sh::target_folder()?.join(FOLDER);
    Err(sh::replace(sh::command(binary).args(serve(&folder, arguments))))
}

fn serve(folder: &Path, arguments: &[OsString]) -> Vec<OsString> {
    let mut serve: Vec<OsString> = vec!["serve".into()];
    for (option, name) in [("--data", "data"), ("--keys", "keys")] {
        let given = |argument: &OsString| {
            argument
                .to_str()
                .and_then(|argument| argument.strip_prefix(option))
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('='))
        };
        if !arguments.iter().any(given) {
            serve.extend([option.into(), folder.join(name).into()]);
        }
    }
    serve.extend_from_slice(arguments);
    serve
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_given_unless_the_caller_gives_them() {
        for (arguments, line) in [
            (&[][..], "serve --data t/data --keys t/keys"),
            (&["--listen", "127.0.0.1:0"], "serve --data t/data --keys t/keys --listen 127.0.0.1:0"),
            (&["--data", "x"], "serve --keys t/keys --data x"),
            (&["--keys=y", "--data=x"], "serve --keys=y --data=x"),
            (&["--database"], "serve --data t/data --keys t/keys --database"),
        ] {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            let given = serve(Path::new("t"), &arguments);
            let given: Vec<&str> = given.iter().map(|argument| argument.to_str().unwrap()).collect();
            assert_eq!(given.join(" "), line);
        }
    }
}
