//! Nothing a patient would mind stands in logs, error bodies or files of the server.

use reqwest::Method;
use serde_json::{Value, json};

use super::place;
use crate::support::{Server, sample};

/// Words that stand in the note, the names and the reference, and nowhere else.
const WORDS: [&str; 5] = ["Quillonia", "Vraxbridge", "zelphantine", "MRN-77-kestrel", "reference-ospreytail"];

#[tokio::test(flavor = "multi_thread")]
async fn logs_errors_and_files_hold_no_word_of_a_note() {
    let place = place();
    let server = Server::start(&place, &[("REVRX_LOG", "trace")]);
    let client = server.client();
    let note = format!(
        "{}\nQuillonia Vraxbridge takes zelphantine. MRN-77-kestrel.\n",
        sample("paediatrics-otitis.txt")
    );
    let encounter = json!({ "patient-names": ["Quillonia Vraxbridge"], "mrns": ["MRN-77-kestrel"] });
    let whole = json!({ "note": note, "reference": "reference-ospreytail", "encounter": encounter });
    let made = client.post("/encounters", &whole).await;
    assert_eq!(made.status(), 201);
    let made: Value = made.json().await.unwrap();
    let encounter = revrx_api::EncounterId::from(made["id"].as_str().unwrap());
    let report = client.start(&encounter).await;
    client.ended(&report).await;
    let answer = client.get(&format!("/reports/{report}")).await.text().await.unwrap();
    assert!(answer.contains("Quillonia"), "the report shows the note to whoever may read it");
    let mut bodies = String::new();
    for body in [
        json!({ "note": note, "reference": "reference-ospreytail".repeat(30) }),
        json!({ "note": note, "encounter": { "patient-names": "Quillonia Vraxbridge" } }),
        json!({ "note": format!("{note}\0"), "encounter": {} }),
        json!({ "note": note, "Quillonia": 1 }),
    ] {
        let answer = client.post("/encounters", &body).await;
        assert_eq!(answer.status(), 422, "{bodies}");
        bodies.push_str(&answer.text().await.unwrap());
    }
    let path = format!("/encounters?cursor={}", WORDS[0]);
    bodies.push_str(&client.request(Method::GET, &path).send().await.unwrap().text().await.unwrap());
    let (_, _, log) = server.stop();
    assert!(log.contains(report.as_str()) && log.contains("attempt started"), "all of it is logged");
    let (status, words) = (client_words(&bodies), client_words(&log));
    assert_eq!((status, words), (Vec::new(), Vec::new()));
    for file in files(place.root()) {
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(client_words(&text), Vec::<&str>::new(), "{}", file.display());
    }
}

fn client_words(text: &str) -> Vec<&'static str> {
    WORDS.into_iter().filter(|word| text.contains(word)).collect()
}

fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}
