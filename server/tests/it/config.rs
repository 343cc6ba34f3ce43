//! The effective configuration.

use super::support::Place;

#[test]
fn each_key_is_printed_with_where_it_comes_from() {
    let place = Place::new().variable("REVRX_WORKER_MAX_RUNS", "7");
    place.file("revrx.toml", "[shutdown]\ngrace = \"3s\"\n");
    let out = place.run(&["config"]).expect(0).out;
    for line in [
        "worker.max-runs = 7   # REVRX_WORKER_MAX_RUNS",
        "shutdown.grace = \"3s\"   # revrx.toml",
        "server.workflow = \"clinical-report-offline\"   # default",
        "# data = \"\"   # not set",
    ] {
        assert!(out.lines().any(|printed| printed == line), "{line}: {out}");
    }
    assert!(out.contains("snomed.release"));
}

#[test]
fn what_is_wrong_ends_with_two() {
    let place = Place::new();
    place.file("bad.toml", "[server]\nworkfow = \"x\"\n");
    let ran = place.run(&["--config", "bad.toml", "config"]);
    ran.expect(2).says(&["bad.toml: unknown key `server.workfow`", "did you mean `server.workflow`?"]);
    place.run(&["--config", "none.toml", "config"]).expect(2).says(&["none.toml cannot be read"]);
    let place = place.variable("REVRX_SHUTDOWN_GRACE", "soon");
    place.run(&["config"]).expect(2).says(&["REVRX_SHUTDOWN_GRACE: `shutdown.grace` must be a duration"]);
}
