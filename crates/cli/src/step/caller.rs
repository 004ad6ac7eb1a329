//! A connection to a server, live: the socket is read only when whoever watches wants to see more.

use core::time::Duration;
use std::io::{self, ErrorKind, Read, Write};
use std::net::Shutdown;
use std::time::Instant;

use handfast::{Acceptance, Connection, Error, Hooks, Progress, Role};
use handfast_study::doctor::Diagnosis;
use handfast_study::{Keep, Report, Rooms};

use super::live::{Live, Next, Told, are_news};
use crate::connect::{Call, explain};
use crate::exit::Exit;
use crate::watch::Recording;

/// How long to wait for a word of the server before we say goodbye: it may be its turn to listen.
const VERDICT: Duration = Duration::from_secs(1);

/// A client, and a server that need not know how slow it is.
pub(super) struct Caller {
    call: Call,
    recording: Recording,
    name: String,
    /// What to say once the handshake is complete.
    request: Option<Vec<u8>>,
    plan: Plan,
    /// So many events were told.
    told: usize,
    failed: Option<(Exit, Option<Diagnosis>)>,
}

/// What we still have to do when there is nothing to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plan {
    /// Shake hands, and say what we have to say.
    Speak,
    /// Read what comes, at most until then.
    Listen(Option<Instant>),
    /// We have said goodbye.
    Part,
    Over,
}

impl Caller {
    /// # Errors
    /// The socket cannot be told not to wait.
    pub(super) fn new(
        call: Call,
        recording: Recording,
        name: String,
        request: Option<Vec<u8>>,
    ) -> io::Result<Self> {
        call.socket.set_nonblocking(true)?;
        Ok(Self { call, recording, name, request, plan: Plan::Speak, told: 0, failed: None })
    }

    /// What records all that can be shown.
    pub(super) fn recording() -> Recording {
        Recording::new(Role::Client, Keep::ALL, &Rooms::default())
    }

    /// Says goodbye if that was not done, and tells how it ended.
    pub(super) fn leave(mut self) -> (Connection, Recording, Option<(Exit, Option<Diagnosis>)>) {
        if self.plan != Plan::Over && self.call.connection.is_connected() {
            self.with_hooks(Connection::close);
            // Whoever leaves does not wait until the server has room.
            let _ = self.flush();
        }
        (self.call.connection, self.recording, self.failed)
    }

    /// One step, or what is to be done when there is none. `None` if there is more to do before anything can be looked at.
    fn act(&mut self) -> Result<Option<Next>, io::Error> {
        if !self.flush()? {
            return Ok(Some(Next::Waiting));
        }
        match self.with_hooks(|connection, hooks| connection.step(hooks))? {
            Progress::Moved => Ok(None),
            Progress::Data => {
                let heard = self.call.connection.plaintext().len();
                self.call.connection.consume(heard);
                Ok(None)
            }
            Progress::Closed => self.part().map(|()| None),
            Progress::NeedInput | Progress::Asked | Progress::NeedTransmit => self.rest(),
        }
    }

    /// Nothing can be done without the peer, unless we have something to say.
    fn rest(&mut self) -> io::Result<Option<Next>> {
        match self.plan {
            Plan::Speak if self.call.connection.is_connected() => match self.speak()? {
                true => Ok(None),
                false => self.read(),
            },
            Plan::Listen(until) if self.has_heard_enough(until) => self.say_goodbye().map(|()| None),
            Plan::Speak | Plan::Listen(_) | Plan::Part => self.read(),
            Plan::Over => Ok(Some(Next::Over)),
        }
    }

    /// Whether there was anything that could be said now. What is left of a request, or may not be said while an answer of
    /// ours is under way (RFC 9846 §4.7.2), is said later.
    fn speak(&mut self) -> io::Result<bool> {
        let Some(mut request) = self.request.take() else {
            self.plan = Plan::Listen(Some(Instant::now() + VERDICT));
            return Ok(true);
        };
        let said = self.with_hooks(|connection, hooks| connection.send(&request, hooks))?;
        request.drain(..said);
        match request.is_empty() {
            true => self.plan = Plan::Listen(None),
            false => self.request = Some(request),
        }
        Ok(said > 0)
    }

    /// Without a request: a word that says that we are accepted, or a while without any.
    fn has_heard_enough(&self, until: Option<Instant>) -> bool {
        let is_judged = self.call.connection.acceptance() == Acceptance::Accepted;
        until.is_some_and(|until| is_judged || Instant::now() >= until)
    }

    fn say_goodbye(&mut self) -> io::Result<()> {
        self.with_hooks(Connection::close);
        self.plan = Plan::Part;
        // What does not fit now is sent when the socket has room.
        self.flush().map(drop)
    }

    /// The peer has said goodbye.
    fn part(&mut self) -> io::Result<()> {
        if self.plan == Plan::Over {
            return Ok(());
        }
        self.say_goodbye()?;
        self.plan = Plan::Over;
        hung_up(self.call.socket.shutdown(Shutdown::Write))
    }

    fn read(&mut self) -> io::Result<Option<Next>> {
        let space = self.call.connection.space();
        match self.call.socket.read(space) {
            Ok(0) => {
                self.plan = Plan::Over;
                self.with_hooks(|connection, hooks| connection.end_of_input(hooks))?;
                Ok(None)
            }
            Ok(n) => {
                self.call.connection.received(n);
                Ok(None)
            }
            Err(why) if why.kind() == ErrorKind::WouldBlock => Ok(Some(Next::Waiting)),
            Err(why) if why.kind() == ErrorKind::Interrupted => Ok(None),
            Err(why) => Err(why),
        }
    }

    /// Whether all was sent that is to be sent.
    fn flush(&mut self) -> io::Result<bool> {
        while !self.call.connection.outgoing().is_empty() {
            match self.call.socket.write(self.call.connection.outgoing()) {
                Ok(n) => self.call.connection.sent(n),
                Err(why) if why.kind() == ErrorKind::WouldBlock => return Ok(false),
                Err(why) if why.kind() == ErrorKind::Interrupted => {}
                Err(why) => return Err(why),
            }
        }
        Ok(true)
    }

    /// The alert, if there is one, is sent, and the doctor is asked. A server that answers our goodbye by leaving has not
    /// failed us.
    fn fail(&mut self, why: &io::Error) {
        let was_parting = core::mem::replace(&mut self.plan, Plan::Over) == Plan::Part;
        let _ = self.flush();
        let _ = self.call.socket.shutdown(Shutdown::Write);
        if was_parting && Error::within(why).is_none_or(|error| *error == Error::Truncated) {
            return;
        }
        let failed = explain(&self.call.connection, why);
        self.failed = Some(self.call.who.examine(failed, &self.call.connection));
    }

    fn with_hooks<R>(&mut self, act: impl FnOnce(&mut Connection, &mut Hooks<'_>) -> R) -> R {
        act(&mut self.call.connection, &mut Hooks::observing(&mut self.call.observers))
    }

    /// Takes note of what happened if it is worth a look, or if nothing more will.
    fn take_note(&mut self, anything: bool) -> bool {
        let recorded = self.recording.read(Some(self.call.connection.acceptance()));
        let events = recorded.events();
        let news = events.get(self.told..).unwrap_or_default();
        let is_news = are_news(news) || anything && !news.is_empty();
        if is_news {
            self.told = events.len();
        }
        is_news
    }
}

/// A peer that has left already needs no goodbye.
fn hung_up(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(why) if why.kind() == ErrorKind::NotConnected => Ok(()),
        outcome => outcome,
    }
}

impl Live for Caller {
    fn name(&self) -> String {
        self.name.clone()
    }

    fn next(&mut self) -> Next {
        while self.plan != Plan::Over {
            match self.act() {
                Ok(_) if self.take_note(false) => return Next::Happened,
                Ok(Some(next)) => return next,
                Ok(None) => {}
                Err(why) => self.fail(&why),
            }
        }
        if self.take_note(true) { Next::Happened } else { Next::Over }
    }

    fn told(&self) -> Told {
        let recorded = self.recording.read(None);
        let report = Report::of(&recorded);
        let diagnosis = self.failed.as_ref().and_then(|(_, diagnosis)| diagnosis.as_ref());
        let report = diagnosis
            .into_iter()
            .fold(report, |report, diagnosis| report.with_diagnosis(Role::Client, diagnosis));
        Told::of(&recorded, report)
    }
}

#[cfg(test)]
mod tests;
