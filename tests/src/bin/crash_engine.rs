//! The smallest program around the engine: for fault points that no command line reaches, and for effects that no
//! shipped kind has. `crash-engine DATA KEYS EFFECT ACTION` finishes the run it finds in DATA, or a new one.

use std::path::Path;
use std::process::ExitCode;

use revrx_engine::core::catalogue::Contract;
use revrx_engine::core::run::EventKind;
use revrx_engine::core::view::RunStatus;
use revrx_engine::store::Filter;
use revrx_engine::{
    Engine, EngineError, Registry, RunHandle, Stage, StageCx, StageError, Storage, SubmitRequest, Update,
    WorkerOptions,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Three stages in a row; `EFFECT` is put in by name.
const CHAIN: &str = r#"
schema = 1
workflow = { name = "chain", deadline = "15m" }
run = { max-attempts = 3, backoff = { initial-delay = "50ms", factor = 2.0, max-delay = "1s" } }
[inputs]
text = { type = "string" }
[retry.standard]
max-attempts = 2
initial-delay = "20ms"
factor = 2.0
max-delay = "80ms"
jitter = 0.25
on = ["throttled", "unavailable", "network", "timeout"]
[stage.a]
uses = "test.EFFECT"
inputs = { text = "inputs.text" }
[stage.b]
uses = "test.EFFECT"
inputs = { text = "a.text" }
[stage.c]
uses = "test.EFFECT"
inputs = { text = "b.text" }
[completion]
output = "c.text"
"#;

#[derive(Deserialize, JsonSchema)]
struct Input {
    text: String,
}

#[derive(Serialize, JsonSchema)]
struct Output {
    text: String,
}

macro_rules! kind {
    ($name:ident, $kind:literal, $contract:expr) => {
        struct $name;

        impl Stage for $name {
            const KIND: &'static str = $kind;
            const VERSION: u32 = 1;
            type Config = ();
            type Input = Input;
            type Output = Output;
            fn contract() -> Contract {
                $contract
            }
            async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
                Ok(Output { text: format!("{}({})", cx.stage(), input.text) })
            }
        }
    };
}

kind!(Pure, "test.pure", Contract::pure("Pure"));
kind!(Idempotent, "test.idempotent", Contract::idempotent("Idempotent"));
kind!(Once, "test.once", Contract::once("Once"));

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [data, keys, effect, action] = words.as_slice() else {
        return said(&mut std::io::stderr(), "usage: crash-engine DATA KEYS EFFECT finish|cancel|reopen", 2);
    };
    match work(Path::new(data), Path::new(keys), effect, action).await {
        Ok(line) => said(&mut std::io::stdout(), &line, 0),
        Err(error) => said(&mut std::io::stderr(), &format!("error: {error}"), 1),
    }
}

fn said(stream: &mut dyn std::io::Write, line: &str, code: u8) -> ExitCode {
    let written = stream.write_fmt(format_args!("{line}\n"));
    ExitCode::from(if written.is_ok() { code } else { 1 })
}

/// Gives `RUN STATUS OUTPUT`.
async fn work(data: &Path, keys: &Path, effect: &str, action: &str) -> Result<String, EngineError> {
    let options = WorkerOptions {
        heartbeat: std::time::Duration::from_millis(20),
        reconcile: std::time::Duration::from_millis(20),
        ..WorkerOptions::default()
    };
    let engine = Engine::builder()
        .registry(Registry::new().with(Pure).with(Idempotent).with(Once))
        .workflow("chain.toml", CHAIN.replace("EFFECT", effect))
        .storage(Storage::sqlite(data, Some(keys)).await?)
        .options(options)
        .start()
        .await?;
    let run = match engine.list(&Filter::default()).await?.first() {
        Some(head) => engine.run(head.id),
        None => engine.submit(SubmitRequest::new("chain").input("text", &"in")).await?,
    };
    if action == "cancel" && until_started(&run, "b").await? {
        run.cancel().await?;
    }
    let mut finished = run.finished().await?;
    if action == "reopen" && finished.view.status == RunStatus::Failed {
        finished = engine.reopen(run.id(), "test").await?.finished().await?;
    }
    let output = finished.output_json().unwrap_or("-").to_owned();
    engine.shutdown().await?;
    Ok(format!("{} {} {output}", finished.run, finished.view.status.as_str()))
}

/// Whether the stage starts before the run ends.
async fn until_started(run: &RunHandle, stage: &str) -> Result<bool, EngineError> {
    let mut updates = run.updates().await?;
    while let Some(update) = updates.next().await? {
        match update {
            Update::Snapshot { progress, .. } if progress.view.is_terminal() => return Ok(false),
            Update::Event { event, .. } => match &event.kind {
                EventKind::Started { stage: started, .. } if started.as_str() == stage => return Ok(true),
                _ => {}
            },
            Update::Snapshot { .. } => {}
        }
    }
    Ok(false)
}
