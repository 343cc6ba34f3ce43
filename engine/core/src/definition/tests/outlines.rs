//! Phases and milestones: what is refused, and what is made of what is left out.

use super::kinds::{catalogue, dependencies};
use crate::definition::check_workflow;
use crate::diagnostic::Code::{self, *};
use crate::diagnostic::{Source, render};
use crate::view::Outline;

const BASE: &str = r#"schema = 1
workflow = { name = "letters" }
inputs.text = { type = "text" }
completion.output = "c.letter"
stage.a = { uses = "text.clean", inputs = { text = "inputs.text" } }
stage.b = { uses = "text.clean", inputs = { text = "a.text" }, title = "Second" }
stage.c = { uses = "letter.write", inputs = { text = "b.text" } }
"#;

fn outline(more: &str) -> Result<Outline, Vec<(Code, usize)>> {
    let source = Source::new("letters.toml", &format!("{BASE}{more}"));
    let checked = check_workflow(&source, &catalogue(), &dependencies(""));
    let first = BASE.lines().count();
    let place =
        |finding: &crate::diagnostic::Diagnostic| (finding.code, finding.labels[0].start.line - first);
    match checked.workflow {
        Some(workflow) if checked.diagnostics.is_empty() => Ok(workflow.outline),
        Some(_) => panic!("{}", render(&checked.diagnostics, &[&source])),
        None => Err(checked.diagnostics.iter().map(place).collect()),
    }
}

/// Phases written one a line, so that lines count phases.
fn phases(rows: &[(&str, &str)]) -> String {
    let items: Vec<String> =
        rows.iter().map(|(id, stages)| format!("{{ id = \"{id}\", stages = {stages} }}")).collect();
    format!("phase = [{}]\n", items.join(",\n"))
}

fn milestones(rows: &[(u8, &str)]) -> String {
    let item = |(at, when): &(u8, &str)| format!("{{ at = {at}, when = {when}, text = \"t\" }}");
    format!("milestone = [{}]\n", rows.iter().map(item).collect::<Vec<_>>().join(",\n"))
}

fn spans(outline: &Outline) -> Vec<(u8, u8)> {
    outline.phases.iter().map(|phase| (phase.from, phase.to)).collect()
}

#[test]
fn left_out_every_stage_is_a_step_and_milestones_are_spaced_evenly() {
    let outline = outline("").unwrap();
    let percents: Vec<u8> = outline.milestones.iter().map(|milestone| milestone.at).collect();
    assert_eq!(percents, [0, 14, 28, 42, 57, 71, 85, 100]);
    assert_eq!(spans(&outline), [(0, 28), (28, 57), (57, 100)]);
    let titles: Vec<&str> = outline.phases.iter().map(|phase| phase.title.as_str()).collect();
    assert_eq!(titles, ["Clean text", "Second", "Write letter"]);
    assert_eq!(outline.milestones[3].text, "Second started");
}

#[test]
fn phases_span_up_to_their_highest_milestone() {
    let ab = phases(&[("x", "[\"a\", \"b\"]"), ("y", "[\"c\"]")]);
    for (milestones, expected) in [
        (String::new(), [(0, 57), (57, 100)]),
        (
            milestones(&[(20, "\"a.started\""), (30, "\"b.finished\""), (90, "\"c.started\"")]),
            [(0, 30), (30, 100)],
        ),
        (milestones(&[(60, "\"c.started\"")]), [(0, 50), (50, 100)]),
    ] {
        assert_eq!(spans(&outline(&format!("{ab}{milestones}")).unwrap()), expected, "{milestones}");
    }
}

#[test]
fn ends_of_the_bar_are_added() {
    let outline = outline(&milestones(&[(50, "[\"a.finished\", \"b.started\"]")])).unwrap();
    let percents: Vec<u8> = outline.milestones.iter().map(|milestone| milestone.at).collect();
    assert_eq!(percents, [0, 50, 100]);
}

#[test]
fn what_is_refused() {
    let rest = ("y", "[\"b\", \"c\"]");
    let rows: [(String, &[(Code, usize)]); 15] = [
        (phases(&[("x", "[\"a\"]")]), &[]),
        (phases(&[("x", "[\"a\", \"aa\"]"), rest]), &[(E0503, 1)]),
        (phases(&[("x", "[\"a\", \"b\"]"), rest]), &[(E0502, 2)]),
        (phases(&[rest, ("x", "[\"a\"]")]), &[(E0506, 1)]),
        (phases(&[("x", "[\"a\"]"), ("x", "[\"b\", \"c\"]")]), &[(E0105, 2)]),
        (milestones(&[(10, "\"a.started\""), (10, "\"b.started\"")]), &[(E0505, 2)]),
        (milestones(&[(20, "\"a.started\""), (10, "\"b.started\"")]), &[(E0505, 2)]),
        (milestones(&[(10, "\"b.started\""), (20, "\"a.finished\"")]), &[(E0505, 2)]),
        (milestones(&[(10, "\"a.finished\""), (20, "\"a.started\"")]), &[(E0505, 2)]),
        (milestones(&[(10, "\"d.started\"")]), &[(E0504, 1)]),
        (milestones(&[(10, "\"a.begun\"")]), &[(E0504, 1)]),
        (milestones(&[(10, "[]")]), &[(E0504, 1)]),
        (milestones(&[(0, "\"a.started\"")]), &[(E0507, 1)]),
        (milestones(&[(100, "\"c.finished\"")]), &[(E0507, 1)]),
        (milestones(&[(101, "\"c.finished\"")]), &[(E0104, 1)]),
    ];
    for (text, expected) in &rows[1..] {
        assert_eq!(outline(text).unwrap_err(), *expected, "{text}");
    }
    // Missing from every phase: pointed at where the stages stand, above the snippet.
    let source = Source::new("letters.toml", &format!("{BASE}{}", rows[0].0));
    let found = check_workflow(&source, &catalogue(), &dependencies("")).diagnostics;
    let places: Vec<(Code, usize)> =
        found.iter().map(|finding| (finding.code, finding.labels[0].start.line)).collect();
    assert_eq!(places, [(E0501, 6), (E0501, 7)]);
}
