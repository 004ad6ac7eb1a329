//! The program `handfast`: mutual TLS to try out, to look into, and to test others with.

mod exit;
mod material;
mod options;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Mutual TLS 1.3 from primitives: try it, look into it, test others with it.
#[derive(Debug, Parser)]
#[command(name = "handfast", version, propagate_version = true, after_help = exit::CODES)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Args),
}

fn main() -> ExitCode {
    let exit = match Program::parse().command {
        Command::Serve(args) => serve::run(&args),
    };
    exit.report()
}
