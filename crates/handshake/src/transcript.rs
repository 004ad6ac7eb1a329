//! The transcript hash (RFC 9846 §4.1; RFC 5246 §7.4.9). It stands beside the machine: the driver adds a received message after its
//! handler and a sent one at delivery, so that it holds what really crossed the wire.

use handfast_crypto::hash::{Digest, Hash, Running};
use handfast_wire::code_points::HandshakeType;

/// The messages so far: as bytes until the hash is known, as a running hash from then on.
#[derive(Debug, Clone)]
pub struct Transcript {
    main: Inner,
    /// The handshake, a CertificateRequest that came after it, and what has been said of the answer (RFC 9846 §4.5).
    fork: Option<Box<Running>>,
}

#[derive(Debug, Clone)]
enum Inner {
    Messages(Vec<u8>),
    Running(Running),
}

impl Default for Transcript {
    fn default() -> Self {
        Self { main: Inner::Messages(Vec::new()), fork: None }
    }
}

impl Transcript {
    /// Adds a whole message, header included.
    pub fn add(&mut self, message: &[u8]) {
        match (&mut self.fork, &mut self.main) {
            (Some(fork), _) => fork.update(message),
            (None, Inner::Messages(bytes)) => bytes.extend_from_slice(message),
            (None, Inner::Running(running)) => running.update(message),
        }
    }

    /// What is added from here on follows this CertificateRequest, and that follows what stands here; what stands here
    /// stays. Without effect before the hash is known, when nobody can be connected.
    pub fn fork(&mut self, request: &[u8]) {
        if let Inner::Running(running) = &self.main {
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

    /// From here on only the running hash is kept. Called when the cipher suite is known; later calls change nothing.
    pub fn settle(&mut self, hash: Hash) {
        if let Inner::Messages(bytes) = &self.main {
            let mut running = hash.start();
            running.update(bytes);
            self.main = Inner::Running(running);
        }
    }

    /// Puts the synthetic `message_hash` in the place of what stands here, which is ClientHello1 (RFC 9846 §4.1).
    pub fn restart(&mut self, hash: Hash) {
        let first = self.digest(hash, &[]);
        let length = first.as_ref().len().to_be_bytes();
        let [.., low] = length;
        let mut running = hash.start();
        running.update(&[HandshakeType::MESSAGE_HASH.0, 0, 0, low]);
        running.update(first.as_ref());
        self.main = Inner::Running(running);
    }

    fn digest(&self, hash: Hash, more: &[u8]) -> Digest {
        match &self.fork {
            Some(fork) => and_then(fork, more),
            None => self.main.digest(hash, more),
        }
    }
}

impl Inner {
    fn digest(&self, hash: Hash, more: &[u8]) -> Digest {
        match self {
            Self::Messages(bytes) => hash.digest(&[bytes, more]),
            Self::Running(running) => and_then(running, more),
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
        match &self.all.main {
            Inner::Messages(bytes) => Some(bytes),
            Inner::Running(_) => None,
        }
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
