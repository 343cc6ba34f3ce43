//! The workflows that come with the binary.

/// Name, file name and text of every shipped workflow.
pub(crate) const SHIPPED: [(&str, &str, &str); 2] = [
    (
        "clinical-report-offline",
        "clinical-report-offline.toml",
        include_str!("../../../workflows/clinical-report-offline.toml"),
    ),
    ("clinical-report", "clinical-report.toml", include_str!("../../../workflows/clinical-report.toml")),
];

/// The dependencies of the shipped workflows, and of a folder that has no file of its own.
pub(super) const DEPENDENCIES: &str = include_str!("../../../workflows/dependencies.toml");
/// Name of the file that belongs to a folder of workflows.
pub(super) const DEPENDENCIES_FILE: &str = "dependencies.toml";

/// What `workflow new` prints, with `NAME` for the name.
pub(crate) const STARTER: &str = include_str!("starter.toml");
