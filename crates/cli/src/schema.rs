//! `handfast schema`: the form of what `--json` writes.

use std::io::{self, ErrorKind, Write};

use handfast_study::Report;

use crate::exit::Exit;

/// Print the JSON Schema of the facts that --json writes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args) -> Exit {
    match writeln!(io::stdout(), "{}", Report::schema_json()) {
        // Whoever closes the pipe has read enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Exit::File(format!("standard output: {error}"))
        }
        _ => Exit::Done,
    }
}
