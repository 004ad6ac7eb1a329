//! Somebody who changes one message on its way out.

use handfast::Tamper;
use handfast::wire::ext::{Extension, Extensions};
use handfast::wire::{Dialect, Kind, Message};

use crate::samples::encoded;

/// What is delivered in the place of a message.
type Deed = Box<dyn FnMut(&[u8]) -> Vec<Vec<u8>>>;

/// Changes one message; all others go out as they are.
pub struct Meddler {
    at: Kind,
    spares: usize,
    passed: usize,
    deed: Deed,
    done: bool,
}

impl Meddler {
    /// In the place of the first message of this kind goes what `deed` makes of it.
    pub fn new(at: Kind, deed: impl FnMut(&[u8]) -> Vec<Vec<u8>> + 'static) -> Self {
        Self { at, spares: 0, passed: 0, deed: Box::new(deed), done: false }
    }

    /// The first message of this kind is not delivered.
    #[must_use]
    pub fn drop(at: Kind) -> Self {
        Self::new(at, |_| Vec::new())
    }

    /// It is delivered twice.
    #[must_use]
    pub fn repeat(at: Kind) -> Self {
        Self::new(at, |bytes| vec![bytes.to_vec(); 2])
    }

    /// This is delivered in its place.
    #[must_use]
    pub fn replace(at: Kind, by: Vec<u8>) -> Self {
        Self::new(at, move |_| vec![by.clone()])
    }

    /// This is delivered before it.
    #[must_use]
    pub fn before(at: Kind, also: Vec<u8>) -> Self {
        Self::new(at, move |bytes| vec![also.clone(), bytes.to_vec()])
    }

    /// It is delivered after this was done to it.
    pub fn edit(at: Kind, edit: impl Fn(&mut Vec<u8>) + 'static) -> Self {
        Self::new(at, move |bytes| {
            let mut bytes = bytes.to_vec();
            edit(&mut bytes);
            vec![bytes]
        })
    }

    /// It is delivered after this was done to its content.
    ///
    /// # Panics
    /// If it is no message of TLS 1.3, or becomes too long.
    pub fn rewrite(at: Kind, rewrite: impl Fn(&mut Message<'_>) + 'static) -> Self {
        Self::rewrite_in(Dialect::Tls13, at, rewrite)
    }

    /// The same, of a message in this dialect.
    ///
    /// # Panics
    /// If it is no message of the dialect, or becomes too long.
    pub fn rewrite_in(dialect: Dialect, at: Kind, rewrite: impl Fn(&mut Message<'_>) + 'static) -> Self {
        Self::new(at, move |bytes| {
            let mut message = Message::decode(bytes, dialect, None).expect("a message");
            rewrite(&mut message);
            vec![encoded(&message)]
        })
    }

    /// It is delivered after this was done to its extensions.
    pub fn extend(at: Kind, change: impl Fn(&mut Vec<Extension<'_>>) + 'static) -> Self {
        Self::rewrite(at, move |message| {
            let Some(extensions) = extensions(message) else { return };
            let mut list = extensions.iter().copied().collect();
            change(&mut list);
            *extensions = list.into();
        })
    }

    /// Lets the first message of the kind pass and waits for the second.
    #[must_use]
    pub fn second(mut self) -> Self {
        self.spares = 1;
        self
    }

    /// Waits for its message again, in another conversation.
    pub const fn rewind(&mut self) {
        (self.passed, self.done) = (0, false);
    }

    /// Which message it waits for.
    #[must_use]
    pub const fn at(&self) -> Kind {
        self.at
    }

    /// Whether the message came by.
    #[must_use]
    pub const fn has_meddled(&self) -> bool {
        self.done
    }
}

impl Tamper for Meddler {
    fn outgoing(&mut self, kind: Kind, bytes: &[u8], deliver: &mut dyn FnMut(&[u8])) {
        if kind != self.at || self.done {
            return deliver(bytes);
        }
        if self.passed < self.spares {
            self.passed += 1;
            return deliver(bytes);
        }
        self.done = true;
        (self.deed)(bytes).iter().for_each(|bytes| deliver(bytes));
    }
}

impl core::fmt::Debug for Meddler {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Meddler").field("at", &self.at).field("done", &self.done).finish_non_exhaustive()
    }
}

pub(crate) fn extensions<'m, 'a>(message: &'m mut Message<'a>) -> Option<&'m mut Extensions<'a>> {
    match message {
        Message::ClientHello(m) => m.extensions.as_mut(),
        Message::ServerHello(m) => m.extensions.as_mut(),
        Message::HelloRetryRequest(m) => Some(&mut m.extensions),
        Message::EncryptedExtensions(m) => Some(&mut m.extensions),
        Message::CertificateRequest(m) => Some(&mut m.extensions),
        Message::NewSessionTicket(m) => Some(&mut m.extensions),
        Message::Certificate(m) => m.certificate_list.first_mut().map(|entry| &mut entry.extensions),
        _ => None,
    }
}
