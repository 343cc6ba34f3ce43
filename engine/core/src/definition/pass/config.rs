//! `with` against the configuration schema of the kind: keys, types, required keys and fixed words, as far as
//! the structure says. What only the kind's own code knows is checked where that code is.

use serde_json::Value as Json;

use crate::catalogue::KindContract;
use crate::definition::context::Context;
use crate::definition::draft::DraftFallback;
use crate::definition::findings::{Findings, list, nearest};
use crate::definition::tree::{Node, Span, Table, Value};
use crate::diagnostic::Code;

/// How deep a schema is followed; one that refers to itself ends somewhere.
const DEPTH_MAX: usize = 32;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    for (_, stage) in context.stages() {
        if let Some(kind) = stage.kind {
            check_with(kind, stage.with.as_ref(), &stage.uses, findings);
        }
        if let Some(DraftFallback::Kind { uses, kind: Some(kind), with }) = &stage.fallback {
            check_with(kind, with.as_ref(), uses, findings);
        }
    }
}

fn check_with(kind: &KindContract, with: Option<&Node>, uses: &Span, findings: &mut Findings<'_>) {
    let takes_none = kind.config.is_null() || kind.config.get("type").is_some_and(|ty| ty == "null");
    if takes_none {
        if let Some(with) =
            with.filter(|with| !matches!(&with.value, Value::Table(table) if table.entries.is_empty()))
        {
            findings.report(Code::E0108, &with.span, format!("`{}` takes no `with`", kind.kind));
        }
        return;
    }
    let empty = Node { span: uses.clone(), value: Value::Table(Table::default()) };
    let mut problems = Vec::new();
    let checker = Checker { root: &kind.config };
    checker.check(with.unwrap_or(&empty), &kind.config, "with", 0, &mut problems);
    for Problem { span, message, help } in problems {
        let finding =
            findings.report(Code::E0108, &span, format!("{message} (configuration of `{}`)", kind.kind));
        if let Some(help) = help {
            finding.help(help);
        }
    }
}

struct Problem {
    span: Span,
    message: String,
    help: Option<String>,
}

struct Checker<'s> {
    root: &'s Json,
}

impl<'s> Checker<'s> {
    fn check(&self, node: &Node, schema: &'s Json, path: &str, depth: usize, problems: &mut Vec<Problem>) {
        if depth > DEPTH_MAX {
            return;
        }
        let mut problem = |message: String, help: Option<String>| {
            problems.push(Problem { span: node.span.clone(), message, help });
        };
        if let Some(pointer) =
            schema.get("$ref").and_then(Json::as_str).and_then(|name| name.strip_prefix('#'))
            && let Some(target) = self.root.pointer(pointer)
        {
            self.check(node, target, path, depth + 1, problems);
            return;
        }
        if let Some(words) = self.words(schema) {
            if !words.contains(&node.to_json()) {
                let known: Vec<&str> = words.iter().filter_map(Json::as_str).collect();
                let meant = match &node.value {
                    Value::String(text) => nearest(text, known.iter().copied()),
                    _ => None,
                };
                let help = meant.map(|word| format!("did you mean \"{word}\"?"));
                problem(format!("`{path}` must be one of {}", list(&known)), help);
            }
            return;
        }
        if let Some(types) = schema.get("type") {
            let names: Vec<&str> = match types {
                Json::Array(names) => names.iter().filter_map(Json::as_str).collect(),
                one => one.as_str().into_iter().collect(),
            };
            if !names.iter().any(|name| is_of(node, name)) {
                let expected: Vec<&str> =
                    names.iter().filter(|name| **name != "null").map(|n| in_words(n)).collect();
                problem(
                    format!("`{path}` must be {}, this is {}", expected.join(" or "), node.type_name()),
                    None,
                );
                return;
            }
        }
        let outside = |bound: &str, is_outside: fn(f64, f64) -> bool| {
            schema
                .get(bound)
                .and_then(Json::as_f64)
                .filter(|bound| number(node).is_some_and(|n| is_outside(n, *bound)))
        };
        if let Some(bound) = outside("minimum", |n, bound| n < bound) {
            problem(format!("`{path}` must be at least {bound}"), None);
        }
        if let Some(bound) = outside("maximum", |n, bound| n > bound) {
            problem(format!("`{path}` must be at most {bound}"), None);
        }
        self.check_choices(node, schema, path, depth, problems);
        if let (Value::Array(items), Some(schema)) = (&node.value, schema.get("items")) {
            items.iter().for_each(|item| self.check(item, schema, path, depth + 1, problems));
        }
        if let Value::Table(table) = &node.value {
            self.check_table(node, table, schema, path, depth, problems);
        }
    }

    fn check_choices(
        &self,
        node: &Node,
        schema: &'s Json,
        path: &str,
        depth: usize,
        problems: &mut Vec<Problem>,
    ) {
        let Some(choices) = schema.get("anyOf").or_else(|| schema.get("oneOf")).and_then(Json::as_array)
        else {
            return;
        };
        let mut nearest: Option<Vec<Problem>> = None;
        for choice in choices {
            let mut own = Vec::new();
            self.check(node, choice, path, depth + 1, &mut own);
            if own.is_empty() {
                return;
            }
            let is_null = choice.get("type").is_some_and(|ty| ty == "null");
            if !is_null && nearest.as_ref().is_none_or(|least| own.len() < least.len()) {
                nearest = Some(own);
            }
        }
        problems.extend(nearest.into_iter().flatten());
    }

    fn check_table(
        &self,
        node: &Node,
        table: &Table,
        schema: &'s Json,
        path: &str,
        depth: usize,
        problems: &mut Vec<Problem>,
    ) {
        let properties = schema.get("properties").and_then(Json::as_object);
        let rest = schema.get("additionalProperties");
        let is_closed = rest.map_or_else(|| properties.is_some(), |rest| *rest == Json::Bool(false));
        for entry in &table.entries {
            let key = entry.key.value.as_str();
            let path = format!("{path}.{key}");
            if let Some(schema) = properties.and_then(|properties| properties.get(key)) {
                self.check(&entry.node, schema, &path, depth + 1, problems);
            } else if is_closed {
                let keys: Vec<&str> =
                    properties.into_iter().flat_map(|all| all.keys().map(String::as_str)).collect();
                let help = match nearest(key, keys.iter().copied()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("keys here are {}", list(&keys)),
                };
                let message = format!("unknown key `{path}`");
                problems.push(Problem { span: entry.key.span.clone(), message, help: Some(help) });
            } else if let Some(schema) = rest {
                self.check(&entry.node, schema, &path, depth + 1, problems);
            }
        }
        for key in
            schema.get("required").and_then(Json::as_array).into_iter().flatten().filter_map(Json::as_str)
        {
            if table.get(key).is_none() {
                let message = format!("`{path}.{key}` is missing");
                problems.push(Problem { span: node.span.clone(), message, help: None });
            }
        }
    }

    /// The fixed values of a schema: of `enum`, of `const`, or of alternatives that are all one of these.
    fn words(&self, schema: &'s Json) -> Option<Vec<Json>> {
        if let Some(words) = schema.get("enum").and_then(Json::as_array) {
            return Some(words.clone());
        }
        if let Some(word) = schema.get("const") {
            return Some(vec![word.clone()]);
        }
        let choices = schema.get("oneOf").or_else(|| schema.get("anyOf"))?.as_array()?;
        let fixed = |choice: &Json| match choice.get("enum") {
            Some(words) => words.as_array().cloned(),
            None => choice.get("const").map(|word| vec![word.clone()]),
        };
        choices.iter().map(fixed).collect::<Option<Vec<_>>>().map(|words| words.concat())
    }
}

fn number(node: &Node) -> Option<f64> {
    match node.value {
        Value::Integer(_) | Value::Float(_) => node.to_json().as_f64(),
        _ => None,
    }
}

fn is_of(node: &Node, name: &str) -> bool {
    match &node.value {
        Value::String(_) | Value::Datetime(_) => name == "string",
        Value::Integer(_) => name == "integer" || name == "number",
        Value::Float(_) => name == "number",
        Value::Boolean(_) => name == "boolean",
        Value::Array(_) => name == "array",
        Value::Table(_) => name == "object",
    }
}

fn in_words(name: &str) -> &str {
    match name {
        "string" => "a text",
        "integer" => "a whole number",
        "number" => "a number",
        "boolean" => "true or false",
        "array" => "a list",
        "object" => "a table",
        other => other,
    }
}
