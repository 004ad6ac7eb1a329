//! The tamper: it puts recorded messages into the place of those that we would compose otherwise.

use std::collections::VecDeque;

use handfast::Tamper;
use handfast::wire::code_points::ExtensionType;
use handfast::wire::{Kind, Message};

use crate::hex::octets;
use crate::opening::decode;
use crate::script::Script;
use crate::trace::Mismatch;

/// ClientHello offers finite field groups, SHA-1 and DSA; EncryptedExtensions answers record_size_limit and names
/// groups; CertificateRequest has our schemes in its own order. All other messages are ours.
const NOT_OURS: [Kind; 3] = [Kind::ClientHello, Kind::EncryptedExtensions, Kind::CertificateRequest];

/// What of a hello is computed, or is the same for every client: there the recorded one must agree with ours.
const OURS: [ExtensionType; 4] = [
    ExtensionType::SERVER_NAME,
    ExtensionType::SUPPORTED_VERSIONS,
    ExtensionType::KEY_SHARE,
    ExtensionType::COOKIE,
];

/// The recorded messages that were not delivered yet.
pub(crate) struct Understudy {
    recorded: VecDeque<(Kind, Vec<u8>)>,
    mismatch: Option<Mismatch>,
}

impl Understudy {
    pub(crate) fn new(script: &Script<'_>) -> Result<Self, Mismatch> {
        let mut recorded = VecDeque::new();
        for kind in NOT_OURS {
            for bytes in script.said(kind.name()) {
                recorded.push_back((kind, octets(bytes)?));
            }
        }
        Ok(Self { recorded, mismatch: None })
    }

    /// What went wrong so far.
    pub(crate) fn check(&mut self) -> Result<(), Mismatch> {
        self.mismatch.take().map_or(Ok(()), Err)
    }
}

impl Tamper for Understudy {
    fn outgoing(&mut self, kind: Kind, ours: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        if !NOT_OURS.contains(&kind) {
            return deliver(ours);
        }
        let Some((_, theirs)) = self.recorded.pop_front().filter(|(recorded, _)| *recorded == kind) else {
            self.mismatch = Some(Mismatch::new(format!("no {kind} is recorded here")));
            return;
        };
        self.mismatch = agree(ours, &theirs).err();
        deliver(&theirs);
    }
}

/// What we computed stands in the recorded message too.
fn agree(ours: &[u8], theirs: &[u8]) -> Result<(), Mismatch> {
    let (Message::ClientHello(ours), Message::ClientHello(theirs)) = (decode(ours)?, decode(theirs)?) else {
        return Ok(());
    };
    let extensions = OURS.iter().all(|kind| ours.extensions().get(*kind) == theirs.extensions().get(*kind));
    let same = ours.random == theirs.random && ours.legacy_session_id == theirs.legacy_session_id;
    if same && extensions {
        Ok(())
    } else {
        Err(Mismatch::new("our ClientHello has another share, name or Random"))
    }
}
