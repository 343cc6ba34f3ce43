//! The checks as a specification: tables first.

mod kinds;
mod outlines;
mod pages;
mod tables;
mod whole;
