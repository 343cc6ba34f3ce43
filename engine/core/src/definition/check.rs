//! The check of a workflow file, from text to workflow.

use super::context::Context;
use super::dependencies::Dependencies;
use super::findings::{Findings, parse};
use super::{build, pass, read};
use crate::catalogue::Catalogue;
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::workflow::Workflow;

/// What a check gives.
#[derive(Debug)]
pub struct Checked {
    /// The workflow, when there is no error.
    pub workflow: Option<Workflow>,
    /// All findings, in the order of the file; warnings do not stop a workflow.
    pub diagnostics: Vec<Diagnostic>,
}

/// Checks a workflow file against the kinds there are and the dependencies they may call.
pub fn check_workflow(source: &Source, catalogue: &Catalogue, dependencies: &Dependencies) -> Checked {
    let mut findings = Findings::new(source);
    let mut workflow = None;
    if let Some(root) = parse(source, pass::TOML_BYTES_MAX, &mut findings) {
        pass::secrets::check(&root, &mut findings);
        let draft = read::read(&root, catalogue, &mut findings);
        if pass::are_kept(&draft, &mut findings) {
            let context = Context::new(&draft, dependencies);
            pass::run(&context, &mut findings);
            if !findings.has_errors() {
                workflow = build::build(&context, source);
            }
        }
    }
    Checked { workflow, diagnostics: findings.into_list() }
}

/// A warning when `new` has the name and version of `known`, but another text.
pub fn check_version(source: &Source, new: &Workflow, known: &Workflow) -> Option<Diagnostic> {
    let same = new.name == known.name && new.version == known.version;
    if !same || new.hash == known.hash {
        return None;
    }
    let quoted = format!("\"{}\"", new.version);
    let at =
        source.text.find("version").and_then(|at| Some(at + source.text[at..].find(&quoted)?)).unwrap_or(0);
    let message = format!("version {} of `{}` is known with another text", new.version, new.name);
    let mut finding = Diagnostic::new(Code::W0601, source, at..at + quoted.len(), message);
    finding.note("runs that were started keep the text they were started with");
    finding.help("raise `version`");
    Some(finding)
}
