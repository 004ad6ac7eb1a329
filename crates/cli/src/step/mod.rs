//! `handfast step`: a connection one message at a time, in the terminal.

mod caller;
mod desk;
mod keyboard;
mod live;
mod moment;
mod play;
mod screen;
mod terminal;
mod view;

use std::io::{self, IsTerminal};

use clap::Subcommand;

use self::caller::Caller;
use self::desk::Desk;
use self::live::Live;
use self::play::Play;
use self::screen::Palette;
use crate::exit::Exit;
use crate::{connect, demo};

/// Look at a connection one message at a time, in the terminal: nothing goes on until you say so.
///
/// On to the next message, back to what was; the fields of a message beside its octets, the key schedule as far as it is
/// known by then, what was signed, how the certificates were judged, the state diagram, and why it failed. `?` shows all
/// keys.
#[derive(Debug, clap::Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  handfast step
  handfast step demo --client stranger
  handfast step connect localhost:8443 --cacert d/root.crt \\
      --cert d/alice.crt --key d/alice.key --get /

The server of a connection to elsewhere does not know that you take your time, \
and may hang up. Secrets are shown only when you ask for them, with --secrets \
or by the key s."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Debug, Subcommand)]
enum What {
    Demo(Box<demo::Args>),
    Connect(Box<connect::Args>),
}

pub(crate) fn run(args: &Args) -> Exit {
    look(args).err().unwrap_or(Exit::Done)
}

fn look(args: &Args) -> Result<(), Exit> {
    if !(io::stdin().is_terminal() && io::stdout().is_terminal()) {
        return Err(Exit::Usage(
            "handfast step needs a terminal, to show and to be told; into a pipe goes `--trace` of demo and connect".into(),
        ));
    }
    match &args.what {
        None => play(&demo::Args::default()),
        Some(What::Demo(args)) => play(args),
        Some(What::Connect(args)) => call(args),
    }
}

fn play(args: &demo::Args) -> Result<(), Exit> {
    let mut play = Play::new(demo::conversation(args)?, demo::title(args));
    sit_down(&mut play, args.shows_secrets())?;
    let (conversation, outcome) = play.leave();
    demo::conclude(args, &conversation, outcome)
}

fn call(args: &connect::Args) -> Result<(), Exit> {
    let recording = Caller::recording();
    let call = args.call(Some(&recording))?;
    let mut caller = Caller::new(call, recording, args.title(), args.request())?;
    sit_down(&mut caller, args.shows_secrets())?;
    let (connection, recording, failed) = caller.leave();
    args.conclude(&connection, Some(&recording), failed)
}

/// Until whoever sits there has seen enough.
fn sit_down(live: &mut dyn Live, secrets: bool) -> Result<(), Exit> {
    let mut desk = Desk::new(live, Palette::of_environment());
    desk.secrets = secrets;
    terminal::open(&mut desk).map_err(|why| Exit::Usage(format!("the terminal: {why}")))
}

#[cfg(test)]
mod tests;
