//! A fresh process opens what a killed one left.

use std::error::Error;

use revrx_engine::core::view::RunStatus;
use revrx_engine::store::Filter;
use serde_json::json;

use crate::options::Options;
use crate::workload::engine;

/// How many runs' outputs are read and compared.
const COMPARED: usize = 200;

/// Counts the runs and compares outputs of some of them: all had the same input.
pub(crate) async fn verify(options: &Options) -> Result<(), Box<dyn Error>> {
    let folder = options.folder.clone().unwrap_or_default();
    let expected: usize = std::fs::read_to_string(folder.join("expected"))?.trim().parse()?;
    let engine = engine(options, 0).await?;
    let (mut complete, mut before, mut outputs) = (0, None, Vec::new());
    loop {
        let heads = engine.list(&Filter { before, limit: 1_000, ..Filter::default() }).await?;
        let Some(last) = heads.last() else { break };
        before = Some(last.id);
        complete += heads.iter().filter(|head| head.index.status == RunStatus::Complete).count();
        for head in heads.iter().take(COMPARED.saturating_sub(outputs.len()).min(20)) {
            outputs.push(engine.run(head.id).finished().await?.output::<String>()?);
        }
    }
    outputs.sort();
    outputs.dedup();
    println!(
        "{}",
        json!({ "peer": "revrx", "measure": "verify", "expected": expected, "complete": complete, "different_outputs": outputs.len() })
    );
    engine.shutdown().await?;
    if complete != expected || outputs.len() != 1 {
        return Err(format!(
            "{expected} runs were answered as complete, {complete} are; {} outputs",
            outputs.len()
        )
        .into());
    }
    Ok(())
}
