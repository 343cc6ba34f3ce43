//! Kinds and workflows for these tests.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use revrx_engine::core::catalogue::Contract;
use revrx_engine::core::failure::FailureClass;
use revrx_engine::{
    Engine, EngineError, Finished, Maybe, Registry, RunHandle, Stage, StageCx, StageError, Storage,
    SubmitRequest, WorkerOptions,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Attempts that were started, by stage.
pub(crate) type Started = Arc<Mutex<HashMap<String, u32>>>;

#[derive(Deserialize, JsonSchema, Default)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Config {
    /// Classes with which the first attempts fail, one each.
    fail: Vec<String>,
    /// Whether every attempt fails with the last of them.
    always: bool,
    /// How long an attempt takes.
    wait_ms: u64,
    /// How much it gives.
    bytes: usize,
    panic: bool,
    not_configured: bool,
}

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Input {
    text: Maybe<String>,
    other: Maybe<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Output {
    text: String,
}

async fn work(
    started: &Started,
    stage: &str,
    attempt: u32,
    config: &Config,
    input: Input,
) -> Result<Output, StageError> {
    *started.lock().unwrap().entry(stage.to_owned()).or_default() += 1;
    tokio::time::sleep(Duration::from_millis(config.wait_ms)).await;
    let class = match config.fail.get(attempt as usize - 1) {
        None if config.always => config.fail.last(),
        class => class,
    };
    if let Some(class) = class {
        return Err(StageError::new(FailureClass::from_name(class).unwrap(), "as the test asks"));
    }
    assert!(!config.panic, "as the test asks");
    let read = |port: Maybe<String>| port.into_option().unwrap_or_else(|| "nothing".to_owned());
    let text = format!("{stage}({}, {}){}", read(input.text), read(input.other), "x".repeat(config.bytes));
    Ok(Output { text })
}

macro_rules! kind {
    ($name:ident, $kind:literal, $contract:expr) => {
        pub(crate) struct $name(pub(crate) Started);

        impl Stage for $name {
            const KIND: &'static str = $kind;
            const VERSION: u32 = 1;
            type Config = Config;
            type Input = Input;
            type Output = Output;
            fn contract() -> Contract {
                $contract
            }
            fn configured(&self, config: &Config) -> Result<(), String> {
                if config.not_configured { Err("the test takes it away".to_owned()) } else { Ok(()) }
            }
            async fn run(&self, cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
                work(&self.0, cx.stage().as_str(), cx.attempt(), cx.config(), input).await
            }
        }
    };
}

kind!(Pure, "test.pure", Contract::pure("Pure"));
kind!(Idempotent, "test.idempotent", Contract::idempotent("Idempotent"));
kind!(Once, "test.once", Contract::once("Once"));

/// A kind that computes and polls for cancellation.
pub(crate) struct Computing(pub(crate) Started);

impl Stage for Computing {
    const KIND: &'static str = "test.computing";
    const VERSION: u32 = 1;
    type Config = Config;
    type Input = Input;
    type Output = Output;
    fn contract() -> Contract {
        Contract::pure("Computing").cpu()
    }
    #[expect(clippy::disallowed_methods, reason = "the kind holds its thread, as one that computes does")]
    async fn run(&self, cx: &StageCx<Self>, _input: Input) -> Result<Output, StageError> {
        *self.0.lock().unwrap().entry(cx.stage().to_string()).or_default() += 1;
        let end = std::time::Instant::now() + Duration::from_millis(cx.config().wait_ms);
        while std::time::Instant::now() < end {
            if let Err(stopped) = cx.check() {
                *self.0.lock().unwrap().entry("stopped".to_owned()).or_default() += 1;
                return Err(stopped);
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(Output { text: "computed".to_owned() })
    }
}

/// The head of every workflow here; delays are short, so that a test is.
pub(crate) const HEAD: &str = r#"
schema = 1
workflow = { name = "test", deadline = "15m" }
run = { max-attempts = 3, backoff = { initial-delay = "50ms", factor = 2.0, max-delay = "1s" } }
[inputs]
text = { type = "string" }
[retry.standard]
max-attempts = 4
initial-delay = "20ms"
factor = 2.0
max-delay = "80ms"
jitter = 0.25
on = ["throttled", "unavailable", "network", "timeout"]
"#;

/// An engine for one workflow, and what its stages started.
pub(crate) struct Bench {
    pub(crate) engine: Engine,
    pub(crate) started: Started,
}

impl Bench {
    /// In memory.
    pub(crate) async fn new(stages: &str) -> Self {
        Self::on(Storage::memory(), stages, WorkerOptions::default()).await.unwrap()
    }

    pub(crate) async fn on(
        storage: Storage,
        stages: &str,
        options: WorkerOptions,
    ) -> Result<Self, EngineError> {
        let started = Started::default();
        let registry = Registry::new()
            .with(Pure(Arc::clone(&started)))
            .with(Idempotent(Arc::clone(&started)))
            .with(Once(Arc::clone(&started)))
            .with(Computing(Arc::clone(&started)));
        let text = if stages.contains("schema = 1") { stages.to_owned() } else { format!("{HEAD}{stages}") };
        let engine = Engine::builder()
            .registry(registry)
            .workflow("test.toml", text)
            .storage(storage)
            .options(options)
            .start();
        Ok(Self { engine: engine.await?, started })
    }

    pub(crate) async fn submit(&self) -> RunHandle {
        self.engine.submit(SubmitRequest::new("test").input("text", &"in")).await.unwrap()
    }

    pub(crate) async fn run(&self) -> Finished {
        self.submit().await.finished().await.unwrap()
    }

    /// How many attempts of a stage were started.
    pub(crate) fn attempts(&self, stage: &str) -> u32 {
        self.started.lock().unwrap().get(stage).copied().unwrap_or(0)
    }

    /// Waits until a stage has been started so often.
    pub(crate) async fn until_started(&self, stage: &str, times: u32) {
        while self.attempts(stage) < times {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
}
