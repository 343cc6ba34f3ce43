//! A process that is killed loses nothing, repeats nothing that was finished, and ends every run once.

mod cycle;
mod engine;
mod matrix;
mod random;
mod table;
