//! Seven stages, each a kind that joins what it reads into 200 bytes.

use std::time::Duration;

use revrx_engine::core::catalogue::Contract;
use revrx_engine::{Engine, EngineError, Maybe, Registry, Stage, StageCx, StageError, Storage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::options::Options;

/// What a stage takes: whatever comes first, and a second thing where it joins.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct Join {
    text: String,
    other: Maybe<String>,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Joined {
    text: String,
}

#[derive(Deserialize, JsonSchema, Default)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Config {
    /// How long an attempt waits, in milliseconds.
    wait_ms: u64,
}

async fn join(config: &Config, input: Join) -> Result<Joined, StageError> {
    if config.wait_ms > 0 {
        tokio::time::sleep(Duration::from_millis(config.wait_ms)).await;
    }
    let other = input.other.into_option().unwrap_or_default();
    let sum = input
        .text
        .bytes()
        .chain(other.bytes())
        .fold(0u64, |sum, byte| sum.wrapping_mul(31) + u64::from(byte));
    Ok(Joined { text: format!("{sum:020}").repeat(9) })
}

/// The same work, said to be pure.
pub(crate) struct Pure;
/// The same work, said to be idempotent: it waits until its intent is durable.
pub(crate) struct Idempotent;

impl Stage for Pure {
    const KIND: &'static str = "bench.pure";
    const VERSION: u32 = 1;
    type Config = Config;
    type Input = Join;
    type Output = Joined;
    fn contract() -> Contract {
        Contract::pure("Join")
    }
    async fn run(&self, cx: &StageCx<Self>, input: Join) -> Result<Joined, StageError> {
        join(cx.config(), input).await
    }
}

impl Stage for Idempotent {
    const KIND: &'static str = "bench.idempotent";
    const VERSION: u32 = 1;
    type Config = Config;
    type Input = Join;
    type Output = Joined;
    fn contract() -> Contract {
        Contract::idempotent("Join")
    }
    async fn run(&self, cx: &StageCx<Self>, input: Join) -> Result<Joined, StageError> {
        join(cx.config(), input).await
    }
}

/// The workflow, with every stage waiting so long.
pub(crate) fn workflow(effect: &str, wait_ms: u64) -> String {
    let mut text = String::from(
        "schema = 1\nworkflow = { name = \"seven\" }\ndefaults = { retry = \"standard\" }\n[inputs]\ntext = { type = \"string\" }\n",
    );
    for (name, inputs) in [
        ("first", "text = \"inputs.text\""),
        ("filter", "text = \"first.text\""),
        ("left", "text = \"filter.text\""),
        ("right", "text = \"filter.text\""),
        ("codes", "text = \"left.text\", other = \"right.text\""),
        ("checks", "text = \"left.text\", other = \"right.text\""),
        ("finalize", "text = \"codes.text\", other = \"checks.text\""),
    ] {
        text.push_str(&format!(
            "[stage.{name}]\nuses = \"bench.{effect}\"\ninputs = {{ {inputs} }}\nwith = {{ wait-ms = {wait_ms} }}\n"
        ));
    }
    text.push_str("[completion]\noutput = \"finalize.text\"\n");
    text
}

/// An input of 2 KB.
pub(crate) fn input() -> String {
    "The visit was uneventful and the findings were as expected; the plan stays as it is. ".repeat(24)
        [..2_000]
        .to_owned()
}

/// An engine on the store that the options name.
pub(crate) async fn engine(options: &Options, wait_ms: u64) -> Result<Engine, EngineError> {
    let storage = match (options.store(), &options.folder) {
        ("sqlite", Some(folder)) => Storage::sqlite(folder.join("data"), Some(&folder.join("keys"))).await?,
        _ => Storage::memory(),
    };
    Engine::builder()
        .registry(Registry::new().with(Pure).with(Idempotent))
        .workflow("seven.toml", workflow(options.effect(), wait_ms))
        .storage(storage)
        .start()
        .await
}
