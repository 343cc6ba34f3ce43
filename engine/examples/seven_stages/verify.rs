//! A fresh process opens what a killed one left.

use std::collections::BTreeSet;
use std::error::Error;

use revrx_engine::core::view::{RunStatus, StageStatus};
use revrx_engine::store::Filter;
use serde_json::json;

use crate::options::Options;
use crate::workload::engine;

/// Stages of the workload.
const STAGES: usize = 7;

/// Counts runs and stage ends, and compares all outputs: every run had the same input.
pub(crate) async fn verify(options: &Options) -> Result<(), Box<dyn Error>> {
    let folder = options.folder.clone().unwrap_or_default();
    let expected: usize = std::fs::read_to_string(folder.join("expected"))?.trim().parse()?;
    let engine = engine(options, 0).await?;
    let (mut complete, mut stage_ends, mut before, mut outputs) = (0, 0, None, BTreeSet::new());
    loop {
        let heads = engine.list(&Filter { before, limit: 1_000, ..Filter::default() }).await?;
        let Some(last) = heads.last() else { break };
        before = Some(last.id);
        for head in heads.iter().filter(|head| head.index.status == RunStatus::Complete) {
            let finished = engine.run(head.id).finished().await?;
            complete += 1;
            stage_ends +=
                finished.view.stages.iter().filter(|stage| stage.status == StageStatus::Done).count();
            outputs.insert(finished.output::<String>()?);
        }
    }
    println!(
        "{}",
        json!({
            "peer": "revrx", "store": options.store(), "effect": options.effect(), "measure": "verify",
            "expected": expected, "complete": complete, "stage_ends": stage_ends, "different_outputs": outputs.len(),
        })
    );
    engine.shutdown().await?;
    if complete != expected || stage_ends != expected * STAGES || outputs.len() != 1 {
        return Err(
            format!("{expected} runs were answered as complete; the store holds something else").into()
        );
    }
    Ok(())
}
