//! `defaults` and `[stage.NAME]`: stages, their kinds and where their inputs come from.

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::catalogue::{Catalogue, Effect, KindContract};
use crate::definition::draft::{DraftFallback, DraftStage, DraftWire, Reference};
use crate::definition::fields::{Fields, check_name, text_of};
use crate::definition::findings::{Findings, meant};
use crate::definition::tree::{Located, Node};
use crate::diagnostic::Code;
use crate::workflow::{Criticality, RetryPolicy};

/// Bounds of `timeout`.
const TIMEOUT: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_hours(1);
const TIMEOUT_DEFAULT: Duration = Duration::from_secs(60);
const STAGE_KEYS: [&str; 9] =
    ["title", "uses", "dependency", "criticality", "timeout", "retry", "inputs", "fallback", "with"];

type Policies = [(Located<String>, RetryPolicy)];

/// What holds for stages that do not say otherwise.
struct Defaults {
    criticality: Criticality,
    timeout: Duration,
    retry: RetryPolicy,
}

pub(super) fn read_stages<'c>(
    root: &Fields<'_>,
    policies: &Policies,
    catalogue: &'c Catalogue,
    findings: &mut Findings<'_>,
) -> Vec<DraftStage<'c>> {
    let defaults = read_defaults(root, policies, findings);
    if root.required("stage", findings).is_none() {
        return Vec::new();
    }
    let Some(table) = root.fields("stage", "`[stage]`", findings) else { return Vec::new() };
    if table.table.entries.is_empty() {
        findings.report(Code::E0102, &table.span, "the file has no stage");
    }
    let mut stages = Vec::new();
    for entry in &table.table.entries {
        check_stage_name(&entry.key, findings);
        let place = format!("`[stage.{}]`", entry.key.value);
        if let Some(fields) = Fields::of(&entry.node, &place, &entry.key.span, findings) {
            stages.push(read_stage(&entry.key, &fields, &defaults, policies, catalogue, findings));
        }
    }
    stages
}

fn check_stage_name(name: &Located<String>, findings: &mut Findings<'_>) {
    if ["inputs", "run"].contains(&name.value.as_str()) {
        let message = format!("a stage cannot be called `{}`: the word means something else", name.value);
        findings.report(Code::E0105, &name.span, message).help("give the stage another name");
    } else {
        check_name(name, "a stage", findings);
    }
}

fn read_defaults(root: &Fields<'_>, policies: &Policies, findings: &mut Findings<'_>) -> Defaults {
    let standard = find_policy(policies, "standard").cloned().unwrap_or_else(RetryPolicy::standard);
    let mut defaults =
        Defaults { criticality: Criticality::Critical, timeout: TIMEOUT_DEFAULT, retry: standard };
    let Some(fields) = root.fields("defaults", "`defaults`", findings) else { return defaults };
    fields.known(&["criticality", "timeout", "retry"], findings);
    if let Some(criticality) = read_criticality(&fields, findings) {
        defaults.criticality = criticality;
    }
    if let Some(timeout) = fields.duration("timeout", TIMEOUT, findings) {
        defaults.timeout = timeout.value;
    }
    if let Some((_, retry)) = read_retry(&fields, policies, findings) {
        defaults.retry = retry;
    }
    defaults
}

fn read_stage<'c>(
    name: &Located<String>,
    fields: &Fields<'_>,
    defaults: &Defaults,
    policies: &Policies,
    catalogue: &'c Catalogue,
    findings: &mut Findings<'_>,
) -> DraftStage<'c> {
    fields.known(&STAGE_KEYS, findings);
    let uses = fields.required("uses", findings).and_then(|entry| text_of(&entry.node, "uses", findings));
    let kind = uses.as_ref().and_then(|uses| find_kind(uses, catalogue, findings));
    let own_retry = read_retry(fields, policies, findings);
    let is_once = kind.is_some_and(|kind| kind.effect == Effect::Once);
    let inherited = if is_once { RetryPolicy::none() } else { defaults.retry.clone() };
    let inputs = fields.fields("inputs", &format!("`inputs` of `{}`", name.value), findings);
    DraftStage {
        name: name.clone(),
        title: fields.string("title", findings).map(|title| title.value),
        uses: uses.map_or_else(|| name.span.clone(), |uses| uses.span),
        kind,
        dependency: fields.string("dependency", findings),
        criticality: read_criticality(fields, findings).unwrap_or(defaults.criticality),
        timeout: fields
            .duration("timeout", TIMEOUT, findings)
            .map_or(defaults.timeout, |timeout| timeout.value),
        own_retry: own_retry.as_ref().map(|(span, _)| span.clone()),
        retry: own_retry.map_or(inherited, |(_, policy)| policy),
        inputs: inputs.map(|inputs| read_wires(&inputs, findings)).unwrap_or_default(),
        fallback: read_fallback(fields, catalogue, findings),
        with: read_with(fields, findings),
    }
}

fn read_criticality(fields: &Fields<'_>, findings: &mut Findings<'_>) -> Option<Criticality> {
    let text = fields.string("criticality", findings)?;
    match text.value.as_str() {
        "critical" => Some(Criticality::Critical),
        "degradable" => Some(Criticality::Degradable),
        other => {
            let finding =
                findings.report(Code::E0104, &text.span, format!("`criticality` cannot be `{other}`"));
            if let Some(help) = meant(other, ["critical", "degradable"]) {
                finding.help(help);
            }
            None
        }
    }
}

fn read_retry(
    fields: &Fields<'_>,
    policies: &Policies,
    findings: &mut Findings<'_>,
) -> Option<(std::ops::Range<usize>, RetryPolicy)> {
    let name = fields.string("retry", findings)?;
    if let Some(policy) = find_policy(policies, &name.value) {
        return Some((name.span, policy.clone()));
    }
    let finding = findings.report(Code::E0405, &name.span, format!("unknown retry policy `{}`", name.value));
    if let Some(help) = meant(&name.value, policies.iter().map(|(name, _)| name.value.as_str())) {
        finding.help(format!("{help}, or add `[retry.{}]`", name.value));
    }
    None
}

fn find_policy<'p>(policies: &'p Policies, name: &str) -> Option<&'p RetryPolicy> {
    policies.iter().find(|(known, _)| known.value == name).map(|(_, policy)| policy)
}

fn find_kind<'c>(
    uses: &Located<String>,
    catalogue: &'c Catalogue,
    findings: &mut Findings<'_>,
) -> Option<&'c KindContract> {
    let kind = catalogue.kind(&uses.value);
    if kind.is_none() {
        let finding = findings.report(Code::E0203, &uses.span, format!("unknown kind `{}`", uses.value));
        if let Some(help) = meant(&uses.value, catalogue.kinds().map(|kind| kind.kind.as_str())) {
            finding.help(help);
        }
    }
    kind
}

fn read_with(fields: &Fields<'_>, findings: &mut Findings<'_>) -> Option<Node> {
    fields.fields("with", "`with`", findings)?;
    Some(fields.table.get("with")?.node.clone())
}

fn read_wires(fields: &Fields<'_>, findings: &mut Findings<'_>) -> Vec<DraftWire> {
    let read = |entry: &crate::definition::tree::Entry| {
        let text = text_of(&entry.node, &entry.key.value, findings)?;
        Some(DraftWire { port: entry.key.clone(), source: read_reference(&text, findings)? })
    };
    fields.table.entries.iter().filter_map(read).collect()
}

/// `stage.output` or `inputs.NAME`; a trailing `?` says that it may be missing.
pub(super) fn read_reference(
    text: &Located<String>,
    findings: &mut Findings<'_>,
) -> Option<Located<Reference>> {
    let (path, optional) = match text.value.strip_suffix('?') {
        Some(path) => (path, true),
        None => (text.value.as_str(), false),
    };
    match path.split_once('.') {
        Some((stage, port)) if !stage.is_empty() && !port.is_empty() && !port.contains('.') => {
            let stage = (stage != "inputs").then(|| stage.to_owned());
            Some(Located::new(Reference { stage, port: port.to_owned(), optional }, text.span.clone()))
        }
        _ => {
            let message = format!("`{}` does not say where the value comes from", text.value);
            findings
                .report(Code::E0213, &text.span, message)
                .help("write `stage.output` or `inputs.name`, with `?` behind it when it may be missing");
            None
        }
    }
}

fn read_fallback<'c>(
    fields: &Fields<'_>,
    catalogue: &'c Catalogue,
    findings: &mut Findings<'_>,
) -> Option<DraftFallback<'c>> {
    let table = fields.fields("fallback", "`fallback`", findings)?;
    if table.table.get("uses").is_some() {
        table.known(&["uses", "with"], findings);
        let uses = table.string("uses", findings)?;
        let kind = find_kind(&uses, catalogue, findings);
        return Some(DraftFallback::Kind { uses: uses.span, kind, with: read_with(&table, findings) });
    }
    if table.table.get("with").is_some() || table.table.entries.is_empty() {
        let finding = findings.report(Code::E0209, &table.span, "`fallback` says neither values nor a kind");
        finding.help("write `{ port = \"stage.output\" }` or `{ uses = \"kind\" }`");
        return None;
    }
    Some(DraftFallback::Values { span: table.span.clone(), wires: read_wires(&table, findings) })
}
