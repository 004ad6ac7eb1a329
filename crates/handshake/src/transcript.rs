//! The transcript hash (RFC 9846 §4.1; RFC 5246 §7.4.9). It stands beside the machine: the driver adds a received message after its
//! handler and a sent one at delivery, so that it holds what really crossed the wire.

use handfast_crypto::hash::{Digest, Hash, Running};
use handfast_wire::code_points::HandshakeType;

/// The messages so far: as bytes until the hash is known, as a running hash from then on. TLS 1.2 signs the messages
/// themselves, so there they stay beside their hash for a while.
#[derive(Debug, Clone, Default)]
pub struct Transcript {
    main: Main,
    /// The handshake, a CertificateRequest that came after it, and what has been said of the answer (RFC 9846 §4.5).
    fork: Option<Box<Running>>,
}

/// Room for both hellos, in bytes.
const HELLOS: usize = 1024;

/// Room for the messages of TLS 1.2 up to CertificateVerify, with certificates on both sides, in bytes: they stay until
/// then.
const MESSAGES: usize = 4096;

/// At least one of the two is there.
#[derive(Debug, Clone)]
struct Main {
    messages: Option<Vec<u8>>,
    running: Option<Running>,
}

impl Default for Main {
    fn default() -> Self {
        Self { messages: Some(Vec::new()), running: None }
    }
}

impl Transcript {
    /// Adds a whole message, header included.
    pub fn add(&mut self, message: &[u8]) {
        match &mut self.fork {
            Some(fork) => fork.update(message),
            None => self.main.add(message),
        }
    }

    /// What is added from here on follows this CertificateRequest, and that follows what stands here; what stands here
    /// stays. Without effect before the hash is known, when nobody can be connected.
    pub fn fork(&mut self, request: &[u8]) {
        if let Some(running) = &self.main.running {
            let mut fork = Box::new(running.clone());
            fork.update(request);
            self.fork = Some(fork);
        }
    }

    /// Goes back to what stood here before [`Self::fork`].
    pub fn join(&mut self) {
        self.fork = None;
    }

    /// Whether what is added goes to a fork.
    #[must_use]
    pub const fn is_forked(&self) -> bool {
        self.fork.is_some()
    }

    /// From here on the hash grows with the messages. Called when the cipher suite is known; later calls change nothing.
    pub fn hash(&mut self, hash: Hash) {
        let messages = self.main.messages.as_deref().unwrap_or_default();
        self.main.running.get_or_insert_with(|| {
            let mut running = hash.start();
            running.update(messages);
            running
        });
    }

    /// From here on only the running hash is kept. Called when the cipher suite is known and nothing signs the messages
    /// themselves any more; later calls change nothing.
    pub fn settle(&mut self, hash: Hash) {
        self.hash(hash);
        self.main.messages = None;
    }

    /// Puts the synthetic `message_hash` in the place of what stands here, which is ClientHello1 (RFC 9846 §4.1).
    pub fn restart(&mut self, hash: Hash) {
        let first = self.digest(hash, &[]);
        let length = first.as_ref().len().to_be_bytes();
        let [.., low] = length;
        let mut running = hash.start();
        running.update(&[HandshakeType::MESSAGE_HASH.0, 0, 0, low]);
        running.update(first.as_ref());
        self.main = Main { messages: None, running: Some(running) };
    }

    fn digest(&self, hash: Hash, more: &[u8]) -> Digest {
        match &self.fork {
            Some(fork) => and_then(fork, more),
            None => self.main.digest(hash, more),
        }
    }
}

impl Main {
    fn add(&mut self, message: &[u8]) {
        if let Some(messages) = &mut self.messages {
            if messages.capacity() - messages.len() < message.len() {
                let room = if messages.is_empty() { HELLOS } else { MESSAGES - HELLOS };
                messages.reserve(message.len().max(room));
            }
            messages.extend_from_slice(message);
        }
        if let Some(running) = &mut self.running {
            running.update(message);
        }
    }

    fn digest(&self, hash: Hash, more: &[u8]) -> Digest {
        match &self.running {
            Some(running) => and_then(running, more),
            None => hash.digest(&[self.messages.as_deref().unwrap_or_default(), more]),
        }
    }
}

fn and_then(running: &Running, more: &[u8]) -> Digest {
    if more.is_empty() {
        return running.current();
    }
    let mut running = running.clone();
    running.update(more);
    running.current()
}

/// What a handler may read of the transcript.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    all: &'a Transcript,
    message: &'a [u8],
}

impl<'a> View<'a> {
    /// A view with the message that is being handled, or with an empty one.
    #[must_use]
    pub const fn new(all: &'a Transcript, message: &'a [u8]) -> Self {
        Self { all, message }
    }

    /// Up to, not including, the message being handled: what CertificateVerify and Finished cover.
    #[must_use]
    pub fn before(&self, hash: Hash) -> Digest {
        self.all.digest(hash, &[])
    }

    /// The handshake, up to what was added last, and without an answer to what came after it: what the resumption secret is
    /// derived from (RFC 9846 §7.1), whenever that is.
    #[must_use]
    pub fn handshake(&self, hash: Hash) -> Digest {
        self.all.main.digest(hash, &[])
    }

    /// Including the message being handled: what the key schedule takes.
    #[must_use]
    pub fn including(&self, hash: Hash) -> Digest {
        self.all.digest(hash, self.message)
    }

    /// With this in the place of the message being handled: the ClientHello up to its binders (RFC 9846 §4.3.11.2).
    #[must_use]
    pub fn followed_by(&self, hash: Hash, part: &[u8]) -> Digest {
        self.all.digest(hash, part)
    }

    /// The messages up to, not including, the one being handled, while they are kept: what CertificateVerify of TLS 1.2
    /// signs (RFC 5246 §7.4.8), whose hash need not be that of the cipher suite.
    #[must_use]
    pub fn messages(&self) -> Option<&'a [u8]> {
        self.all.main.messages.as_deref()
    }

    /// The bytes of the message being handled, header included.
    #[must_use]
    pub const fn message(&self) -> &'a [u8] {
        self.message
    }
}

#[cfg(test)]
mod tests {
    use super::{Hash, Transcript, View};

    #[test]
    fn settles_on_the_same_hash() {
        let mut transcript = Transcript::default();
        transcript.add(b"one");
        let early = View::new(&transcript, b"two").including(Hash::Sha384);
        transcript.settle(Hash::Sha384);
        transcript.add(b"two");
        assert_eq!(View::new(&transcript, &[]).before(Hash::Sha384), early);
        assert_eq!(early, Hash::Sha384.digest(&[b"onetwo"]));
    }

    /// RFC 5246 §7.4.8: the client of TLS 1.2 signs the messages, when their hash runs already.
    #[test]
    fn keeps_the_messages_beside_their_hash_until_it_settles() {
        let mut transcript = Transcript::default();
        transcript.add(b"one");
        transcript.hash(Hash::Sha384);
        transcript.add(b"two");
        let view = View::new(&transcript, b"three");
        assert_eq!(view.messages(), Some(&b"onetwo"[..]));
        assert_eq!(view.including(Hash::Sha384), Hash::Sha384.digest(&[b"onetwothree"]));
        transcript.settle(Hash::Sha384);
        let view = View::new(&transcript, &[]);
        assert_eq!(view.messages(), None);
        assert_eq!(view.before(Hash::Sha384), Hash::Sha384.digest(&[b"onetwo"]));
    }

    /// RFC 9846 §4.5: ClientHello … client Finished + CertificateRequest, for each request anew.
    #[test]
    fn forks_and_goes_back() {
        let mut transcript = Transcript::default();
        transcript.add(b"handshake");
        transcript.settle(Hash::Sha256);
        for request in [&b"request 1"[..], b"request 2"] {
            transcript.fork(request);
            transcript.add(b"answer");
            let all = [b"handshake", request, b"answer"].concat();
            let view = View::new(&transcript, &[]);
            assert_eq!(view.before(Hash::Sha256), Hash::Sha256.digest(&[&all]));
            assert_eq!(view.handshake(Hash::Sha256), Hash::Sha256.digest(&[b"handshake"]));
            transcript.join();
        }
        assert_eq!(View::new(&transcript, &[]).before(Hash::Sha256), Hash::Sha256.digest(&[b"handshake"]));
    }

    #[test]
    fn restarts_from_the_hash_of_the_first_hello() {
        let mut transcript = Transcript::default();
        transcript.add(b"hello");
        transcript.restart(Hash::Sha256);
        let synthetic = [&[254, 0, 0, 32], Hash::Sha256.digest(&[b"hello"]).as_ref()].concat();
        assert_eq!(View::new(&transcript, &[]).before(Hash::Sha256), Hash::Sha256.digest(&[&synthetic]));
    }
}
