//! What stands around every page.

pub mod banner;
pub mod connection;
pub mod context;
mod keys;
mod notices;
pub mod page;
pub mod panic;
pub mod shortcuts;
mod storage;
mod theme;
mod title;
pub mod toasts;
pub mod top;

pub use context::{Shell, provide_shell};
pub use keys::{Key, use_keys};
pub use page::Page;
pub use title::use_title;
pub use toasts::{Toast, Toasts, use_toasts};

pub use crate::net::live::{Live, can_act, use_live, why_not};
