//! The routes of encounters, asked in this process.

mod create;
mod place;
mod read;
