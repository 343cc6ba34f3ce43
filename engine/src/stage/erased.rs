//! A kind with its types forgotten: JSON in, JSON out.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use revrx_engine_core::catalogue::KindContract;
use revrx_engine_core::name::PortName;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{CxParts, Stage, StageCx, StageError, ports};

/// Outputs of an attempt: the JSON of each port.
pub(crate) type Outputs = Vec<(PortName, Arc<str>)>;

/// A kind.
pub(super) trait Kind: Send + Sync {
    fn contract(&self) -> &KindContract;
    fn configure(&self, with: &Value) -> Result<Arc<dyn Configured>, String>;
}

/// A kind with its configuration.
pub(crate) trait Configured: Send + Sync {
    /// What is missing, in words.
    fn ready(&self) -> Result<(), String>;
    /// One attempt; `input` is a JSON object with a member a port.
    fn run(self: Arc<Self>, cx: CxParts, input: String) -> BoxFuture<'static, Result<Outputs, StageError>>;
}

pub(super) struct KindOf<S: Stage> {
    stage: Arc<S>,
    contract: KindContract,
}

struct ConfiguredOf<S: Stage> {
    stage: Arc<S>,
    config: Arc<S::Config>,
}

impl<S: Stage> KindOf<S> {
    pub(super) fn new(stage: S) -> Self {
        Self { stage: Arc::new(stage), contract: ports::kind_contract::<S>() }
    }
}

impl<S: Stage> Kind for KindOf<S> {
    fn contract(&self) -> &KindContract {
        &self.contract
    }

    fn configure(&self, with: &Value) -> Result<Arc<dyn Configured>, String> {
        let config = parse_config(with).map_err(|error| error.to_string())?;
        Ok(Arc::new(ConfiguredOf { stage: Arc::clone(&self.stage), config: Arc::new(config) }))
    }
}

/// A `with` that was left out is nothing, or an empty table.
fn parse_config<C: DeserializeOwned>(with: &Value) -> Result<C, serde_json::Error> {
    match with {
        Value::Null => {
            C::deserialize(Value::Null).or_else(|_| C::deserialize(Value::Object(serde_json::Map::new())))
        }
        with => C::deserialize(with),
    }
}

impl<S: Stage> Configured for ConfiguredOf<S> {
    fn ready(&self) -> Result<(), String> {
        self.stage.configured(&self.config)
    }

    fn run(self: Arc<Self>, cx: CxParts, input: String) -> BoxFuture<'static, Result<Outputs, StageError>> {
        async move {
            let input: S::Input = serde_json::from_str(&input).map_err(|error| {
                // The message of serde may quote the input; its place does not.
                StageError::invalid_input(format!(
                    "the input has another form than its type states, at byte {}",
                    error.column()
                ))
            })?;
            let cx = StageCx::new(Arc::clone(&self.config), cx);
            let output = self.stage.run(&cx, input).await?;
            split(&output)
        }
        .boxed()
    }
}

/// The members of an output struct, as JSON.
fn split<O: serde::Serialize>(output: &O) -> Result<Outputs, StageError> {
    let not_an_object = |_| StageError::invalid_output("the output is no JSON object");
    let json = serde_json::to_string(output).map_err(not_an_object)?;
    let members: std::collections::BTreeMap<String, &RawValue> =
        serde_json::from_str(&json).map_err(not_an_object)?;
    Ok(members.into_iter().map(|(port, value)| (PortName::from(port), Arc::from(value.get()))).collect())
}
