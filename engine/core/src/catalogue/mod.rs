//! What kinds there are and what each promises: serialisable, so that a file is checked also where the kinds
//! themselves are not, as in a browser.

mod contract;
mod types;

pub use contract::{Contract, Effect, InputPort, KindContract, OutputPort};
pub use types::{PortType, built_in_types};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::name::KindName;

/// All kinds a file may use, and the port types its inputs may have.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Catalogue {
    kinds: BTreeMap<KindName, KindContract>,
    types: BTreeMap<String, PortType>,
}

impl Catalogue {
    /// A catalogue without kinds, with the types the engine brings.
    pub fn new() -> Self {
        let types = built_in_types().map(|ty| (ty.name.clone(), ty)).collect();
        Self { kinds: BTreeMap::new(), types }
    }

    /// Adds a kind and the types of its ports. A later kind of the same name takes the place of the earlier.
    pub fn insert(&mut self, kind: KindContract) {
        let ports = kind.inputs.iter().map(|port| &port.ty).chain(kind.outputs.iter().map(|port| &port.ty));
        for ty in ports {
            self.types.entry(ty.name.clone()).or_insert_with(|| ty.clone());
        }
        self.kinds.insert(kind.kind.clone(), kind);
    }

    /// The contract of a kind.
    pub fn kind(&self, name: &str) -> Option<&KindContract> {
        self.kinds.get(name)
    }

    /// All kinds, by name.
    pub fn kinds(&self) -> impl Iterator<Item = &KindContract> {
        self.kinds.values()
    }

    /// The port type of that name.
    pub fn port_type(&self, name: &str) -> Option<&PortType> {
        self.types.get(name)
    }

    /// The names of all port types.
    pub fn type_names(&self) -> impl Iterator<Item = &str> {
        self.types.keys().map(String::as_str)
    }
}
