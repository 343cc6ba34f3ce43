//! From a name or a file to a checked workflow.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::Path;

use revrx_engine_core::catalogue::Catalogue;
use revrx_engine_core::definition::{Dependencies, check_dependencies, check_workflow};
use revrx_engine_core::diagnostic::{Diagnostic, Source, render};
use revrx_engine_core::workflow::{Fallback, Workflow};

use super::release::with_release;
use super::shipped::{DEPENDENCIES, DEPENDENCIES_FILE, SHIPPED};
use crate::cli::CliError;

/// Largest file that is read at all; the check itself has a smaller bound.
const FILE_BYTES_MAX: u64 = 4 << 20;

/// A workflow file with what the checks say.
#[derive(Debug)]
pub(crate) struct Loaded {
    /// The file.
    pub(crate) source: Source,
    /// The dependencies of its folder; none when that file has errors.
    pub(crate) dependencies: Dependencies,
    /// The file of the dependencies.
    pub(crate) dependencies_source: Source,
    /// The workflow, when neither file has an error.
    pub(crate) workflow: Option<Workflow>,
    /// All findings, those of the dependencies first.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Loaded {
    /// The findings in plain text; empty when there are none.
    pub(crate) fn render(&self) -> String {
        render(&self.diagnostics, &[&self.source, &self.dependencies_source])
    }

    /// The workflow.
    ///
    /// # Errors
    /// The findings.
    pub(crate) fn workflow(&self) -> Result<&Workflow, CliError> {
        self.workflow
            .as_ref()
            .ok_or_else(|| CliError::Workflow { file: self.source.name.to_string(), findings: self.render() })
    }
}

/// Loads `name`: a file, or else one of the shipped workflows.
///
/// # Errors
/// There is no such file and no such workflow, or it cannot be read. Findings are no error here.
pub(crate) fn load(name: &OsStr, catalogue: &Catalogue) -> Result<Loaded, CliError> {
    load_with(name, None, catalogue)
}

/// As [`load`], with a SNOMED CT release for stages that name none.
///
/// # Errors
/// As [`load`].
pub(crate) fn load_with(
    name: &OsStr,
    release: Option<&Path>,
    catalogue: &Catalogue,
) -> Result<Loaded, CliError> {
    let own = |text: &str| release.map_or_else(|| text.to_owned(), |release| with_release(text, release));
    let shipped = SHIPPED.iter().find(|(known, _, _)| name == *known);
    if let Some((_, file, text)) = shipped {
        let dependencies = Source::new(DEPENDENCIES_FILE, DEPENDENCIES);
        return Ok(check(Source::new(file, &own(text)), dependencies, catalogue));
    }
    let path = Path::new(name);
    if !looks_like_a_file(path) {
        return Err(unknown(&name.to_string_lossy()));
    }
    let source = Source::new(&path.display().to_string(), &own(&read(path)?));
    let beside = path.with_file_name(DEPENDENCIES_FILE);
    let dependencies = if beside.is_file() {
        Source::new(&beside.display().to_string(), &read(&beside)?)
    } else {
        Source::new(DEPENDENCIES_FILE, DEPENDENCIES)
    };
    Ok(check(source, dependencies, catalogue))
}

fn looks_like_a_file(path: &Path) -> bool {
    path.extension().is_some() || path.components().count() > 1 || path.exists()
}

fn unknown(name: &str) -> CliError {
    let nearest =
        SHIPPED.iter().map(|(known, _, _)| *known).min_by_key(|known| strsim::levenshtein(known, name));
    CliError::Usage {
        message: format!("there is no workflow `{name}`"),
        hint: nearest.map(|known| {
            format!("`{known}` is one; `revrx workflow list` names all, and a file can be given")
        }),
    }
}

fn check(source: Source, dependencies_source: Source, catalogue: &Catalogue) -> Loaded {
    let (dependencies, mut diagnostics) = check_dependencies(&dependencies_source);
    // Without labels and services every finding about the workflow would be a consequence of theirs.
    let Some(dependencies) = dependencies else {
        let dependencies = Dependencies::default();
        return Loaded { source, dependencies, dependencies_source, workflow: None, diagnostics };
    };
    let checked = check_workflow(&source, catalogue, &dependencies);
    diagnostics.extend(checked.diagnostics);
    Loaded { source, dependencies, dependencies_source, workflow: checked.workflow, diagnostics }
}

/// Whether a file is the dependencies file of a folder rather than a workflow.
pub(crate) fn is_dependencies(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == DEPENDENCIES_FILE)
}

/// Reads a TOML file.
///
/// # Errors
/// It is not there, cannot be read, is too large or is no UTF-8.
pub(crate) fn read(path: &Path) -> Result<String, CliError> {
    let refused = |what: String, hint: Option<&str>| CliError::Usage {
        message: format!("{}: {what}", path.display()),
        hint: hint.map(str::to_owned),
    };
    let bytes = crate::note::read(path.as_os_str(), FILE_BYTES_MAX).map_err(|error| {
        let hint = "`revrx workflow list` names the shipped ones; `revrx workflow new NAME` prints one to begin with";
        let hint = (error == crate::note::NoteError::Missing).then_some(hint);
        refused(error.to_string(), hint)
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        refused(format!("it is not UTF-8: byte {offset} begins no character"), None)
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// What this binary lacks to run a workflow, each in words; empty when it can be run.
pub(crate) fn missing(workflow: &Workflow) -> Vec<String> {
    let mut kinds = BTreeSet::new();
    let mut dependencies = BTreeSet::new();
    for stage in workflow.stages.iter() {
        let fallback = match &stage.fallback {
            Some(Fallback::Kind(kind, _)) => Some(&**kind),
            _ => None,
        };
        let own = std::iter::once(&stage.kind).chain(fallback);
        kinds.extend(own.filter(|kind| !kind.in_this_build).map(|kind| kind.kind.to_string()));
        dependencies.extend(stage.dependency.iter().map(ToString::to_string));
    }
    let kinds = kinds.iter().map(|kind| format!("kind `{kind}` is not in this build"));
    kinds.chain(dependencies.iter().map(|name| format!("dependency `{name}` has no endpoint"))).collect()
}
