//! The page of RevRx: encounters, the progress of their reports, and the reports.
//!
//! `model` decides what is shown and builds anywhere; the rest draws it and builds for WebAssembly alone. `net` talks
//! to the server, `shell` is what stands around every page, `parts` are the small pieces pages share, `pages` are the
//! pages.
#![cfg_attr(
    target_arch = "wasm32",
    expect(
        unreachable_pub,
        reason = "the macro of components makes their properties `pub`, whatever the component is"
    )
)]

pub mod model;

#[cfg(target_arch = "wasm32")]
pub mod app;
#[cfg(target_arch = "wasm32")]
pub mod net;
#[cfg(target_arch = "wasm32")]
pub mod pages;
#[cfg(target_arch = "wasm32")]
pub mod parts;
#[cfg(target_arch = "wasm32")]
pub mod shell;
