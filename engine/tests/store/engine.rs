//! An engine on a data folder, with one kind that gives back what it reads.

use std::path::Path;

use revrx_engine::core::catalogue::Contract;
use revrx_engine::{Engine, Stage, StageCx, StageError, Storage, SubmitRequest};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Deserialize, JsonSchema)]
pub(crate) struct Input {
    text: String,
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct Output {
    text: String,
    many: String,
}

/// Gives back the text: once as it is, and once so often that it is kept apart.
pub(crate) struct Echo;

impl Stage for Echo {
    const KIND: &'static str = "test.echo";
    const VERSION: u32 = 1;
    type Config = ();
    type Input = Input;
    type Output = Output;

    fn contract() -> Contract {
        Contract::idempotent("Echo")
    }

    async fn run(&self, _cx: &StageCx<Self>, input: Input) -> Result<Output, StageError> {
        Ok(Output { many: format!("{} ", input.text).repeat(1_000), text: input.text })
    }
}

const WORKFLOW: &str = r#"
schema = 1
workflow = { name = "echo" }
defaults = { retry = "standard" }
[inputs]
text = { type = "string" }
[stage.once]
uses = "test.echo"
inputs = { text = "inputs.text" }
[stage.twice]
uses = "test.echo"
inputs = { text = "once.text" }
[completion]
output = "twice.many"
"#;

/// An engine on `data` and `keys` below a folder.
pub(crate) async fn engine(folder: &Path) -> Engine {
    let storage = Storage::sqlite(folder.join("data"), Some(&folder.join("keys"))).await.unwrap();
    Engine::builder().stage(Echo).workflow("echo.toml", WORKFLOW).storage(storage).start().await.unwrap()
}

/// Runs a text to its end.
pub(crate) async fn run(engine: &Engine, text: &str) -> String {
    let handle = engine.submit(SubmitRequest::new("echo").input("text", &text)).await.unwrap();
    handle.finished().await.unwrap().output().unwrap()
}
