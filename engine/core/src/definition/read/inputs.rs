//! `[inputs]`: what is given to a run.

use crate::catalogue::Catalogue;
use crate::definition::draft::DraftInput;
use crate::definition::fields::{Fields, check_name, text_of};
use crate::definition::findings::{Findings, meant};
use crate::definition::tree::Located;
use crate::diagnostic::Code;

/// Longest input when the file does not say.
const MAX_BYTES_DEFAULT: u64 = 1 << 20;
/// Longest input a file may ask for.
const MAX_BYTES_HARD: u64 = 10 << 20;

pub(super) fn read_inputs(
    root: &Fields<'_>,
    catalogue: &Catalogue,
    findings: &mut Findings<'_>,
) -> Vec<DraftInput> {
    if root.required("inputs", findings).is_none() {
        return Vec::new();
    }
    let Some(table) = root.fields("inputs", "`[inputs]`", findings) else { return Vec::new() };
    if table.table.entries.is_empty() {
        findings.report(Code::E0102, &table.span, "`[inputs]` names no input");
    }
    let mut inputs = Vec::new();
    for entry in &table.table.entries {
        let name = entry.key.clone();
        check_name(&name, "an input", findings);
        let place = format!("`[inputs]` {}", name.value);
        let mut input = DraftInput { name, ty: None, label: None, max_bytes: MAX_BYTES_DEFAULT };
        if let Some(fields) = Fields::of(&entry.node, &place, &entry.key.span, findings) {
            fields.known(&["type", "label", "max-bytes"], findings);
            if let Some(ty) =
                fields.required("type", findings).and_then(|ty| text_of(&ty.node, "type", findings))
            {
                input.ty = catalogue.port_type(&ty.value).cloned();
                if input.ty.is_none() {
                    let finding =
                        findings.report(Code::E0214, &ty.span, format!("unknown type `{}`", ty.value));
                    if let Some(help) = meant(&ty.value, catalogue.type_names()) {
                        finding.help(help);
                    }
                }
            }
            input.label = fields.string("label", findings);
            if let Some(size) =
                fields.table.get("max-bytes").and_then(|size| text_of(&size.node, "max-bytes", findings))
            {
                input.max_bytes = read_size(&size, findings).unwrap_or(MAX_BYTES_DEFAULT);
            }
        }
        inputs.push(input);
    }
    inputs
}

/// A whole number and `B`, `KiB` or `MiB`.
fn read_size(text: &Located<String>, findings: &mut Findings<'_>) -> Option<u64> {
    let digits = text.value.len() - text.value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, unit) = text.value.split_at(digits);
    let unit = match unit.trim() {
        "B" => Some(1),
        "KiB" => Some(1 << 10),
        "MiB" => Some(1_u64 << 20),
        _ => None,
    };
    let (Ok(number), Some(unit)) = (number.parse::<u64>(), unit) else {
        let finding = findings.report(Code::E0107, &text.span, format!("`{}` is not a size", text.value));
        finding.help("write a whole number and `B`, `KiB` or `MiB`, as in \"256KiB\"");
        return None;
    };
    match number.checked_mul(unit) {
        Some(bytes) if (1..=MAX_BYTES_HARD).contains(&bytes) => Some(bytes),
        _ => {
            findings.report(Code::E0104, &text.span, "`max-bytes` must be between 1B and 10MiB");
            None
        }
    }
}
