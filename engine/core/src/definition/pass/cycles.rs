//! Stages that wait for one another: the circle is named in full, with every line.

use std::collections::VecDeque;

use crate::definition::context::Context;
use crate::definition::findings::Findings;
use crate::diagnostic::Code;

pub(super) fn check(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    for members in &context.graph.circles {
        let circle = shortest_circle(context, members);
        let names: Vec<&str> = circle.iter().map(|stage| context.name(*stage)).collect();
        let mut edges = circle.windows(2).filter_map(|pair| {
            context.graph.edges.iter().find(|(from, to, _)| *from == pair[0] && *to == pair[1])
        });
        let Some((_, first_reader, span)) = edges.next() else { continue };
        let message = format!("these stages wait for one another: {}", names.join(" -> "));
        let source = findings.source;
        let finding = findings.report(Code::E0201, span, message);
        finding.text(format!("read by `{}`", context.name(*first_reader)));
        for (_, reader, span) in edges {
            finding.label(source, span.clone(), format!("read by `{}`", context.name(*reader)));
        }
        finding.help("remove one of these inputs");
    }
}

/// A shortest way from the first of the stages back to itself, in the direction of the data, both ends included.
fn shortest_circle(context: &Context<'_, '_>, members: &[usize]) -> Vec<usize> {
    let start = members[0];
    let mut came_from = vec![None; context.draft.stages.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(stage) = queue.pop_front() {
        for (_, next, _) in
            context.graph.edges.iter().filter(|(from, to, _)| *from == stage && members.contains(to))
        {
            if came_from[*next].is_none() {
                came_from[*next] = Some(stage);
                queue.push_back(*next);
            }
        }
        if came_from[start].is_some() {
            break;
        }
    }
    let mut circle = vec![start];
    let mut at = start;
    while let Some(before) = came_from[at] {
        circle.push(before);
        at = before;
        if at == start {
            break;
        }
    }
    circle.reverse();
    circle
}
