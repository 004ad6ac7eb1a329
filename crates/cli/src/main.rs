//! The program `handfast`: mutual TLS to try out, to look into, and to test others with.

mod address;
mod beside;
mod connect;
mod deadline;
mod demands;
mod demo;
mod doctor;
mod evidence;
mod exit;
mod explain;
mod keylog;
mod material;
mod observers;
mod options;
mod pcapng;
mod pki;
mod protocol;
mod raw_keys;
mod schema;
mod serve;
mod shared_key;
mod step;
mod verify;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Mutual TLS 1.2 and 1.3 from primitives: try it, look into it, test others with it.
#[derive(Debug, Parser)]
#[command(name = "handfast", version, propagate_version = true, max_term_width = 80, after_help = exit::CODES)]
struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Args),
    Pki(pki::Args),
    Serve(serve::Args),
    Connect(connect::Args),
    Verify(verify::Args),
    Explain(explain::Args),
    Step(step::Args),
    Schema(schema::Args),
}

fn main() -> ExitCode {
    let exit = match Program::parse().command {
        Command::Demo(args) => demo::run(&args),
        Command::Pki(args) => pki::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Connect(args) => connect::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Step(args) => step::run(&args),
        Command::Schema(args) => schema::run(&args),
    };
    exit.report()
}
