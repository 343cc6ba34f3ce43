//! Kinds on their own.

use serde_json::{Value, json};

use super::support::{NOTE, Place};

#[test]
fn a_line_of_inputs_gives_a_line_of_outputs() {
    let place = Place::new();
    let text = "Seen by Dr. Quillon Zebradeen on 03/04/2025.";
    let lines = [
        json!({ "text": text }).to_string(),
        "{\"text\": Zanzibar}".to_owned(),
        json!({ "colour": 1, "text": "" }).to_string(),
        json!({ "encounter": {} }).to_string(),
        json!({ "text": text, "encounter": { "clinicians": ["Quillon Zebradeen"] } }).to_string(),
        json!({ "text": text, "encounter": null }).to_string(),
        json!({ "text": 7 }).to_string(),
    ];
    let ran =
        place.run_with(&["stage", "run", "phi.detect", "--jsonl"], lines.join("\n").as_bytes()).expect(1);
    let printed = ran.lines();
    assert_eq!(printed.len(), lines.len());
    for index in [0, 4, 5] {
        let entities = printed[index]["entities"].as_array().unwrap_or_else(|| panic!("{}", printed[index]));
        let named = |ty: &str| entities.iter().any(|entity| entity["type"] == ty);
        assert!(named("NAME") && named("DATE"), "{}", printed[index]);
        for entity in entities {
            let keys: Vec<&String> = entity.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["begin", "end", "score", "type"]);
            assert!(entity["begin"].as_u64() < entity["end"].as_u64());
        }
    }
    for (index, message) in [(1, "column 10"), (2, "has no inputs but"), (3, "input `text` is not given")] {
        let error = &printed[index]["error"];
        assert_eq!(error["code"], "invalid-input");
        assert!(error["message"].as_str().unwrap().contains(message), "{error}");
    }
    assert_eq!(printed[6]["error"]["code"], "invalid-input");
    assert!(!ran.out.contains("Zanzibar") && !ran.out.contains("Zebradeen"));
}

#[test]
fn kinds_fit_together_line_by_line() {
    let place = Place::new();
    let entities: Value = {
        let line = json!({ "text": NOTE }).to_string();
        place
            .run_with(&["stage", "run", "phi.detect", "--jsonl"], line.as_bytes())
            .expect(0)
            .lines()
            .remove(0)
    };
    let line = json!({ "text": NOTE, "entities": entities["entities"] }).to_string();
    let ran = place.run_with(&["stage", "run", "phi.deidentify"], line.as_bytes()).expect(0);
    assert!(!ran.out.contains("Zebradeen") && ran.out.contains("[NAME_1]"), "{}", ran.out);
}

#[test]
fn what_cannot_be_run_is_bad_usage() {
    let place = Place::new();
    for (args, says) in [
        (vec!["stage", "run", "phi.detct"], "did you mean `phi.detect`?"),
        (vec!["stage", "run", "phi.detect", "--with", "{"], "--with is not JSON"),
        (vec!["stage", "run", "comprehend.detect-phi"], "not in this build"),
    ] {
        place.run(&args).expect(2).says(&[says]);
    }
    let ran =
        place.run_with(&["stage", "run", "snomed.infer", "--jsonl"], b"{\"text\":\"Gout.\"}\n").expect(1);
    assert_eq!(ran.lines()[0]["error"]["code"], "not-configured", "{}", ran.out);
}

#[test]
fn the_list_names_every_kind_in_every_format() {
    let place = Place::new();
    for format in ["text", "markdown", "json"] {
        let ran = place.run(&["stage", "list", "--format", format]).expect(0);
        for kind in ["phi.detect", "phi.deidentify", "icd10.infer", "report.assemble", "llm.identify-codes"] {
            assert!(ran.out.contains(kind), "{format}: {kind}");
        }
    }
}
