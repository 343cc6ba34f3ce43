//! Tables of the offline ICD-10-CM coder, built from the official release and from open vocabularies.
//!
//! Sources are read from a folder with `icd10cm/` (the release and the Alphabetic Index) and `lexicons/` (Disease
//! Ontology and so on); `docs/data-sources.md` names each file, its origin and its licence. The same sources always give
//! the same bytes.

mod codes;
mod error;
mod files;
mod index;
mod lexicon;
mod neoplasm;
#[expect(dead_code, reason = "shared with the stages, which use all of it")]
#[path = "../../../../stages/src/icd10/normal.rs"]
mod normal;
mod notes;
mod vocabularies;
mod xml;

pub use error::BuildError;

use std::path::Path;

const PUBLIC_DOMAIN: &str = "public domain (work of the US government)";
const RELEASE: &str = "ICD-10-CM FY2026, April 2026";

/// Builds `codes.tsv.gz`, `notes.tsv.gz` and `lexicon.tsv.gz` in `out_dir` from the files under `source_dir`.
///
/// # Errors
/// A source is missing or has another shape than expected, or a table cannot be written.
pub fn build(source_dir: &Path, out_dir: &Path) -> Result<(), BuildError> {
    let release = source_dir.join("icd10cm");
    let lexicons = source_dir.join("lexicons");

    let order =
        files::zipped_text(&release.join("icd10cm-Code Descriptions-2026.zip"), "icd10cm-order-2026.txt")?;
    let order = codes::Order::read(&order);
    files::write(
        &out_dir.join("codes.tsv.gz"),
        &format!("{RELEASE}: order file icd10cm-order-2026.txt"),
        PUBLIC_DOMAIN,
        &order.table(),
    )?;

    let tabular_path = release.join("icd10c-tabular-April-1-2026.xml.gz");
    let tabular = parse(&tabular_path)?;
    files::write(
        &out_dir.join("notes.tsv.gz"),
        &format!("{RELEASE}: tabular list"),
        PUBLIC_DOMAIN,
        &notes::table(&tabular),
    )?;

    let mut lexicon = lexicon::Lexicon::new(&order);
    lexicon.add_all(index::terms(&parse(&release.join("icd10cm-index-2026-rebuilt.xml.gz"))?));
    lexicon.add_all(neoplasm::terms(&parse(&release.join("icd-10-cm-neoplasm-2025.xml"))?));
    lexicon.add_all(codes::title_terms(&order));
    lexicon.add_all(notes::inclusion_terms(&tabular));
    vocabularies::add(&mut lexicon, &lexicons)?;
    files::write(
        &out_dir.join("lexicon.tsv.gz"),
        "ICD-10-CM FY2026 titles, inclusion terms and Alphabetic Index (rebuilt from the FY2025 table and the FY2026 addenda, not an official file), \
         FY2025 Table of Neoplasms; Human Disease Ontology; Symptom Ontology; MONDO; MedQuAD (MedlinePlus, Genetics Home Reference)",
        "public domain; CC0; contains MONDO mappings, CC BY 4.0; MedQuAD, Ben Abacha and Demner-Fushman 2019, CC BY 4.0",
        &lexicon.table(),
    )
}

fn parse(path: &Path) -> Result<xml::Element, BuildError> {
    xml::Element::parse(&files::text(path)?).map_err(|problem| BuildError::shape(path, problem))
}
