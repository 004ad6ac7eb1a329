//! Sessions in files, for those who come back later: `--session-out` and `--session-in`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use handfast::{Session, SessionKey, SessionStore};
use handfast_pki::{Existing, write_secret};
use zeroize::Zeroizing;

use crate::exit::Exit;

/// One session to offer, and a place for the newest one.
#[derive(Debug)]
pub(super) struct SessionFile {
    offered: Mutex<Option<(Vec<u8>, Session)>>,
    kept: Option<PathBuf>,
}

impl SessionFile {
    /// Reads what there is to read, so that a bad file is known before anybody is called.
    pub(super) fn open(offered: Option<&Path>, kept: Option<&Path>) -> Result<Self, Exit> {
        let offered = offered.map(read).transpose()?;
        Ok(Self { offered: Mutex::new(offered), kept: kept.map(Path::to_owned) })
    }
}

/// First whose it is, then the session.
fn read(file: &Path) -> Result<(Vec<u8>, Session), Exit> {
    let bytes = fs::read(file).map(Zeroizing::new).map_err(|why| unusable(file, &why.to_string()))?;
    let (whose, session) = bytes.split_at_checked(SessionKey::FINGERPRINT_LEN).unwrap_or_default();
    let session = Session::decode(session).map_err(|why| unusable(file, &why.to_string()))?;
    Ok((whose.to_vec(), session))
}

fn unusable(file: &Path, why: &str) -> Exit {
    Exit::of_file(file, why)
}

fn write(file: &Path, key: &SessionKey, session: &Session) -> Result<(), String> {
    let session = session.encode().map_err(|why| why.to_string())?;
    let mut bytes = Zeroizing::new(Vec::with_capacity(SessionKey::FINGERPRINT_LEN + session.len()));
    bytes.extend_from_slice(&key.fingerprint());
    bytes.extend_from_slice(&session);
    write_secret(file, &bytes, Existing::Replace).map_err(|why| why.to_string())
}

impl SessionStore for SessionFile {
    /// The newest takes the place of the one before.
    fn put(&self, key: &SessionKey, session: Session) {
        let Some(file) = &self.kept else { return };
        if let Err(why) = write(file, key, &session) {
            eprintln!("handfast: the session is not kept: {}: {why}", file.display());
        }
    }

    fn take(&self, key: &SessionKey) -> Option<Session> {
        let (whose, session) = self.offered.lock().ok()?.take()?;
        if whose != key.fingerprint() {
            eprintln!(
                "handfast: the session is not offered: it is with another server, or was made as somebody else"
            );
            return None;
        }
        Some(session)
    }

    /// Nothing but what was kept of this very connection stands in the file.
    fn forget(&self, _: &SessionKey) {
        let removed = self.kept.as_ref().map_or(Ok(()), fs::remove_file);
        if let Err(why) = removed {
            eprintln!("handfast: the session of a failed connection is still there: {why}");
        }
    }
}
