//! Tickets in BoringSSL's form (RFC 5077 §4), in which the runner rewrites the version and the cipher suite of a session. The
//! rest of it is a session of ours, as bytes.
//!
//! ```text
//! ticket  = key name (16) || IV (16) || AES-128-CBC(session) || HMAC-SHA-256(all before)
//! session = SEQUENCE { INTEGER 1, INTEGER version, OCTET STRING cipher suite, … }
//! ```

use aes::Aes128;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt as _, BlockModeEncrypt as _, KeyIvInit as _};
use handfast::Session;
use handfast::crypto::hash::Hash;
use handfast::crypto::hmac;
use handfast::crypto::secret::Secret;
use handfast::handshake::SessionName;

/// The keys that the runner knows, too.
#[derive(Debug)]
pub(crate) struct ForeignTickets {
    name: [u8; 16],
    mac: Secret,
    cipher: [u8; 16],
}

/// The same each time: nothing here is to be kept secret.
const IV: [u8; 16] = [0x5a; 16];

const MAC: usize = 32;

/// What stands before and behind the version and the suite.
const VERSION: [u8; 5] = [0x02, 1, 1, 0x02, 2];
const SUITE: [u8; 2] = [0x04, 2];

impl ForeignTickets {
    /// The three keys one after the other.
    pub(crate) fn of(keys: &[u8]) -> Option<Self> {
        let (name, rest) = keys.split_first_chunk()?;
        let (mac, rest) = rest.split_first_chunk::<16>()?;
        let (cipher, []) = rest.split_first_chunk()? else { return None };
        Some(Self { name: *name, mac: Secret::from_slice(mac), cipher: *cipher })
    }

    pub(crate) fn seal(&self, session: &Session) -> Option<Vec<u8>> {
        let session = session.encode().ok()?;
        let (&[_, major, minor, high, low], _) = session.split_first_chunk()?;
        let body = [&VERSION[..], &[major, minor], &SUITE, &[high, low], &session].concat();
        let plain = sequence(&body)?;
        let cipher = cbc::Encryptor::<Aes128>::new(&self.cipher.into(), &IV.into());
        let mut ticket = [&self.name[..], &IV, &cipher.encrypt_padded_vec::<Pkcs7>(&plain)].concat();
        ticket.extend_from_slice(hmac::hmac(Hash::Sha256, &self.mac, &[&ticket]).as_ref());
        Some(ticket)
    }

    /// The first of these that can be opened, and its place.
    pub(crate) fn find(&self, names: &[SessionName]) -> Option<(u16, Box<Session>)> {
        let found = names.iter().zip(0..).find_map(|(name, index)| Some((index, self.open(name.bytes())?)));
        found.map(|(index, session)| (index, Box::new(session)))
    }

    /// The version and the suite are those outside of our session.
    fn open(&self, ticket: &[u8]) -> Option<Session> {
        let (sealed, mac) = ticket.split_at_checked(ticket.len().checked_sub(MAC)?)?;
        hmac::verify(Hash::Sha256, &self.mac, &[sealed], mac).ok()?;
        let (iv, sealed) = sealed.strip_prefix(&self.name)?.split_first_chunk::<16>()?;
        let cipher = cbc::Decryptor::<Aes128>::new(&self.cipher.into(), &(*iv).into());
        let plain = cipher.decrypt_padded_vec::<Pkcs7>(sealed).ok()?;
        let (version, rest) = body(&plain)?.strip_prefix(&VERSION)?.split_first_chunk::<2>()?;
        let (suite, session) = rest.strip_prefix(&SUITE)?.split_first_chunk::<2>()?;
        let (format, session) = session.split_first()?;
        let rewritten = [&[*format], &version[..], suite, session.get(4..)?].concat();
        Session::decode(&rewritten).ok()
    }
}

/// In DER, as short as it can be said.
fn sequence(body: &[u8]) -> Option<Vec<u8>> {
    let [high, low] = u16::try_from(body.len()).ok()?.to_be_bytes();
    let length = match (high, low) {
        (0, 0..0x80) => vec![low],
        (0, _) => vec![0x81, low],
        _ => vec![0x82, high, low],
    };
    Some([&[0x30], &length[..], body].concat())
}

fn body(sequence: &[u8]) -> Option<&[u8]> {
    let &[0x30, length, ..] = sequence else { return None };
    let longer = if length < 0x80 { 0 } else { length & 0x7f };
    sequence.get(2 + usize::from(longer)..)
}
