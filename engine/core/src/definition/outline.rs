//! What a person sees: phases with their part of the bar, and milestones, as the file says or spaced evenly.

use super::context::Context;
use super::draft::DraftMilestone;
use crate::name::StageName;
use crate::view::{Milestone, MilestoneEvent, Outline, OutlineStage, Phase};

/// The outline of a file without errors.
pub(super) fn build(context: &Context<'_, '_>, title: &str) -> Outline {
    let draft = context.draft;
    let stages: Vec<OutlineStage> = (context.stages())
        .map(|(index, stage)| {
            let of_kind = stage.kind.map_or(stage.name.value.as_str(), |kind| kind.title.as_str());
            let title = stage.title.clone().unwrap_or_else(|| of_kind.to_owned());
            let phase = match &draft.phases {
                None => index,
                Some(phases) => {
                    let has = |stages: &[super::tree::Located<String>]| {
                        stages.iter().any(|name| name.value == stage.name.value)
                    };
                    phases.iter().position(|phase| has(&phase.stages)).unwrap_or(0)
                }
            };
            OutlineStage { name: StageName::from(stage.name.value.as_str()), title, phase }
        })
        .collect();
    let milestones = match &draft.milestones {
        Some(milestones) => from_file(milestones),
        None => spaced_evenly(context, &stages),
    };
    let mut phases: Vec<Phase> = match &draft.phases {
        Some(phases) => (phases.iter())
            .map(|phase| {
                let (id, title) = (phase.id.clone(), phase.title.clone());
                Phase { id, title, icon: phase.icon.clone(), text: phase.text.clone(), from: 0, to: 0 }
            })
            .collect(),
        // Every stage is a step of its own, in the order of the bar.
        None => (stages.iter())
            .map(|stage| {
                let (id, title) = (stage.name.to_string(), stage.title.clone());
                Phase { id, title, icon: None, text: None, from: 0, to: 0 }
            })
            .collect(),
    };
    set_spans(&mut phases, &stages, &milestones);
    Outline { title: title.to_owned(), stages, phases, milestones }
}

/// The highest percent of a milestone that waits for one of these stages.
pub(super) fn highest(milestones: &[DraftMilestone], stages: &[&str]) -> Option<u8> {
    let about = |event: &MilestoneEvent| stage_of(event).is_some_and(|name| stages.contains(&name));
    let own = milestones.iter().filter(|milestone| milestone.when.iter().any(|event| about(&event.value)));
    own.map(|milestone| milestone.at.value).max()
}

fn stage_of(event: &MilestoneEvent) -> Option<&str> {
    match event {
        MilestoneEvent::Started(name) | MilestoneEvent::Finished(name) => Some(name.as_str()),
        MilestoneEvent::RunQueued | MilestoneEvent::RunComplete => None,
    }
}

fn from_file(drafts: &[DraftMilestone]) -> Vec<Milestone> {
    let mut milestones: Vec<Milestone> = (drafts.iter())
        .map(|draft| Milestone {
            at: draft.at.value,
            when: draft.when.iter().map(|event| event.value.clone()).collect(),
            text: draft.text.clone(),
            degraded_text: draft.degraded_text.clone(),
        })
        .collect();
    if milestones.first().is_none_or(|first| first.at > 0) {
        milestones.insert(0, milestone(0, MilestoneEvent::RunQueued, "Queued".to_owned()));
    }
    if milestones.last().is_none_or(|last| last.at < 100) {
        milestones.push(milestone(100, MilestoneEvent::RunComplete, "Complete".to_owned()));
    }
    milestones
}

fn milestone(at: u8, event: MilestoneEvent, text: String) -> Milestone {
    Milestone { at, when: vec![event], text, degraded_text: None }
}

/// Starts and ends of all stages between 0 and 100: phase by phase, and of stages side by side the starts first.
fn spaced_evenly(context: &Context<'_, '_>, stages: &[OutlineStage]) -> Vec<Milestone> {
    let mut depth = vec![0_usize; stages.len()];
    for stage in &context.graph.order {
        let longest = context.graph.upstream[*stage].iter().map(|from| depth[*from] + 1).max();
        depth[*stage] = longest.unwrap_or(0);
    }
    let has_phases = context.draft.phases.is_some();
    let mut events: Vec<((usize, usize, bool, usize), Milestone)> = Vec::new();
    for (index, stage) in stages.iter().enumerate() {
        let phase = if has_phases { stage.phase } else { 0 };
        for is_end in [false, true] {
            let (event, word) = match is_end {
                false => (MilestoneEvent::Started(stage.name.clone()), "started"),
                true => (MilestoneEvent::Finished(stage.name.clone()), "finished"),
            };
            let text = format!("{} {word}", stage.title);
            events.push(((phase, depth[index], is_end, index), milestone(0, event, text)));
        }
    }
    events.sort_by_key(|(key, _)| *key);
    let steps = events.len() + 1;
    let mut milestones = vec![milestone(0, MilestoneEvent::RunQueued, "Queued".to_owned())];
    for (number, (_, mut milestone)) in events.into_iter().enumerate() {
        milestone.at = u8::try_from((number + 1) * 100 / steps).unwrap_or(100);
        milestones.push(milestone);
    }
    milestones.push(milestone(100, MilestoneEvent::RunComplete, "Complete".to_owned()));
    milestones
}

/// A phase spans from the end of the one before up to the highest milestone of its stages, the last one to 100.
/// Phases without a milestone share what lies between their neighbours.
fn set_spans(phases: &mut [Phase], stages: &[OutlineStage], milestones: &[Milestone]) {
    let end_of = |phase: usize| {
        let about = |event: &MilestoneEvent| {
            let name = stage_of(event)?;
            stages.iter().find(|stage| stage.name == *name).map(|stage| stage.phase)
        };
        let own = milestones
            .iter()
            .filter(|milestone| milestone.when.iter().any(|event| about(event) == Some(phase)));
        own.map(|milestone| milestone.at).max()
    };
    let mut order: Vec<usize> = (0..phases.len()).collect();
    let ends: Vec<Option<u8>> = order.iter().map(|phase| end_of(*phase)).collect();
    if phases.len() == stages.len() && ends.iter().all(Option::is_some) {
        order.sort_by_key(|phase| ends[*phase]);
    }
    let (mut from, mut done) = (0_u8, 0);
    while done < order.len() {
        let known = (done..order.len()).find(|position| ends[order[*position]].is_some());
        let last = known.unwrap_or(order.len() - 1);
        let is_end = last + 1 == order.len();
        let to = if is_end { 100 } else { ends[order[last]].unwrap_or(100).max(from) };
        let count = last + 1 - done;
        for (number, position) in (done..=last).enumerate() {
            let share = |part: usize| from + u8::try_from(usize::from(to - from) * part / count).unwrap_or(0);
            phases[order[position]].from = share(number);
            phases[order[position]].to = share(number + 1);
        }
        (from, done) = (to, last + 1);
    }
}
