//! `handfast serve`: files, a port, exit codes, a log.

mod arguments;
mod later;
mod once;
mod pages;
mod served;
