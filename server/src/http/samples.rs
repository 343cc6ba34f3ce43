//! The sample notes, all of invented patients.

use std::sync::LazyLock;

use revrx_api::{NewEncounter, Sample, SamplePage};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::extract::Json;
use super::state::App;

macro_rules! sample {
    ($name:literal, $title:literal) => {
        (
            $name,
            $title,
            include_str!(concat!("../../../workflows/samples/", $name, ".txt")),
            include_str!(concat!("../../../workflows/samples/", $name, ".encounter.json")),
        )
    };
}
/// Name, title, note and encounter file.
const SAMPLES: [(&str, &str, &str, &str); 7] = [
    sample!("cardiology-heart-failure", "Cardiology clinic: heart failure"),
    sample!("discharge-long-stay", "Discharge summary of a long stay"),
    sample!("emergency-wrist-fracture", "Emergency department: wrist fracture"),
    sample!("endocrine-diabetes", "Endocrinology follow-up: diabetes"),
    sample!("orthopaedics-knee", "Orthopaedic office visit: knee pain"),
    sample!("paediatrics-otitis", "Paediatric sick visit: ear infection"),
    sample!("psychiatry-depression", "Psychiatry follow-up: depression"),
];

static PAGE: LazyLock<SamplePage> = LazyLock::new(page);

/// The routes.
pub(crate) fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(samples))
}

/// Lists the sample notes; nothing is made.
#[utoipa::path(
    get,
    path = "/samples",
    tag = "encounters",
    responses((status = 200, description = "notes that can be sent as they are", body = SamplePage))
)]
async fn samples() -> Json<&'static SamplePage> {
    Json(&*PAGE)
}

fn page() -> SamplePage {
    let items = SAMPLES.iter().map(|(name, title, note, visit)| Sample {
        name: (*name).to_owned(),
        title: (*title).to_owned(),
        encounter: NewEncounter {
            note: (*note).to_owned(),
            reference: None,
            visit: serde_json::from_str(visit).expect("the shipped encounter files are checked by a test"),
        },
    });
    SamplePage { items: items.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::decode;

    #[test]
    fn every_sample_note_is_shipped_and_can_be_sent_as_it_is() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../workflows/samples");
        let mut notes: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().to_str()?.strip_suffix(".txt").map(str::to_owned))
            .collect();
        notes.sort();
        let page = page();
        let names: Vec<&str> = page.items.iter().map(|sample| sample.name.as_str()).collect();
        assert_eq!(names, notes);
        for sample in &page.items {
            assert_eq!(
                decode(sample.encounter.note.as_bytes()).unwrap(),
                sample.encounter.note,
                "{}",
                sample.name
            );
            assert!(!sample.encounter.visit.patient_names.is_empty(), "{}", sample.name);
            assert!(!sample.title.is_empty() && !sample.title.ends_with('.'));
        }
    }
}
