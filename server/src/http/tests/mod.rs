//! What stands before the routes, seen from outside: in process, and over real connections.

mod answers;
mod bodies;
mod connections;
mod hosts;
mod origins;
mod place;
mod stopping;
