//! key_share (RFC 9846 §4.3.8).

use crate::code_points::NamedGroup;
use crate::codec::{Item, Len, List, Reader, Refused, Writer};
use crate::handshake::Kind;

/// The shares that a client offers, the one that the server answers, or the group that it asks for.
///
/// ```text
/// struct {
///     KeyShareEntry client_shares<0..2^16-1>;
/// } KeyShareClientHello;
///
/// struct {
///     NamedGroup selected_group;
/// } KeyShareHelloRetryRequest;
///
/// struct {
///     KeyShareEntry server_share;
/// } KeyShareServerHello;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyShare<'a> {
    /// In a ClientHello; may be empty, to ask for a HelloRetryRequest.
    Offered(List<'a, KeyShareEntry<'a>>),
    /// In a ServerHello.
    Selected(KeyShareEntry<'a>),
    /// In a HelloRetryRequest.
    Retry(NamedGroup),
}

impl<'a> KeyShare<'a> {
    pub(super) fn read(r: &mut Reader<'a, '_>, message: Kind) -> Result<Self, Refused> {
        match message {
            Kind::ClientHello => r.list("client_shares", Len::U16, 0..=0xffff).map(Self::Offered),
            Kind::HelloRetryRequest => r.u16("selected_group").map(|group| Self::Retry(NamedGroup(group))),
            _ => r.group("server_share", KeyShareEntry::read_fields).map(Self::Selected),
        }
    }

    pub(super) fn write(self, w: &mut Writer<'_>) {
        match self {
            Self::Offered(shares) => w.list("client_shares", Len::U16, 0xffff, shares),
            Self::Selected(share) => w.group("server_share", |w| share.write_fields(w)),
            Self::Retry(group) => w.u16("selected_group", group.0),
        }
    }
}

/// One share.
///
/// ```text
/// struct {
///     NamedGroup group;
///     opaque key_exchange<1..2^16-1>;
/// } KeyShareEntry;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyShareEntry<'a> {
    /// The group.
    pub group: NamedGroup,
    /// The public value, encoded as the group says (RFC 9846 §4.3.8.1 and §4.3.8.2).
    pub key_exchange: &'a [u8],
}

impl<'a> KeyShareEntry<'a> {
    fn read_fields(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        Ok(Self {
            group: NamedGroup(r.u16("group")?),
            key_exchange: r.opaque("key_exchange", Len::U16, 1..=0xffff)?,
        })
    }

    fn write_fields(self, w: &mut Writer<'_>) {
        w.u16("group", self.group.0);
        w.opaque("key_exchange", Len::U16, 0xffff, self.key_exchange);
    }
}

impl<'a> Item<'a> for KeyShareEntry<'a> {
    fn read(r: &mut Reader<'a, '_>) -> Result<Self, Refused> {
        r.group("KeyShareEntry", Self::read_fields)
    }

    fn write(self, w: &mut Writer<'_>) {
        w.group("KeyShareEntry", |w| self.write_fields(w));
    }
}
