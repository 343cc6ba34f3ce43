//! Workflow files.

use serde_json::Value;

use super::support::{Place, shipped};

#[test]
fn a_broken_file_is_refused_with_code_place_and_way_out() {
    let place = Place::new();
    let good = shipped("clinical-report-offline.toml");
    for (from, to, code, column) in [
        ("uses = \"phi.detect\"", "uses = \"phi.detct\"", "E0203", 8),
        ("[inputs]\n", "[colour]\n", "E0101", 2),
        ("timeout = \"10s\"", "timeout = \"10\"", "E0403", 11),
        ("[inputs]\n", "[inputs\n", "E0100", 8),
    ] {
        place.file("flow.toml", good.replacen(from, to, 1));
        let line = good[..good.find(from).unwrap()].matches('\n').count() + 1;
        let position = format!("flow.toml:{line}:{column}");
        let ran = place.run(&["workflow", "check", "flow.toml"]).expect(2);
        assert!(
            ran.out.contains(&format!("error[{code}]")) && ran.out.contains(&position),
            "{code}: {}",
            ran.out
        );
        let ran = place.run(&["workflow", "check", "--format", "json", "flow.toml"]).expect(2);
        let line = &ran.lines()[0];
        assert_eq!((&line["file"], &line["valid"]), (&"flow.toml".into(), &false.into()));
        assert!(line["diagnostics"].as_array().unwrap().iter().any(|found| found["code"] == code), "{line}");
    }
}

#[test]
fn the_dependencies_of_the_folder_are_read_and_checked() {
    let place = Place::new();
    place.file("flow.toml", shipped("clinical-report.toml"));
    place.run(&["workflow", "check", "flow.toml"]).expect(0);
    let dependencies =
        shipped("dependencies.toml").replace("clearance = \"deidentified\"", "clearance = \"public\"");
    place.file("dependencies.toml", dependencies);
    let ran = place.run(&["workflow", "check", "flow.toml", "dependencies.toml"]).expect(2);
    assert!(ran.out.contains("error[E0301]") && ran.out.contains("dependencies.toml:"), "{}", ran.out);
    assert!(ran.out.contains("dependencies.toml: ok"), "{}", ran.out);
    place.file("dependencies.toml", "labels = 1\n");
    let ran = place.run(&["workflow", "check", "flow.toml"]).expect(2);
    assert!(ran.out.contains("dependencies.toml:1:10"), "{}", ran.out);
}

#[test]
fn a_warning_is_an_error_where_that_is_asked_for() {
    let place = Place::new();
    let unused = shipped("clinical-report-offline.toml").replacen(
        "[inputs]\n",
        "[inputs]\nother = { type = \"json\", label = \"phi\" }\n",
        1,
    );
    place.file("flow.toml", unused);
    let ran = place.run(&["workflow", "check", "flow.toml"]).expect(0);
    assert!(ran.out.contains("warning[W0216]"), "{}", ran.out);
    place.run(&["workflow", "check", "--deny-warnings", "flow.toml"]).expect(2);
}

#[test]
fn the_shipped_files_pass() {
    let place = Place::new();
    for name in ["clinical-report-offline", "clinical-report"] {
        place.run(&["workflow", "check", "--deny-warnings", name]).expect(0);
    }
}

#[test]
fn a_new_file_passes_its_own_check() {
    let place = Place::new();
    let flow = place.run(&["workflow", "new", "my-flow"]).expect(0).out;
    assert!(flow.contains("name = \"my-flow\"") && !flow.contains("NAME\""), "{flow}");
    place.file("my-flow.toml", flow);
    let ran = place.run(&["workflow", "check", "--deny-warnings", "my-flow.toml"]).expect(0);
    assert_eq!(ran.out, "my-flow.toml: ok\n");
    for name in ["7", "a b", "a\"b", ""] {
        place.run(&["workflow", "new", name]).expect(2).says(&["a name begins with a letter"]);
    }
}

#[test]
fn the_list_says_what_is_missing() {
    let place = Place::new();
    place.file("revrx.toml", "server.workflows = [\"broken.toml\"]\n").file("broken.toml", "schema = 1\n");
    let out = place.run(&["workflow", "list"]).expect(0).out;
    let line = |name: &str| {
        out.lines().find(|line| line[2..].starts_with(name)).unwrap_or_else(|| panic!("{name}: {out}"))
    };
    assert!(
        line("clinical-report-offline ").starts_with('*')
            && line("clinical-report-offline ").ends_with("  runnable"),
        "{out}"
    );
    assert!(
        line("clinical-report ").contains("not runnable: kind `comprehend.detect-phi` is not in this build"),
        "{out}"
    );
    assert!(line("broken.toml ").contains("not runnable: "), "{out}");
}

#[test]
fn the_schema_knows_the_kinds() {
    let ran = Place::new().run(&["workflow", "schema"]).expect(0);
    let schema: Value = serde_json::from_str(&ran.out).unwrap();
    let kinds = &schema["properties"]["stage"]["additionalProperties"]["properties"]["uses"]["enum"];
    assert!(kinds.as_array().unwrap().iter().any(|kind| kind == "phi.detect"), "{kinds}");
}
