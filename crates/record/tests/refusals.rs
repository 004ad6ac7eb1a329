//! One provocation for each refusal, with the alert and the clause that it must name.

#![cfg(test)]

use handfast_crypto::{aead::Aead, hash::Hash, secret::Secret};
use handfast_record::{Direction, MAX_ALERTS, MAX_EMPTY, Opened, Receive, RecordKeys, Refusal};
use handfast_rule::{AlertDescription as Alert, Refusal as _, rfc5246, rfc6066, rfc8449, rfc9846};
use handfast_wire::code_points::{ContentType, HandshakeType, ProtocolVersion};

const APPLICATION_DATA: ContentType = ContentType::APPLICATION_DATA;
const HANDSHAKE: ContentType = ContentType::HANDSHAKE;
const ALERT: ContentType = ContentType::ALERT;
const CHANGE_CIPHER_SPEC: ContentType = ContentType::CHANGE_CIPHER_SPEC;

/// How many variants there are; the match below does not compile when one is added.
const VARIANTS: usize = 32;

fn number(refusal: &Refusal) -> usize {
    match refusal {
        Refusal::PlainHttp { .. } => 0,
        Refusal::PlainHttpResponse => 1,
        Refusal::ProxyHeader => 2,
        Refusal::SshBanner => 3,
        Refusal::MailGreeting => 4,
        Refusal::Sslv2ClientHello => 5,
        Refusal::NotTls { .. } => 6,
        Refusal::NotAVersion { .. } => 7,
        Refusal::UnexpectedContentType { .. } => 8,
        Refusal::UnprotectedApplicationData => 9,
        Refusal::Unprotected { .. } => 10,
        Refusal::PlaintextOverflow { .. } => 11,
        Refusal::CiphertextOverflow { .. } => 12,
        Refusal::InnerPlaintextOverflow { .. } => 13,
        Refusal::BadRecordMac => 14,
        Refusal::NoContentType => 15,
        Refusal::SequenceExhausted => 16,
        Refusal::EmptyFragment { .. } => 17,
        Refusal::TooManyEmptyRecords => 18,
        Refusal::TooManyAlerts => 19,
        Refusal::AlertLength { .. } => 20,
        Refusal::ChangeCipherSpecValue => 21,
        Refusal::ChangeCipherSpecForbidden => 22,
        Refusal::ChangeCipherSpecProtected => 23,
        Refusal::Interleaved { .. } => 24,
        Refusal::MessageTooLong { .. } => 25,
        Refusal::KeyChangeInsideRecord => 26,
        Refusal::ChangeCipherSpecAgain => 27,
        Refusal::RecordSizeLimit { .. } => 28,
        Refusal::FragmentLimit { .. } => 29,
        Refusal::TooMuchEarlyData => 30,
        Refusal::WrongVersion { .. } => 31,
    }
}

/// A peer that says what no honest one says.
#[derive(Default)]
struct Peer {
    bytes: Vec<u8>,
    keys: Direction,
}

impl Peer {
    fn raw(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    fn plain(self, content_type: ContentType, content: &[u8]) -> Self {
        let length = u16::try_from(content.len()).unwrap().to_be_bytes();
        self.raw(&[content_type.0, 3, 3]).raw(&length).raw(content)
    }

    fn sealed(mut self, content_type: ContentType, content: &[u8], padding: usize) -> Self {
        if !self.keys.is_protected() {
            self.keys = keys().into();
        }
        self.keys.seal(content_type, content, padding, &mut self.bytes).unwrap();
        self
    }

    /// Seals any inner plaintext, also one that [`Direction::seal`] would not.
    fn sealed_inner(self, inner: &[u8]) -> Self {
        use handfast_crypto::{aead::AeadKey, hkdf::Prk};
        let prk = Prk::new(Hash::Sha256, &secret());
        let key = AeadKey::new(Aead::Aes128Gcm, &prk.expand_label("key", &[], 16));
        let mut nonce = [0; 12];
        prk.expand_label_into("iv", &[], &mut nonce).unwrap();
        let [high, low] = u16::try_from(inner.len() + 16).unwrap().to_be_bytes();
        let header = [23, 3, 3, high, low];
        let mut body = inner.to_vec();
        let tag = key.seal(nonce, &header, &mut body);
        self.raw(&header).raw(&body).raw(&tag)
    }
}

fn secret() -> Secret {
    Secret::from_slice(&[7; 32])
}

fn keys() -> RecordKeys {
    RecordKeys::tls13(Aead::Aes128Gcm, Hash::Sha256, &secret())
}

/// A receiver in the handshake, without keys.
fn clear() -> Receive {
    let mut receive = Receive::new();
    receive.allow_change_cipher_spec(true);
    receive
}

/// A receiver in the handshake, with keys.
fn keyed() -> Receive {
    let mut receive = clear();
    receive.install(keys()).unwrap();
    receive
}

/// Everything the peer's bytes mean, until there is no more or a refusal, which is final.
fn read(receive: &mut Receive, peer: &Peer) -> Result<Vec<Opened>, Refusal> {
    let read = read_on(receive, peer);
    if let Err(refusal) = read {
        assert_eq!(receive.open_next(), Err(refusal));
        assert_eq!(receive.next_message(), Err(refusal));
        assert_eq!(receive.install(keys()), Err(refusal));
        assert_eq!(receive.plaintext(), b"");
    }
    read
}

fn read_on(receive: &mut Receive, peer: &Peer) -> Result<Vec<Opened>, Refusal> {
    let (mut left, mut seen) = (peer.bytes.as_slice(), Vec::new());
    loop {
        left = &left[receive.receive(left)..];
        let opened = receive.open_next()?;
        if opened == Opened::NeedInput {
            return Ok(seen);
        }
        seen.push(opened);
        while receive.next_message()?.is_some() {}
        receive.consume(usize::MAX);
    }
}

fn peer() -> Peer {
    Peer::default()
}

/// A receiver under keys of TLS 1.2.
fn keyed12() -> Receive {
    let mut receive = clear();
    receive.install(keys12()).unwrap();
    receive
}

fn keys12() -> RecordKeys {
    let secret = |length| Secret::from_slice(&[7; 32][..length]);
    RecordKeys::tls12(Aead::Aes128Gcm, &secret(16), &secret(4))
}

/// A peer with the same keys.
fn peer12() -> Peer {
    Peer { keys: keys12().into(), ..Peer::default() }
}

/// Of TLS 1.2; its clause is one of RFC 5246.
fn provocations12() -> Vec<Provocation> {
    vec![
        (Refusal::ChangeCipherSpecAgain, Alert::UNEXPECTED_MESSAGE, "7.1", || {
            read(&mut keyed12(), &peer().plain(CHANGE_CIPHER_SPEC, &[1]))
        }),
        (
            Refusal::WrongVersion { version: ProtocolVersion(0x03ff) },
            Alert::PROTOCOL_VERSION,
            "6.2.1",
            || {
                let mut peer = peer12().sealed(APPLICATION_DATA, b"hello", 0);
                peer.bytes[2] = 0xff;
                read(&mut keyed12(), &peer)
            },
        ),
    ]
}

/// Limits that were agreed on; their clauses are those of the extensions.
fn provocations_of_limits() -> Vec<Provocation> {
    let too_long = |length| Refusal::RecordSizeLimit { length, limit: 100 };
    let fragment = Refusal::FragmentLimit { length: 513, limit: 512 };
    let overflow = Alert::RECORD_OVERFLOW;
    vec![
        // The type counts, and so does the padding.
        (too_long(101), overflow, "4", || {
            read(&mut limited(keyed()), &peer().sealed(APPLICATION_DATA, &[7; 100], 0))
        }),
        (too_long(101), overflow, "4", || {
            read(&mut limited(keyed()), &peer().sealed(APPLICATION_DATA, &[7; 50], 50))
        }),
        (too_long(101), overflow, "4", || {
            read(&mut limited(keyed12()), &peer12().sealed(APPLICATION_DATA, &[7; 101], 0))
        }),
        // Sent before we knew that the peer knows the limit.
        (too_long(201), overflow, "4", || {
            let mut receive = keyed();
            read_on(&mut receive, &peer().sealed(APPLICATION_DATA, &[7; 200], 0))?;
            receive.limit_protected(100).map(|()| Vec::new())
        }),
        (fragment, overflow, "4", || {
            let mut receive = clear();
            receive.limit_fragment(512);
            read(&mut receive, &peer().plain(HANDSHAKE, &[&[1, 0, 2, 0][..], &[0; 509]].concat()))
        }),
    ]
}

fn limited(mut receive: Receive) -> Receive {
    receive.limit_protected(100).unwrap();
    receive
}

type Provocation = (Refusal, Alert, &'static str, fn() -> Result<Vec<Opened>, Refusal>);

fn provocations() -> Vec<Provocation> {
    use Refusal as R;
    vec![
        (R::PlainHttp { method: "GET" }, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut clear(), &peer().raw(b"GET / HTTP/1.1\r\n\r\n"))
        }),
        (R::TooMuchEarlyData, Alert::UNEXPECTED_MESSAGE, "4.7.1", || {
            let mut receive = clear();
            receive.pass_over_early_data(10);
            read(&mut receive, &peer().sealed(APPLICATION_DATA, b"more than 10", 0))
        }),
        (R::PlainHttpResponse, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut clear(), &peer().raw(b"HTTP/1.1 400 Bad Request\r\n"))
        }),
        (R::ProxyHeader, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut clear(), &peer().raw(b"PROXY TCP4 192.0.2.1 192.0.2.2 1 443\r\n"))
        }),
        (R::SshBanner, Alert::UNEXPECTED_MESSAGE, "5", || read(&mut clear(), &peer().raw(b"SSH-2.0-x\r\n"))),
        (R::MailGreeting, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut clear(), &peer().raw(b"220 a.example\r\n"))
        }),
        (R::Sslv2ClientHello, Alert::PROTOCOL_VERSION, "E.5", || {
            read(&mut clear(), &peer().raw(&[0x80, 0x2e, 1, 3, 1]))
        }),
        (R::NotTls { first: *b"hello" }, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut clear(), &peer().raw(b"hello"))
        }),
        (R::NotAVersion { version: ProtocolVersion(0x0200) }, Alert::PROTOCOL_VERSION, "E.5", || {
            read(&mut clear(), &peer().raw(&[22, 2, 0, 0, 1]))
        }),
        (R::UnexpectedContentType { content_type: ContentType(24) }, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut clear(), &peer().plain(HANDSHAKE, &[1]).plain(ContentType(24), &[1]))
        }),
        (R::UnexpectedContentType { content_type: ContentType(24) }, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut keyed(), &peer().plain(CHANGE_CIPHER_SPEC, &[1]).plain(ContentType(24), &[1]))
        }),
        (R::UnexpectedContentType { content_type: ContentType(24) }, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut keyed(), &peer().sealed(ContentType(24), &[1], 0))
        }),
        (R::UnprotectedApplicationData, Alert::UNEXPECTED_MESSAGE, "5.1", || {
            read(&mut clear(), &peer().plain(APPLICATION_DATA, b"GET /"))
        }),
        (R::Unprotected { content_type: HANDSHAKE }, Alert::UNEXPECTED_MESSAGE, "5.2", || {
            read(&mut keyed(), &peer().plain(HANDSHAKE, &[8, 0, 0, 0]))
        }),
        (R::Unprotected { content_type: ALERT }, Alert::UNEXPECTED_MESSAGE, "5.2", || {
            read(&mut keyed(), &peer().sealed(HANDSHAKE, &[8, 0, 0, 0], 0).plain(ALERT, &[2, 40]))
        }),
        (R::Unprotected { content_type: ALERT }, Alert::UNEXPECTED_MESSAGE, "5.2", || {
            read(&mut keyed(), &peer().plain(ALERT, &[2, 40, 0]))
        }),
        (R::PlaintextOverflow { length: 0x4001 }, Alert::RECORD_OVERFLOW, "5.1", || {
            read(&mut clear(), &peer().raw(&[22, 3, 1, 0x40, 0x01]))
        }),
        (R::CiphertextOverflow { length: 0x4101 }, Alert::RECORD_OVERFLOW, "5.2", || {
            read(&mut keyed(), &peer().raw(&[23, 3, 3, 0x41, 0x01]))
        }),
        (R::InnerPlaintextOverflow { length: 0x4002 }, Alert::RECORD_OVERFLOW, "5.4", || {
            read(&mut keyed(), &peer().sealed_inner(&[&[23; 0x4001][..], &[23]].concat()))
        }),
        (R::InnerPlaintextOverflow { length: 0x4002 }, Alert::RECORD_OVERFLOW, "5.4", || {
            read(&mut keyed(), &peer().sealed_inner(&[&[23][..], &[0; 0x4001]].concat()))
        }),
        (R::BadRecordMac, Alert::BAD_RECORD_MAC, "5.2", || {
            read(&mut keyed(), &peer().raw(&[23, 3, 3, 0, 17]).raw(&[0; 17]))
        }),
        (R::BadRecordMac, Alert::BAD_RECORD_MAC, "5.2", || {
            read(&mut keyed(), &peer().raw(&[23, 3, 3, 0, 15]).raw(&[0; 15]))
        }),
        (R::BadRecordMac, Alert::BAD_RECORD_MAC, "5.2", || {
            read(&mut keyed(), &peer().raw(&[23, 3, 3, 0, 0]))
        }),
        (R::NoContentType, Alert::UNEXPECTED_MESSAGE, "5.4", || {
            read(&mut keyed(), &peer().sealed_inner(&[0; 100]))
        }),
        (R::NoContentType, Alert::UNEXPECTED_MESSAGE, "5.4", || {
            read(&mut keyed(), &peer().sealed_inner(&[]))
        }),
        (R::EmptyFragment { content_type: HANDSHAKE }, Alert::UNEXPECTED_MESSAGE, "5.4", || {
            read(&mut clear(), &peer().plain(HANDSHAKE, &[]))
        }),
        (R::EmptyFragment { content_type: HANDSHAKE }, Alert::UNEXPECTED_MESSAGE, "5.4", || {
            read(&mut keyed(), &peer().sealed(HANDSHAKE, &[], 9))
        }),
        (R::EmptyFragment { content_type: ALERT }, Alert::UNEXPECTED_MESSAGE, "5.4", || {
            read(&mut keyed(), &peer().sealed(ALERT, &[], 9))
        }),
        (R::TooManyEmptyRecords, Alert::UNEXPECTED_MESSAGE, "5.4", || {
            read(&mut keyed(), &(0..=MAX_EMPTY).fold(peer(), |peer, _| peer.sealed(APPLICATION_DATA, &[], 3)))
        }),
        (R::TooManyEmptyRecords, Alert::UNEXPECTED_MESSAGE, "5.4", || {
            read(&mut clear(), &(0..=MAX_EMPTY).fold(peer(), |peer, _| peer.plain(CHANGE_CIPHER_SPEC, &[1])))
        }),
        (R::TooManyAlerts, Alert::UNEXPECTED_MESSAGE, "6.1", || {
            read(&mut keyed(), &(0..=MAX_ALERTS).fold(peer(), |peer, _| peer.sealed(ALERT, &[1, 90], 0)))
        }),
        (R::AlertLength { length: 1 }, Alert::DECODE_ERROR, "5.1", || {
            read(&mut clear(), &peer().plain(ALERT, &[2]))
        }),
        (R::AlertLength { length: 4 }, Alert::DECODE_ERROR, "5.1", || {
            read(&mut keyed(), &peer().sealed(ALERT, &[1, 90, 1, 0], 0))
        }),
        (R::ChangeCipherSpecValue, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut clear(), &peer().plain(CHANGE_CIPHER_SPEC, &[2]))
        }),
        (R::ChangeCipherSpecValue, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut keyed(), &peer().plain(CHANGE_CIPHER_SPEC, &[1, 1]))
        }),
        (R::ChangeCipherSpecValue, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut clear(), &peer().plain(CHANGE_CIPHER_SPEC, &[]))
        }),
        (R::ChangeCipherSpecForbidden, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut Receive::new(), &peer().plain(CHANGE_CIPHER_SPEC, &[1]))
        }),
        (R::ChangeCipherSpecProtected, Alert::UNEXPECTED_MESSAGE, "5", || {
            read(&mut keyed(), &peer().sealed(CHANGE_CIPHER_SPEC, &[1], 0))
        }),
        (R::Interleaved { content_type: APPLICATION_DATA }, Alert::UNEXPECTED_MESSAGE, "5.1", || {
            read(
                &mut keyed(),
                &peer().sealed(HANDSHAKE, &[4, 0, 0, 9, 1], 0).sealed(APPLICATION_DATA, b"x", 0),
            )
        }),
        (R::Interleaved { content_type: ALERT }, Alert::UNEXPECTED_MESSAGE, "5.1", || {
            read(&mut clear(), &peer().plain(HANDSHAKE, &[1, 0]).plain(ALERT, &[2, 40]))
        }),
        (
            R::MessageTooLong { handshake_type: HandshakeType(11), length: 0x02_0001, limit: 0x02_0000 },
            Alert::ILLEGAL_PARAMETER,
            "4",
            || read(&mut clear(), &peer().plain(HANDSHAKE, &[11, 2, 0, 1])),
        ),
        (
            R::MessageTooLong { handshake_type: HandshakeType(11), length: 0x02_0001, limit: 0x02_0000 },
            Alert::ILLEGAL_PARAMETER,
            "4",
            || read(&mut clear(), &peer().plain(HANDSHAKE, &[11, 2]).plain(HANDSHAKE, &[0, 1])),
        ),
        (R::KeyChangeInsideRecord, Alert::UNEXPECTED_MESSAGE, "5.1", || {
            let mut receive = clear();
            read(&mut receive, &peer().plain(HANDSHAKE, &[2, 0, 0, 0, 8]))?;
            receive.install(keys()).map(|()| Vec::new())
        }),
        (R::KeyChangeInsideRecord, Alert::UNEXPECTED_MESSAGE, "5.1", || {
            let mut receive = clear();
            receive.receive(&peer().plain(HANDSHAKE, &[2, 0, 0, 0, 8, 0, 0, 0]).bytes);
            receive.open_next()?;
            assert!(receive.next_message()?.is_some());
            receive.install(keys()).map(|()| Vec::new())
        }),
    ]
}

#[test]
fn each_refusal_has_its_alert_and_clause() {
    for (refusal, alert, section, provoke) in provocations() {
        assert_eq!(provoke(), Err(refusal));
        let rule = refusal.rule();
        assert_eq!((rule.alert, rule.clause), (alert, rfc9846(section)), "{refusal:?}");
    }
    for (refusal, alert, section, provoke) in provocations12() {
        assert_eq!(provoke(), Err(refusal));
        let rule = refusal.rule();
        assert_eq!((rule.alert, rule.clause), (alert, rfc5246(section)), "{refusal:?}");
    }
    for (refusal, alert, section, provoke) in provocations_of_limits() {
        assert_eq!(provoke(), Err(refusal));
        let (rule, of_fragments) = (refusal.rule(), matches!(refusal, Refusal::FragmentLimit { .. }));
        let clause = if of_fragments { rfc6066(section) } else { rfc8449(section) };
        assert_eq!((rule.alert, rule.clause), (alert, clause), "{refusal:?}");
    }
}

/// Only the wrap of a sequence number takes too long to provoke from outside; its test stands beside the code.
#[test]
fn each_refusal_has_its_provocation() {
    let all = provocations().into_iter().chain(provocations12()).chain(provocations_of_limits());
    let mut provoked: Vec<usize> = all.map(|(refusal, ..)| number(&refusal)).collect();
    provoked.push(number(&Refusal::SequenceExhausted));
    provoked.sort_unstable();
    provoked.dedup();
    assert_eq!(provoked, (0..VARIANTS).collect::<Vec<_>>());
}

#[test]
fn sentences_are_for_people() {
    for (refusal, ..) in provocations().into_iter().chain(provocations12()).chain(provocations_of_limits()) {
        let text = refusal.to_string();
        assert!(text.is_ascii() && !text.ends_with('.') && !text.contains('{'), "{text}");
    }
    assert_eq!(
        Refusal::PlainHttp { method: "GET" }.to_string(),
        "the peer sent a plain HTTP request to a TLS port (GET)"
    );
}

#[test]
fn limits_are_exact() {
    let longest = peer().plain(HANDSHAKE, &[20; 1 << 14]);
    assert_eq!(
        clear_reads(&longest),
        Err(Refusal::MessageTooLong {
            handshake_type: HandshakeType(20),
            length: 0x14_1414,
            limit: 0x02_0000
        })
    );
    let full =
        peer().sealed(APPLICATION_DATA, &[7; 1 << 14], 0).sealed(APPLICATION_DATA, &[7], (1 << 14) - 1);
    assert_eq!(read(&mut keyed(), &full), Ok(vec![Opened::ApplicationData; 2]));
    let empty = (0..MAX_EMPTY).fold(peer(), |peer, _| peer.sealed(APPLICATION_DATA, &[], 0));
    let twice = (0..MAX_EMPTY)
        .fold(empty.sealed(APPLICATION_DATA, &[1], 0), |peer, _| peer.sealed(APPLICATION_DATA, &[], 0));
    assert_eq!(read(&mut keyed(), &twice).map(|seen| seen.len()), Ok(2 * usize::from(MAX_EMPTY) + 1));
}

#[test]
fn limits_that_were_agreed_on_are_exact() {
    let full = peer().sealed(APPLICATION_DATA, &[7; 99], 0).sealed(APPLICATION_DATA, &[7], 98);
    assert_eq!(read(&mut limited(keyed()), &full), Ok(vec![Opened::ApplicationData; 2]));
    let full12 = peer12().sealed(APPLICATION_DATA, &[7; 100], 0);
    assert_eq!(read(&mut limited(keyed12()), &full12), Ok(vec![Opened::ApplicationData]));
    // Without protection record_size_limit does not bind (RFC 8449 §4).
    let hello = peer().plain(HANDSHAKE, &[&[1, 0, 2, 0][..], &[0; 512]].concat());
    assert_eq!(read(&mut limited(clear()), &hello), Ok(vec![Opened::Handshake]));
    let mut fragments = clear();
    fragments.limit_fragment(516);
    assert_eq!(read(&mut fragments, &hello), Ok(vec![Opened::Handshake]));
}

#[test]
fn a_message_is_progress() {
    let spare = |peer| (0..MAX_EMPTY).fold(peer, |peer: Peer, _| peer.plain(CHANGE_CIPHER_SPEC, &[1]));
    let peer = spare(spare(peer()).plain(HANDSHAKE, &[1, 0, 0, 0]));
    assert_eq!(clear_reads(&peer).map(|seen| seen.len()), Ok(2 * usize::from(MAX_EMPTY) + 1));
}

fn clear_reads(peer: &Peer) -> Result<Vec<Opened>, Refusal> {
    read(&mut clear(), peer)
}

#[test]
fn an_unprotected_alert_is_taken_until_the_peer_has_shown_keys() {
    let alert = handfast_wire::alert::Alert::fatal(Alert::HANDSHAKE_FAILURE);
    let plain = peer().plain(ALERT, &[2, 40]);
    assert_eq!(read(&mut keyed(), &plain), Ok(vec![Opened::Alert(alert)]));
    let after_compatibility = peer().plain(CHANGE_CIPHER_SPEC, &[1]).plain(ALERT, &[2, 40]);
    let seen = vec![Opened::ChangeCipherSpec, Opened::Alert(alert)];
    assert_eq!(read(&mut keyed(), &after_compatibility), Ok(seen));
}

#[test]
fn change_cipher_spec_is_dropped_even_inside_a_message() {
    let peer = peer().plain(HANDSHAKE, &[1, 0]).plain(CHANGE_CIPHER_SPEC, &[1]).plain(HANDSHAKE, &[0, 0]);
    let mut receive = clear();
    assert_eq!(
        read(&mut receive, &peer),
        Ok(vec![Opened::Handshake, Opened::ChangeCipherSpec, Opened::Handshake])
    );
    assert!(receive.at_boundary());
}

#[test]
fn the_version_of_a_record_is_ignored() {
    let peer = peer().raw(&[22, 3, 0xff, 0, 4, 1, 0, 0, 0]).raw(&[22, 0x7f, 0, 0, 4, 1, 0, 0, 0]);
    assert_eq!(clear_reads(&peer), Ok(vec![Opened::Handshake; 2]));
}
