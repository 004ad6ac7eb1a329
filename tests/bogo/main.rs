//! A shim for the TLS test runner of BoringSSL ("BoGo"): the runner starts this program with flags, plays the peer, and
//! breaks one rule a test. What the program is told to expect, it checks; what it is told and cannot do, it says.
//!
//! * `flags` reads the command line by a table into `options`: what one connection is to do and to expect.
//! * `setup` makes our configuration of it, `application` answers the questions that it holds.
//! * `memory` is what one connection leaves to the next.
//! * `wire` moves bytes between a connection and its socket, `exchange` says what and when.
//! * `early` is early data, `compression` what the runner has made up to compress certificates, `foreign_tickets` tickets
//!   that it can rewrite.
//! * `witness` watches, `expect` compares.

mod application;
mod compression;
mod early;
mod exchange;
mod expect;
mod failure;
mod flags;
mod foreign_tickets;
mod memory;
mod options;
mod setup;
mod wire;
mod witness;

use std::panic::catch_unwind;
use std::process::ExitCode;

use failure::Failure;
use flags::Command;

fn main() -> ExitCode {
    // A panic must not pass for the failure that a test waits for.
    let ended = catch_unwind(run).unwrap_or_else(|_| Err(Failure::expectation("the shim panicked")));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            failure.code()
        }
    }
}

fn run() -> Result<(), Failure> {
    match flags::read(std::env::args_os().skip(1))? {
        Command::IsHandshakerSupported => println!("No"),
        Command::Connect(run) => exchange::all(&run)?,
    }
    Ok(())
}
