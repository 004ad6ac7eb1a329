//! `handfast serve`: HTTPS with a page that shows what was negotiated and who the client is.

mod door;
mod guest;
mod house;
mod listen;
mod log;
mod news;
mod page;
mod plain;
mod reception;
mod stapled;
mod when;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use handfast::{ClientAuth, Clock, Config, HelloRecord, SessionCache, Staple, SystemClock, TicketKeys};

use crate::beside::Beside;
use crate::demands::Demands;
use crate::exit::Exit;
use crate::keylog::KeyLogFile;
use crate::pcapng::Capturing;
use crate::protocol::Protocol;
use crate::raw_keys::RawKeys;
use crate::shared_key::SharedKey;
use crate::watch::Watching;
use crate::{material, options};
use door::{Door, Doors};
use house::House;
use news::News;
use stapled::Stapled;
use when::When;

/// Serve HTTPS: a page that shows what was negotiated and who the client is.
///
/// Every refusal is logged on stderr: who came, with which certificate, and why it was not let in.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub(crate) struct Args {
    /// Where to listen
    #[arg(value_name = "ADDR:PORT", default_value = "127.0.0.1:8443")]
    address: String,
    /// The server's certificate and its intermediates, in PEM
    #[arg(long, value_name = "FILE", requires = "key", required_unless_present_any = ["raw_key", "psk"])]
    cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// The authorities whose clients are let in, in PEM
    #[arg(long, value_name = "FILE")]
    client_ca: Option<PathBuf>,
    /// Whether clients are asked for a certificate, and turned away without a good one
    /// [default: require with --client-ca or --peer-raw-key, else none]
    #[arg(long, value_name = "WHEN", value_parser = When::parser())]
    client_auth: Option<When>,
    /// With --client-auth on-request: ask when this path or one under it is wanted, after the handshake (TLS 1.3)
    #[arg(long, value_name = "PATH", value_parser = Door::named)]
    protect: Vec<Door>,
    /// Application protocols to agree on, in order of preference, separated by commas; what is spoken is HTTP/1.1
    #[arg(long, value_delimiter = ',', default_value = "http/1.1", value_parser = options::protocol)]
    alpn: Vec<String>,
    /// Issue no tickets and keep no sessions: every handshake is a full one
    #[arg(long)]
    no_tickets: bool,
    /// Take so many bytes of early data from clients that come back, and answer when their handshake is complete (TLS 1.3).
    /// An attacker can make a client say the same twice; this server takes each ClientHello once
    #[arg(long, value_name = "BYTES", default_value = "0", hide_default_value = true, conflicts_with = "no_tickets",
        value_parser = clap::value_parser!(u32).range(..=i64::from(MOST_EARLY_DATA)))]
    early_data: u32,
    #[command(flatten)]
    beside: Beside,
    #[command(flatten)]
    protocol: Protocol,
    /// Append the secrets of every connection to this file, for Wireshark (SSLKEYLOGFILE format)
    #[arg(long, value_name = "FILE")]
    keylog: Option<PathBuf>,
    /// Log every decision about a client's certificate that is refused
    #[arg(long)]
    decisions: bool,
    /// Serve one connection, and exit with the code of what became of it
    #[arg(long)]
    once: bool,
    #[command(flatten)]
    watching: Watching,
    #[command(flatten)]
    capturing: Capturing,
    #[command(flatten)]
    raw_keys: RawKeys,
    #[command(flatten)]
    shared_key: SharedKey,
    #[command(flatten)]
    demands: Demands,
}

/// How often tickets get a new key: as long as they live.
const ROTATION: Duration = Duration::from_secs(12 * 60 * 60);

/// How many sessions are kept of clients that take no tickets, some 10 MB of them, with their certificates.
const SESSIONS: usize = 4096;

/// As much as is kept of each client until it is answered.
const MOST_EARLY_DATA: u32 = 64 * 1024;

/// How many ClientHellos with early data are remembered, some 5 MB of them.
const HELLOS: usize = 100_000;

const EXAMPLE: &str = "\
Example:
  handfast serve --cert d/server.crt --key d/server.key --client-ca d/root.crt
  curl --cacert d/root.crt --cert d/alice.crt --key d/alice.key https://localhost:8443/";

/// Serves until it is interrupted, or one connection with `--once`.
pub(crate) fn run(args: &Args) -> Exit {
    try_run(args).unwrap_or_else(|failure| failure)
}

fn try_run(args: &Args) -> Result<Exit, Exit> {
    let news = News::since(args.demands.evidence().clone());
    let staple = args.beside.staple()?;
    let config = config(args, staple.clone())?;
    let stapled = args.beside.staple_file().map(|file| Stapled::new(file.to_path_buf(), staple));
    let key_log = args.keylog.as_deref().map(KeyLogFile::open).transpose()?;
    let house = House::new(Arc::new(config), key_log)
        .with_decisions_logged(args.decisions)
        .watched(&args.watching, args.once)
        .captured(args.capturing.file()?)
        .with_doors(Doors::new(&args.protect))
        .heeding(news.with_stapled(stapled));
    listen::listen(&args.address, &house, args.once)
}

fn config(args: &Args, staple: Staple) -> Result<Config, Exit> {
    let trusts = args.client_ca.is_some() || args.raw_keys.are_known();
    let when = match (args.client_auth, trusts) {
        (None | Some(When::Never), false) => When::Never,
        (Some(_), false) => return Err(nobody_to_trust()),
        (when, true) => when.unwrap_or(When::InHandshake(ClientAuth::Require)),
    };
    if (when == When::OnRequest) == args.protect.is_empty() {
        return Err(Exit::Usage("--client-auth on-request and --protect need each other".to_owned()));
    }
    if args.demands.need_a_certificate() && when == When::Never {
        return Err(nobody_to_choose_from());
    }
    let mut config = Config::new().with_client_auth(when.in_handshake()).with_alpn(&args.alpn);
    if let Some((cert, key)) = args.cert.as_ref().zip(args.key.as_ref()) {
        config = config.with_identity(args.beside.applied_to(material::identity(cert, key)?, staple)?);
    }
    config = args.shared_key.apply(args.raw_keys.apply(args.demands.apply(config)?)?)?;
    if let Some(file) = &args.client_ca {
        config = config.with_anchors(material::anchors(file)?);
    }
    if !args.no_tickets {
        let cache = Arc::new(SessionCache::new(SESSIONS));
        config = config.with_tickets(TicketKeys::own(ROTATION)).with_session_cache(cache);
    }
    if args.early_data > 0 {
        let record = HelloRecord::since(SystemClock.millis(), HELLOS);
        config = config.with_early_data_taken(args.early_data, Arc::new(record));
    }
    config.reveal_secrets =
        args.keylog.is_some() || args.watching.wants_secrets() || args.capturing.is_wanted();
    args.protocol.applied_to(config)
}

fn nobody_to_choose_from() -> Exit {
    let why = "--allow-…, --crl and --ocsp-response need --client-ca or --peer-raw-key: without them clients show no certificate";
    Exit::Usage(why.to_owned())
}

fn nobody_to_trust() -> Exit {
    Exit::Usage(
        "--client-auth needs --client-ca, the authorities whose clients are let in, or --peer-raw-key"
            .to_owned(),
    )
}
