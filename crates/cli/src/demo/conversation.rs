//! A client and a server who talk over a real TCP connection, both driven by one thread: whoever has something to send
//! sends it, the other receives exactly that, and then it is the other's turn. So the order of what happens is exact.

use core::mem;
use std::sync::Arc;

use handfast::path::Identity;
use handfast::{
    ClientAuth, Config, Connection, Env, Hooks, Observation, Observer, RequestNumber, Role, Wish,
};
use handfast_study::capture::Ends;
use handfast_study::doctor::Diagnosis;
use handfast_study::{Keep, Recorder, Report, Timeline};
use rustls_pki_types::{ServerName, UnixTime};

use super::SERVER;
use super::end::{End, loopback};
use crate::exit::Exit;

/// Both ends, and all that happened.
pub(crate) struct Conversation {
    client: End,
    server: End,
    timeline: Timeline,
    ends: Ends,
    capture: Option<Box<dyn Observer + Send>>,
    /// By the client's clock.
    started: UnixTime,
    cue: Cue,
    /// Whether anything was carried since the round began.
    carried: bool,
    /// How the client is asked after the handshake, if it is.
    asks: Option<ClientAuth>,
    /// That it was.
    asked: Option<RequestNumber>,
}

/// What the conversation consists of. In each act one side has the first turn and then the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Handshake,
    /// The server asks who the client is, and the client answers.
    Question,
    /// This side says something, and the other hears exactly that.
    Words(Role),
    /// This side says that it will say no more, in TLS and in TCP.
    Goodbye(Role),
}

/// What comes next.
#[derive(Debug)]
enum Cue {
    Begin(Act),
    /// This side does what it can.
    Turn(Act, Role),
    End(Act),
    /// This side was refused, and has to hear of it; then all is told.
    Refused(Role, Exit),
    Over,
}

impl Act {
    const fn first(self) -> Role {
        match self {
            Self::Handshake => Role::Client,
            Self::Question => Role::Server,
            Self::Words(role) | Self::Goodbye(role) => role,
        }
    }

    const fn next(self, asks: bool) -> Cue {
        match self {
            Self::Handshake => Cue::Begin(Self::Words(Role::Client)),
            Self::Words(Role::Client) if asks => Cue::Begin(Self::Question),
            Self::Question => Cue::Begin(Self::Words(Role::Server)),
            Self::Words(Role::Client) => Cue::Begin(Self::Words(Role::Server)),
            Self::Words(Role::Server) => Cue::Begin(Self::Goodbye(Role::Client)),
            Self::Goodbye(Role::Client) => Cue::Begin(Self::Goodbye(Role::Server)),
            Self::Goodbye(Role::Server) => Cue::Over,
        }
    }
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
            cue: Cue::Begin(Act::Handshake),
            carried: false,
            asks: None,
            asked: None,
        })
    }

    /// With one more observer of the client, through whose hands all goes that is said.
    pub(super) fn captured(self, capture: Option<Box<dyn Observer + Send>>) -> Self {
        Self { capture, ..self }
    }

    /// Where the server wants to know who the client is only when it has heard what it wants.
    pub(super) fn asking_later(self, asks: Option<ClientAuth>) -> Self {
        Self { asks, ..self }
    }

    /// Where the two are.
    pub(super) const fn ends(&self) -> Ends {
        self.ends
    }

    /// What happened.
    pub(crate) const fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// What each side that failed makes of it.
    pub(super) fn diagnoses(&self) -> impl Iterator<Item = (Role, Diagnosis)> {
        let ends = [&self.client, &self.server].into_iter();
        ends.filter_map(|end| Some((end.connection.role(), end.diagnosis(&self.timeline, self.started)?)))
    }

    /// The facts so far, with the diagnosis of each side that failed.
    pub(crate) fn report(&self) -> Report {
        let report = Report::of(&self.timeline);
        self.diagnoses().fold(report, |report, (role, diagnosis)| report.with_diagnosis(role, &diagnosis))
    }

    /// From the first hello to the last goodbye.
    pub(super) fn hold(&mut self) -> Result<(), Exit> {
        while self.step()? {}
        Ok(())
    }

    /// The next little thing that happens: a step of one of the two connections, or what one has to send is brought to the
    /// other. Whether there is more to come.
    pub(crate) fn step(&mut self) -> Result<bool, Exit> {
        self.cue = match mem::replace(&mut self.cue, Cue::Over) {
            Cue::Begin(act) => self.begin(act)?,
            Cue::Turn(act, role) => self.turn(act, role)?,
            Cue::End(act) => self.end_of(act)?,
            Cue::Refused(role, why) => return self.refused(role, why),
            Cue::Over => return Ok(false),
        };
        Ok(true)
    }

    fn begin(&mut self, act: Act) -> Result<Cue, Exit> {
        match act {
            Act::Handshake => {}
            Act::Question => self.ask()?,
            Act::Words(from) => self.say(from)?,
            Act::Goodbye(from) => {
                let (end, mut recorder) = self.end(from);
                end.connection.close(&mut Hooks::observing(&mut recorder));
            }
        }
        Ok(self.round(act))
    }

    const fn round(&mut self, act: Act) -> Cue {
        self.carried = false;
        Cue::Turn(act, act.first())
    }

    /// A side goes on while it can; then what it has to send is brought to the other, whose turn it is.
    fn turn(&mut self, act: Act, role: Role) -> Result<Cue, Exit> {
        let (end, mut recorder) = self.end(role);
        let outcome = end.step(&mut Hooks::observing(&mut recorder));
        if outcome == Ok(true) {
            return Ok(Cue::Turn(act, role));
        }
        let acceptance = end.connection.acceptance();
        self.timeline.acceptance(role, acceptance);
        if act == Act::Handshake && role == Role::Client {
            self.hurry()?;
        }
        self.carried |= self.carry(role)?;
        Ok(match outcome {
            Err(error) => Cue::Refused(role.peer(), error.into()),
            Ok(_) if role == act.first() => Cue::Turn(act, role.peer()),
            Ok(_) => Cue::End(act),
        })
    }

    fn end_of(&mut self, act: Act) -> Result<Cue, Exit> {
        match act {
            Act::Handshake if self.is_connected() => self.after_handshake(),
            Act::Question if self.is_answered() => Ok(self.after(act)),
            Act::Handshake | Act::Question if self.carried => Ok(self.round(act)),
            Act::Handshake | Act::Question => {
                Err(Exit::Usage("client and server wait for each other".into()))
            }
            Act::Words(from) => self.check(from).map(|()| self.after(act)),
            Act::Goodbye(from) => self.part(from).map(|()| self.after(act)),
        }
    }

    fn is_connected(&self) -> bool {
        self.client.connection.is_connected() && self.server.connection.is_connected()
    }

    const fn after(&self, act: Act) -> Cue {
        act.next(self.asks.is_some())
    }

    /// RFC 9846 §4.7.2.
    fn ask(&mut self) -> Result<(), Exit> {
        let Some(policy) = self.asks else { return Ok(()) };
        let (server, mut recorder) = self.end(Role::Server);
        let request = server.connection.request_certificate(policy, &mut Hooks::observing(&mut recorder))?;
        self.asked = Some(request);
        Ok(())
    }

    fn is_answered(&self) -> bool {
        !self.asked.is_some_and(|request| self.server.connection.waits_for(request))
    }

    /// The client says its words at once, as soon as it may.
    fn hurry(&mut self) -> Result<(), Exit> {
        let words = self.words(Role::Client);
        let (end, mut recorder) = self.end(Role::Client);
        if !end.has_hurried && end.connection.may_send_early() > 0 {
            end.has_hurried = true;
            end.connection.send_early(words.as_bytes(), &mut Hooks::observing(&mut recorder))?;
        }
        Ok(())
    }

    /// What the server has heard early need not be said again; what it did not take is said as if nothing had been.
    fn after_handshake(&mut self) -> Result<Cue, Exit> {
        let heard = self.server.connection.take_early_data();
        match heard.is_empty() {
            true => Ok(self.after(Act::Handshake)),
            false if heard == self.words(Role::Client).as_bytes() => Ok(self.after(Act::Words(Role::Client))),
            false => Err(unheard(Role::Client)),
        }
    }

    fn say(&mut self, from: Role) -> Result<(), Exit> {
        let words = self.words(from);
        let (end, mut recorder) = self.end(from);
        let taken = end.connection.send(words.as_bytes(), &mut Hooks::observing(&mut recorder))?;
        if taken == words.len() { Ok(()) } else { Err(unheard(from)) }
    }

    fn check(&mut self, from: Role) -> Result<(), Exit> {
        let words = self.words(from);
        let heard = mem::take(&mut self.end(from.peer()).0.heard);
        if heard == words.as_bytes() { Ok(()) } else { Err(unheard(from)) }
    }

    fn words(&self, from: Role) -> String {
        match from {
            Role::Client => format!("hello, {SERVER}"),
            Role::Server => format!("hello, {}", self.guest()),
        }
    }

    /// Whom the server takes the client for.
    fn guest(&self) -> String {
        let leaf = self.server.connection.peer().and_then(|peer| peer.chain().certificates().next());
        let subject = leaf.and_then(|der| Identity::read(der).ok()).map(|identity| identity.subject);
        subject.map_or_else(|| "stranger".into(), |name| name.trim_start_matches("CN=").into())
    }

    fn part(&mut self, from: Role) -> Result<(), Exit> {
        self.end(from).0.hang_up()?;
        let (listener, mut recorder) = self.end(from.peer());
        match listener.is_left_alone()? {
            true => Ok(listener.connection.end_of_input(&mut Hooks::observing(&mut recorder))?),
            false => Err(Exit::Usage("something was said after close_notify".into())),
        }
    }

    /// The alert was carried: this side hears of it.
    fn refused(&mut self, role: Role, why: Exit) -> Result<bool, Exit> {
        let (end, mut recorder) = self.end(role);
        while end.step(&mut Hooks::observing(&mut recorder)) == Ok(true) {}
        let acceptance = end.connection.acceptance();
        self.timeline.acceptance(role, acceptance);
        Err(why)
    }

    fn end(&mut self, role: Role) -> (&mut End, Watch<'_>) {
        let recorder = self.timeline.recorder(role);
        match role {
            Role::Client => (&mut self.client, Watch { recorder, capture: self.capture.as_mut() }),
            Role::Server => (&mut self.server, Watch { recorder, capture: None }),
        }
    }

    fn carry(&mut self, from: Role) -> std::io::Result<bool> {
        match from {
            Role::Client => self.client.carry_to(&mut self.server),
            Role::Server => self.server.carry_to(&mut self.client),
        }
    }
}

fn unheard(from: Role) -> Exit {
    Exit::Usage(format!("the {} did not hear what was said", from.peer().name()))
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
        let people = || People::new(KeyKind::P256, false, Guest::Alice).unwrap();
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
