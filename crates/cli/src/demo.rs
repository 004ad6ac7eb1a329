//! `handfast demo`: a handshake between our own client and our own server, over loopback, told as it happens.

mod conversation;
mod people;

use core::fmt;
use std::env;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use anstyle::Style;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use handfast::ClientAuth;
use handfast_pki::KeyKind;
use handfast_study::Story;

use self::conversation::Conversation;
use self::people::People;
use crate::exit::Exit;
use crate::options;

/// Watch a mutual TLS 1.3 handshake: nothing is needed, nothing is left behind.
///
/// Makes a throw-away authority, a server and a client, lets them meet over loopback, and tells what each of them
/// sends, derives, checks and knows in the end.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Whether the server asks the client who it is, and insists
    #[arg(long, value_name = "WHETHER", default_value = "require", value_parser = options::client_auth())]
    client_auth: ClientAuth,
    /// The kind of all keys
    #[arg(long, value_name = "KIND", default_value = "p256", value_parser = key())]
    key: KeyKind,
}

fn key() -> impl TypedValueParser<Value = KeyKind> {
    PossibleValuesParser::new(["p256", "p384", "ed25519", "rsa2048"]).try_map(|name| name.parse::<KeyKind>())
}

/// Runs it, and tells it also if it ends badly.
pub(crate) fn run(args: &Args) -> Exit {
    stage(args).err().unwrap_or(Exit::Done)
}

fn stage(args: &Args) -> Result<(), Exit> {
    let people = People::new(args.key)?;
    let mut conversation = Conversation::new(people.client()?, people.server(args.client_auth)?)?;
    let outcome = conversation.hold();
    match tell(args, &people, &conversation, outcome.is_ok()) {
        // Whoever closes the pipe has read enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Exit::File(format!("standard output: {error}")))
        }
        _ => outcome,
    }
}

fn tell(args: &Args, people: &People, conversation: &Conversation, went_well: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let bold = Style::new().bold();
    let (title, place) = (title(args.client_auth), conversation.place());
    writeln!(out, "\n  {bold}handfast demo{bold:#} · {title} over loopback, {place}\n")?;
    writeln!(out, "{}\n{}", people.cast(), Story::of(conversation.timeline()))?;
    if went_well {
        writeln!(out, "{}", Hints::after(args))?;
    }
    out.flush()
}

const fn title(client_auth: ClientAuth) -> &'static str {
    match client_auth {
        ClientAuth::None => "TLS 1.3",
        ClientAuth::Optional | ClientAuth::Require => "mutual TLS 1.3",
    }
}

/// What to try next.
struct Hints {
    policy: &'static str,
    key: KeyKind,
    program: Option<String>,
}

const FOR_REAL: &[&str] = &[
    "handfast pki init d",
    "handfast pki issue d server --name localhost",
    "handfast pki issue d client --cn alice",
    "handfast serve --cert d/server.crt --key d/server.key --client-ca d/root.crt",
    "handfast connect localhost:8443 --cacert d/root.crt \\",
    "    --cert d/alice.crt --key d/alice.key --get /",
];

impl Hints {
    /// Something else than what was just seen.
    fn after(args: &Args) -> Self {
        let policy = if args.client_auth == ClientAuth::None { "require" } else { "none" };
        let key = if args.key == KeyKind::Ed25519 { KeyKind::Rsa2048 } else { KeyKind::Ed25519 };
        Self { policy, key, program: path() }
    }
}

/// The path of this program as it was called, if it is one, and not too long for a line.
fn path() -> Option<String> {
    let program = env::args_os().next()?.into_string().ok()?;
    let is_path = Path::new(&program).components().count() > 1;
    Some(program).filter(|program| is_path && program.chars().count() <= 50)
}

impl fmt::Display for Hints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (bold, faint) = (Style::new().bold(), Style::new().dimmed());
        writeln!(f, "  {bold}Again{bold:#}, with another policy, or with other keys:")?;
        writeln!(f, "    handfast demo --client-auth {}", self.policy)?;
        writeln!(f, "    handfast demo --key {}", self.key.name())?;
        writeln!(
            f,
            "  {bold}For real{bold:#}, with an authority of your own, a server, and a client beside it:"
        )?;
        FOR_REAL.iter().try_for_each(|command| writeln!(f, "    {command}"))?;
        match &self.program {
            Some(program) => writeln!(f, "  {faint}where handfast is {program}{faint:#}"),
            None => Ok(()),
        }
    }
}
