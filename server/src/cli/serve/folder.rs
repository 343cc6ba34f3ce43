//! Where a server keeps what it knows when nobody said.

use std::ffi::OsString;
use std::path::PathBuf;

use super::super::CliError;
use crate::config::Settings;

/// The data folder.
///
/// # Errors
/// None is set, and the user has no home.
pub(super) fn data(settings: &Settings) -> Result<PathBuf, CliError> {
    let own = settings.data().map(PathBuf::from);
    own.or_else(|| of_user(|name| std::env::var_os(name))).ok_or_else(|| {
        CliError::usage("there is no folder to keep encounters and reports in", "name one with --data DIR")
    })
}

/// `$XDG_DATA_HOME/revrx`, else `~/.local/share/revrx` (XDG Base Directory Specification: relative paths are ignored).
fn of_user(variable: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let folder = |name: &str| variable(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let share = folder("XDG_DATA_HOME").or_else(|| Some(folder("HOME")?.join(".local/share")))?;
    Some(share.join("revrx"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_the_user_follows_the_desktop_rules() {
        for (data, home, expected) in [
            (Some("/data"), Some("/home/me"), Some("/data/revrx")),
            (None, Some("/home/me"), Some("/home/me/.local/share/revrx")),
            (Some("relative"), Some("/home/me"), Some("/home/me/.local/share/revrx")),
            (Some(""), None, None),
            (None, None, None),
        ] {
            let variable = |name: &str| if name == "HOME" { home } else { data }.map(OsString::from);
            assert_eq!(of_user(variable), expected.map(PathBuf::from));
        }
    }
}
