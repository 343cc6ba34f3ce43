//! Progress: bars on a terminal, lines in a pipe.

use std::cell::{Cell, RefCell};
use std::fmt::Arguments;
use std::io::{self, Write};
use std::time::Duration;

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};
use revrx_engine_core::view::{Outline, PhaseState, RunView};

use crate::report::Outcome;

/// Bars at the same time; more would not fit a screen.
const BARS_MAX: usize = 8;
const TICK: Duration = Duration::from_millis(100);

/// Progress of all notes of a command. One task owns it, so nothing is locked.
pub(crate) struct Display<'d> {
    err: RefCell<&'d mut dyn Write>,
    notes: usize,
    ended: Cell<usize>,
    live: Option<Live>,
}

struct Live {
    bars: MultiProgress,
    total: Option<ProgressBar>,
    shown: Cell<usize>,
}

/// Progress of one note.
pub(crate) struct Progress<'s, 'd> {
    display: &'s Display<'d>,
    bar: Option<ProgressBar>,
    steps: Vec<ProgressBar>,
    said: String,
}

impl<'d> Display<'d> {
    /// For so many notes; `is_live` where standard error is a terminal.
    pub(crate) fn new(notes: usize, is_live: bool, err: &'d mut dyn Write) -> Self {
        let live = is_live.then(|| {
            let bars = MultiProgress::new();
            let total =
                (notes > 1).then(|| bars.add(bar(notes as u64, "{bar:40} {pos}/{len} notes  {elapsed}")));
            if let Some(total) = &total {
                total.enable_steady_tick(TICK);
            }
            Live { bars, total, shown: Cell::new(0) }
        });
        Self { err: RefCell::new(err), notes, ended: Cell::new(0), live }
    }

    /// Begins with a note.
    pub(crate) fn begin(&self, file: &str) -> Progress<'_, 'd> {
        let mut progress = Progress { display: self, bar: None, steps: Vec::new(), said: String::new() };
        if let Some(live) = self.live.as_ref().filter(|live| live.shown.get() < BARS_MAX) {
            let template = if self.notes > 1 {
                "{bar:20} {percent:>3} %  {prefix}  {msg}"
            } else {
                "{bar:40} {percent:>3} %  {msg}  {elapsed}"
            };
            let new = bar(100, template).with_prefix(printable(file));
            let new = match &live.total {
                Some(total) => live.bars.insert_before(total, new),
                None => live.bars.add(new),
            };
            live.shown.set(live.shown.get() + 1);
            progress.bar = Some(new);
        }
        progress
    }

    /// A note has come to its end.
    pub(crate) fn ended(&self, outcome: &Outcome) {
        self.ended.set(self.ended.get() + 1);
        match &self.live {
            Some(Live { total: Some(total), .. }) => total.inc(1),
            Some(_) => {}
            None if self.notes > 1 => {
                let (file, words, seconds) =
                    (printable(&outcome.file), outcome.words(), outcome.elapsed.as_secs_f64());
                self.say(format_args!(
                    "[{}/{}] {file}: {words}, {seconds:.1} s",
                    self.ended.get(),
                    self.notes
                ));
            }
            None => {}
        }
    }

    /// Says something besides.
    pub(crate) fn say(&self, text: Arguments<'_>) {
        self.suspend(|| {
            // When standard error is gone there is nobody left to tell.
            let _gone: io::Result<()> = writeln!(self.err.borrow_mut(), "{text}");
        });
    }

    /// Writes while no bar is drawn.
    pub(crate) fn suspend<R>(&self, write: impl FnOnce() -> R) -> R {
        match &self.live {
            Some(live) => live.bars.suspend(write),
            None => write(),
        }
    }
}

impl Drop for Display<'_> {
    fn drop(&mut self) {
        if let Some(live) = &self.live {
            // A bar that stays is no harm.
            let _cleared: io::Result<()> = live.bars.clear();
        }
    }
}

impl Progress<'_, '_> {
    /// Shows where the run stands.
    pub(crate) fn show(&mut self, outline: &Outline, view: &RunView) {
        let text = view.milestone_text(outline).unwrap_or_default();
        match &self.bar {
            Some(bar) => {
                bar.set_position(u64::from(view.percent));
                bar.set_message(text.to_owned());
                self.show_steps(outline, view);
            }
            None if self.display.live.is_none() && self.display.notes == 1 && self.said != text => {
                text.clone_into(&mut self.said);
                self.display.say(format_args!("{:>3} %  {text}", view.percent));
            }
            None => {}
        }
    }

    /// The steps that a person knows, one line each: only where there is one note.
    fn show_steps(&mut self, outline: &Outline, view: &RunView) {
        let Some(live) = self.display.live.as_ref().filter(|_| self.display.notes == 1) else { return };
        while self.steps.len() < outline.phases.len() {
            let title = outline.phases[self.steps.len()].title.clone();
            // Its words before it is added: a bar that is drawn on its own leaves its line behind.
            let step = ProgressBar::new_spinner().with_style(style("· {prefix}")).with_prefix(title);
            self.steps.push(live.bars.add(step));
        }
        for (index, step) in self.steps.iter().enumerate() {
            let state = view.phase_state(outline, index);
            let (template, words) = match state {
                PhaseState::NotStarted => ("· {prefix}", ""),
                PhaseState::Running => ("{spinner} {prefix}", ""),
                PhaseState::Done => ("✓ {prefix}", ""),
                PhaseState::Degraded => ("! {prefix} ({msg})", "with gaps"),
                PhaseState::Failed => ("✗ {prefix} ({msg})", "failed"),
                PhaseState::Cancelled => ("✗ {prefix} ({msg})", "not done"),
            };
            step.set_style(style(template));
            step.set_message(words);
            if state == PhaseState::Running {
                step.enable_steady_tick(TICK);
            } else {
                step.disable_steady_tick();
            }
            step.tick();
        }
    }

    /// The run has ended.
    pub(crate) fn end(self) {
        if let (Some(bar), Some(live)) = (&self.bar, &self.display.live) {
            bar.finish_and_clear();
            self.steps.iter().for_each(ProgressBar::finish);
            live.shown.set(live.shown.get().saturating_sub(1));
        }
    }
}

fn bar(length: u64, template: &str) -> ProgressBar {
    ProgressBar::new(length).with_style(style(template))
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

/// A name without what a terminal would act on.
fn printable(name: &str) -> String {
    name.chars().map(|c| if c.is_control() { '?' } else { c }).collect()
}
