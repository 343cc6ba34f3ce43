//! Live updates over real sockets.

mod bounds;
mod many;
mod one;
mod poll;
mod wire;
