//! What is measured.

use std::path::PathBuf;

/// A measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    Throughput,
    Latency,
    Overlap,
    Memory,
    Readable,
    Idle,
    /// The check of a store after its process was killed.
    Verify,
}

impl Measure {
    pub(crate) const ALL: [Self; 6] =
        [Self::Throughput, Self::Latency, Self::Overlap, Self::Memory, Self::Readable, Self::Idle];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Throughput => "throughput",
            Self::Latency => "latency",
            Self::Overlap => "overlap",
            Self::Memory => "memory",
            Self::Readable => "readable",
            Self::Idle => "idle",
            Self::Verify => "verify",
        }
    }

    fn from_name(name: &str) -> Result<Self, String> {
        let all = Self::ALL.into_iter().chain([Self::Verify]);
        all.into_iter()
            .find(|measure| measure.as_str() == name)
            .ok_or_else(|| format!("there is no measure `{name}`"))
    }
}

/// The command line.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    pub(crate) stores: Vec<String>,
    pub(crate) effects: Vec<String>,
    pub(crate) measures: Vec<Measure>,
    pub(crate) runs: Option<u64>,
    /// Set in the processes that this program starts of itself.
    pub(crate) child: Option<Measure>,
    pub(crate) folder: Option<PathBuf>,
}

impl Options {
    pub(crate) fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let both = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        let mut options = Self {
            stores: both("memory", "sqlite"),
            effects: both("pure", "idempotent"),
            measures: Measure::ALL.to_vec(),
            runs: None,
            child: None,
            folder: None,
        };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--store" => options.stores = vec![value],
                "--effect" => options.effects = vec![value],
                "--measure" if value == "all" => {}
                "--measure" => options.measures = vec![Measure::from_name(&value)?],
                "--runs" => options.runs = Some(value.parse().map_err(|_| "--runs needs a number")?),
                "--child" => options.child = Some(Measure::from_name(&value)?),
                "--folder" => options.folder = Some(value.into()),
                _ => return Err(format!("there is no option {name}")),
            }
        }
        Ok(options)
    }

    pub(crate) fn store(&self) -> &str {
        self.stores.first().map_or("memory", String::as_str)
    }

    pub(crate) fn effect(&self) -> &str {
        self.effects.first().map_or("pure", String::as_str)
    }
}
