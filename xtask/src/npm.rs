//! Packages from npm, by a committed `package.json` and its lock file.

use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::sh;

const LOCK: &str = "package-lock.json";
/// A copy of the lock file that was installed last, among what it installed.
const INSTALLED: &str = "node_modules/.revrx-lock.json";

/// Whether npm and Node.js are there.
pub(crate) fn installed() -> bool {
    sh::installed("npm") && sh::installed("node")
}

/// Installs into `folder` what its lock file names, unless that is there already. No package's own script is run.
///
/// # Errors
/// There is no lock file, or npm cannot install.
pub(crate) fn install(folder: &Path) -> Result<(), Error> {
    let lock = folder.join(LOCK);
    let wanted = fs::read(&lock).map_err(Error::file(&lock))?;
    let installed = folder.join(INSTALLED);
    if fs::read(&installed).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    let mut npm = sh::command("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]);
    // A browser comes from the system, never from a package.
    npm.env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    sh::run(npm.current_dir(folder))?;
    fs::write(&installed, wanted).map_err(Error::file(&installed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_lock_file_names_is_not_installed_twice() {
        let folder = tempfile::tempdir().unwrap();
        let error = install(folder.path()).unwrap_err();
        assert!(error.to_string().contains(LOCK), "{error}");
        fs::write(folder.path().join(LOCK), "not a lock file").unwrap();
        fs::create_dir(folder.path().join("node_modules")).unwrap();
        fs::write(folder.path().join(INSTALLED), "not a lock file").unwrap();
        assert!(install(folder.path()).is_ok(), "npm, were it run, would fail");
    }
}
