//! Builds anew when the page was: its files are embedded.

use std::path::Path;

fn main() {
    // A path that is not there counts as changed each time; until the page is built, the folder above it is watched.
    let page = Path::new("../frontend/dist");
    let watched = if page.is_dir() { page } else { Path::new("../frontend") };
    println!("cargo::rerun-if-changed={}", watched.display());
}
