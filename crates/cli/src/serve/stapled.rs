//! The response that is stapled, while we serve: it is read again when its file has changed, and kept back while it says
//! nothing of today. Clients that insist on one refuse an old one (RFC 6960 §3.2); without any, most go on.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use handfast::Staple;
use handfast::path::Time;
use handfast::path::revocation::OcspResponse;

use super::log;
use super::news::{Stamp, stamp};
use crate::beside;

/// The file, and what is sent of it.
#[derive(Debug)]
pub(super) struct Stapled {
    file: PathBuf,
    staple: Staple,
    seen: Mutex<Seen>,
}

/// What was made of the file last.
#[derive(Debug, Default)]
struct Seen {
    stamp: Stamp,
    response: Vec<u8>,
    /// Why it is not sent, if it is not.
    kept_back: Option<String>,
}

impl Stapled {
    /// Nothing was read yet.
    pub(super) fn new(file: PathBuf, staple: Staple) -> Self {
        Self { file, staple, seen: Mutex::default() }
    }

    /// Sends what the file holds now, if it is of today, to those who come from now on.
    pub(super) fn heed(&self, now: Time) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let found = stamp(&self.file);
        let is_new = found != seen.stamp;
        if is_new {
            seen.stamp = found;
            self.read(&mut seen, now);
        }
        let kept_back = out_of_date(&seen.response, now);
        if !is_new && kept_back == seen.kept_back {
            return;
        }
        if let Some(why) = &kept_back {
            log::write(&format!("{now} {} is not stapled: {why}", self.file.display()));
        }
        self.staple.replace(kept_back.is_none().then(|| seen.response.clone()));
        seen.kept_back = kept_back;
    }

    /// What cannot be read leaves what was.
    fn read(&self, seen: &mut Seen, now: Time) {
        match beside::response(&self.file) {
            Ok(response) => seen.response = response,
            Err(why) => log::write(&format!("{now} what is stapled stays: {}", why.sentence())),
        }
    }
}

/// Why a response is of no use now.
fn out_of_date(response: &[u8], now: Time) -> Option<String> {
    match OcspResponse::parse(response) {
        Err(why) => Some(why.to_string()),
        Ok(OcspResponse::Unsuccessful(why)) => Some(format!("the responder says {why}")),
        Ok(OcspResponse::Basic(basic)) => basic.responses().find_map(|single| {
            let ended = single.next_update.filter(|end| *end < now);
            let ended = ended.map(|end| format!("it was good until {end}"));
            ended.or_else(|| {
                (single.this_update > now).then(|| format!("it begins at {}", single.this_update))
            })
        }),
    }
}
