//! An input that may be missing, with the reason.

use std::borrow::Cow;

use revrx_engine_core::run::MissingReason;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

/// An input that a stage can do without. The workflow file says `?` where it may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Maybe<T> {
    /// It is there.
    Present(T),
    /// It is not, for this reason.
    Missing(MissingReason),
}

impl<T> Maybe<T> {
    /// The value, if it is there.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Self::Present(value) => Some(value),
            Self::Missing(_) => None,
        }
    }

    /// The value, if it is there.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Present(value) => Some(value),
            Self::Missing(_) => None,
        }
    }

    /// Why it is missing.
    pub fn missing(&self) -> Option<&MissingReason> {
        match self {
            Self::Present(_) => None,
            Self::Missing(reason) => Some(reason),
        }
    }
}

/// Keyword under which the schema of a `Maybe<T>` holds that of `T`.
pub(super) const MAYBE_KEYWORD: &str = "x-maybe";

impl<T: JsonSchema> JsonSchema for Maybe<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Maybe_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let inner = generator.subschema_for::<T>();
        schemars::json_schema!({ MAYBE_KEYWORD: inner })
    }
}
