//! The dependencies file: labels, and for each outside service its clearance, agreement, limits and breaker.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};
use std::time::Duration;

use super::fields::{Fields, check_name};
use super::findings::{Findings, meant, parse};
use super::pass;
use super::tree::{Located, Table};
use crate::diagnostic::{Code, Diagnostic, Source};
use crate::name::{DependencyName, LabelName};

const WINDOW: RangeInclusive<Duration> = Duration::from_millis(100)..=Duration::from_hours(24);
const ONE_HOUR: RangeInclusive<Duration> = Duration::from_secs(1)..=Duration::from_hours(1);
const KEYS: [&str; 6] = ["extends", "clearance", "agreement", "limits", "breaker", "max-in-flight"];
/// Amounts a limit may have.
const AMOUNT: RangeInclusive<i64> = 1..=1_000_000_000_000;

/// All dependencies, and the labels there are.
#[derive(Clone, Debug, Default)]
pub struct Dependencies {
    /// The file, so that findings about a workflow can point into it.
    pub source: Source,
    labels: Vec<LabelName>,
    by_name: BTreeMap<DependencyName, Dependency>,
}

/// An outside service.
#[derive(Clone, Debug, PartialEq)]
pub struct Dependency {
    /// Its name.
    pub name: DependencyName,
    /// The dependency whose settings it takes over, endpoint and credentials included.
    pub extends: Option<DependencyName>,
    /// The highest label it may receive; the lowest there is when left out.
    pub clearance: Option<LabelName>,
    /// The agreement that allows it, as written: words, or `env:NAME`.
    pub agreement: Option<String>,
    /// Limits, all of which hold.
    pub limits: Vec<Limit>,
    /// When it is left alone for a while.
    pub breaker: Option<Breaker>,
    /// Most calls at the same time.
    pub max_in_flight: Option<u32>,
    /// Where its clearance stands, else its name, in bytes of the file.
    pub clearance_span: Range<usize>,
}

/// At most so much in any window of one period.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// What is counted.
    pub unit: LimitUnit,
    /// How much.
    pub amount: u64,
    /// The period.
    pub per: Duration,
    /// Where it stands, in bytes of the file.
    pub span: Range<usize>,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitUnit {
    /// Calls.
    Requests,
    /// Characters sent.
    Chars,
    /// Tokens of a language model, estimated before and corrected after.
    Tokens,
}

/// When a dependency is left alone: so many calls of a window failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Breaker {
    /// The calls that count.
    pub window: Duration,
    /// With fewer calls it stays closed.
    pub min_calls: u32,
    /// Share of failed calls that opens it, from 0 to 1.
    pub failure_rate: f64,
    /// For how long.
    pub open_for: Duration,
}

impl Dependencies {
    /// The labels, lowest first.
    pub fn labels(&self) -> &[LabelName] {
        &self.labels
    }

    /// The place of a label in their order, from 0 for the lowest.
    pub fn rank(&self, label: &str) -> Option<usize> {
        self.labels.iter().position(|known| *known == label)
    }

    /// The dependency of that name.
    pub fn get(&self, name: &str) -> Option<&Dependency> {
        self.by_name.get(name)
    }

    /// All dependencies, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Dependency> {
        self.by_name.values()
    }
}

/// Checks a dependencies file.
pub fn check_dependencies(source: &Source) -> (Option<Dependencies>, Vec<Diagnostic>) {
    check_dependencies_with_loopback(source, &[])
}

/// Checks a dependencies file. Those named in `loopback` are on this machine and need no agreement.
pub fn check_dependencies_with_loopback(
    source: &Source,
    loopback: &[DependencyName],
) -> (Option<Dependencies>, Vec<Diagnostic>) {
    let mut findings = Findings::new(source);
    let read = parse(source, pass::TOML_BYTES_MAX, &mut findings).map(|root| {
        pass::secrets::check(&root, &mut findings);
        read(&root, loopback, &mut findings)
    });
    let dependencies = read.filter(|_| !findings.has_errors());
    (dependencies, findings.into_list())
}

fn read(root: &Table, loopback: &[DependencyName], findings: &mut Findings<'_>) -> Dependencies {
    let root = Fields { table: root, place: "the file".to_owned(), span: 0..0 };
    root.known(&["labels", "dependency"], findings);
    let mut dependencies = Dependencies {
        source: findings.source.clone(),
        labels: read_labels(&root, findings),
        ..Default::default()
    };
    let Some(table) = root.fields("dependency", "`[dependency]`", findings) else { return dependencies };
    let mut own: BTreeMap<&str, (Located<String>, Settings)> = BTreeMap::new();
    for entry in &table.table.entries {
        check_name(&entry.key, "a dependency", findings);
        let place = format!("`[dependency.{}]`", entry.key.value);
        if let Some(fields) = Fields::of(&entry.node, &place, &entry.key.span, findings) {
            let settings = Settings::read(&fields, &dependencies, findings);
            own.insert(&entry.key.value, (entry.key.clone(), settings));
        }
    }
    for (name, settings) in own.values() {
        let resolved = resolve(name, settings, &own, findings);
        let dependency = resolved.into_dependency(name, settings);
        check_agreement(&dependency, &dependencies, loopback, findings);
        dependencies.by_name.insert(dependency.name.clone(), dependency);
    }
    dependencies
}

fn read_labels(root: &Fields<'_>, findings: &mut Findings<'_>) -> Vec<LabelName> {
    let mut labels: Vec<LabelName> = Vec::new();
    for label in root.strings("labels", findings).unwrap_or_default() {
        check_name(&label, "a label", findings);
        if labels.iter().any(|known| *known == label.value.as_str()) {
            findings.report(Code::E0105, &label.span, format!("`{}` is listed twice", label.value));
        } else {
            labels.push(label.value.into());
        }
    }
    labels
}

/// What one table says itself.
#[derive(Clone, Default)]
struct Settings {
    extends: Option<Located<String>>,
    clearance: Option<Located<String>>,
    agreement: Option<String>,
    limits: Option<Vec<Limit>>,
    breaker: Option<Breaker>,
    max_in_flight: Option<u32>,
}

impl Settings {
    fn read(fields: &Fields<'_>, dependencies: &Dependencies, findings: &mut Findings<'_>) -> Self {
        fields.known(&KEYS, findings);
        let clearance = fields.string("clearance", findings);
        if let Some(label) = clearance.as_ref().filter(|label| dependencies.rank(&label.value).is_none()) {
            let finding =
                findings.report(Code::E0302, &label.span, format!("unknown label `{}`", label.value));
            let help = meant(&label.value, dependencies.labels.iter().map(LabelName::as_str));
            finding.help(help.unwrap_or_else(|| "list it in `labels`, lowest first".to_owned()));
        }
        Self {
            extends: fields.string("extends", findings),
            clearance,
            agreement: fields
                .string("agreement", findings)
                .map(|text| text.value)
                .filter(|text| !text.is_empty()),
            limits: read_limits(fields, findings),
            breaker: read_breaker(fields, findings),
            max_in_flight: fields.integer("max-in-flight", 1..=1_000_000, findings).map(|count| count.value),
        }
    }

    /// These settings, with `base` for all that is not said.
    fn over(self, base: Self) -> Self {
        Self {
            extends: base.extends,
            clearance: self.clearance.or(base.clearance),
            agreement: self.agreement.or(base.agreement),
            limits: self.limits.or(base.limits),
            breaker: self.breaker.or(base.breaker),
            max_in_flight: self.max_in_flight.or(base.max_in_flight),
        }
    }

    fn into_dependency(self, name: &Located<String>, own: &Self) -> Dependency {
        Dependency {
            name: name.value.as_str().into(),
            extends: own.extends.as_ref().map(|base| base.value.as_str().into()),
            clearance_span: self
                .clearance
                .as_ref()
                .map_or_else(|| name.span.clone(), |label| label.span.clone()),
            clearance: self.clearance.map(|label| label.value.into()),
            agreement: self.agreement,
            limits: self.limits.unwrap_or_default(),
            breaker: self.breaker,
            max_in_flight: self.max_in_flight,
        }
    }
}

fn resolve(
    name: &Located<String>,
    settings: &Settings,
    own: &BTreeMap<&str, (Located<String>, Settings)>,
    findings: &mut Findings<'_>,
) -> Settings {
    let mut resolved = settings.clone();
    let mut seen = vec![name.value.clone()];
    while let Some(base) = resolved.extends.clone() {
        // Only what this table says itself is reported here; a wrong line further on is reported there.
        let is_own = seen.len() == 1;
        let is_circle = seen.contains(&base.value);
        let (message, help) = match own.get(base.value.as_str()) {
            Some((_, next)) if !is_circle => {
                seen.push(base.value);
                resolved = resolved.over(next.clone());
                continue;
            }
            Some(_) => {
                let circle = format!("{} -> {}", seen.join(" -> "), base.value);
                (format!("`{}` extends itself: {circle}", name.value), "remove one `extends`".to_owned())
            }
            None => {
                let names = own.keys().copied().filter(|known| *known != name.value);
                let help = meant(&base.value, names).unwrap_or_else(|| "remove the line".to_owned());
                (format!("`{}` extends `{}`, which does not exist", name.value, base.value), help)
            }
        };
        if is_own || is_circle && base.value == name.value {
            let span = settings.extends.as_ref().map_or(&base.span, |own| &own.span);
            findings.report(Code::E0308, span, message).help(help);
        }
        break;
    }
    resolved
}

fn check_agreement(
    dependency: &Dependency,
    dependencies: &Dependencies,
    loopback: &[DependencyName],
    findings: &mut Findings<'_>,
) {
    let Some(label) = &dependency.clearance else { return };
    let is_above = dependencies.rank(label.as_str()).is_some_and(|rank| rank > 0);
    if is_above && dependency.agreement.is_none() && !loopback.contains(&dependency.name) {
        let message = format!("`{}` may receive `{label}`, but names no agreement", dependency.name);
        let help =
            "add `agreement`, such as \"env:BAA_REFERENCE\"; only a service on this machine needs none";
        findings.report(Code::E0305, &dependency.clearance_span, message).help(help);
    }
}

fn read_limits(fields: &Fields<'_>, findings: &mut Findings<'_>) -> Option<Vec<Limit>> {
    let mut limits = Vec::new();
    for item in fields.items("limits", findings)? {
        let Some(limit) = Fields::of(item, "`limits`", &item.span, findings) else { continue };
        limit.known(&["requests", "chars", "tokens", "per"], findings);
        let per = limit.duration("per", WINDOW, findings);
        limit.required("per", findings);
        let units =
            [("requests", LimitUnit::Requests), ("chars", LimitUnit::Chars), ("tokens", LimitUnit::Tokens)];
        let given: Vec<(&str, LimitUnit)> =
            units.into_iter().filter(|(key, _)| limit.table.get(key).is_some()).collect();
        match given.as_slice() {
            [(key, unit)] => {
                let amount: Option<Located<u64>> = limit.integer(key, AMOUNT, findings);
                if let (Some(amount), Some(per)) = (amount, per) {
                    limits.push(Limit {
                        unit: *unit,
                        amount: amount.value,
                        per: per.value,
                        span: item.span.clone(),
                    });
                }
            }
            [] => {
                let message = "a limit counts `requests`, `chars` or `tokens`";
                findings.report(Code::E0102, &item.span, message);
            }
            _ => {
                let help = "write one table for each, as in `[{ requests = 40, per = \"1s\" }, { chars = 40000, per = \"1s\" }]`";
                findings.report(Code::E0104, &item.span, "a limit counts one thing").help(help);
            }
        }
    }
    Some(limits)
}

fn read_breaker(fields: &Fields<'_>, findings: &mut Findings<'_>) -> Option<Breaker> {
    let breaker = fields.fields("breaker", "`breaker`", findings)?;
    breaker.known(&["window", "min-calls", "failure-rate", "open-for"], findings);
    for key in ["window", "min-calls", "failure-rate", "open-for"] {
        breaker.required(key, findings);
    }
    let window = breaker.duration("window", ONE_HOUR, findings);
    let min_calls = breaker.integer("min-calls", 1..=1_000_000, findings);
    let failure_rate = breaker.number("failure-rate", 0.01..=1.0, findings);
    let open_for = breaker.duration("open-for", ONE_HOUR, findings);
    Some(Breaker {
        window: window?.value,
        min_calls: min_calls?.value,
        failure_rate: failure_rate?.value,
        open_for: open_for?.value,
    })
}
