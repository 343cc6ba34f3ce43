//! One table for each pass: a snippet, the codes that come out, and the line each points at.

use super::kinds::{DEPENDENCIES, catalogue, dependencies};
use crate::definition::{check_dependencies, check_dependencies_with_loopback, check_workflow};
use crate::diagnostic::{Code, Diagnostic, Source, render};
use Code::*;

/// Two stages that are in order. Snippets come behind it, from line 14 on.
const BASE: &str = r#"schema = 1
workflow = { name = "letters" }
inputs.text = { type = "text" }
completion.output = "letter.letter"

[stage.clean]
uses = "text.clean"
inputs = { text = "inputs.text" }

[stage.letter]
uses = "letter.write"
inputs = { text = "clean.text" }

"#;

fn findings(text: &str) -> Vec<Diagnostic> {
    check_workflow(&Source::new("letters.toml", text), &catalogue(), &dependencies(DEPENDENCIES)).diagnostics
}

fn places(findings: &[Diagnostic]) -> Vec<(Code, usize)> {
    findings.iter().map(|finding| (finding.code, finding.labels[0].start.line)).collect()
}

type Places<'t> = &'t [(Code, usize)];

#[track_caller]
fn expect(text: &str, expected: &[(Code, usize)]) {
    let found = findings(text);
    assert_eq!(places(&found), expected, "{}\n{text}", render(&found, &[&Source::new("letters.toml", text)]));
}

/// Snippets behind the base; lines are counted from the first line of the snippet.
#[track_caller]
fn table(rows: &[(&str, Places<'_>)]) {
    let first = BASE.lines().count();
    for (snippet, expected) in rows {
        let expected: Vec<(Code, usize)> =
            expected.iter().map(|(code, line)| (*code, line + first)).collect();
        expect(&format!("{BASE}{snippet}\n"), &expected);
    }
}

/// The base with one text replaced by another.
#[track_caller]
fn replaced(rows: &[(&str, &str, Places<'_>)]) {
    for (from, to, expected) in rows {
        assert!(BASE.contains(from), "the base has no {from}");
        expect(&BASE.replacen(from, to, 1), expected);
    }
}

#[test]
fn the_base_has_no_finding() {
    expect(BASE, &[]);
}

#[test]
fn keys_and_values() {
    replaced(&[
        ("schema = 1", "schema = 3", &[(E0602, 1)]),
        ("schema = 1", "schema = \"1\"", &[(E0103, 1)]),
        ("schema = 1\n", "\n", &[(E0102, 1)]),
        ("name = \"letters\"", "name = 5", &[(E0103, 2)]),
        ("name = \"letters\"", "name = \"two words\"", &[(E0105, 2)]),
        ("name = \"letters\"", "name = \"letters\", owner = \"me\"", &[(E0101, 2)]),
        ("type = \"text\"", "type = \"txet\"", &[(E0214, 3)]),
        ("type = \"text\"", "type = \"text\", max-bytes = \"11MiB\"", &[(E0104, 3)]),
        ("type = \"text\"", "type = \"text\", max-bytes = \"10MiB\"", &[]),
        ("type = \"text\"", "type = \"text\", max-bytes = \"1MB\"", &[(E0107, 3)]),
        ("type = \"text\"", "type = \"text\", max-bytes = 100", &[(E0103, 3)]),
        ("uses = \"text.clean\"", "uses = \"text.clean", &[(E0100, 7)]),
        ("uses = \"text.clean\"", "uses = \"text.clean\"\nuses = \"text.clean\"", &[(E0100, 8)]),
        ("completion.output = \"letter.letter\"", "", &[(E0102, 1)]),
    ]);
    table(&[
        ("[stages.a]", &[(E0101, 1)]),
        ("[stage.run]\nuses = \"text.clean\"\ninputs = { text = \"inputs.text\" }", &[(E0105, 1)]),
        ("[stage.a]\nuse = \"text.clean\"", &[(E0102, 1), (E0101, 2)]),
        (
            "[defaults]\ntimeout = 30\ncriticality = \"optional\"\nretry = \"often\"",
            &[(E0403, 2), (E0104, 3), (E0405, 4)],
        ),
        ("[run]\nmax-attempts = 7\nbackoff = { factor = 0.5 }", &[(E0104, 2), (E0104, 3)]),
    ]);
}

#[test]
fn stages_and_kinds() {
    replaced(&[
        ("text.clean", "text.claen", &[(E0203, 7)]),
        ("uses = \"text.clean\"", "uses = 1", &[(E0103, 7)]),
        ("\"clean.text\"", "\"clean\"", &[(E0207, 11), (E0213, 12)]),
    ]);
}

#[test]
fn inputs_and_outputs() {
    replaced(&[
        ("\"clean.text\"", "\"claen.text\"", &[(E0202, 12)]),
        ("\"clean.text\"", "\"clean.txt\"", &[(E0202, 12)]),
        ("\"inputs.text\"", "\"inputs.txet\"", &[(E0202, 8)]),
        ("\"letter.letter\"", "\"letter.lettre\"", &[(E0202, 4)]),
        ("\"letter.letter\"", "\"inputs.text\"", &[(E0213, 4)]),
        ("{ text = \"clean.text\" }", "{ txt = \"clean.text\" }", &[(E0207, 11), (E0206, 12)]),
        ("\"clean.text\"", "\"clean.text?\"", &[(E0205, 12)]),
        ("{ text = \"clean.text\" }", "{ text = \"clean.text\", summary = \"clean.text\" }", &[(E0208, 12)]),
        ("\"inputs.text\"", "\"letter.letter\"", &[(E0208, 8), (E0201, 12)]),
    ]);
}

#[test]
fn circles_are_named_in_full() {
    let text = BASE.replace("\"inputs.text\"", "\"b.text\"")
        + "[stage.a]\nuses = \"text.clean\"\ninputs = { text = \"clean.text\" }\n\
           [stage.b]\nuses = \"text.clean\"\ninputs = { text = \"a.text\" }\n";
    let found = findings(&text);
    assert_eq!(places(&found), [(E0201, 16)]);
    assert_eq!(found[0].message, "these stages wait for one another: clean -> a -> b -> clean");
    let lines: Vec<usize> = found[0].labels.iter().map(|label| label.start.line).collect();
    assert_eq!(lines, [16, 19, 8]);
    expect(&BASE.replace("\"inputs.text\"", "\"clean.text\""), &[(E0201, 8)]);
}

const SUMMARY: &str = "[stage.summary]\nuses = \"model.summarise\"\ndependency = \"model\"\n\
                       with = { model = \"small\" }\ninputs = { text = \"clean.text\" }\n";

#[test]
fn what_may_be_missing() {
    let degradable = format!("{SUMMARY}criticality = \"degradable\"\n");
    for (summary, read, expected) in [
        (SUMMARY, "summary.summary", vec![]),
        (&degradable, "summary.summary?", vec![]),
        (&degradable, "summary.summary", vec![(E0204, 12)]),
        (&format!("{degradable}fallback = {{ uses = \"local.summarise\" }}\n"), "summary.summary", vec![]),
    ] {
        let reader = format!("{{ text = \"clean.text\", summary = \"{read}\" }}");
        expect(&(BASE.replace("{ text = \"clean.text\" }", &reader) + summary), &expected);
    }
    replaced(&[("\"letter.letter\"", "\"letter.letter?\"", &[(E0212, 4)])]);
    let output = BASE.replace("letter.letter", "summary.summary");
    expect(&format!("{output}{degradable}"), &[(E0212, 4)]);
    let kind = "fallback = { uses = \"local.summarise\" }\n";
    expect(&format!("{output}{degradable}{kind}"), &[(E0212, 4)]);
}

#[test]
fn fallbacks() {
    let stage = |more: &str| {
        format!("[stage.a]\nuses = \"text.clean\"\ninputs = {{ text = \"clean.text\" }}\n{more}")
    };
    let rows: [(&str, &[(Code, usize)]); 9] = [
        ("criticality = \"degradable\"\nfallback = { text = \"inputs.text\" }", &[(W0215, 1)]),
        ("fallback = { text = \"inputs.text\" }", &[(E0209, 4)]),
        ("fallback = {}", &[(E0209, 4)]),
        ("fallback = { with = {} }", &[(E0209, 4)]),
        ("criticality = \"degradable\"\nfallback = { txt = \"inputs.text\" }", &[(E0202, 5)]),
        ("criticality = \"degradable\"\nfallback = { text = \"letter.letter\" }", &[(E0208, 5)]),
        ("criticality = \"degradable\"\nfallback = { text = \"clean.text?\" }", &[(E0210, 5)]),
        ("criticality = \"degradable\"\nfallback = { text = \"a.text\" }", &[(E0201, 5)]),
        ("fallback = { uses = \"names.hide\" }", &[(E0211, 4)]),
    ];
    for (more, expected) in rows {
        table(&[(&stage(more), expected)]);
    }
    let kind = |uses: &str| format!("{SUMMARY}fallback = {{ uses = \"{uses}\" }}");
    table(&[
        (&kind("local.summarise"), &[]),
        (&kind("model.summarise"), &[(E0108, 6), (E0211, 6)]),
        (&kind("local.sumarise"), &[(E0203, 6)]),
        (&format!("{SUMMARY}fallback = {{ uses = \"local.summarise\", with = {{ a = 1 }} }}"), &[(E0108, 6)]),
    ]);
}

#[test]
fn configuration_of_a_kind() {
    let with = |config: &str| SUMMARY.replace("{ model = \"small\" }", config);
    table(&[
        (&with("{ model = \"small\", style = \"long\", words-max = 20 }"), &[]),
        (&with("{ model = \"small\", style = \"lnog\" }"), &[(E0108, 4)]),
        (&with("{ model = 5 }"), &[(E0108, 4)]),
        (&with("{ modle = \"small\" }"), &[(E0108, 4), (E0108, 4)]),
        (&with("{ model = \"small\", words-max = 0 }"), &[(E0108, 4)]),
        (&with("{ model = \"small\", words-max = 1.5 }"), &[(E0108, 4)]),
        (&SUMMARY.replace("with = { model = \"small\" }\n", ""), &[(E0108, 2)]),
    ]);
    replaced(&[("uses = \"letter.write\"", "uses = \"letter.write\"\nwith = { a = 1 }", &[(E0108, 12)])]);
}

#[test]
fn dependencies_of_stages() {
    table(&[
        (&SUMMARY.replace("dependency = \"model\"\n", ""), &[(E0303, 2)]),
        (&SUMMARY.replace("\"model\"\nwith", "\"modell\"\nwith"), &[(E0307, 3)]),
        (&SUMMARY.replace("\"model\"\nwith", "\"small-model\"\nwith"), &[(E0309, 3)]),
    ]);
    replaced(&[(
        "uses = \"letter.write\"",
        "uses = \"letter.write\"\ndependency = \"model\"",
        &[(E0306, 12)],
    )]);
}

#[test]
fn labels_flow_forward() {
    let labelled =
        |label: &str| BASE.replace("type = \"text\"", &format!("type = \"text\", label = \"{label}\""));
    expect(&format!("{}{SUMMARY}", labelled("public")), &[]);
    expect(&format!("{}{SUMMARY}", labelled("internal")), &[]);
    expect(&format!("{}{SUMMARY}", labelled("private")), &[(E0301, 18)]);
    expect(&labelled("secret"), &[(E0302, 3)]);
    // A kind states a label of its own: there is a check although no input has one.
    let tags = "[stage.tags]\nuses = \"archive.tag\"\ninputs = { text = \"clean.text\" }\n";
    expect(&format!("{BASE}{tags}"), &[(W0310, 3), (W0215, 14)]);
    let found = findings(&format!("{}{SUMMARY}", labelled("private")));
    assert_eq!(found[0].notes, ["path: inputs.text (private) -> clean.text (private) -> summary"]);
    assert_eq!(&*found[0].labels[1].file, "dependencies.toml");
}

#[test]
fn a_label_is_lowered_only_by_a_kind_that_may() {
    let hidden = BASE.replace("type = \"text\"", "type = \"text\", label = \"private\"")
        + "[stage.names]\nuses = \"names.find\"\ninputs = { text = \"clean.text\" }\n\
           [stage.hide]\nuses = \"names.hide\"\ninputs = { text = \"clean.text\", names = \"names.names\" }\n";
    let text = hidden + &SUMMARY.replace("clean.text", "hide.text");
    let source = Source::new("letters.toml", &text);
    let workflow = check_workflow(&source, &catalogue(), &dependencies(DEPENDENCIES)).workflow.unwrap();
    for (stage, port, label) in [
        ("clean", "text", "private"),
        ("names", "names", "private"),
        ("hide", "text", "internal"),
        ("summary", "summary", "internal"),
    ] {
        let found = workflow.output_label(&stage.into(), &port.into());
        assert_eq!(found.map(|label| label.as_str()), Some(label), "{stage}.{port}");
    }
    let plain = check_workflow(&Source::new("letters.toml", BASE), &catalogue(), &dependencies(DEPENDENCIES));
    assert!(plain.workflow.unwrap().labels.is_empty(), "without labels there is no label");
}

#[test]
fn retries() {
    table(&[
        ("[retry.a]\nmax-attempts = 7", &[(E0104, 2)]),
        ("[retry.a]\non = [\"denied\"]", &[(E0406, 2)]),
        ("[retry.a]\non = [\"timout\"]", &[(E0406, 2)]),
        ("[retry.a]\ninitial-delay = \"5s\"\nmax-delay = \"1s\"", &[(E0404, 3)]),
        ("[retry.a]\ninitial-delay = \"5s\"", &[]),
        ("[retry.a]\njitter = 1.5\nfactor = 11", &[(E0104, 2), (E0104, 3)]),
        ("[retry.none]\nmax-attempts = 2", &[(E0105, 1)]),
    ]);
    let mail = "[stage.send]\nuses = \"mail.send\"\ndependency = \"mail\"\ninputs = { letter = \"letter.letter\" }\n";
    table(&[
        (mail, &[]),
        (&format!("{mail}retry = \"none\""), &[]),
        (&format!("{mail}retry = \"standard\""), &[(E0402, 5)]),
        (&format!("{mail}[defaults]\nretry = \"standard\""), &[]),
    ]);
}

#[test]
fn deadlines() {
    // Two critical stages of 4 x 60 s, and 8.75 s of delays each: 497.5 s.
    let deadline = |text: &str| BASE.replace("\"letters\"", &format!("\"letters\", deadline = \"{text}\""));
    expect(&deadline("497s"), &[(E0401, 2)]);
    expect(&deadline("498s"), &[]);
    expect(&deadline("498"), &[(E0403, 2)]);
    // A fallback kind has as many tries again: 248.75 s more.
    let stands_in = "uses = \"text.clean\"\nfallback = { uses = \"text.clean\" }";
    expect(&deadline("746s").replace("uses = \"text.clean\"", stands_in), &[(E0401, 2)]);
    expect(&deadline("747s").replace("uses = \"text.clean\"", stands_in), &[]);
    expect(&deadline("PT8M"), &[(E0403, 2)]);
    expect(&deadline("25h"), &[(E0404, 2)]);
    replaced(&[("\"letters\"", "\"letters\", give-up-after = \"14m\"", &[(W0407, 2)])]);
    for (line, expected) in
        [("timeout = \"999ms\"", E0404), ("timeout = \"3601s\"", E0404), ("timeout = \"1.5s\"", E0403)]
    {
        replaced(&[(
            "uses = \"letter.write\"",
            &format!("uses = \"letter.write\"\n{line}"),
            &[(expected, 12)],
        )]);
    }
    for line in ["timeout = \"1s\"", "timeout = \"3600s\""] {
        replaced(&[("uses = \"letter.write\"", &format!("uses = \"letter.write\"\n{line}"), &[])]);
    }
}

#[test]
fn secrets_are_found_and_never_printed() {
    for line in [
        "api-key = \"hunter2\"",
        "note = \"sk-abcdef0123456789\"",
        "url = \"https://me:hunter2@example.org\"",
    ] {
        let text =
            BASE.replace("uses = \"letter.write\"", &format!("uses = \"letter.write\"\nwith = {{ {line} }}"));
        let found = findings(&text);
        assert!(found.iter().any(|finding| finding.code == E0304), "{line}: {found:?}");
        let printed = render(&found, &[&Source::new("letters.toml", &text)]);
        assert!(!printed.contains("hunter2") && !printed.contains("sk-abc"), "{printed}");
    }
    let env =
        BASE.replace("uses = \"letter.write\"", "uses = \"letter.write\"\nwith = { api-key = \"env:KEY\" }");
    assert!(findings(&env).iter().all(|finding| finding.code != E0304));
}

#[test]
fn dependency_files() {
    let labels = "labels = [\"low\", \"high\"]\n";
    let rows: [(&str, &[(Code, usize)]); 12] = [
        ("[dependency.a]\n[dependency.b]\nextends = \"a\"", &[]),
        ("[dependency.a]\nextends = \"b\"\n[dependency.b]\nextends = \"a\"", &[(E0308, 3), (E0308, 5)]),
        ("[dependency.a]\nextends = \"c\"", &[(E0308, 3)]),
        ("[dependency.a]\nclearance = \"hihg\"", &[(E0302, 3)]),
        ("[dependency.a]\nclearance = \"high\"", &[(E0305, 3)]),
        ("[dependency.a]\nclearance = \"low\"", &[]),
        ("[dependency.a]\nlimits = [{ requests = 5 }]", &[(E0102, 3)]),
        ("[dependency.a]\nlimits = [{ per = \"1s\" }]", &[(E0102, 3)]),
        ("[dependency.a]\nlimits = [{ requests = 0, per = \"1s\" }]", &[(E0104, 3)]),
        ("[dependency.a]\nlimits = [{ requests = 1, chars = 1, per = \"1s\" }]", &[(E0104, 3)]),
        (
            "[dependency.a]\nbreaker = { window = \"60s\", min-calls = 2, failure-rate = 2.0, open-for = \"30s\" }",
            &[(E0104, 3)],
        ),
        ("[dependency.a]\nrate = 5", &[(E0101, 3)]),
    ];
    for (text, expected) in rows {
        let source = Source::new("dependencies.toml", &format!("{labels}{text}\n"));
        let (dependencies, found) = check_dependencies(&source);
        assert_eq!(places(&found), expected, "{}", render(&found, &[&source]));
        assert_eq!(dependencies.is_some(), expected.is_empty());
    }
    let source = Source::new("dependencies.toml", &format!("{labels}[dependency.a]\nclearance = \"high\"\n"));
    let (dependencies, found) = check_dependencies_with_loopback(&source, &["a".into()]);
    assert!(dependencies.is_some() && found.is_empty(), "a service on this machine needs no agreement");
}

#[test]
fn a_dependency_takes_over_what_it_does_not_say() {
    let all = dependencies(DEPENDENCIES);
    let (model, small) = (all.get("model").unwrap(), all.get("small-model").unwrap());
    assert_eq!((&small.clearance, &small.agreement), (&model.clearance, &model.agreement));
    assert_eq!(small.limits.iter().map(|limit| limit.amount).collect::<Vec<_>>(), [5_000]);
    assert_eq!(small.extends, Some("model".into()));
}
