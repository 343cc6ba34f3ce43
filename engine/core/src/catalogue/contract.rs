//! The contract of a kind: what its Rust code states and no file can change.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::PortType;
use crate::name::{KindName, LabelName, PortName};

/// What happens when an attempt is repeated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    /// The same input gives the same output, and nothing else happens. May start before what it reads is durable.
    Pure,
    /// Repeating does no harm.
    Idempotent,
    /// Must not happen twice: an attempt in flight is not repeated after a crash.
    Once,
}

impl Effect {
    /// The word in listings.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pure => "pure",
            Self::Idempotent => "idempotent",
            Self::Once => "once",
        }
    }
}

/// What a stage's code states about itself, apart from its ports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    /// What a person calls the kind; a workflow may give a stage a title of its own.
    pub title: String,
    /// What happens when an attempt is repeated.
    pub effect: Effect,
    /// Whether it sends anything to an outside service. Such a stage must name a `dependency`.
    pub egress: bool,
    /// Whether it computes for long: it then runs on the pool for computing and polls for cancellation.
    pub cpu: bool,
    /// Largest request it sends to its dependency, in characters.
    pub request_chars_max: Option<u32>,
    /// Output ports whose label it may lower, and to what: the declassifier's right, granted in Rust only.
    pub lowers: Vec<(PortName, LabelName)>,
    /// Output ports that have at least this label, whatever the inputs.
    pub labels: Vec<(PortName, LabelName)>,
}

impl Contract {
    fn new(title: &str, effect: Effect) -> Self {
        Self {
            title: title.to_owned(),
            effect,
            egress: false,
            cpu: false,
            request_chars_max: None,
            lowers: Vec::new(),
            labels: Vec::new(),
        }
    }

    /// A kind without effects.
    pub fn pure(title: &str) -> Self {
        Self::new(title, Effect::Pure)
    }

    /// A kind that may be repeated.
    pub fn idempotent(title: &str) -> Self {
        Self::new(title, Effect::Idempotent)
    }

    /// A kind that must not be repeated.
    pub fn once(title: &str) -> Self {
        Self::new(title, Effect::Once)
    }

    /// Says that it computes for long.
    #[must_use]
    pub fn cpu(mut self) -> Self {
        self.cpu = true;
        self
    }

    /// Says that it calls an outside service.
    #[must_use]
    pub fn egress(mut self) -> Self {
        self.egress = true;
        self
    }

    /// States its largest request, in characters.
    #[must_use]
    pub fn request_chars_max(mut self, chars: u32) -> Self {
        self.request_chars_max = Some(chars);
        self
    }

    /// Claims the right to lower the label of one output.
    #[must_use]
    pub fn lowers(mut self, port: &str, label: &str) -> Self {
        self.lowers.push((port.into(), label.into()));
        self
    }

    /// States the least label of one output.
    #[must_use]
    pub fn labelled(mut self, port: &str, label: &str) -> Self {
        self.labels.push((port.into(), label.into()));
        self
    }
}

/// An input of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InputPort {
    /// Its name in `inputs`.
    pub name: PortName,
    /// What it takes.
    pub ty: PortType,
    /// Whether the kind can do without (`Maybe<T>` in Rust, a trailing `?` in the file).
    pub optional: bool,
}

/// An output of a kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OutputPort {
    /// Its name after the stage's, as in `read_total.amount`.
    pub name: PortName,
    /// What it gives.
    pub ty: PortType,
    /// The least label it has, whatever the inputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<LabelName>,
    /// The label it may lower to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lowers_to: Option<LabelName>,
}

/// A kind as the catalogue knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KindContract {
    /// Its name in `uses`.
    pub kind: KindName,
    /// Raised when a reader of its old output would misread it.
    pub version: u32,
    /// What a person calls it.
    pub title: String,
    /// What happens when an attempt is repeated.
    pub effect: Effect,
    /// Whether it calls an outside service.
    pub egress: bool,
    /// Whether it runs on the pool for computing.
    pub cpu: bool,
    /// Largest request to its dependency, in characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_chars_max: Option<u32>,
    /// What it reads.
    pub inputs: Vec<InputPort>,
    /// What it gives.
    pub outputs: Vec<OutputPort>,
    /// JSON Schema of its `with`; `null` when it takes none.
    pub config: Value,
    /// An example of its `with` that parses.
    pub example: Value,
    /// Whether this binary can run it; a file may name kinds that another build has.
    pub in_this_build: bool,
}

impl KindContract {
    /// The input of that name.
    pub fn input(&self, name: &str) -> Option<&InputPort> {
        self.inputs.iter().find(|port| port.name == *name)
    }

    /// The output of that name.
    pub fn output(&self, name: &str) -> Option<&OutputPort> {
        self.outputs.iter().find(|port| port.name == *name)
    }
}
