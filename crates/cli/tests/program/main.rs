//! The program `handfast` as a user has it: what it prints, what it writes, and its exit codes.

#![cfg(test)]

mod again;
mod allow;
mod beside;
mod compressed;
mod demo;
#[cfg(unix)]
mod doctor;
#[cfg(unix)]
mod doctor_abroad;
mod explain;
mod folder;
mod http;
mod keylog;
mod keys;
mod legacy;
mod patience;
mod pcapng;
mod pki;
mod process;
#[cfg(unix)]
mod pseudo_terminal;
mod readme;
mod report;
mod serve;
mod server;
mod spoken;
#[cfg(unix)]
mod step;
mod trace;
mod verify;
mod walk;
mod zoo;
