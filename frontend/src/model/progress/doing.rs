//! What a part does, in a clinician's words.

use revrx_engine_core::view::{OutlineStage, StageStatus, StageView};

use super::wording::{capital, listed};

/// Verb and object for the parts of the shipped workflows; a part of another name is worked on by its title.
fn verb(stage: &OutlineStage) -> (&'static str, &str) {
    match stage.name.as_str() {
        "detect_phi" => ("finding", "details that identify the patient"),
        "deidentify" => ("replacing", "details that identify the patient"),
        "clinical_filter" => ("leaving out", "text that is not clinical"),
        "infer_icd10" => ("finding", "ICD-10-CM codes"),
        "infer_snomed" => ("finding", "SNOMED CT codes"),
        "ai_coding" => ("checking", "the codes"),
        "ai_quality" => ("checking", "the documentation"),
        "report" => ("writing", "the report"),
        _ => ("working on", &stage.title),
    }
}

/// `Finding ICD-10-CM codes and SNOMED CT codes`; nothing when no part runs.
pub(super) fn doing(outline: &[OutlineStage], stages: &[StageView]) -> Option<String> {
    let running = outline.iter().zip(stages).filter(|(_, stage)| stage.status == StageStatus::Running);
    let mut groups: Vec<(&str, Vec<&str>)> = Vec::new();
    for (verb, object) in running.map(|(stage, _)| verb(stage)) {
        match groups.iter_mut().find(|(other, _)| *other == verb) {
            Some((_, objects)) => objects.push(object),
            None => groups.push((verb, vec![object])),
        }
    }
    let groups: Vec<String> =
        groups.iter().map(|(verb, objects)| format!("{verb} {}", listed(objects))).collect();
    (!groups.is_empty()).then(|| capital(&listed(&groups)))
}

#[cfg(test)]
mod tests {
    use super::super::sample::outline;
    use super::*;

    #[test]
    fn what_runs_side_by_side_is_said_in_one_breath() {
        let mut outline = outline().stages;
        outline.push(OutlineStage { name: "letter".into(), title: "Letter".to_owned(), phase: 3 });
        for (running, words) in [
            (&[][..], None),
            (&["detect_phi"], Some("Finding details that identify the patient")),
            (&["infer_icd10", "infer_snomed"], Some("Finding ICD-10-CM codes and SNOMED CT codes")),
            (&["ai_coding", "ai_quality"], Some("Checking the codes and the documentation")),
            (&["ai_quality", "report"], Some("Checking the documentation and writing the report")),
            (&["letter"], Some("Working on Letter")),
        ] {
            let status = |stage: &OutlineStage| match running.contains(&stage.name.as_str()) {
                true => StageStatus::Running,
                false => StageStatus::Done,
            };
            let stages: Vec<StageView> = (outline.iter())
                .map(|stage| StageView { status: status(stage), ..StageView::default() })
                .collect();
            assert_eq!(doing(&outline, &stages).as_deref(), words);
        }
    }
}
