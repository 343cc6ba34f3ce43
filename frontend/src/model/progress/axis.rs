//! The axis of the timeline: where it begins, how long it is, and where a moment lies on it.

use std::time::Duration;

use revrx_engine_core::time::Timestamp;
use revrx_engine_core::view::Progress;

/// When nothing ran or waited for longer than this, the timeline begins anew: a report that is tried again after an
/// hour would otherwise be a sliver at the right edge.
const IDLE_MAX: Duration = Duration::from_secs(60);
/// Lengths and distances of ticks, in seconds. The axis grows from one to the next, never continuously.
const LENGTHS: [(u32, u32); 15] = [
    (5, 1),
    (10, 2),
    (20, 5),
    (40, 10),
    (60, 15),
    (120, 30),
    (300, 60),
    (600, 120),
    (1_200, 300),
    (1_800, 300),
    (3_600, 600),
    (7_200, 1_800),
    (14_400, 3_600),
    (28_800, 7_200),
    (DAY, 14_400),
];
/// A day, in seconds. Beyond it the axis grows by whole days.
const DAY: u32 = 86_400;
/// Room that the label of now takes on the narrowest axis, in percent of it, with some space around.
const NOW_WIDTH: f64 = 20.0;
/// Room that the label of a tick takes there.
const TICK_WIDTH: f64 = 9.0;

/// The stretch of time that is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its beginning.
    pub from: Timestamp,
    /// Whether it begins with the report, so that nothing lies before it.
    pub is_whole: bool,
}

impl Window {
    /// From the moment the report was accepted, or from the end of the last long pause.
    pub fn of(progress: &Progress, now: Timestamp) -> Self {
        let accepted = progress.view.queued_at.unwrap_or(now);
        let mut spans: Vec<(Timestamp, Timestamp)> = (progress.timeline.stages.iter())
            .flat_map(|stage| &stage.spans)
            .map(|span| (span.from, span.to.unwrap_or(now)))
            .collect();
        spans.sort_unstable();
        let (mut from, mut busy_until) = (accepted, accepted);
        for (begin, end) in spans {
            if begin.since(busy_until) > IDLE_MAX {
                from = begin;
            }
            busy_until = busy_until.max(end);
        }
        Self { from, is_whole: from == accepted }
    }

    /// How long after its beginning.
    pub fn since(self, at: Timestamp) -> Duration {
        at.since(self.from)
    }
}

/// The axis: so many seconds from the left edge to the right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Axis {
    /// Its length in seconds.
    pub seconds: u32,
}

/// Where a label is anchored: the value of `text-anchor`.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Its place, in percent of the axis.
    pub at: f64,
    /// What it says; nothing where the label of now stands.
    pub label: Option<String>,
    /// `start`, `middle` or `end`.
    pub anchor: &'static str,
}

impl Axis {
    /// The shortest axis on which so much time has room.
    pub fn for_time(needed: Duration) -> Self {
        let whole = needed.as_secs() + u64::from(needed.subsec_nanos() > 0);
        let whole = u32::try_from(whole).unwrap_or(u32::MAX);
        let fits = LENGTHS.iter().find(|(length, _)| *length >= whole);
        let seconds = fits.map_or_else(|| whole.div_ceil(DAY).saturating_mul(DAY), |(length, _)| *length);
        Self { seconds }
    }

    /// The axis for what has happened until now and the next tries that are known.
    pub fn of(progress: &Progress, window: Window, now: Timestamp) -> Self {
        let next = progress.view.stages.iter().filter_map(|stage| stage.until);
        Self::for_time(window.since(next.chain([now]).max().unwrap_or(now)))
    }

    /// Where a moment lies, in percent of the axis, at most at its edges.
    pub fn place(self, since: Duration) -> f64 {
        (since.as_secs_f64() * 100.0 / f64::from(self.seconds)).clamp(0.0, 100.0)
    }

    /// The ticks. `now` is the place of the label of now.
    pub fn ticks(self, now: f64) -> Vec<Tick> {
        let known = LENGTHS.iter().find(|(length, _)| *length == self.seconds);
        let step = known.map_or(self.seconds / 6, |(_, step)| *step).max(1);
        (0..=self.seconds / step)
            .map(|number| {
                let seconds = number * step;
                let at = f64::from(seconds) * 100.0 / f64::from(self.seconds);
                let (taken, wanted) = (room(now, NOW_WIDTH), room(at, TICK_WIDTH));
                let is_free = wanted.1 <= taken.0 || taken.1 <= wanted.0;
                Tick { at, label: is_free.then(|| self.label(seconds)), anchor: anchor(at, TICK_WIDTH) }
            })
            .collect()
    }

    /// `15 s`; `5 min` on an axis of more than two minutes, `2 h` on one of more than an hour.
    fn label(self, seconds: u32) -> String {
        match self.seconds {
            ..=120 => format!("{seconds} s"),
            121..=3_600 => format!("{} min", seconds / 60),
            _ if seconds % 3_600 == 1_800 => format!("{}.5 h", seconds / 3_600),
            _ => format!("{} h", seconds / 3_600),
        }
    }
}

/// How the label of now is anchored at that place so that it does not leave the axis.
pub fn now_anchor(place: f64) -> &'static str {
    anchor(place, NOW_WIDTH)
}

fn anchor(place: f64, width: f64) -> &'static str {
    match place {
        place if place < width / 2.0 => "start",
        place if place > 100.0 - width / 2.0 => "end",
        _ => "middle",
    }
}

/// From where to where a label reaches.
fn room(place: f64, width: f64) -> (f64, f64) {
    match anchor(place, width) {
        "start" => (place, place + width),
        "end" => (place - width, place),
        _ => (place - width / 2.0, place + width / 2.0),
    }
}

/// A place as an attribute: `12.5%`.
pub fn percent(place: f64) -> String {
    let text = format!("{place:.2}");
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Story, at};
    use super::*;

    #[test]
    fn the_axis_grows_in_steps() {
        for (millis, seconds) in [
            (0, 5),
            (5_000, 5),
            (5_001, 10),
            (14_200, 20),
            (20_001, 40),
            (59_999, 60),
            (60_001, 120),
            (120_001, 300),
            (3_600_000, 3_600),
            (90_000_000, 2 * DAY),
        ] {
            assert_eq!(Axis::for_time(Duration::from_millis(millis)).seconds, seconds, "{millis}");
        }
    }

    #[test]
    fn ticks_are_whole_and_give_way_to_now() {
        let labels = |seconds, now| {
            let ticks = Axis { seconds }.ticks(now);
            ticks.into_iter().map(|tick| tick.label.unwrap_or_default()).collect::<Vec<_>>().join("|")
        };
        for (seconds, now, expected) in [
            (5, 50.0, "0 s|1 s|||4 s|5 s"),
            (20, 71.0, "0 s|5 s|10 s||20 s"),
            (10, 83.0, "0 s|2 s|4 s|6 s||"),
            (10, 99.0, "0 s|2 s|4 s|6 s||"),
            (60, 2.0, "||30 s|45 s|60 s"),
            (120, 50.0, "0 s|30 s||90 s|120 s"),
            (600, 55.0, "0 min|2 min|4 min||8 min|10 min"),
            (7_200, 90.0, "0 h|0.5 h|1 h|1.5 h|"),
            (2 * DAY, 40.0, "0 h|8 h|||32 h|40 h|48 h"),
        ] {
            assert_eq!(labels(seconds, now), expected, "{seconds}");
        }
        let ends = Axis { seconds: 20 }.ticks(50.0);
        assert_eq!((ends[0].anchor, ends[1].anchor, ends[4].anchor), ("start", "middle", "end"));
        assert_eq!([5.0, 50.0, 95.0].map(now_anchor), ["start", "middle", "end"]);
    }

    #[test]
    fn a_moment_has_a_place_and_never_leaves_the_axis() {
        let axis = Axis { seconds: 20 };
        for (millis, place, attribute) in
            [(0, 0.0, "0%"), (14_200, 71.0, "71%"), (4_001, 20.005, "20.01%"), (50_000, 100.0, "100%")]
        {
            let found = axis.place(Duration::from_millis(millis));
            assert!((found - place).abs() < 1e-9, "{millis}: {found}");
            assert_eq!(percent(found), attribute);
        }
    }

    #[test]
    fn a_long_pause_begins_the_timeline_anew() {
        for (pause_s, is_whole, from_s) in [(30.0, true, 0.0), (61.0, false, 63.0), (7_200.0, false, 7_202.0)]
        {
            let mut story = Story::begun();
            story.attempt(1.0, "detect_phi").failed(2.0, "detect_phi").give_back(2.0);
            story.claim(2.0 + pause_s).attempt(2.0 + pause_s, "detect_phi");
            let window = Window::of(&story.progress, at(3.0 + pause_s));
            assert_eq!((window.is_whole, window.from), (is_whole, at(from_s)), "{pause_s}");
        }
    }

    #[test]
    fn the_axis_has_room_for_the_next_try() {
        let mut story = Story::begun();
        story.attempt(1.0, "detect_phi").failed(2.0, "detect_phi").waits(2.0, "detect_phi", 14.0);
        let window = Window::of(&story.progress, at(3.0));
        assert_eq!(Axis::of(&story.progress, window, at(3.0)).seconds, 20);
    }
}
