//! Figures beside the bars they must hold.

use std::fmt;

/// The figures of one evaluation.
#[derive(Debug, Default)]
pub(super) struct Bars(Vec<Bar>);

#[derive(Debug)]
struct Bar {
    name: String,
    figure: f64,
    bar: f64,
    at_least: bool,
}

impl Bar {
    fn holds(&self) -> bool {
        if self.at_least { self.figure >= self.bar } else { self.figure <= self.bar }
    }
}

impl Bars {
    /// A figure that must be `bar` or more.
    pub(super) fn at_least(&mut self, name: &str, figure: f64, bar: f64) {
        self.0.push(Bar { name: name.to_owned(), figure, bar, at_least: true });
    }

    /// A figure that must be `bar` or less.
    pub(super) fn at_most(&mut self, name: &str, figure: f64, bar: f64) {
        self.0.push(Bar { name: name.to_owned(), figure, bar, at_least: false });
    }

    /// How many figures do not hold their bar.
    pub(super) fn below(&self) -> usize {
        self.0.iter().filter(|bar| !bar.holds()).count()
    }
}

impl fmt::Display for Bars {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<52} {:>8} {:>10}", "figure", "measured", "bar")?;
        for bar in &self.0 {
            let sign = if bar.at_least { ">=" } else { "<=" };
            let word = if bar.holds() { "" } else { "  BELOW" };
            writeln!(f, "{:<52} {:>8.3} {sign:>4} {:>5.2}{word}", bar.name, bar.figure, bar.bar)?;
        }
        Ok(())
    }
}

/// `part` of `whole`; of nothing, the whole is there.
pub(super) fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_on_its_bar_holds() {
        for (figure, least, most) in [(0.5, 0, 0), (0.4, 1, 0), (0.6, 0, 1), (f64::NAN, 1, 1)] {
            let (mut low, mut high) = (Bars::default(), Bars::default());
            low.at_least("x", figure, 0.5);
            high.at_most("x", figure, 0.5);
            assert_eq!((low.below(), high.below()), (least, most), "{figure}");
            assert_eq!(low.to_string().contains("BELOW"), least == 1);
        }
        assert_eq!((share(1, 4), share(0, 0)), (0.25, 1.0));
    }
}
