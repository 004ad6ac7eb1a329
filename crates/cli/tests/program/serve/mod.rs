//! `handfast serve`: files, a port, exit codes, a log.

mod arguments;
mod later;
mod news;
mod once;
mod pages;
mod returning;
mod served;
