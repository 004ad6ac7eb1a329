//! What the doctor makes of a connection with a real peer, on our side.

use std::io;
use std::sync::{Arc, Mutex};

use handfast::{Clock, Config, Connection, Error, Observation, Observer, Role, SystemClock, Wish};
use handfast_study::doctor::{Chart, Diagnosis, Ending, Failure, Patient, diagnose};
use rustls_pki_types::ServerName;

use crate::case::Presents;

/// What was noted of a connection; clones share it.
#[derive(Debug, Clone)]
pub(crate) struct Notes(Arc<Mutex<Chart>>);

impl Notes {
    pub(crate) fn of(role: Role) -> Self {
        Self(Arc::new(Mutex::new(Chart::new(role))))
    }

    /// None if nothing failed. Some servers say so in HTTP.
    pub(crate) fn examine(
        &self,
        config: &Config,
        connection: &Connection,
        result: Result<&str, &io::Error>,
    ) -> Option<Diagnosis> {
        let chart = self.0.lock().expect("no panic while noting");
        let ending = match result {
            Ok(page) => Ending::Http(status(page).filter(|status| *status >= 400)?),
            Err(why) => ending(why, connection)?,
        };
        let wanted = ServerName::try_from("localhost").ok().filter(|_| connection.role() == Role::Client);
        let (negotiated, now) = (connection.negotiated(), SystemClock.now());
        Some(diagnose(&Patient { chart: &chart, config, negotiated, wanted, ending, now }))
    }
}

fn status(page: &str) -> Option<u16> {
    page.strip_prefix("HTTP/1.")?.split(' ').nth(1)?.parse().ok()
}

fn ending(why: &io::Error, connection: &Connection) -> Option<Ending> {
    match Error::within(why).copied().or_else(|| connection.failure()) {
        Some(error) => Some(Ending::Failed(error)),
        None if why.kind() == io::ErrorKind::ConnectionReset => Some(Ending::Reset),
        None => None,
    }
}

impl Observer for Notes {
    fn wish(&self) -> Wish {
        Wish::default()
    }

    fn observe(&mut self, observation: &Observation<'_>) {
        self.0.lock().expect("no panic while noting").observe(observation);
    }
}

/// The cause of what becomes of such a client, as our server must name it. Some clients withhold a certificate of an
/// authority that we do not name.
pub(crate) fn is_what_our_server_sees(presents: Presents, cause: Option<Failure>) -> bool {
    match presents {
        Presents::WrongAuthority => matches!(cause, Some(Failure::F01 | Failure::F02)),
        presents => cause == of(presents),
    }
}

/// The same, as our client must name it: it withholds such a certificate.
pub(crate) fn is_what_our_client_sees(presents: Presents, cause: Option<Failure>) -> bool {
    match presents {
        Presents::WrongAuthority => cause == Some(Failure::F04),
        presents => cause == of(presents),
    }
}

const fn of(presents: Presents) -> Option<Failure> {
    match presents {
        Presents::RequiredWithout => Some(Failure::F01),
        Presents::WrongAuthority => Some(Failure::F02),
        Presents::Expired => Some(Failure::F06),
        Presents::ServerAuthOnly => Some(Failure::F07),
        Presents::NotAsked | Presents::OptionalWith | Presents::OptionalWithout | Presents::RequiredWith => {
            None
        }
    }
}
