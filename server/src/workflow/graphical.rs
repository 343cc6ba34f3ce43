//! Findings as a terminal shows them, by miette.

use std::fmt;

use miette::{GraphicalReportHandler, LabeledSpan, NamedSource, SourceCode};
use revrx_engine_core::diagnostic::{Code, Diagnostic, Severity, Source};

/// One finding with the text it points into.
#[derive(Debug)]
struct Shown<'d> {
    finding: &'d Diagnostic,
    code: Code,
    source: Option<NamedSource<String>>,
    help: Option<String>,
}

/// All findings, drawn.
pub(crate) fn graphical(diagnostics: &[Diagnostic], sources: &[&Source]) -> String {
    let masked: Vec<Source> = sources.iter().map(|source| source.masked(diagnostics)).collect();
    let handler = GraphicalReportHandler::new();
    let mut out = String::new();
    for finding in diagnostics {
        // Writing to a string cannot fail.
        if handler.render_report(&mut out, &Shown::new(finding, &masked)).is_err() {
            break;
        }
    }
    out
}

impl<'d> Shown<'d> {
    fn new(finding: &'d Diagnostic, sources: &[Source]) -> Self {
        let file = finding.labels.first().map(|label| &label.file);
        let source = sources.iter().find(|source| Some(&source.name) == file);
        let elsewhere = finding.labels.iter().filter(|label| Some(&label.file) != file);
        let elsewhere = elsewhere.map(|label| {
            format!("{}:{}:{}: {}", label.file, label.start.line, label.start.column, label.text)
        });
        let help: Vec<String> =
            finding.notes.iter().cloned().chain(elsewhere).chain(finding.help.clone()).collect();
        Self {
            finding,
            code: finding.code,
            source: source.map(|source| NamedSource::new(&*source.name, source.text.to_string())),
            help: (!help.is_empty()).then(|| help.join("\n")),
        }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.finding.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let file = &self.finding.labels.first()?.file;
        let here = self.finding.labels.iter().filter(move |label| label.file == *file);
        Some(Box::new(here.map(|label| {
            let text = (!label.text.is_empty()).then(|| label.text.clone());
            LabeledSpan::new(text, label.span.start, label.span.len())
        })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_shows_its_code_its_place_and_the_way_out() {
        let source = Source::new("flow.toml", "schema = 1\ncolour = 2\n");
        let other = Source::new("dependencies.toml", "\nlabels = []\n");
        let mut finding = Diagnostic::new(Code::E0101, &source, 11..17, "unknown key `colour`");
        finding.text("here").label(&other, 1..7, "see also").help("leave it out");
        let shown = graphical(&[finding], &[&source, &other]);
        for part in [
            "E0101",
            "unknown key `colour`",
            "flow.toml:2:1",
            "here",
            "dependencies.toml:2:1",
            "leave it out",
        ] {
            assert!(shown.contains(part), "{part}: {shown}");
        }
    }
}
