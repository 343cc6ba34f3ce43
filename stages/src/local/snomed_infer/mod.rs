//! Finds SNOMED CT concepts with a release the user supplies. The project has no SNOMED CT content of its own.

mod infer;
mod lexicon;
mod release;
mod rf2;
mod stage;
mod table;

pub use infer::infer;
pub use lexicon::Lexicon;
pub use release::{ReleaseError, check, load};
pub use stage::{Config, SnomedInfer};
