//! How the page talks to the server.

pub mod http;
pub mod live;
