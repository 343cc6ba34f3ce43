//! The kinds a binary has.

use std::collections::BTreeMap;
use std::sync::Arc;

use revrx_engine_core::catalogue::{Catalogue, KindContract};
use revrx_engine_core::failure::FailureClass;
use revrx_engine_core::name::KindName;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::erased::{Configured, Kind, KindOf};
use super::{Stage, StageError, once, ports};

/// Kinds by name: those that can run here, and those that are only declared.
#[derive(Default)]
pub struct Registry {
    kinds: BTreeMap<KindName, Box<dyn Kind>>,
    declared: Vec<KindContract>,
}

/// Why a kind cannot run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// The kind is declared, but this build has no implementation of it.
    #[error("kind `{0}` is not in this build")]
    NotInThisBuild(KindName),
    /// Its configuration does not parse.
    #[error("`with` of kind `{kind}`: {message}")]
    Config {
        /// The kind.
        kind: KindName,
        /// What is wrong.
        message: String,
    },
}

impl Registry {
    /// No kinds.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a kind. A later one of the same name takes the place of the earlier.
    #[must_use]
    pub fn with<S: Stage>(mut self, stage: S) -> Self {
        self.kinds.insert(S::KIND.into(), Box::new(KindOf::new(stage)));
        self
    }

    /// Declares a kind that this build cannot run, so that files which use it can be checked.
    #[must_use]
    pub fn declare<S: Stage>(mut self) -> Self {
        self.declared.push(KindContract { in_this_build: false, ..ports::kind_contract::<S>() });
        self
    }

    /// Declares a kind by its contract.
    #[must_use]
    pub fn declare_contract(mut self, contract: KindContract) -> Self {
        self.declared.push(KindContract { in_this_build: false, ..contract });
        self
    }

    /// What a file is checked against.
    pub fn catalogue(&self) -> Catalogue {
        let mut catalogue = Catalogue::new();
        self.declared.iter().cloned().for_each(|contract| catalogue.insert(contract));
        self.kinds.values().for_each(|kind| catalogue.insert(kind.contract().clone()));
        catalogue
    }

    /// Runs one kind once, without a workflow: `inputs` is a JSON object with a member for each port. Values of
    /// ports that may be missing stand there plainly or are left out.
    ///
    /// # Errors
    /// What the stage answers; `not-configured` when the kind cannot run or its configuration does not parse.
    pub async fn run_once(&self, kind: &str, with: &Value, inputs: &str) -> Result<String, StageError> {
        self.run_once_until(kind, with, inputs, CancellationToken::new()).await
    }

    /// Runs one kind once, as [`Self::run_once`] does, until `cancel` tells it to stop.
    ///
    /// # Errors
    /// Those of [`Self::run_once`]; `cancelled` when it stopped.
    pub async fn run_once_until(
        &self,
        kind: &str,
        with: &Value,
        inputs: &str,
        cancel: CancellationToken,
    ) -> Result<String, StageError> {
        let name = KindName::from(kind);
        let not_configured = |message: String| StageError::new(FailureClass::NotConfigured, message);
        let configured = self.configure(&name, with).map_err(|error| not_configured(error.to_string()))?;
        configured.ready().map_err(not_configured)?;
        let contract = self.kinds.get(&name).map(|kind| kind.contract().clone());
        let contract = contract.ok_or_else(|| StageError::internal("a configured kind has a contract"))?;
        let input = once::input(&contract, inputs)?;
        let outputs = configured.run(once::surroundings(kind, cancel), input).await?;
        let members = outputs.iter().map(|(port, value)| format!("{}:{value}", Value::from(port.as_str())));
        Ok(format!("{{{}}}", members.collect::<Vec<_>>().join(",")))
    }

    /// A kind with its configuration.
    pub(crate) fn configure(
        &self,
        kind: &KindName,
        with: &Value,
    ) -> Result<Arc<dyn Configured>, RegistryError> {
        let found = self.kinds.get(kind).ok_or_else(|| RegistryError::NotInThisBuild(kind.clone()))?;
        found.configure(with).map_err(|message| RegistryError::Config { kind: kind.clone(), message })
    }
}
