//! GREASE (RFC 8701): values that mean nothing are said where they may be, ignored by whoever hears them, and refused where
//! one is selected.

use std::sync::Arc;

use handfast::Refusal::Handshake as HandshakeRefusal;
use handfast::crypto::kx::Group;
use handfast::handshake::{Refusal, Refusal12, Side};
use handfast::rule::{AlertDescription, Refusal as _};
use handfast::wire::code_points::{
    CipherSuite, ExtensionType, NamedGroup, ProtocolVersion, PskKeyExchangeMode, SignatureScheme,
};
use handfast::wire::ext::{Extension, Extensions, KeyShare, KeyShareEntry, ProtocolName, SupportedVersions};
use handfast::wire::handshake::{ClientHello, ServerKeyExchange};
use handfast::wire::{Dialect, Kind, Message};
use handfast::{ClientAuth, Config, Error, Hooks, Role};
use handfast_tests::{
    Meddler, Pair, People, Regulars, Witness, both_versions, in_both_manners, now, only_tls12,
};

fn greasy((client, server): (Config, Config)) -> (Config, Config) {
    (client.with_grease(), server.with_grease())
}

fn mutual(people: &People) -> (Config, Config) {
    (people.client(), people.server(ClientAuth::Require))
}

/// The messages of this kind that the client sent, and those that came to it.
fn messages(client: &Witness, kind: Kind) -> Vec<&[u8]> {
    let of_kind = |bytes: &&[u8]| Kind::of(bytes) == Ok(kind);
    client.messages.iter().map(|(_, bytes)| &bytes[..]).filter(of_kind).collect()
}

fn watched(client: Config, server: Config) -> Witness {
    let mut witness = Witness::default();
    let mut pair = Pair::fixed(Arc::new(client), Arc::new(server), now());
    pair.play(&mut Hooks::observing(&mut witness), &mut Hooks::none());
    assert!(pair.is_complete(), "{:?}", pair.failures());
    witness
}

fn hello(bytes: &[u8]) -> ClientHello<'_> {
    match Message::decode(bytes, Dialect::Tls13, None).unwrap() {
        Message::ClientHello(hello) => hello,
        other => panic!("{other:?}"),
    }
}

const GREASE: Option<&str> = Some("GREASE");

fn is_grease(extension: ExtensionType) -> bool {
    extension.name() == GREASE
}

fn places<T>(list: &[T], is_it: impl Fn(&T) -> bool) -> Vec<usize> {
    list.iter().enumerate().filter(|(_, item)| is_it(item)).map(|(place, _)| place).collect()
}

/// The first of the list means nothing, and no other.
fn leads<T: Copy>(list: &[T], name: fn(T) -> Option<&'static str>) {
    assert_eq!(places(list, |item| name(*item) == GREASE), [0]);
    assert!(list.len() > 1);
}

/// RFC 8701 §3.1, place by place; the last extension is the last but for pre_shared_key.
fn has_grease_in_every_place(hello: &ClientHello<'_>, offers_psk: bool) {
    let extensions = hello.extensions();
    leads(&hello.cipher_suites.iter().collect::<Vec<_>>(), CipherSuite::name);
    leads(&extensions.offered_versions().unwrap().iter().collect::<Vec<_>>(), ProtocolVersion::name);
    leads(&extensions.supported_groups().unwrap().iter().collect::<Vec<_>>(), NamedGroup::name);
    leads(&extensions.signature_algorithms().unwrap().iter().collect::<Vec<_>>(), SignatureScheme::name);
    leads(&extensions.psk_key_exchange_modes().unwrap().iter().collect::<Vec<_>>(), PskKeyExchangeMode::name);
    let protocols = extensions.application_layer_protocol_negotiation().unwrap();
    let protocols: Vec<u16> =
        protocols.iter().map(|p| p.0.try_into().map_or(0, u16::from_be_bytes)).collect();
    leads(&protocols, |protocol| CipherSuite(protocol).name());
    let types: Vec<_> = extensions.types().collect();
    let last = types.len() - 1 - usize::from(offers_psk);
    assert_eq!(places(&types, |one| is_grease(*one)), [0, last]);
    assert_eq!(grease_in(extensions), [&[][..], &[0]], "an empty one, and one with an octet");
}

fn grease_in<'m>(extensions: &Extensions<'m>) -> Vec<&'m [u8]> {
    let content = |extension: &Extension<'m>| match extension {
        Extension::Unknown { extension_type, data } if is_grease(*extension_type) => Some(*data),
        _ => None,
    };
    extensions.iter().filter_map(content).collect()
}

fn shares<'m>(hello: &ClientHello<'m>) -> Vec<NamedGroup> {
    hello.extensions().client_shares().unwrap().iter().map(|share| share.group).collect()
}

#[test]
fn a_client_says_it_in_every_place_where_it_may() {
    let people = People::repeating();
    let (client, server) = greasy(mutual(&people));
    let mut regulars = Regulars::new(client.with_alpn(["h2"]), server.with_alpn(["h2"]));
    regulars.clock = now();
    for resumed in [false, true] {
        let mut witness = Witness::default();
        let (pair, _) = regulars.visit_with(&mut Hooks::observing(&mut witness), &mut Hooks::none());
        assert!(pair.is_complete() && pair.server.negotiated().resumed == resumed, "{:?}", pair.failures());
        let [bytes] = messages(&witness, Kind::ClientHello)[..] else { panic!("one hello") };
        let hello = hello(bytes);
        has_grease_in_every_place(&hello, resumed);
        leads(&shares(&hello), NamedGroup::name);
        assert_eq!(shares(&hello)[0], hello.extensions().supported_groups().unwrap().iter().next().unwrap());
    }
}

/// RFC 9846 §4.2.2: the second hello says the same, and has one share.
#[test]
fn a_second_hello_repeats_it() {
    let (client, mut server) = greasy(mutual(&People::repeating()));
    server.protocol.groups = vec![Group::Secp384r1];
    let witness = watched(client, server);
    let [first, second] = messages(&witness, Kind::ClientHello)[..] else { panic!("two hellos") };
    let (first, second) = (hello(first), hello(second));
    leads(&shares(&first), NamedGroup::name);
    assert_eq!(shares(&second), [NamedGroup::SECP384R1]);
    assert_eq!(first.cipher_suites, second.cipher_suites);
    let lasting = |hello: &ClientHello<'_>| -> Vec<String> {
        let extensions = hello.extensions().iter();
        let lasting = extensions.filter(|one| one.extension_type() != ExtensionType::KEY_SHARE);
        lasting.map(|extension| format!("{extension:?}")).collect()
    };
    assert_eq!(lasting(&first), lasting(&second));
}

/// RFC 8701 §4.1.
#[test]
fn a_server_says_it_when_it_asks_and_when_it_gives_tickets() {
    let people = People::repeating();
    let (client, server) = mutual(&people);
    let regulars = Regulars::new(client, server.with_grease());
    let mut witness = Witness::default();
    let (pair, _) = regulars.visit_with(&mut Hooks::observing(&mut witness), &mut Hooks::none());
    assert!(pair.is_complete(), "{:?}", pair.failures());
    let [request] = messages(&witness, Kind::CertificateRequest)[..] else { panic!("one request") };
    let Ok(Message::CertificateRequest(request)) = Message::decode(request, Dialect::Tls13, None) else {
        panic!("a request")
    };
    let schemes = request.extensions.signature_algorithms().unwrap();
    leads(&schemes.iter().collect::<Vec<_>>(), SignatureScheme::name);
    assert_eq!(grease_in(&request.extensions), [&[][..], &[0]]);
    let tickets = messages(&witness, Kind::NewSessionTicket);
    assert_eq!(tickets.len(), 2);
    for ticket in tickets {
        let Ok(Message::NewSessionTicket(ticket)) = Message::decode(ticket, Dialect::Tls13, None) else {
            panic!("a ticket")
        };
        assert_eq!(grease_in(&ticket.extensions), [&[0]]);
    }
}

#[test]
fn nobody_says_it_unasked() {
    let people = People::repeating();
    let (client, server) = mutual(&people);
    let witness = watched(client, server);
    for (_, bytes) in witness.messages.iter().filter(|(side, _)| *side == Side::Write) {
        if Kind::of(bytes) == Ok(Kind::ClientHello) {
            assert!(!format!("{:?}", hello(bytes)).contains("GREASE"));
        }
    }
    let (client, server) = greasy(mutual(&people));
    assert!(
        format!("{:?}", hello(messages(&watched(client, server), Kind::ClientHello)[0])).contains("GREASE")
    );
}

/// In both versions, with questions answered at once and with all of them held.
#[test]
fn it_is_ignored() {
    let people = People::repeating();
    for spoken in [|config| config, only_tls12, both_versions] as [fn(Config) -> Config; 3] {
        let (client, server) = greasy(mutual(&people));
        let pair = in_both_manners((&spoken(client), &spoken(server)), now(), |pair| {
            pair.play(&mut Hooks::none(), &mut Hooks::none())
        });
        assert!(pair.is_complete(), "{:?}", pair.failures());
    }
}

/// All sixteen values, so that the one that was offered is among them.
fn reserved() -> impl Iterator<Item = u16> {
    (0..16).map(|n| 0x0a0a + n * 0x1010)
}

/// Both say values of no meaning, and one selects one: the other refuses.
fn refuses(
    liar: Role,
    spoken: fn(Config) -> Config,
    lie: impl Fn(u16) -> Meddler,
    refusal: impl Fn(u16) -> (handfast::Refusal, AlertDescription),
) {
    let people = People::repeating();
    let (client, server) = greasy(mutual(&people));
    let (client, server) = (spoken(client.with_alpn(["h2"])), spoken(server.with_alpn(["h2"])));
    let (client, server) = (Arc::new(client), Arc::new(server));
    for value in reserved() {
        let mut pair = Pair::fixed(Arc::clone(&client), Arc::clone(&server), now());
        let mut lie = lie(value);
        let (mut lies, mut honest) = (Hooks::tampering(&mut lie), Hooks::none());
        let failure = match liar {
            Role::Server => {
                pair.play(&mut honest, &mut lies);
                pair.client.failure()
            }
            Role::Client => {
                pair.play(&mut lies, &mut honest);
                pair.server.failure()
            }
        };
        let (expected, alert) = refusal(value);
        assert_eq!(failure, Some(Error::Refused(expected)), "{value:#06x}");
        assert_eq!(expected.rule().alert, alert);
    }
}

fn put<'a>(list: &mut Vec<Extension<'a>>, extension: Extension<'a>) {
    list.retain(|other| other.extension_type() != extension.extension_type());
    list.push(extension);
}

fn unknown(value: u16) -> Extension<'static> {
    Extension::Unknown { extension_type: ExtensionType(value), data: &[] }
}

const ILLEGAL: AlertDescription = AlertDescription::ILLEGAL_PARAMETER;

fn chooses_suite(value: u16) -> Meddler {
    Meddler::rewrite(Kind::ServerHello, move |message| {
        if let Message::ServerHello(hello) = message {
            hello.cipher_suite = CipherSuite(value);
        }
    })
}

/// RFC 8701 §3.2: everything that a server of TLS 1.3 selects.
#[test]
fn a_client_refuses_a_server_that_selects_it() {
    let tls13 = |config| config;
    let selects = |lie: fn(u16) -> Meddler, refusal: fn(u16) -> Refusal, alert| {
        refuses(Role::Server, tls13, lie, |value| (HandshakeRefusal(refusal(value)), alert));
    };
    selects(chooses_suite, |value| Refusal::SuiteNotOffered { suite: CipherSuite(value) }, ILLEGAL);
    selects(
        |value| {
            Meddler::extend(Kind::ServerHello, move |list| {
                put(list, Extension::SupportedVersions(SupportedVersions::Selected(ProtocolVersion(value))));
            })
        },
        |value| Refusal::SelectedVersion { selected: ProtocolVersion(value) },
        ILLEGAL,
    );
    selects(
        |value| {
            Meddler::extend(Kind::ServerHello, move |list| {
                let share = KeyShareEntry { group: NamedGroup(value), key_exchange: &[0] };
                put(list, Extension::KeyShare(KeyShare::Selected(share)));
            })
        },
        |value| Refusal::GroupNotOffered { group: NamedGroup(value) },
        ILLEGAL,
    );
    for kind in [Kind::ServerHello, Kind::EncryptedExtensions, Kind::Certificate] {
        refuses(
            Role::Server,
            tls13,
            |value| Meddler::extend(kind, move |list| list.push(unknown(value))),
            |value| {
                let extension = ExtensionType(value);
                let refusal = Refusal::UnsolicitedExtension { message: kind, extension };
                (HandshakeRefusal(refusal), AlertDescription::UNSUPPORTED_EXTENSION)
            },
        );
    }
    selects(
        |value| {
            Meddler::extend(Kind::EncryptedExtensions, move |list| {
                let name: &'static [u8] = Box::leak(Box::new(value.to_be_bytes()));
                let list_of_one: &'static [ProtocolName<'static>; 1] =
                    Box::leak(Box::new([ProtocolName(name)]));
                put(list, Extension::ApplicationLayerProtocolNegotiation(list_of_one.into()));
            })
        },
        |_| Refusal::ProtocolNotOffered,
        ILLEGAL,
    );
    selects(
        |value| {
            Meddler::rewrite(Kind::CertificateVerify, move |message| {
                if let Message::CertificateVerify(verify) = message {
                    verify.algorithm = SignatureScheme(value);
                }
            })
        },
        |value| Refusal::SchemeNotOffered { scheme: SignatureScheme(value) },
        ILLEGAL,
    );
}

#[test]
fn a_client_refuses_a_retry_for_it() {
    fn retried(config: Config) -> Config {
        let mut config = config;
        config.protocol.shares = vec![Group::X25519];
        if !config.identities().is_empty() && config.client_auth != ClientAuth::None {
            config.protocol.groups = vec![Group::Secp384r1];
        }
        config
    }
    refuses(
        Role::Server,
        retried,
        |value| {
            Meddler::extend(Kind::HelloRetryRequest, move |list| {
                put(list, Extension::KeyShare(KeyShare::Retry(NamedGroup(value))));
            })
        },
        |value| (HandshakeRefusal(Refusal::RetryGroup { group: NamedGroup(value) }), ILLEGAL),
    );
    refuses(
        Role::Server,
        retried,
        |value| Meddler::extend(Kind::HelloRetryRequest, move |list| list.push(unknown(value))),
        |value| {
            let (message, extension) = (Kind::HelloRetryRequest, ExtensionType(value));
            let refusal = Refusal::UnsolicitedExtension { message, extension };
            (HandshakeRefusal(refusal), AlertDescription::UNSUPPORTED_EXTENSION)
        },
    );
}

/// RFC 8701 §4.2.
#[test]
fn a_server_refuses_a_client_that_selects_it() {
    let tls13 = |config| config;
    refuses(
        Role::Client,
        tls13,
        |value| Meddler::extend(Kind::Certificate, move |list| list.push(unknown(value))),
        |value| {
            let (message, extension) = (Kind::Certificate, ExtensionType(value));
            let refusal = Refusal::UnsolicitedExtension { message, extension };
            (HandshakeRefusal(refusal), AlertDescription::UNSUPPORTED_EXTENSION)
        },
    );
    refuses(
        Role::Client,
        tls13,
        |value| {
            Meddler::rewrite(Kind::CertificateVerify, move |message| {
                if let Message::CertificateVerify(verify) = message {
                    verify.algorithm = SignatureScheme(value);
                }
            })
        },
        |value| (HandshakeRefusal(Refusal::SchemeNotOffered { scheme: SignatureScheme(value) }), ILLEGAL),
    );
}

/// RFC 8701 §3.2: everything that a server of TLS 1.2 selects.
#[test]
fn in_tls12_too() {
    let selects = |lie: fn(u16) -> Meddler, refusal: fn(u16) -> Refusal12, alert| {
        refuses(Role::Server, only_tls12, lie, |value| (HandshakeRefusal(refusal(value).into()), alert));
    };
    selects(chooses_suite, |value| Refusal12::SuiteNotOffered { suite: CipherSuite(value) }, ILLEGAL);
    selects(
        |value| Meddler::extend(Kind::ServerHello, move |list| list.push(unknown(value))),
        |value| Refusal12::UnsolicitedExtension { extension: ExtensionType(value) },
        AlertDescription::UNSUPPORTED_EXTENSION,
    );
    selects(
        |value| key_exchange_with(move |exchange| exchange.params.group = NamedGroup(value)),
        |value| Refusal12::GroupNotOffered { group: NamedGroup(value) },
        ILLEGAL,
    );
    selects(
        |value| key_exchange_with(move |exchange| exchange.algorithm = SignatureScheme(value)),
        |value| {
            let scheme = SignatureScheme(value);
            Refusal12::SchemeNotOffered { message: Kind::ServerKeyExchange, scheme }
        },
        ILLEGAL,
    );
}

fn key_exchange_with(change: impl Fn(&mut ServerKeyExchange<'_>) + 'static) -> Meddler {
    Meddler::rewrite_in(Dialect::Tls12Ecdhe, Kind::ServerKeyExchange, move |message| {
        if let Message::ServerKeyExchange(exchange) = message {
            change(exchange);
        }
    })
}
