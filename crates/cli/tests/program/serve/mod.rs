//! `handfast serve`: files, a port, exit codes, a log.

mod arguments;
mod once;
mod pages;
mod served;
