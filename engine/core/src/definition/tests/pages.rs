//! Each code has a page, each page a code; its broken example gives exactly that finding, the mended one none.
//!
//! With `REVRX_BLESS=1` the messages on the pages are written anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::kinds::{DEPENDENCIES, catalogue, dependencies};
use crate::definition::{check_dependencies, check_version, check_workflow};
use crate::diagnostic::{Code, Diagnostic, Source, render};

/// What a page cannot show; it has a test of its own.
const WITHOUT_EXAMPLE: [Code; 1] = [Code::E0106];

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs")
}

/// A file of the documentation.
pub(super) fn read(name: &str) -> String {
    std::fs::read_to_string(docs().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The text between the fence of that name and the next fence.
pub(super) fn blocks<'p>(page: &'p str, fence: &str) -> Vec<&'p str> {
    let opening = format!("\n```{fence}\n");
    let parts = page.split(opening.as_str()).skip(1);
    parts.map(|rest| rest.find("```").map_or(rest, |end| &rest[..end])).collect()
}

struct Example {
    findings: Vec<Diagnostic>,
    printed: String,
}

fn check_as_workflow(code: Code, text: &str) -> Example {
    let source = Source::new("letters.toml", text);
    let known = dependencies(DEPENDENCIES);
    let checked = check_workflow(&source, &catalogue(), &known);
    let mut findings = checked.diagnostics;
    if code == Code::W0601 {
        let before = text.replace("timeout = \"30s\"\n", "").replace("1.0.1", "1.0.0");
        let old = check_workflow(&Source::new("letters.toml", &before), &catalogue(), &known);
        let (new, old) = (checked.workflow.expect("no error"), old.workflow.expect("no error"));
        findings.extend(check_version(&source, &new, &old));
    }
    let printed = render(&findings, &[&source, &known.source]);
    Example { findings, printed }
}

fn check_as_dependencies(text: &str) -> Example {
    let source = Source::new("dependencies.toml", text);
    let (_, findings) = check_dependencies(&source);
    let printed = render(&findings, &[&source]);
    Example { findings, printed }
}

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let folder = std::fs::read_dir(docs().join("errors")).unwrap();
    let names = folder.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let pages: BTreeSet<String> =
        names.filter(|name| name != "README.md").map(|name| name.replace(".md", "")).collect();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.as_str().to_owned()).collect();
    assert_eq!(pages, codes);
    let list = std::fs::read_to_string(docs().join("errors/README.md")).unwrap();
    for code in Code::ALL {
        let line = format!("- [{code}]({code}.md): {}\n", code.summary());
        assert!(list.contains(&line), "the list of pages lacks {line}");
    }
}

#[test]
fn the_examples_give_what_their_page_says() {
    for code in Code::ALL {
        let path = docs().join(format!("errors/{code}.md"));
        let page = std::fs::read_to_string(&path).unwrap();
        assert!(page.starts_with(&format!("# {code}: {}\n\n", code.summary())), "heading of {code}");
        if WITHOUT_EXAMPLE.contains(code) {
            continue;
        }
        let is_workflow = !page.contains("```toml dependencies");
        let check = |fence: &str| match is_workflow {
            true => check_as_workflow(*code, blocks(&page, &format!("toml {fence}"))[0]),
            false => check_as_dependencies(blocks(&page, &format!("toml dependencies {fence}"))[0]),
        };
        let broken = check("broken");
        let found: Vec<Code> = broken.findings.iter().map(|finding| finding.code).collect();
        assert_eq!(found, [*code], "{code}:\n{}", broken.printed);
        let mended = check("mended");
        assert!(mended.findings.is_empty(), "mended example of {code}:\n{}", mended.printed);
        let shown = blocks(&page, "text")[0];
        if std::env::var_os("REVRX_BLESS").is_some() {
            let old = format!("\n```text\n{shown}```");
            std::fs::write(&path, page.replace(&old, &format!("\n```text\n{}```", broken.printed))).unwrap();
        } else {
            assert_eq!(shown, broken.printed, "the message on the page of {code}");
        }
    }
}
