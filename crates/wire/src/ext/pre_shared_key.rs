//! pre_shared_key (RFC 9846 §4.3.11).

use crate::DecodeError;
use crate::codec::{Item, Len, List, Reader, Refused, Writer};
use crate::handshake::Kind;

/// The keys that a client offers, or the one that the server took.
///
/// ```text
/// struct {
///     select (Handshake.msg_type) {
///         case client_hello: OfferedPsks;
///         case server_hello: uint16 selected_identity;
///     };
/// } PreSharedKeyExtension;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PreSharedKey<'a> {
    /// In a ClientHello.
    Offered(OfferedPsks<'a>),
    /// In a ServerHello: the index into the identities, from 0.
    Selected(u16),
}

impl<'a> PreSharedKey<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>, message: Kind) -> Result<Self, Refused> {
        match message {
            Kind::ClientHello => OfferedPsks::read(r).map(Self::Offered),
            _ => r.u16("selected_identity").map(Self::Selected),
        }
    }

    pub(super) fn write(self, w: &mut Writer<'_>) {
        match self {
            Self::Offered(offered) => offered.write(w),
            Self::Selected(identity) => w.u16("selected_identity", identity),
        }
    }
}

/// Keys, and for each the proof that the client has it. The lists are equally long.
///
/// ```text
/// struct {
///     PskIdentity identities<7..2^16-1>;
///     PskBinderEntry binders<33..2^16-1>;
/// } OfferedPsks;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfferedPsks<'a> {
    /// What the keys are called.
    pub identities: List<'a, PskIdentity<'a>>,
    /// One binder for each identity, in the same order.
    pub binders: List<'a, PskBinder<'a>>,
}

impl<'a> OfferedPsks<'a> {
    /// How many bytes the binders take at the end of the ClientHello, their prefix included: what Truncate removes
    /// (RFC 9846 §4.3.11.2).
    #[must_use]
    pub fn binders_len(&self) -> usize {
        Len::U16.width() + self.binders.iter().map(|binder| Len::U8.width() + binder.0.len()).sum::<usize>()
    }

    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        let identities: List<'_, _> = r.list("identities", Len::U16, 7..=0xffff)?;
        let binders: List<'_, _> = r.list("binders", Len::U16, 33..=0xffff)?;
        let counts = (identities.len(), binders.len());
        match counts {
            (identities, binders) if identities != binders => {
                Err(r.refuse(DecodeError::BinderCount { identities, binders }))
            }
            _ => Ok(Self { identities, binders }),
        }
    }

    fn write(self, w: &mut Writer<'_>) {
        w.list("identities", Len::U16, 0xffff, self.identities);
        w.list("binders", Len::U16, 0xffff, self.binders);
    }
}

/// The name of a key, a ticket for example.
///
/// ```text
/// struct {
///     opaque identity<1..2^16-1>;
///     uint32 obfuscated_ticket_age;
/// } PskIdentity;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PskIdentity<'a> {
    /// The label.
    pub identity: &'a [u8],
    /// Milliseconds since the ticket came plus its ticket_age_add, modulo 2^32; 0 for an external key.
    pub obfuscated_ticket_age: u32,
}

impl<'a> Item<'a> for PskIdentity<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        r.group("PskIdentity", |r| {
            Ok(Self {
                identity: r.opaque("identity", Len::U16, 1..=0xffff)?,
                obfuscated_ticket_age: r.u32("obfuscated_ticket_age")?,
            })
        })
    }

    fn write(self, w: &mut Writer<'_>) {
        w.group("PskIdentity", |w| {
            w.opaque("identity", Len::U16, 0xffff, self.identity);
            w.u32("obfuscated_ticket_age", self.obfuscated_ticket_age);
        });
    }
}

/// An HMAC over the ClientHello up to the binders (RFC 9846 §4.3.11.2).
///
/// ```text
/// opaque PskBinderEntry<32..255>;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PskBinder<'a>(pub &'a [u8]);

impl<'a> Item<'a> for PskBinder<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        r.opaque("PskBinderEntry", Len::U8, 32..=255).map(Self)
    }

    fn write(self, w: &mut Writer<'_>) {
        w.opaque("PskBinderEntry", Len::U8, 255, self.0);
    }
}
