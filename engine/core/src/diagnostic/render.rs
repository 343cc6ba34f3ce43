//! Findings as plain text, in the shape of rustc's.

use std::fmt::Write;

use super::{Diagnostic, Label, Source};

/// Longest line of a file that is printed whole, in characters.
const LINE_CHARS_MAX: usize = 180;
/// What is printed before the place in a longer line.
const LEAD_CHARS: usize = 60;

/// All findings one after the other, a blank line between them.
///
/// `sources` are the files they are about; of a file that is not among them only the place is printed. Secrets that
/// were found are printed as stars.
pub fn render(diagnostics: &[Diagnostic], sources: &[&Source]) -> String {
    let masked: Vec<Source> = sources.iter().map(|source| source.masked(diagnostics)).collect();
    let texts: Vec<String> = diagnostics.iter().map(|diagnostic| render_one(diagnostic, &masked)).collect();
    texts.join("\n")
}

fn render_one(diagnostic: &Diagnostic, sources: &[Source]) -> String {
    let mut out = String::new();
    line(
        &mut out,
        format_args!("{}[{}]: {}", diagnostic.severity.as_str(), diagnostic.code, diagnostic.message),
    );
    let widest = diagnostic.labels.iter().map(|label| label.start.line).max().unwrap_or(0);
    let gutter = widest.to_string().len();
    let mut files: Vec<&str> = Vec::new();
    for label in &diagnostic.labels {
        if !files.contains(&&*label.file) {
            files.push(&label.file);
        }
    }
    for (index, file) in files.iter().enumerate() {
        let arrow = if index == 0 { "-->" } else { ":::" };
        let labels: Vec<(bool, &Label)> = (diagnostic.labels.iter().enumerate())
            .filter(|(_, label)| *label.file == **file)
            .map(|(number, label)| (number == 0, label))
            .collect();
        let at = labels[0].1.start;
        line(&mut out, format_args!("{:gutter$}{arrow} {file}:{}:{}", "", at.line, at.column));
        if let Some(source) = sources.iter().find(|source| *source.name == **file) {
            render_file(&mut out, source, labels, gutter);
        }
    }
    for note in &diagnostic.notes {
        line(&mut out, format_args!("{:gutter$} = note: {note}", ""));
    }
    if let Some(help) = &diagnostic.help {
        line(&mut out, format_args!("{:gutter$} = help: {help}", ""));
    }
    out
}

fn render_file(out: &mut String, source: &Source, mut labels: Vec<(bool, &Label)>, gutter: usize) {
    labels.sort_by_key(|(_, label)| label.start);
    line(out, format_args!("{:gutter$} |", ""));
    let mut printed = None;
    for (is_first, label) in labels {
        let number = label.start.line;
        let whole = source.line(number);
        let skip = skipped(whole, label.start.column);
        if printed != Some((number, skip)) {
            if printed.is_some_and(|(before, _)| number > before + 1) {
                line(out, format_args!("{:.<1$}", "", gutter.max(3)));
            }
            line(out, format_args!("{number:gutter$} | {}", excerpt(whole, skip)));
            printed = Some((number, skip));
        }
        let columns = whole.chars().count() + 1;
        let start = label.start.column.min(columns);
        let end = if label.end.line == number { label.end.column } else { columns };
        let visible = (skip + LINE_CHARS_MAX + 1).max(start + 1);
        let width = end.min(visible).saturating_sub(start).max(1);
        let mark = if is_first { "^" } else { "-" };
        let before = start - 1 - skip + usize::from(skip > 0);
        let text = format!("{:before$}{} {}", "", mark.repeat(width), label.text);
        line(out, format_args!("{:gutter$} | {}", "", text.trim_end()));
    }
}

/// How many characters of a line are left out at its start, so that the place is seen.
fn skipped(line: &str, column: usize) -> usize {
    if column > LINE_CHARS_MAX && line.chars().count() > LINE_CHARS_MAX { column - 1 - LEAD_CHARS } else { 0 }
}

fn excerpt(line: &str, skip: usize) -> String {
    let mut rest = line.chars().skip(skip);
    let lead = if skip > 0 { "…" } else { "" };
    // A control character must not reach a terminal; a tab is as wide as the one column it counts for.
    let shown: String =
        rest.by_ref().take(LINE_CHARS_MAX).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let tail = if rest.next().is_some() { "…" } else { "" };
    format!("{lead}{shown}{tail}")
}

fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    if writeln!(out, "{text}").is_err() {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::super::Code;
    use super::*;

    #[test]
    fn the_shape_is_rustcs() {
        let text = "[stage.a]\nuses = \"x\"\ninputs = { text = \"b.text\" }\n";
        let flow = Source::new("flow.toml", text);
        let other = Source::new("deps.toml", "\n\n\n\n\n\n\n\n\n\n\nclearance = \"low\"\n");
        let mut finding = Diagnostic::new(Code::E0301, &flow, 39..47, "`a` would send `high` to `svc`");
        finding.text("label: high").label(&flow, 7..8, "read here").label(&other, 23..28, "at most");
        finding.note("path: b -> a").help("read another");
        let expected = "\
error[E0301]: `a` would send `high` to `svc`
  --> flow.toml:3:19
   |
 1 | [stage.a]
   |        - read here
...
 3 | inputs = { text = \"b.text\" }
   |                   ^^^^^^^^ label: high
  ::: deps.toml:12:13
   |
12 | clearance = \"low\"
   |             ----- at most
   = note: path: b -> a
   = help: read another
";
        assert_eq!(render(&[finding], &[&flow, &other]), expected);
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let text = format!("a = \"{}\" # {}", "x".repeat(300), "y".repeat(300));
        let source = Source::new("long.toml", &text);
        let shown = render(&[Diagnostic::new(Code::E0101, &source, 307..308, "here")], &[&source]);
        let longest = shown.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        assert!(longest < 200, "{shown}");
        let marked = shown.lines().nth(4).unwrap().chars().position(|c| c == '^').unwrap();
        assert_eq!(shown.lines().nth(3).unwrap().chars().nth(marked), Some('#'), "{shown}");
    }
}
