//! `handfast explain`: the connections in a capture of any two programs.

use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use anstyle::Style;
use handfast_study::Report;
use handfast_study::follow::{Damage, Followed, Keys, Overheard, follow};

use crate::exit::Exit;
use crate::watch::Watching;

/// Explain a capture of any two programs: what they said to each other, in either version of TLS.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Without its secrets only what goes before the keys can be shown. They are \
taken from the capture, if it has them inside, and from --keylog: curl, \
browsers and others write one where the variable SSLKEYLOGFILE names it.

Example:
  handfast demo --pcapng demo.pcapng
  handfast explain demo.pcapng -v")]
pub(crate) struct Args {
    /// The capture: pcap or pcapng.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The secrets of the connections (SSLKEYLOGFILE format).
    #[arg(long, value_name = "FILE")]
    keylog: Option<PathBuf>,
    /// Only this connection, counted from 1.
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..))]
    connection: Option<u16>,
    #[command(flatten)]
    watching: Watching,
}

/// Tells it on standard output.
pub(crate) fn run(args: &Args) -> Exit {
    args.explain().unwrap_or_else(|failure| failure)
}

impl Args {
    fn explain(&self) -> Result<Exit, Exit> {
        let overheard = self.overheard()?;
        let chosen = self.chosen(&overheard)?;
        self.write(&chosen)?;
        match self.tell(&chosen, &overheard) {
            // Whoever closes the pipe has read enough.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Exit::File(format!("standard output: {error}")))
            }
            _ => Ok(overheard.damage.map_or(Exit::Done, |damage| self.unread(&damage))),
        }
    }

    fn overheard(&self) -> Result<Overheard, Exit> {
        let mut keys = Keys::new();
        if let Some(path) = &self.keylog {
            keys.add(&std::fs::read(path).map_err(|why| unreadable(path, &why))?);
        }
        let file = File::open(&self.file).map_err(|why| unreadable(&self.file, &why))?;
        follow(file, keys).map_err(|damage| self.unread(&damage))
    }

    /// Those that are to be shown, with their numbers.
    fn chosen<'o>(&self, overheard: &'o Overheard) -> Result<Vec<(usize, &'o Followed)>, Exit> {
        let mut all = (1..).zip(&overheard.connections);
        let chosen: Vec<_> = match self.connection {
            None => all.collect(),
            Some(wanted) => all.find(|(number, _)| *number == usize::from(wanted)).into_iter().collect(),
        };
        match (chosen.is_empty(), overheard.connections.len()) {
            (false, _) => Ok(chosen),
            (true, 0) => Err(Exit::Usage(format!(
                "{}: no TLS is spoken in it{}",
                self.file.display(),
                beside(overheard)
            ))),
            (true, count) => Err(Exit::Usage(format!("there are {count} connections in it"))),
        }
    }

    /// The pages and facts that are wanted; of several connections, each has its number.
    fn write(&self, chosen: &[(usize, &Followed)]) -> Result<(), Exit> {
        chosen.iter().filter(|_| self.watching.files.are_wanted()).try_for_each(|(number, one)| {
            let number = (chosen.len() > 1).then_some(*number);
            self.watching.files.write(Report::of(&one.timeline), number)
        })
    }

    fn tell(&self, chosen: &[(usize, &Followed)], overheard: &Overheard) -> io::Result<()> {
        let (mut out, bold) = (anstream::stdout().lock(), Style::new().bold());
        for (number, Followed { ends, timeline }) in chosen {
            let (client, server) = (ends.client, ends.server);
            writeln!(out, "\n  {bold}connection {number}{bold:#} · {client} → {server}\n")?;
            writeln!(out, "{}", self.watching.trace.of(timeline))?;
        }
        let beside = beside(overheard);
        if !beside.is_empty() {
            writeln!(out, "  {}", beside.trim_start_matches("; "))?;
        }
        out.flush()
    }

    fn unread(&self, damage: &Damage) -> Exit {
        Exit::of_file(&self.file, damage)
    }
}

fn unreadable(path: &Path, why: &io::Error) -> Exit {
    Exit::of_file(path, why)
}

/// What else is in it.
fn beside(overheard: &Overheard) -> String {
    let of = |count: usize, what: &str| match count {
        0 => String::new(),
        1 => format!("; 1 connection {what}"),
        count => format!("; {count} connections {what}"),
    };
    of(overheard.others, "of something else") + &of(overheard.left_out, "more that were not read")
}
