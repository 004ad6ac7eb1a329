//! A server that was called, and how a call fails.

use std::net::TcpStream;
use std::sync::Arc;

use handfast::{Clock, Config, Connection, SystemClock};
use handfast_study::doctor::{Diagnosis, Ending, Patient, diagnose};
use rustls_pki_types::ServerName;

use crate::doctor::Notes;
use crate::exit::Exit;
use crate::observers::Observers;

/// Connected over TCP; all who watch are there.
pub(crate) struct Call {
    pub(crate) connection: Connection,
    pub(crate) socket: TcpStream,
    pub(crate) observers: Observers,
    pub(crate) who: Who,
}

/// What the doctor will want to know.
pub(crate) struct Who {
    pub(super) notes: Notes,
    pub(super) config: Arc<Config>,
    pub(super) name: ServerName<'static>,
}

/// How a connection failed: the sentence and the exit code, and the rest for the doctor.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(super) exit: Exit,
    /// None if it did not fail by what the server did.
    pub(super) ending: Option<Ending>,
}

impl From<Exit> for Failed {
    fn from(exit: Exit) -> Self {
        Self { exit, ending: None }
    }
}

impl Who {
    /// What the doctor makes of it.
    pub(crate) fn examine(&self, failed: Failed, connection: &Connection) -> (Exit, Option<Diagnosis>) {
        let Some(ending) = failed.ending else { return (failed.exit, None) };
        let (chart, negotiated, now) = (self.notes.chart(), connection.negotiated(), SystemClock.now());
        let (config, wanted) = (&*self.config, Some(self.name.clone()));
        let patient = Patient { chart: &chart, config, negotiated, wanted, ending, now };
        (failed.exit, Some(diagnose(&patient)))
    }
}
