//! `handfast demo`: a handshake between our own client and our own server, over loopback, told as it happens.

mod conversation;
mod end;
mod fixed;
mod people;

use core::fmt;
use std::env;
use std::io::{self, ErrorKind, Write};
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anstyle::Style;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use handfast::handshake::Suite12;
use handfast::{ClientAuth, Config, Env, HelloRecord, MemorySessions, Observer, Role, TicketKeys, Version};
use handfast_pki::KeyKind;
use handfast_study::Story;
use handfast_study::capture::Ends;

pub(crate) use self::conversation::Conversation;
use self::people::{Guest, People};
use crate::exit::Exit;
use crate::options;
use crate::pcapng::{CaptureFile, Capturing};
use crate::protocol::versions;
use crate::watch::Watching;

/// Watch a mutual TLS handshake: nothing is needed, nothing is left behind.
///
/// Makes a throw-away authority, a server and a client, lets them meet over loopback, and tells what each of them
/// sends, derives, checks and knows in the end.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Whether the server asks the client who it is, and insists
    #[arg(long, value_name = "WHETHER", default_value = "require", value_parser = options::client_auth())]
    client_auth: ClientAuth,
    /// Who the client is: alice, whom the server can know; nobody, who has no certificate; expired, alice too late;
    /// stranger, alice of another authority. With a server that insists, all but alice are refused, and the doctor says
    /// why
    #[arg(long, value_name = "WHO", default_value = "alice", value_parser = guest())]
    client: Guest,
    /// The kind of all keys [default: p256, or rsa2048 for RSA key transport]
    #[arg(long, value_name = "KIND", value_parser = key())]
    key: Option<KeyKind>,
    /// The versions of TLS that both speak: 1.2, 1.3 or 1.2..1.3
    #[arg(long, value_name = "VERSIONS", default_value = "1.2..1.3", value_parser = versions)]
    tls: RangeInclusive<Version>,
    /// Watch RSA key transport of TLS 1.2, which was abandoned: the client encrypts a secret with the server's key
    #[arg(long)]
    legacy_rsa_key_transport: bool,
    /// Watch a client that comes back: it was here before, and goes on from what the server gave it then
    #[arg(long, conflicts_with = "legacy_rsa_key_transport")]
    resume: bool,
    /// Watch a client that is asked who it is only when it has said what it wants, after the handshake (TLS 1.3)
    #[arg(long, conflicts_with_all = ["resume", "legacy_rsa_key_transport"])]
    post_handshake_auth: bool,
    /// Watch a client that comes back and says what it wants at once, before the server has proved anything: early data
    #[arg(long, conflicts_with_all = ["resume", "legacy_rsa_key_transport"])]
    early_data: bool,
    /// Let clock, randomness, keys and signatures be the same in every run, so that what is shown is, too
    #[arg(long, conflicts_with = "legacy_rsa_key_transport")]
    deterministic: bool,
    #[command(flatten)]
    watching: Watching,
    #[command(flatten)]
    capturing: Capturing,
}

impl Default for Args {
    /// As without any options.
    fn default() -> Self {
        #[derive(clap::Parser)]
        struct Line {
            #[command(flatten)]
            args: Args,
        }
        <Line as clap::Parser>::parse_from(["demo"]).args
    }
}

impl Args {
    /// Whether secrets were asked for.
    pub(crate) const fn shows_secrets(&self) -> bool {
        self.watching.trace.wants_secrets()
    }

    fn people(&self) -> Result<People, Exit> {
        match self.deterministic {
            true => People::fixed(self.key(), self.client),
            false => People::new(self.key(), self.legacy_rsa_key_transport, self.client),
        }
    }

    fn env(&self, role: Role) -> Env {
        if self.deterministic { fixed::env(role) } else { Env::live() }
    }

    fn observer(&self, capture: &CaptureFile, ends: Ends) -> Box<dyn Observer + Send> {
        match self.deterministic {
            true => capture.timed(Role::Client, fixed::ENDS, fixed::clock()),
            false => capture.observer(Role::Client, ends),
        }
    }

    fn key(&self) -> KeyKind {
        let default = if self.legacy_rsa_key_transport { KeyKind::Rsa2048 } else { KeyKind::P256 };
        self.key.unwrap_or(default)
    }

    /// The version that the two will choose.
    const fn version(&self) -> Version {
        if self.legacy_rsa_key_transport { Version::Tls12 } else { *self.tls.end() }
    }

    /// Both sides choose the best that they have in common, so whoever wants to see the worse leaves out the rest.
    fn narrowed(&self, config: Config) -> Config {
        let mut config = config.with_versions(self.tls.clone());
        if self.key() == KeyKind::P521 {
            config = config.with_p521();
        }
        if self.legacy_rsa_key_transport {
            config.protocol.suites.clear();
            config.protocol.suites12 = Suite12::RSA.to_vec();
        }
        config
    }

    /// How the server asks in the handshake.
    const fn in_handshake(&self) -> ClientAuth {
        if self.post_handshake_auth { ClientAuth::None } else { self.client_auth }
    }

    fn check(&self) -> Result<(), Exit> {
        let is_rsa = matches!(self.key(), KeyKind::Rsa2048 | KeyKind::Rsa3072 | KeyKind::Rsa4096);
        match self.legacy_rsa_key_transport {
            true if !self.tls.contains(&Version::Tls12) => {
                Err(Exit::Usage("TLS 1.3 has no RSA key transport; --tls 1.2 does".to_owned()))
            }
            _ if self.post_handshake_auth && self.version() == Version::Tls12 => Err(Exit::Usage(
                "TLS 1.2 has nothing that is asked after the handshake; --tls 1.3 does".to_owned(),
            )),
            _ if self.post_handshake_auth && self.client_auth == ClientAuth::None => Err(Exit::Usage(
                "with --client-auth none nobody is asked, after the handshake neither".to_owned(),
            )),
            true if !is_rsa => Err(Exit::Usage("RSA key transport needs --key rsa2048".to_owned())),
            _ if self.early_data && !self.tls.contains(&Version::Tls13) => {
                Err(Exit::Usage("TLS 1.2 has no early data; --tls 1.3 does".to_owned()))
            }
            _ if self.deterministic && matches!(self.client, Guest::Expired | Guest::Stranger) => {
                Err(Exit::Usage("--deterministic has only alice and nobody".to_owned()))
            }
            _ => Ok(()),
        }
    }
}

/// Whom the client wants.
const SERVER: &str = "localhost";

/// Longer than any demonstration takes.
const TICKET_KEYS: Duration = Duration::from_secs(60 * 60);

/// How many bytes may be said early: as many as most servers allow.
const EARLY_DATA: u32 = 1 << 14;

fn key() -> impl TypedValueParser<Value = KeyKind> {
    PossibleValuesParser::new(["p256", "p384", "p521", "ed25519", "rsa2048"])
        .try_map(|name| name.parse::<KeyKind>())
}

fn guest() -> impl TypedValueParser<Value = Guest> {
    PossibleValuesParser::new(Guest::NAMES.map(|(name, _)| name))
        .try_map(|name| Guest::named(&name).ok_or("a client of another name"))
}

/// Runs it, and tells it also if it ends badly.
pub(crate) fn run(args: &Args) -> Exit {
    stage(args).err().unwrap_or(Exit::Done)
}

fn stage(args: &Args) -> Result<(), Exit> {
    let (people, mut conversation) = meeting(args)?;
    let outcome = conversation.hold();
    write_files(args, &conversation)?;
    match tell(args, &people, &conversation, outcome.is_ok()) {
        // Whoever closes the pipe has read enough.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(Exit::File(format!("standard output: {error}")))
        }
        _ => outcome,
    }
}

/// The two, before they say anything, for somebody who lets them go on.
pub(crate) fn conversation(args: &Args) -> Result<Conversation, Exit> {
    meeting(args).map(|(_, conversation)| conversation)
}

/// Writes and shows what was asked for of a conversation that somebody has seen, and how it ended.
pub(crate) fn conclude(
    args: &Args,
    conversation: &Conversation,
    outcome: Result<(), Exit>,
) -> Result<(), Exit> {
    write_files(args, conversation)?;
    if args.watching.trace.is_wanted() {
        anstream::print!("{}", args.watching.trace.of(conversation.timeline()));
    }
    for (role, diagnosis) in conversation.diagnoses() {
        anstream::print!("What the {} makes of it\n\n{diagnosis}\n", role.name());
    }
    outcome
}

/// The two and what they will say, before they say it.
fn meeting(args: &Args) -> Result<(People, Conversation), Exit> {
    args.check()?;
    let people = args.people()?;
    let mut client = args.narrowed(people.client());
    let mut server = args.narrowed(people.server(args.in_handshake()));
    let asks_later = args.post_handshake_auth.then_some(args.client_auth);
    if asks_later.is_some() {
        client = client.with_post_handshake_auth();
    }
    if args.resume || args.early_data {
        client = client.with_session_store(Arc::new(MemorySessions::new(1)));
        server = server.with_tickets(TicketKeys::own(TICKET_KEYS));
    }
    if args.early_data {
        let record = HelloRecord::since(args.env(Role::Server).clock.millis(), 1);
        client = client.with_early_data_offered();
        server = server.with_early_data_taken(EARLY_DATA, Arc::new(record));
    }
    let both = || ((client.clone(), args.env(Role::Client)), (server.clone(), args.env(Role::Server)));
    if args.resume || args.early_data {
        // Of the first visit nothing is told.
        let (client, server) = both();
        Conversation::new(client, server)?.hold()?;
    }
    let capture = args.capturing.file()?;
    let (client, server) = both();
    let conversation = Conversation::new(client, server)?.asking_later(asks_later);
    let capture = capture.map(|file| args.observer(&file, conversation.ends()));
    Ok((people, conversation.captured(capture)))
}

fn write_files(args: &Args, conversation: &Conversation) -> Result<(), Exit> {
    match args.watching.files.are_wanted() {
        true => args.watching.files.write(conversation.report(), None),
        false => Ok(()),
    }
}

fn tell(args: &Args, people: &People, conversation: &Conversation, went_well: bool) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    let bold = Style::new().bold();
    let (title, place) = (title(args), place(args, conversation));
    let place = if args.watching.trace.wants_secrets() { " · SECRETS SHOWN" } else { &place };
    writeln!(out, "\n  {bold}handfast demo{bold:#} · {title}{place}\n")?;
    writeln!(out, "{}", people.cast())?;
    if args.watching.trace.is_wanted() {
        writeln!(out, "{}", args.watching.trace.of(conversation.timeline()))?;
    } else {
        writeln!(out, "{}", Story::of(conversation.timeline()))?;
    }
    for file in args.watching.files.names() {
        writeln!(out, "  {bold}Written{bold:#}: {}\n", file.display())?;
    }
    for (role, diagnosis) in conversation.diagnoses() {
        writeln!(out, "{bold}What the {} makes of it{bold:#}\n\n{diagnosis}", role.name())?;
    }
    if went_well {
        writeln!(out, "{}", Hints::after(args))?;
    }
    out.flush()
}

/// What is shown.
pub(crate) fn title(args: &Args) -> String {
    let mutual = if args.client_auth == ClientAuth::None { "" } else { "mutual " };
    let how = match (args.legacy_rsa_key_transport, args.resume, args.post_handshake_auth) {
        _ if args.early_data => "with early data",
        (true, ..) => "by RSA key transport",
        (false, true, _) => "at a second visit",
        (false, false, true) => "on request",
        (false, false, false) => "over loopback",
    };
    format!("{mutual}{} {how}", args.version().code())
}

/// The port is another one in every run.
fn place(args: &Args, conversation: &Conversation) -> String {
    match args.deterministic {
        true => ", the same in every run".into(),
        false => format!(", {}", conversation.ends().server),
    }
}

/// What to try next.
struct Hints {
    policy: &'static str,
    key: KeyKind,
    version: &'static str,
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
        let key = if args.key() == KeyKind::Ed25519 { KeyKind::Rsa2048 } else { KeyKind::Ed25519 };
        let version = if args.version() == Version::Tls12 { "1.3" } else { "1.2" };
        Self { policy, key, version, program: path().filter(|_| !args.deterministic) }
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
        writeln!(f, "  {bold}Again{bold:#}, with another policy, with other keys, or in another version:")?;
        writeln!(f, "    handfast demo --client-auth {}", self.policy)?;
        writeln!(f, "    handfast demo --key {}", self.key.name())?;
        writeln!(f, "    handfast demo --tls {}", self.version)?;
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
