//! Whole files: many mistakes at once, sizes, random graphs, random text, and the schema for editors.

use proptest::prelude::*;
use serde_json::Value;

use super::kinds::{DEPENDENCIES, catalogue, dependencies};
use super::pages;
use crate::definition::{check_workflow, schema};
use crate::diagnostic::{Code, Source, render};

fn codes(text: &str) -> Vec<Code> {
    let source = Source::new("letters.toml", text);
    let checked = check_workflow(&source, &catalogue(), &dependencies(DEPENDENCIES));
    assert_eq!(checked.workflow.is_some(), checked.diagnostics.iter().all(|finding| !finding.is_error()));
    checked.diagnostics.iter().map(|finding| finding.code).collect()
}

#[test]
fn ten_mistakes_come_out_at_once() {
    let text = r#"schema = 1
workflow = { name = "letters", deadline = "1m" }
inputs.text = { type = "text", label = "private", max-bytes = "5" }
completion.output = "letter.letter"
[stage.clean]
uses = "text.clean"
timout = "30s"
inputs = { text = "inputs.text" }
[stage.first]
uses = "text.clean"
inputs = { text = "second.text" }
[stage.second]
uses = "text.clean"
timeout = 30
inputs = { text = "first.text" }
[stage.summary]
uses = "model.summarise"
dependency = "model"
criticality = "degradable"
with = { model = "small", style = "shrot", api-key = "hunter2" }
inputs = { text = "clean.text" }
[stage.letter]
uses = "letter.write"
retry = "often"
inputs = { text = "clean.txet", summary = "summary.summary" }
"#;
    use Code::*;
    let mut found = codes(text);
    found.sort();
    let expected = [E0101, E0107, E0108, E0108, E0201, E0202, E0204, E0301, E0304, E0401, E0403, E0405];
    assert_eq!(found, expected);
}

#[test]
fn findings_serialise_with_line_and_column() {
    let source = Source::new("letters.toml", "schema = 1\n\u{e4} = 2\n");
    let checked = check_workflow(&source, &catalogue(), &dependencies(""));
    let json = serde_json::to_value(&checked.diagnostics).unwrap();
    let bad =
        json.as_array().unwrap().iter().find(|finding| finding["code"] == "E0100").expect("a syntax error");
    assert_eq!(bad["labels"][0]["start"]["line"], 2);
    assert_eq!(bad["severity"], "error");
    let back: Vec<crate::diagnostic::Diagnostic> = serde_json::from_value(json).unwrap();
    assert_eq!(back, checked.diagnostics);
}

/// A file of `count` stages, each reading the one before.
fn chain(count: usize) -> String {
    let mut text = format!(
        "schema = 1\nworkflow.name = \"chain\"\ninputs.text.type = \"text\"\ncompletion.output = \"s{}.text\"\n",
        count - 1
    );
    for number in 0..count {
        let from = if number == 0 { "inputs".to_owned() } else { format!("s{}", number - 1) };
        text.push_str(&format!("[stage.s{number}]\nuses = \"text.clean\"\ninputs.text = \"{from}.text\"\n"));
    }
    text
}

#[test]
fn sizes_are_kept() {
    assert_eq!(codes(&chain(200)), []);
    assert_eq!(codes(&chain(201)), [Code::E0106]);
    let comment = "# ".to_owned() + &"x".repeat(256 * 1024);
    assert_eq!(codes(&comment), [Code::E0106]);
    let ports: Vec<String> = (0..33).map(|number| format!("p{number} = \"inputs.text\"")).collect();
    let wide =
        chain(1).replace("inputs.text = \"inputs.text\"", &format!("inputs = {{ {} }}", ports.join(", ")));
    assert!(codes(&wide).contains(&Code::E0106));
}

#[test]
fn a_file_of_nothing_but_mistakes_is_bounded() {
    let keys: Vec<String> = (0..20_000).map(|number| format!("k{number} = 1")).collect();
    let source = Source::new("letters.toml", &format!("schema = 1\nworkflow = {{ {} }}\n", keys.join(", ")));
    let checked = check_workflow(&source, &catalogue(), &dependencies(""));
    assert_eq!(checked.diagnostics.len(), 500);
    let last = checked.diagnostics.last().unwrap();
    assert!(last.notes.iter().any(|note| note.ends_with("more findings are not shown")), "{last:?}");
    let milestone = "[[milestone]]\nat = 50\nwhen = \"s0.started\"\ntext = \"t\"\n";
    assert_eq!(codes(&(chain(1) + &milestone.repeat(102))), [Code::E0106]);
}

/// For each stage the earlier stages it reads.
fn graphs() -> impl Strategy<Value = Vec<Vec<usize>>> {
    prop::collection::vec(prop::collection::vec(any::<prop::sample::Index>(), 0..4), 1..30).prop_map(
        |picks| {
            let earlier = |(stage, picks): (usize, Vec<prop::sample::Index>)| {
                let mut from: Vec<usize> =
                    picks.into_iter().filter(|_| stage > 0).map(|pick| pick.index(stage.max(1))).collect();
                from.sort_unstable();
                from.dedup();
                from
            };
            picks.into_iter().enumerate().map(earlier).collect()
        },
    )
}

/// A kind with four inputs that may be missing, so that any graph can be written down.
fn any_graph_catalogue() -> crate::catalogue::Catalogue {
    let mut catalogue = crate::catalogue::Catalogue::new();
    let contract = crate::catalogue::Contract::idempotent("Join");
    let inputs = "first:text p0:text? p1:text? p2:text? p3:text?";
    catalogue.insert(super::kinds::kind("text.join", contract, inputs, "text", Value::Null));
    catalogue
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn a_random_graph_compiles_to_itself(graph in graphs(), seed in any::<u64>()) {
        // Stages stand in the file in another order than they run in.
        let mut order: Vec<usize> = (0..graph.len()).collect();
        order.sort_by_key(|stage| (*stage as u64).wrapping_add(1).wrapping_mul(seed | 1));
        let mut text = "schema = 1\nworkflow.name = \"g\"\ninputs.text.type = \"text\"\ncompletion.output = \"s0.text\"\n".to_owned();
        for stage in &order {
            let wires = graph[*stage].iter().enumerate().map(|(port, from)| format!("p{port} = \"s{from}.text\""));
            let wires: Vec<String> = std::iter::once("first = \"inputs.text\"".to_owned()).chain(wires).collect();
            text.push_str(&format!("[stage.s{stage}]\nuses = \"text.join\"\ninputs = {{ {} }}\n", wires.join(", ")));
        }
        let source = Source::new("g.toml", &text);
        let checked = check_workflow(&source, &any_graph_catalogue(), &dependencies(""));
        let workflow = checked.workflow.unwrap_or_else(|| panic!("{}", render(&checked.diagnostics, &[&source])));
        for (position, stage) in order.iter().enumerate() {
            prop_assert_eq!(workflow.stages.stage(position).name.to_string(), format!("s{stage}"), "file order");
            let mut read: Vec<usize> = workflow.stages.upstream(position).map(|from| order[from]).collect();
            read.sort_unstable();
            prop_assert_eq!(&read, &graph[*stage]);
        }
        let percents: Vec<u8> = workflow.outline.milestones.iter().map(|milestone| milestone.at).collect();
        prop_assert!(percents.is_sorted());
        prop_assert!(workflow.outline.phases.iter().all(|phase| phase.from <= phase.to));
    }

    #[test]
    fn no_text_panics(text in ".{0,200}") {
        let source = Source::new("any.toml", &text);
        let checked = check_workflow(&source, &catalogue(), &dependencies(""));
        prop_assert!(!render(&checked.diagnostics, &[&source]).is_empty());
    }

    #[test]
    fn no_changed_file_panics(at in any::<prop::sample::Index>(), length in 0..40_usize, put in "[a-z.\\[\\]{}=\"?\n é]{0,6}") {
        let mut text: Vec<char> = chain(3).chars().collect();
        let at = at.index(text.len());
        let end = (at + length).min(text.len());
        text.splice(at..end, put.chars());
        let text: String = text.into_iter().collect();
        let source = Source::new("any.toml", &text);
        let checked = check_workflow(&source, &catalogue(), &dependencies(""));
        render(&checked.diagnostics, &[&source]);
    }
}

fn json(text: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap()
}

#[test]
fn the_schema_accepts_what_the_check_accepts() {
    let letters = jsonschema::validator_for(&schema(&catalogue())).unwrap();
    let guide = pages::read("workflow-file.md");
    let mended: Vec<String> =
        Code::ALL.iter().map(|code| pages::read(&format!("errors/{code}.md"))).collect();
    let examples = mended.iter().flat_map(|page| pages::blocks(page, "toml mended"));
    for text in examples.chain(pages::blocks(&guide, "toml")) {
        let errors: Vec<String> = letters.iter_errors(&json(text)).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{errors:?}\n{text}");
    }
    for code in [
        Code::E0101,
        Code::E0102,
        Code::E0103,
        Code::E0104,
        Code::E0107,
        Code::E0108,
        Code::E0206,
        Code::E0207,
    ] {
        let page = pages::read(&format!("errors/{code}.md"));
        assert!(
            !letters.is_valid(&json(pages::blocks(&page, "toml broken")[0])),
            "the schema refuses {code} too"
        );
    }
}

#[test]
fn the_examples_of_the_guide_have_no_finding() {
    let guide = pages::read("workflow-file.md");
    let examples = pages::blocks(&guide, "toml");
    assert!(examples.len() >= 2);
    for text in examples {
        assert_eq!(codes(text), [], "{text}");
    }
    let files = pages::blocks(&guide, "toml dependencies");
    assert_eq!(files.len(), 1);
    assert!(dependencies(files[0]).iter().count() >= 2);
    assert!(guide.lines().count() < 250);
}
