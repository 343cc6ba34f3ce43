//! A run: its events, the state they fold into, and what is to be done next.
//!
//! [`apply`] folds an event in or says why it cannot be; [`decide`] reads the state and answers with commands.
//! Both are pure: the same log gives the same commands on every machine.

mod event;
pub use event::{EndingReason, Event, EventKind, OutputRef, WaitReason};

#[cfg(feature = "workflow")]
mod apply;
#[cfg(feature = "workflow")]
mod attempt;
#[cfg(feature = "workflow")]
mod check;
#[cfg(feature = "workflow")]
mod clock;
#[cfg(feature = "workflow")]
mod command;
#[cfg(feature = "workflow")]
mod decide;
#[cfg(feature = "workflow")]
mod resolve;
#[cfg(feature = "workflow")]
mod state;
#[cfg(feature = "workflow")]
mod version;

#[cfg(feature = "workflow")]
pub use apply::apply;
#[cfg(feature = "workflow")]
pub use check::IllegalTransition;
#[cfg(feature = "workflow")]
pub use command::Command;
#[cfg(feature = "workflow")]
pub use decide::decide;
#[cfg(feature = "workflow")]
pub use resolve::{MissingReason, Resolved, resolve, resolve_wire};
#[cfg(feature = "workflow")]
pub use state::{RunState, StageState};
