//! `handfast connect`: a client to try a server with, in the manner of `openssl s_client`.

mod asynchronous;
mod call;
mod http;
mod session_file;
mod summary;
mod talk;

use core::time::Duration;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::Arc;

use handfast::path::Anchors;
use handfast::wire::code_points::MaxFragmentLength;
use handfast::{Acceptance, Config, Connection, Env, Observer, Role, Stream, Verification, Version};
use handfast_study::Rooms;
use handfast_study::capture::Ends;
use handfast_study::doctor::Diagnosis;
use rustls_pki_types::ServerName;

use self::asynchronous::Asynchronous;
pub(crate) use self::call::Call;
use self::call::{Failed, Who};
use self::session_file::SessionFile;
pub(crate) use self::summary::explain;
use crate::address::Address;
use crate::beside::Beside;
use crate::deadline::Deadline;
use crate::demands::Demands;
use crate::doctor::Notes;
use crate::exit::Exit;
use crate::keylog::KeyLogFile;
use crate::observers::Observers;
use crate::pcapng::{CaptureFile, Capturing};
use crate::protocol::Protocol;
use crate::raw_keys::RawKeys;
use crate::shared_key::SharedKey;
use crate::watch::{Outcome, Recording, Watching};
use crate::{material, options};

/// Connect to a server, show who it is, and talk to it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Standard input goes to the server, and what it answers to standard output; the \
summary goes to standard error.

Example:
  handfast connect localhost:8443 --cacert d/root.crt \\
      --cert d/alice.crt --key d/alice.key --get /

In TLS 1.3 a client is connected before the server has judged its certificate: \
it waits for a word of the server before it reports success, and a server that \
refuses is reported as such.")]
pub(crate) struct Args {
    /// The server, for example localhost:8443 or `[::1]:8443`.
    #[arg(value_name = "HOST:PORT", value_parser = Address::named)]
    server: Address,
    /// Certificates of the authorities to trust (PEM); otherwise the system's, unless --peer-raw-key or --psk says whom
    /// to trust.
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,
    /// Our certificate chain (PEM), in any order.
    #[arg(long, value_name = "FILE", requires = "key")]
    cert: Option<PathBuf>,
    /// Our private key (PEM).
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// Our chain and key in a PKCS#12 file.
    #[arg(long, value_name = "FILE", conflicts_with = "cert")]
    p12: Option<PathBuf>,
    /// The password of the PKCS#12 file.
    #[arg(long, value_name = "PW", requires = "p12", default_value = "", hide_default_value = true)]
    password: String,
    /// The name to ask for and to find in the certificate, if not HOST.
    #[arg(long, value_name = "NAME")]
    servername: Option<String>,
    /// Application protocols to offer, with commas between.
    #[arg(long, value_name = "PROTOCOLS", value_delimiter = ',', value_parser = options::protocol)]
    alpn: Vec<String>,
    /// Offer to show the certificate after the handshake, when the server asks for it then (TLS 1.3).
    #[arg(long)]
    post_handshake_auth: bool,
    #[command(flatten)]
    beside: Beside,
    /// Ask the server for timestamps of certificate transparency logs (RFC 6962), and say how many came.
    #[arg(long)]
    want_sct: bool,
    #[command(flatten)]
    protocol: Protocol,
    /// Say the extensions of our hello in another order each time, which no server may mind (RFC 9846 §4.3).
    #[arg(long)]
    permute_extensions: bool,
    /// Ask the server for fragments of this length in both directions (RFC 6066 §4).
    #[arg(long, value_name = "OCTETS", value_parser = options::fragment_length())]
    max_fragment_length: Option<MaxFragmentLength>,
    /// Get this path by HTTP/1.1, print the answer's body, and end.
    #[arg(long, value_name = "PATH")]
    get: Option<String>,
    /// Keep the newest session in this file, to come back with it. Who reads it can pass for us.
    #[arg(long, value_name = "FILE")]
    session_out: Option<PathBuf>,
    /// Offer the session in this file. The server's certificates are judged again first.
    #[arg(long, value_name = "FILE")]
    session_in: Option<PathBuf>,
    /// Say what is in this file at once, before the server has proved anything, if the session allows it (TLS 1.3). An
    /// attacker can say it again. What the server does not take is not sent again.
    #[arg(long, value_name = "FILE", requires = "session_in")]
    early_data: Option<PathBuf>,
    /// Append the secrets of the connection to this file (SSLKEYLOGFILE format). Who reads it reads the connection.
    #[arg(long, value_name = "FILE")]
    keylog: Option<PathBuf>,
    /// Go on with a server that cannot be verified, and say so. Anyone can stand in for it.
    #[arg(long)]
    insecure: bool,
    /// How long to wait: for the connection, for the handshake, and for the server's verdict.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u16).range(1..))]
    timeout: u16,
    #[command(flatten)]
    raw_keys: RawKeys,
    #[command(flatten)]
    shared_key: SharedKey,
    #[command(flatten)]
    demands: Demands,
    #[command(flatten)]
    watching: Watching,
    #[command(flatten)]
    capturing: Capturing,
}

pub(crate) fn run(args: &Args) -> Exit {
    args.connect().err().unwrap_or(Exit::Done)
}

impl Args {
    fn connect(&self) -> Result<(), Exit> {
        let early = self.early_data.as_deref().map(talk::words).transpose()?;
        let recording = self.watching.recording(Role::Client, &Rooms::default());
        let Call { connection, socket, observers, who } = self.call(recording.as_ref())?;
        let stream = Stream::new(connection, Deadline::within(self.patience(), socket))
            .with_observer(Box::new(observers));
        let (connection, outcome) = self.converse(stream, early.as_deref());
        let failed = outcome.err().map(|failed| who.examine(failed, &connection));
        self.conclude(&connection, recording.as_ref(), failed)
    }

    /// The server is called, and nothing is said yet.
    pub(crate) fn call(&self, recording: Option<&Recording>) -> Result<Call, Exit> {
        let name = self.name()?;
        let mut config = self.config()?;
        config.reveal_secrets |= recording.is_some_and(Recording::keeps_secrets);
        let config = Arc::new(config);
        let keylog = self.keylog.as_deref().map(KeyLogFile::open).transpose()?;
        let capture = self.capturing.file()?;
        let socket = self.server.call(self.patience())?;
        let connection = Connection::client(Arc::clone(&config), Env::live(), name.clone());
        let notes = Notes::new(Role::Client);
        let observers = Observers::default()
            .with(Some(notes.observer()))
            .with(keylog.map(|keylog| keylog.observer()))
            .with(capture.map(|capture| captured(&capture, &socket)).transpose()?)
            .with(recording.map(Recording::observer));
        Ok(Call { connection, socket, observers, who: Who { notes, config, name } })
    }

    /// What it is, in a few words.
    pub(crate) fn title(&self) -> String {
        format!("connect {}", self.server)
    }

    /// What to say to the server, if anything: a request after whose answer it closes (RFC 9112 §9.6).
    pub(crate) fn request(&self) -> Option<Vec<u8>> {
        let path = self.get.as_ref()?;
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: handfast\r\n", self.server);
        Some(format!("{head}Connection: close\r\n\r\n").into_bytes())
    }

    /// Whether secrets were asked for.
    pub(crate) const fn shows_secrets(&self) -> bool {
        self.watching.trace.wants_secrets()
    }

    /// Shows and writes what was asked for, and says how it ended.
    pub(crate) fn conclude(
        &self,
        connection: &Connection,
        recording: Option<&Recording>,
        failed: Option<(Exit, Option<Diagnosis>)>,
    ) -> Result<(), Exit> {
        let shown = recording.map_or(Ok(()), |recording| {
            let acceptance = Some(connection.acceptance());
            let diagnosis = failed.as_ref().and_then(|(_, diagnosis)| diagnosis.clone());
            self.watching.show(recording, &Outcome { acceptance, diagnosis }, None)
        });
        summary::print(connection, &self.verification());
        if self.watching.trace.wants_fields() {
            summary::print_bindings(connection);
        }
        failed.map_or(shown, |(exit, diagnosis)| Err(told(exit, diagnosis)))
    }

    /// Handshake, verdict, talk.
    fn converse(
        &self,
        mut stream: Stream<Deadline>,
        early: Option<&[u8]>,
    ) -> (Connection, Result<(), Failed>) {
        let said = early.map_or(Ok(()), |words| talk::say_early(&mut stream, words));
        let outcome = said.and_then(|()| stream.handshake());
        let outcome = outcome.map_err(|why| explain(stream.connection(), &why));
        let outcome = match &self.get {
            None => outcome.and_then(|()| self.verdict(&mut stream)),
            Some(_) => outcome,
        };
        match outcome {
            Ok(()) => self.talk(stream),
            failed => (stream.into_parts().connection, failed),
        }
    }

    /// What there is to say, and what the server says.
    fn talk(&self, stream: Stream<Deadline>) -> (Connection, Result<(), Failed>) {
        match (Asynchronous::new(stream), &self.get) {
            (Ok(running), Some(path)) => http::get(running, path, &self.server, self.patience()),
            (Ok(running), None) => talk::both_ways(running, self.patience()),
            (Err(stuck), _) => (stuck.0, Err(stuck.1)),
        }
    }

    /// A server may have nothing to say before we speak: then we go on, and say that it may still refuse us.
    fn verdict(&self, stream: &mut Stream<Deadline>) -> Result<(), Failed> {
        let heard = stream.wait_for_acceptance(VERDICT.min(self.patience()));
        if heard.map_err(|why| explain(stream.connection(), &why))? == Acceptance::Pending {
            eprintln!("handfast: no word of the server yet; it may still refuse us");
        }
        Ok(())
    }

    fn config(&self) -> Result<Config, Exit> {
        let config = Config::new().with_anchors(self.anchors()?).with_alpn(&self.alpn);
        let mut config = self.demands.apply(config)?;
        if let Some(identity) = self.identity()? {
            config = config.with_identity(identity);
        }
        config.protocol.max_fragment_length = self.max_fragment_length;
        config.protocol.asks_timestamps = self.want_sct;
        config = self.shared_key.apply(self.raw_keys.apply(config)?)?;
        if self.post_handshake_auth {
            config = config.with_post_handshake_auth();
        }
        if self.permute_extensions {
            config = config.with_permuted_extensions();
        }
        if self.early_data.is_some() {
            config = config.with_early_data_offered();
        }
        if self.insecure {
            config.verification = Verification::ReportOnly;
        }
        if self.session_in.is_some() || self.session_out.is_some() {
            let sessions = SessionFile::open(self.session_in.as_deref(), self.session_out.as_deref())?;
            config = config.with_session_store(Arc::new(sessions));
        }
        config.reveal_secrets =
            self.keylog.is_some() || self.watching.wants_secrets() || self.capturing.is_wanted();
        let config = self.protocol.applied_to(config)?;
        if !self.takes_keys_alone() {
            return Ok(config);
        }
        if !config.protocol.speaks(Version::Tls13) {
            return Err(Exit::Usage(
                "--psk needs TLS 1.3, unless --cacert says whom else to trust".to_owned(),
            ));
        }
        Ok(config.with_shared_keys_alone())
    }

    /// Who has a key in common with the server, and is not told of anybody to trust, wants no certificate.
    const fn takes_keys_alone(&self) -> bool {
        self.shared_key.is_given() && self.cacert.is_none() && !self.raw_keys.are_known() && !self.insecure
    }

    fn anchors(&self) -> Result<Anchors, Exit> {
        match &self.cacert {
            Some(file) => material::anchors(file),
            None if self.insecure || self.raw_keys.are_known() || self.shared_key.is_given() => {
                Ok(Anchors::new())
            }
            None => material::system_anchors(),
        }
    }

    fn identity(&self) -> Result<Option<handfast::Identity>, Exit> {
        let identity = match (&self.cert, &self.key, &self.p12) {
            (Some(cert), Some(key), _) => material::identity(cert, key)?,
            (_, _, Some(file)) => material::identity_from_pkcs12(file, &self.password)?,
            _ => return Ok(None),
        };
        self.beside.applied_to(identity, self.beside.staple()?).map(Some)
    }

    /// The command that judges the server's chain alone, and says all of it.
    fn verification(&self) -> String {
        let anchors = self.cacert.as_ref().map(|file| format!(" --anchors {}", file.display()));
        let name = self.servername.as_ref().map(|name| format!(" --name {name}"));
        let [anchors, name] = [anchors, name].map(Option::unwrap_or_default);
        format!("handfast verify{anchors}{name} {}", self.server)
    }

    fn name(&self) -> Result<ServerName<'static>, Exit> {
        let name = self.servername.as_deref().unwrap_or_else(|| self.server.host());
        let no_name = |_| Exit::Usage(format!("{name:?} is neither a host name nor an IP address"));
        ServerName::try_from(name.to_owned()).map_err(no_name)
    }

    fn patience(&self) -> Duration {
        Duration::from_secs(self.timeout.into())
    }
}

fn captured(capture: &CaptureFile, socket: &TcpStream) -> std::io::Result<Box<dyn Observer + Send>> {
    let ends = Ends { client: socket.local_addr()?, server: socket.peer_addr()? };
    Ok(capture.observer(Role::Client, ends))
}

/// How long to wait for a word of the server before talking to it anyway: it may be its turn to listen.
const VERDICT: Duration = Duration::from_secs(1);

/// Says it, and what the doctor makes of it.
fn told(exit: Exit, diagnosis: Option<Diagnosis>) -> Exit {
    let Some(diagnosis) = diagnosis else { return exit };
    eprintln!("handfast: {}\n", exit.sentence());
    anstream::eprint!("{diagnosis}");
    exit.told()
}
