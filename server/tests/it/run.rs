//! Any workflow, once.

use super::support::{NOTE, Place};

#[test]
fn a_workflow_prints_what_it_gives() {
    let place = Place::new();
    let flow = place.run(&["workflow", "new", "mine"]).expect(0).out;
    place.file("mine.toml", flow).file("a.txt", NOTE);
    let ran = place.run(&["run", "mine.toml", "--input", "note=@a.txt", "--input", "encounter={}"]).expect(0);
    let lines = ran.lines();
    assert_eq!(lines.len(), 1);
    assert!(lines[0].is_array(), "segments of text: {}", lines[0]);
    assert!(!ran.out.contains("Zebradeen"), "names are removed: {}", ran.out);

    let keep = ["--data", "runs", "--keys", "keys"];
    let inputs = ["run", "mine.toml", "--input", "note=Gout.", "--input", "encounter={}"];
    let first = place.run(&[inputs.as_slice(), &keep].concat()).expect(0).out;
    assert_eq!(place.run(&[inputs.as_slice(), &keep].concat()).expect(0).out, first);
}

#[test]
fn an_input_that_does_not_fit_is_bad_usage() {
    let place = Place::new();
    place.file("a.txt", b"Fi\xe8vre");
    let name = "clinical-report-offline";
    for (inputs, says) in [
        (vec![], "input `note` is not given"),
        (vec!["note=Gout."], "input `encounter` is not given"),
        (vec!["colour=1"], "the workflow has no input `colour`"),
        (vec!["note"], "an --input has no `=`"),
        (vec!["note=a", "note=b"], "input `note` is given twice"),
        (vec!["note=@none.txt"], "there is no such file"),
        (vec!["note=@a.txt"], "not UTF-8 at byte 2"),
        (vec!["encounter={Zanzibar"], "input `encounter` of type `encounter` is not JSON: line 1, column 2"),
    ] {
        let mut args = vec!["run", name];
        inputs.iter().for_each(|input| args.extend(["--input", input]));
        let ran = place.run(&args).expect(2).says(&["error: ", says, "hint: "]);
        assert!(ran.out.is_empty() && !ran.err.contains("Zanzibar"), "{}", ran.err);
    }
}
