//! Layers and versions, read from the `Cargo.toml` files.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::Finding;
use super::tree::Tree;

/// A crate of ours, and what it may know.
struct Layer {
    name: &'static str,
    /// Crates of ours it may depend on.
    ours: &'static [&'static str],
    /// Beginnings of names of other crates it must not know.
    never: &'static [&'static str],
}

const RUNTIME: [&str; 4] = ["tokio", "sqlx", "rusqlite", "reqwest"];
const HTTP_SERVERS: [&str; 5] = ["axum", "hyper", "tower", "actix", "warp"];
const DATABASES: [&str; 4] = ["sqlx", "rusqlite", "tokio-postgres", "redis"];

/// Dependencies point one way (ARCHITECTURE.md).
const LAYERS: [Layer; 8] = [
    Layer { name: "revrx-engine-core", ours: &[], never: &RUNTIME },
    Layer { name: "revrx-engine", ours: &["revrx-engine-core"], never: &HTTP_SERVERS },
    Layer { name: "revrx-api", ours: &["revrx-engine-core"], never: &RUNTIME },
    Layer { name: "revrx-frontend", ours: &["revrx-engine-core", "revrx-api"], never: &RUNTIME },
    Layer { name: "revrx-stages", ours: &["revrx-engine-core", "revrx-engine"], never: &DATABASES },
    Layer {
        name: "revrx-server",
        ours: &["revrx-engine-core", "revrx-engine", "revrx-stages", "revrx-api"],
        never: &[],
    },
    // End-to-end tests use the programs as their users do: through the binary and the wire types, and the engine
    // through a small program of their own.
    Layer { name: "revrx-tests", ours: &["revrx-engine-core", "revrx-engine", "revrx-api"], never: &[] },
    Layer { name: "xtask", ours: &[], never: &RUNTIME },
];

const SECTIONS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub(super) fn findings(tree: &Tree) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &tree.files {
        if !file.path.ends_with("/Cargo.toml") {
            continue;
        }
        match file.text.parse::<Table>() {
            Ok(manifest) => found.extend(manifest_findings(&file.path, &manifest)),
            Err(error) => found.push(Finding::new(&file.path, 0, "manifest", error.to_string())),
        }
    }
    found
}

fn manifest_findings(path: &str, manifest: &Table) -> Vec<Finding> {
    let mut found = Vec::new();
    let package = manifest.get("package").and_then(Value::as_table).cloned().unwrap_or_default();
    let name = package.get("name").and_then(Value::as_str).unwrap_or_default();
    let Some(layer) = LAYERS.iter().find(|layer| layer.name == name) else {
        let message =
            format!("`{name}` has no layer; say in xtask/src/tidy/manifests.rs what it may depend on");
        return vec![Finding::new(path, 0, "layers", message)];
    };
    for key in ["version", "edition", "rust-version", "license", "publish"] {
        if !inherits(package.get(key)) {
            found.push(Finding::new(path, 0, "versions", format!("`{key}.workspace = true` is missing")));
        }
    }
    if manifest.get("lints").and_then(|lints| lints.get("workspace")) != Some(&Value::Boolean(true)) {
        found.push(Finding::new(path, 0, "versions", "`[lints] workspace = true` is missing"));
    }
    for (dependency, value) in dependencies(manifest) {
        if !inherits(Some(value)) {
            let message = format!("`{dependency}` has its version here; it belongs to the root Cargo.toml");
            found.push(Finding::new(path, 0, "versions", message));
        }
        let own = dependency.starts_with("revrx-") || dependency == "xtask";
        if own && dependency != name && !layer.ours.contains(&dependency) {
            found.push(Finding::new(
                path,
                0,
                "layers",
                format!("`{name}` must not depend on `{dependency}`"),
            ));
        }
        if layer.never.iter().any(|never| starts_with_name(dependency, never)) {
            found.push(Finding::new(path, 0, "layers", format!("`{name}` must not know `{dependency}`")));
        }
    }
    found
}

/// Whether `value` takes its version from the workspace.
fn inherits(value: Option<&Value>) -> bool {
    value.and_then(|value| value.get("workspace")) == Some(&Value::Boolean(true))
}

fn dependencies(manifest: &Table) -> BTreeMap<&str, &Value> {
    let targets = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(Table::values);
    let tables = targets.filter_map(Value::as_table).chain([manifest]);
    tables
        .flat_map(|table| SECTIONS.iter().filter_map(|section| table.get(*section)?.as_table()))
        .flat_map(|section| section.iter().map(|(name, value)| (name.as_str(), value)))
        .collect()
}

/// `tokio` and `tokio-util` start with `tokio`; `tokiox` does not.
fn starts_with_name(name: &str, start: &str) -> bool {
    name.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "version.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
                        license.workspace = true\npublish.workspace = true\n[lints]\nworkspace = true\n";

    #[test]
    fn dependencies_point_one_way_and_versions_stand_in_the_root() {
        for (name, dependencies, expected) in [
            ("revrx-engine-core", "serde.workspace = true", None),
            ("revrx-engine", "revrx-engine-core.workspace = true", None),
            ("revrx-server", "revrx-stages = { workspace = true, features = [\"x\"] }", None),
            ("revrx-engine", "tokio.workspace = true", None),
            ("revrx-engine", "revrx-stages.workspace = true", Some("must not depend on `revrx-stages`")),
            ("revrx-engine-core", "revrx-engine.workspace = true", Some("must not depend on `revrx-engine`")),
            ("revrx-engine-core", "tokio-util.workspace = true", Some("must not know `tokio-util`")),
            ("revrx-engine", "axum.workspace = true", Some("must not know `axum`")),
            ("revrx-stages", "sqlx.workspace = true", Some("must not know `sqlx`")),
            ("xtask", "revrx-stages.workspace = true", Some("must not depend on `revrx-stages`")),
            ("revrx-stages", "regex = \"1\"", Some("`regex` has its version here")),
            ("revrx-stages", "regex = { version = \"1\" }", Some("`regex` has its version here")),
            ("revrx-other", "", Some("`revrx-other` has no layer")),
        ] {
            for section in
                SECTIONS.map(str::to_owned).into_iter().chain(["target.'cfg(unix)'.dependencies".to_owned()])
            {
                let text = format!("[package]\nname = \"{name}\"\n{HEAD}[{section}]\n{dependencies}\n");
                let found = findings(&Tree::of(&[("x/Cargo.toml", &text)]));
                assert_eq!(found.len(), usize::from(expected.is_some()), "{text}\n{found:?}");
                if let (Some(expected), Some(finding)) = (expected, found.first()) {
                    assert!(finding.message.contains(expected), "{finding}");
                }
            }
        }
    }

    #[test]
    fn a_package_inherits_what_the_workspace_states() {
        let text = "[package]\nname = \"xtask\"\nversion = \"1.0.0\"\nedition.workspace = true\nlicense.workspace = true\npublish.workspace = true\n";
        let found = findings(&Tree::of(&[("xtask/Cargo.toml", text), ("Cargo.toml", "[workspace]")]));
        let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "`version.workspace = true` is missing",
                "`rust-version.workspace = true` is missing",
                "`[lints] workspace = true` is missing"
            ]
        );
        assert_eq!(findings(&Tree::of(&[("x/Cargo.toml", "[package")])).len(), 1);
    }
}
