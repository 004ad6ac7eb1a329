//! A client and a server who talk over a real TCP connection, both driven by one thread: whoever has something to send
//! sends it, the other receives exactly that, and then it is the other's turn. So the order of what happens is exact.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use handfast::path::Identity;
use handfast::{Config, Connection, Env, Error, Hooks, Observation, Observer, Progress, Role, Wish};
use handfast_study::capture::Ends;
use handfast_study::doctor::{Chart, Diagnosis, Ending, Patient, diagnose};
use handfast_study::{Keep, Recorder, Timeline};
use rustls_pki_types::{ServerName, UnixTime};

use crate::exit::Exit;

/// How long loopback may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What is carried at once: far less than the sockets hold, so that one thread can write and then read it.
const PIECE: usize = 4096;

/// Whom the client wants.
const SERVER: &str = "localhost";

/// Both ends, and all that happened.
pub(super) struct Conversation {
    client: End,
    server: End,
    timeline: Timeline,
    ends: Ends,
    capture: Option<Box<dyn Observer + Send>>,
    /// By the client's clock.
    started: UnixTime,
}

/// One end of a TCP connection, with the TLS connection on it.
struct End {
    config: Arc<Config>,
    connection: Connection,
    socket: TcpStream,
    heard: Vec<u8>,
}

impl Conversation {
    /// Connected over TCP; nothing was said yet.
    pub(super) fn new(client: (Config, Env), server: (Config, Env)) -> Result<Self, Exit> {
        let (ours, theirs, ends) = loopback().map_err(|why| Exit::Network(format!("loopback: {why}")))?;
        let name = ServerName::try_from(SERVER).map_err(|why| Exit::Usage(why.to_string()))?;
        let started = client.1.clock.now();
        let configs = [Arc::new(client.0), Arc::new(server.0)];
        let [of_client, of_server] = configs.each_ref().map(Arc::clone);
        let [at_client, at_server] = configs;
        Ok(Self {
            client: End::new(of_client, Connection::client(at_client, client.1, name), ours),
            server: End::new(of_server, Connection::server(at_server, server.1), theirs),
            timeline: Timeline::new(Keep::ALL),
            ends,
            capture: None,
            started,
        })
    }

    /// With one more observer of the client, through whose hands all goes that is said.
    pub(super) fn captured(self, capture: Option<Box<dyn Observer + Send>>) -> Self {
        Self { capture, ..self }
    }

    /// Where the two are.
    pub(super) const fn ends(&self) -> Ends {
        self.ends
    }

    /// What happened.
    pub(super) const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// What each side that failed makes of it.
    pub(super) fn diagnoses(&self) -> impl Iterator<Item = (Role, Diagnosis)> {
        let ends = [&self.client, &self.server].into_iter();
        ends.filter_map(|end| Some((end.connection.role(), end.diagnosis(&self.timeline, self.started)?)))
    }

    /// From the first hello to the last goodbye.
    pub(super) fn hold(&mut self) -> Result<(), Exit> {
        self.shake_hands()?;
        self.say(Role::Client, &format!("hello, {SERVER}"))?;
        self.say(Role::Server, &format!("hello, {}", self.guest()))?;
        self.part(Role::Client)?;
        self.part(Role::Server)
    }

    fn shake_hands(&mut self) -> Result<(), Exit> {
        while !self.is_connected() {
            let moved = self.turn(Role::Client)? | self.turn(Role::Server)?;
            if !moved && !self.is_connected() {
                return Err(Exit::Usage("client and server wait for each other".into()));
            }
        }
        Ok(())
    }

    fn is_connected(&self) -> bool {
        self.client.connection.is_connected() && self.server.connection.is_connected()
    }

    /// Whom the server takes the client for.
    fn guest(&self) -> String {
        let leaf = self.server.connection.peer().and_then(|peer| peer.chain().certificates().next());
        let subject = leaf.and_then(|der| Identity::read(der).ok()).map(|identity| identity.subject);
        subject.map_or_else(|| "stranger".into(), |name| name.trim_start_matches("CN=").into())
    }

    /// One side says something, and the other hears exactly that.
    fn say(&mut self, from: Role, text: &str) -> Result<(), Exit> {
        let (end, mut recorder) = self.end(from);
        let taken = end.connection.send(text.as_bytes(), &mut Hooks::observing(&mut recorder))?;
        self.turn(from)?;
        self.turn(from.peer())?;
        let (listener, _) = self.end(from.peer());
        let heard = core::mem::take(&mut listener.heard);
        match taken == text.len() && heard == text.as_bytes() {
            true => Ok(()),
            false => Err(Exit::Usage(format!("the {} did not hear what was said", from.peer().name()))),
        }
    }

    /// One side says that it will say no more, in TLS and in TCP.
    fn part(&mut self, from: Role) -> Result<(), Exit> {
        let (end, mut recorder) = self.end(from);
        end.connection.close(&mut Hooks::observing(&mut recorder));
        self.turn(from)?;
        self.turn(from.peer())?;
        self.end(from).0.socket.shutdown(Shutdown::Write)?;
        let (listener, mut recorder) = self.end(from.peer());
        match listener.socket.read(&mut [0])? {
            0 => Ok(listener.connection.end_of_input(&mut Hooks::observing(&mut recorder))?),
            _ => Err(Exit::Usage("something was said after close_notify".into())),
        }
    }

    /// One side does what it can, and what it has to send is brought to the other. Whether there was anything.
    fn turn(&mut self, role: Role) -> Result<bool, Exit> {
        let (end, mut recorder) = self.end(role);
        let outcome = end.run(&mut Hooks::observing(&mut recorder));
        let acceptance = end.connection.acceptance();
        self.timeline.acceptance(role, acceptance);
        let sent = self.carry(role)?;
        match outcome {
            Ok(()) => Ok(sent),
            Err(error) => Err(self.refused(role, error)),
        }
    }

    /// The alert was carried: the other side hears of it, and then all is told.
    fn refused(&mut self, role: Role, error: Error) -> Exit {
        let (end, mut recorder) = self.end(role.peer());
        let _ = end.run(&mut Hooks::observing(&mut recorder));
        let acceptance = end.connection.acceptance();
        self.timeline.acceptance(role.peer(), acceptance);
        error.into()
    }

    fn end(&mut self, role: Role) -> (&mut End, Watch<'_>) {
        let recorder = self.timeline.recorder(role);
        match role {
            Role::Client => (&mut self.client, Watch { recorder, capture: self.capture.as_mut() }),
            Role::Server => (&mut self.server, Watch { recorder, capture: None }),
        }
    }

    fn carry(&mut self, from: Role) -> io::Result<bool> {
        let (from, to) = match from {
            Role::Client => (&mut self.client, &mut self.server),
            Role::Server => (&mut self.server, &mut self.client),
        };
        let any = !from.connection.outgoing().is_empty();
        while !from.connection.outgoing().is_empty() {
            let n = from.write()?;
            to.read(n)?;
        }
        Ok(any)
    }
}

/// Records what one side does, and shows it to whoever captures it.
struct Watch<'w> {
    recorder: Recorder<'w>,
    capture: Option<&'w mut Box<dyn Observer + Send>>,
}

/// The recorder wishes to see everything.
impl Observer for Watch<'_> {
    fn wish(&self) -> Wish {
        self.recorder.wish()
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.recorder.observe(observation);
        if let Some(capture) = &mut self.capture {
            capture.observe(observation);
        }
    }
}

impl End {
    const fn new(config: Arc<Config>, connection: Connection, socket: TcpStream) -> Self {
        Self { config, connection, socket, heard: Vec::new() }
    }

    /// What the doctor says, if it failed.
    fn diagnosis(&self, timeline: &Timeline, now: UnixTime) -> Option<Diagnosis> {
        let role = self.connection.role();
        Some(diagnose(&Patient {
            chart: &Chart::of(timeline, role),
            config: &self.config,
            negotiated: self.connection.negotiated(),
            wanted: ServerName::try_from(SERVER).ok().filter(|_| role == Role::Client),
            ending: Ending::Failed(self.connection.failure()?),
            now,
        }))
    }

    /// All that can be done with what is here.
    fn run(&mut self, hooks: &mut Hooks<'_>) -> Result<(), Error> {
        while self.connection.run(hooks)? == Progress::Data {
            let data = self.connection.plaintext();
            self.heard.extend_from_slice(data);
            let n = data.len();
            self.connection.consume(n);
        }
        Ok(())
    }

    fn write(&mut self) -> io::Result<usize> {
        let piece = self.connection.outgoing();
        let piece = piece.get(..PIECE).unwrap_or(piece);
        let n = self.socket.write(piece)?;
        self.connection.sent(n);
        Ok(n)
    }

    fn read(&mut self, n: usize) -> io::Result<()> {
        let mut left = n;
        while left > 0 {
            let space = self.connection.space();
            let room = space.len().min(left);
            let got = self.socket.read(space.get_mut(..room).unwrap_or_default())?;
            if got == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            self.connection.received(got);
            left -= got;
        }
        Ok(())
    }
}

/// Two sockets that are connected to each other, and where.
fn loopback() -> io::Result<(TcpStream, TcpStream, Ends)> {
    let places = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    let listener = TcpListener::bind(&places[..])?;
    let place = listener.local_addr()?;
    let client = TcpStream::connect_timeout(&place, PATIENCE)?;
    let ends = Ends { client: client.local_addr()?, server: place };
    let server = accept(&listener, ends.client)?;
    for socket in [&client, &server] {
        socket.set_nodelay(true)?;
        socket.set_read_timeout(Some(PATIENCE))?;
        socket.set_write_timeout(Some(PATIENCE))?;
    }
    Ok((client, server, ends))
}

/// Another program on this machine might have come first.
fn accept(listener: &TcpListener, wanted: SocketAddr) -> io::Result<TcpStream> {
    loop {
        let (socket, from) = listener.accept()?;
        if from == wanted {
            return Ok(socket);
        }
    }
}

#[cfg(test)]
mod tests {
    use handfast::{ClientAuth, Env};
    use handfast_pki::KeyKind;
    use handfast_study::Story;

    use super::Conversation;
    use crate::demo::people::{Guest, People};
    use crate::exit::Exit;

    /// A client that another authority vouches for hears why it is not wanted, and so does the user.
    #[test]
    fn ends_with_the_reason_if_it_ends_badly() {
        let people = || People::new(KeyKind::P256, Guest::Alice).unwrap();
        let (ours, others) = (people(), people());
        let server = ours.server(ClientAuth::Require);
        let client = others.client().with_anchors(server.anchors().clone());
        let server = server.with_authorities([]);
        let mut conversation = Conversation::new((client, Env::live()), (server, Env::live())).unwrap();
        let Err(Exit::Refused(why)) = conversation.hold() else { panic!("not refused") };
        let story = Story::of(conversation.timeline()).to_string();
        assert!(story.contains("alert unknown_ca (48)"), "{why}: {story}");
        assert!(story.contains("the peer refused: unknown_ca (48)"), "{story}");
    }
}
