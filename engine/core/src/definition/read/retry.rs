//! `[retry.NAME]` and `run`: how often and when something is tried again.

use std::ops::RangeInclusive;
use std::time::Duration;

use crate::definition::fields::Fields;
use crate::definition::findings::{Findings, list, nearest};
use crate::definition::tree::Located;
use crate::diagnostic::Code;
use crate::failure::FailureClass;
use crate::workflow::{RetryPolicy, RunPolicy};

/// At most five retries, the first try apart.
const ATTEMPTS: RangeInclusive<i64> = 1..=6;
const DELAY: RangeInclusive<Duration> = Duration::ZERO..=Duration::from_hours(1);
const FACTOR: RangeInclusive<f64> = 1.0..=10.0;

/// The policies of the file, and the two every file has: `standard` unless it is redefined, and `none`.
pub(super) fn read_policies(
    root: &Fields<'_>,
    findings: &mut Findings<'_>,
) -> Vec<(Located<String>, RetryPolicy)> {
    let mut policies = Vec::new();
    if let Some(table) = root.fields("retry", "`[retry]`", findings) {
        for entry in &table.table.entries {
            let place = format!("`[retry.{}]`", entry.key.value);
            if entry.key.value == "none" {
                let finding =
                    findings.report(Code::E0105, &entry.key.span, "`none` is built in: one try, no retry");
                finding.help("give the policy another name");
            }
            if let Some(fields) = Fields::of(&entry.node, &place, &entry.key.span, findings) {
                policies.push((entry.key.clone(), read_policy(&fields, findings)));
            }
        }
    }
    let has_standard = policies.iter().any(|(name, _)| name.value == "standard");
    if !has_standard {
        policies.push((Located::new("standard".to_owned(), 0..0), RetryPolicy::standard()));
    }
    policies.push((Located::new("none".to_owned(), 0..0), RetryPolicy::none()));
    policies
}

fn read_policy(fields: &Fields<'_>, findings: &mut Findings<'_>) -> RetryPolicy {
    let keys = ["max-attempts", "initial-delay", "factor", "max-delay", "jitter", "on", "at-most-unknown"];
    fields.known(&keys, findings);
    let mut policy = RetryPolicy::standard();
    if let Some(attempts) = fields.integer("max-attempts", ATTEMPTS, findings) {
        policy.max_attempts = attempts.value;
    }
    let max_delay = fields.duration("max-delay", DELAY, findings);
    if let Some(delay) = fields.duration("initial-delay", DELAY, findings) {
        policy.initial_delay = delay.value;
        policy.max_delay = policy.max_delay.max(delay.value);
    }
    if let Some(delay) = max_delay {
        if delay.value < policy.initial_delay {
            findings.report(Code::E0404, &delay.span, "`max-delay` is shorter than `initial-delay`");
        }
        policy.max_delay = delay.value;
    }
    if let Some(factor) = fields.number("factor", FACTOR, findings) {
        policy.factor = factor.value;
    }
    if let Some(jitter) = fields.number("jitter", 0.0..=1.0, findings) {
        policy.jitter = jitter.value;
    }
    if let Some(unknown) = fields.integer("at-most-unknown", 0..=5, findings) {
        policy.at_most_unknown = unknown.value;
    }
    if let Some(classes) = fields.strings("on", findings) {
        policy.on = classes.iter().filter_map(|class| read_class(class, findings)).collect();
    }
    policy
}

fn read_class(name: &Located<String>, findings: &mut Findings<'_>) -> Option<FailureClass> {
    let transient: Vec<&str> =
        FailureClass::ALL.iter().filter(|class| class.is_transient()).map(|class| class.as_str()).collect();
    match FailureClass::from_name(&name.value) {
        Some(class) if class.is_transient() => return Some(class),
        Some(class) => {
            let message = format!("`{class}` is permanent: another try gives the same");
            findings.report(Code::E0406, &name.span, message).help(format!("retry {}", list(&transient)));
        }
        None => {
            let finding =
                findings.report(Code::E0406, &name.span, format!("there is no error `{}`", name.value));
            match nearest(&name.value, transient.iter().copied()) {
                Some(meant) => finding.help(format!("did you mean `{meant}`?")),
                None => finding.help(format!("retry {}", list(&transient))),
            };
        }
    }
    None
}

/// `run`, as far as it is given.
pub(super) fn read_run(root: &Fields<'_>, findings: &mut Findings<'_>) -> Option<RunPolicy> {
    let fields = root.fields("run", "`run`", findings)?;
    fields.known(&["max-attempts", "backoff"], findings);
    let mut policy = RunPolicy::standard();
    if let Some(attempts) = fields.integer("max-attempts", ATTEMPTS, findings) {
        policy.max_attempts = attempts.value;
    }
    let Some(backoff) = fields.fields("backoff", "`run.backoff`", findings) else { return Some(policy) };
    backoff.known(&["initial-delay", "factor", "max-delay"], findings);
    if let Some(delay) = backoff.duration("initial-delay", DELAY, findings) {
        policy.initial_delay = delay.value;
        policy.max_delay = policy.max_delay.max(delay.value);
    }
    if let Some(factor) = backoff.number("factor", FACTOR, findings) {
        policy.factor = factor.value;
    }
    if let Some(delay) = backoff.duration("max-delay", DELAY, findings) {
        if delay.value < policy.initial_delay {
            findings.report(Code::E0404, &delay.span, "`max-delay` is shorter than `initial-delay`");
        }
        policy.max_delay = delay.value;
    }
    Some(policy)
}
