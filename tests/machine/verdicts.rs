//! Every route to CONNECTED, and the verdict behind the identity at its end.

use core::time::Duration;
use std::sync::Arc;

use handfast::handshake::Version;
use handfast::rule::{AlertDescription as Alert, Refusal as _};
use handfast::wire::{Kind, Message};
use handfast::{
    ClientAuth, Config, Connection, Error, Hooks, Identity, MemorySessions, Progress, Role, TicketKey,
    TicketKeys, Verification,
};
use handfast_pki::{KeyKind, Purpose, Request, Validity};
use handfast_tests::samples::{certificate, certificate12, encoded};
use handfast_tests::{Manner, Meddler, Pair, People, now, only_tls12, only_tls13};
use rustls_pki_types::UnixTime;

/// What somebody presents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Card {
    /// Nothing at all.
    Nothing,
    /// A certificate as it should be.
    Good,
    /// Of an authority that is not trusted.
    Foreign,
    /// No longer valid.
    Expired,
    /// For the other role.
    OtherRole,
    /// For a server of another name.
    OtherName,
    /// Bytes that are no certificate.
    Garbage,
    /// A certificate as it should be, and the signature of somebody else.
    Stolen,
    /// Of an authority that is not trusted, and the signature of somebody else.
    StolenForeign,
}

/// What one side finds of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// Connected with nobody in particular.
    Nobody,
    /// Connected with somebody who was accepted.
    Accepted,
    /// Connected with somebody who was not verified, because of a rule with this alert.
    Unverified(Alert),
    /// Not connected: refused with this alert.
    Refused(Alert),
}

use Card::{Expired, Foreign, Garbage, Good, Nothing, OtherName, OtherRole, Stolen, StolenForeign};
use Found::{Accepted, Nobody, Refused, Unverified};

const CLIENTS: [Card; 8] = [Nothing, Good, Foreign, Expired, OtherRole, Garbage, Stolen, StolenForeign];
const SERVERS: [Card; 8] = [Good, Foreign, Expired, OtherRole, OtherName, Garbage, Stolen, StolenForeign];

/// What a client finds of a server.
const fn of_server(card: Card, verification: Verification) -> Found {
    match (card, verification) {
        (Good, _) => Accepted,
        (Stolen, _) | (StolenForeign, Verification::ReportOnly) => Refused(Alert::DECRYPT_ERROR),
        (Garbage | Nothing, _) => Refused(Alert::BAD_CERTIFICATE),
        (card, Verification::ReportOnly) => Unverified(breach(card)),
        (card, Verification::Required) => Refused(breach(card)),
    }
}

/// What a server finds of a client.
fn of_client(card: Card, policy: ClientAuth, version: Version) -> Found {
    match (card, policy) {
        (_, ClientAuth::None) | (Nothing, ClientAuth::Optional) => Nobody,
        // TLS 1.2 has no alert of its own for it (RFC 5246 §7.4.6).
        (Nothing, ClientAuth::Require) if version == Version::Tls12 => Refused(Alert::HANDSHAKE_FAILURE),
        (Nothing, ClientAuth::Require) => Refused(Alert::CERTIFICATE_REQUIRED),
        (Good, _) => Accepted,
        (Stolen, _) | (StolenForeign, ClientAuth::Optional) => Refused(Alert::DECRYPT_ERROR),
        (Garbage, _) => Refused(Alert::BAD_CERTIFICATE),
        (card, ClientAuth::Optional) => Unverified(breach(card)),
        (card, ClientAuth::Require) => Refused(breach(card)),
    }
}

/// The alert of the rule that a card breaks.
const fn breach(card: Card) -> Alert {
    match card {
        Foreign | StolenForeign => Alert::UNKNOWN_CA,
        Expired => Alert::CERTIFICATE_EXPIRED,
        OtherRole => Alert::UNSUPPORTED_CERTIFICATE,
        Nothing | Good | OtherName | Garbage | Stolen => Alert::BAD_CERTIFICATE,
    }
}

/// The people that everybody trusts, and those that nobody does.
struct World {
    trusted: People,
    foreign: People,
    version: Version,
}

impl World {
    fn new(version: Version) -> Self {
        Self { trusted: People::new(KeyKind::P256), foreign: People::new(KeyKind::P256), version }
    }

    fn speaking(&self, config: Config) -> Config {
        match self.version {
            Version::Tls12 => only_tls12(config),
            Version::Tls13 => only_tls13(config),
        }
    }

    fn identity(&self, role: Role, card: Card) -> Identity {
        let name = if card == OtherName { "elsewhere" } else { "localhost" };
        let mut request = match role {
            Role::Client => Request::client("alice", now()),
            Role::Server => Request::server([name], now()),
        };
        if card == OtherRole {
            let client = role == Role::Client;
            request = request.purposes([if client { Purpose::ServerAuth } else { Purpose::ClientAuth }]);
        }
        if card == Expired {
            let ago =
                |days: u64| UnixTime::since_unix_epoch(Duration::from_secs(now().as_secs() - days * 86400));
            request = request.validity(Validity { not_before: ago(3), not_after: ago(1) });
        }
        let people = if matches!(card, Foreign | StolenForeign) { &self.foreign } else { &self.trusted };
        people.issue(request)
    }

    fn client(&self, card: Card, verification: Verification) -> Config {
        let mut config = self.speaking(self.trusted.stranger());
        config.verification = verification;
        match card {
            Nothing => config,
            card => config.with_identity(self.identity(Role::Client, card)),
        }
    }

    fn server(&self, card: Card, policy: ClientAuth) -> Config {
        let config =
            self.speaking(Config::new()).with_anchors(self.trusted.anchors()).with_client_auth(policy);
        config.with_identity(self.identity(Role::Server, card))
    }
}

/// How a card is played.
fn trick(card: Card, role: Role, version: Version) -> Meddler {
    let garbage = match version {
        Version::Tls12 => certificate12(&[b"no certificate"]),
        Version::Tls13 => certificate(&[b"no certificate"]),
    };
    let proof = match (version, role) {
        (Version::Tls12, Role::Server) => Kind::ServerKeyExchange,
        _ => Kind::CertificateVerify,
    };
    match card {
        Garbage => Meddler::replace(Kind::Certificate, encoded(&garbage)),
        Stolen | StolenForeign => Meddler::edit(proof, |bytes| {
            bytes.last_mut().into_iter().for_each(|byte| *byte ^= 1);
        }),
        _ => Meddler::drop(Kind::HelloRequest),
    }
}

/// Steps both sides; nobody has a peer before the handshake is complete.
fn play(pair: &mut Pair, client: &mut Meddler, server: &mut Meddler) {
    loop {
        let moved = steps(&mut pair.client, client) | steps(&mut pair.server, server);
        let carried = pass(&mut pair.client, &mut pair.server) | pass(&mut pair.server, &mut pair.client);
        if !moved && !carried {
            return;
        }
    }
}

/// Whether anything was said.
fn pass(from: &mut Connection, to: &mut Connection) -> bool {
    let n = to.receive(from.outgoing());
    from.sent(n);
    n > 0
}

/// Steps and answers as far as it goes. Whether it went.
fn steps(side: &mut Connection, meddler: &mut Meddler) -> bool {
    let mut moved = false;
    loop {
        let hooks = &mut Hooks::tampering(meddler);
        let went = match side.step(hooks) {
            Ok(Progress::Moved) => true,
            Ok(Progress::Asked) => side.answer_as_configured(hooks).is_ok(),
            _ => false,
        };
        assert!(side.peer().is_none() || side.state().is_connected(), "{}", side.state());
        // Who is asked after the handshake is nobody until all of the answer is here.
        let answers = side.role() == Role::Server && side.state().is_within_answer();
        assert!(side.peer().is_none() || !answers, "{}", side.state());
        if !went {
            return moved;
        }
        moved = true;
    }
}

/// What one side has found.
fn found(side: &Connection) -> Found {
    match (side.failure(), side.peer()) {
        (Some(error), peer) => {
            assert!(peer.is_none());
            Refused(match error {
                Error::RefusedByPeer(alert) => alert,
                error => error.alert().unwrap(),
            })
        }
        (None, None) => Nobody,
        (None, Some(peer)) => match peer.verdict().unverified() {
            None => Accepted,
            Some(rule) => {
                assert_eq!(side.path_refusal().map(|refusal| refusal.rule()), Some(rule));
                assert!(side.decisions().is_some(), "what was decided is there to read");
                Unverified(rule.alert)
            }
        },
    }
}

/// What both must find, the client first, because it judges first.
fn expected(
    (client, policy): (Card, ClientAuth),
    (server, verification): (Card, Verification),
    version: Version,
) -> (Found, Found) {
    match (of_server(server, verification), of_client(client, policy, version)) {
        (Refused(alert), _) | (_, Refused(alert)) => (Refused(alert), Refused(alert)),
        routes => routes,
    }
}

const POLICIES: [ClientAuth; 3] = [ClientAuth::None, ClientAuth::Optional, ClientAuth::Require];

fn judge(world: &World, manner: Manner, server: Card, verification: Verification) -> usize {
    let mut routes = 0;
    for policy in POLICIES {
        for client in CLIENTS {
            let theirs = manner.of(&world.server(server, policy));
            let mut pair = Pair::new(manner.of(&world.client(client, verification)), theirs);
            let mut tricks = [(client, Role::Client), (server, Role::Server)]
                .map(|(card, role)| trick(card, role, world.version));
            let [of_client, of_server] = &mut tricks;
            play(&mut pair, of_client, of_server);
            let found = (found(&pair.client), found(&pair.server));
            let what = format!(
                "{:?}: client {client:?}, {policy:?}; server {server:?}, {verification:?}, {manner:?}",
                world.version
            );
            assert_eq!(found, expected((client, policy), (server, verification), world.version), "{what}");
            routes += usize::from(pair.is_complete());
        }
    }
    routes
}

/// As [`trick`], in an answer that says to which request it belongs.
fn later_trick(card: Card) -> Meddler {
    match card {
        Garbage => Meddler::rewrite(Kind::Certificate, |message| {
            if let Message::Certificate(certificate) = message {
                certificate.certificate_list.truncate(1);
                certificate.certificate_list.iter_mut().for_each(|entry| entry.cert_data = b"no certificate");
            }
        }),
        card => trick(card, Role::Client, Version::Tls13),
    }
}

/// The handshake is complete without a question; who the client is, the server asks afterwards.
#[test]
fn behind_every_route_after_the_handshake() {
    let world = World::new(Version::Tls13);
    let mut known = 0;
    for manner in Manner::ALL {
        for policy in [ClientAuth::Optional, ClientAuth::Require] {
            for card in CLIENTS {
                let client = world.client(card, Verification::Required).with_post_handshake_auth();
                let server = world.server(Good, ClientAuth::None);
                let mut pair = Pair::new(manner.of(&client), manner.of(&server));
                let mut tricks = [later_trick(card), trick(Nothing, Role::Server, world.version)];
                let [client, server] = &mut tricks;
                play(&mut pair, client, server);
                assert!(pair.is_complete() && pair.server.peer().is_none());
                pair.server.request_certificate(policy, &mut Hooks::none()).unwrap();
                play(&mut pair, client, server);
                let expected = of_client(card, policy, world.version);
                assert_eq!(found(&pair.server), expected, "{card:?}, {policy:?}, {manner:?}");
                known += usize::from(pair.server.peer().is_some());
            }
        }
    }
    // The good one, asked in two ways and in two manners; and three that are only reported.
    assert_eq!(known, 2 * 2 + 2 * 3);
}

#[test]
fn behind_every_route_to_connected() {
    all_routes(&World::new(Version::Tls13));
}

#[test]
fn behind_every_route_to_connected_in_tls12() {
    all_routes(&World::new(Version::Tls12));
}

fn all_routes(world: &World) {
    let mut routes = 0;
    for verification in [Verification::Required, Verification::ReportOnly] {
        for server in SERVERS {
            routes += judge(world, Manner::AtOnce, server, verification);
        }
    }
    // 8 clients of a server that does not ask, 5 of one that asks, 1 of one that insists; and as servers the good
    // one twice, and four more that are only reported.
    assert_eq!(routes, (8 + 5 + 1) * (2 + 4));
}

#[test]
fn behind_every_route_when_questions_are_held() {
    for version in [Version::Tls12, Version::Tls13] {
        let world = World::new(version);
        assert_eq!(judge(&world, Manner::Held, Good, Verification::Required), 14);
        assert_eq!(judge(&world, Manner::Held, Foreign, Verification::ReportOnly), 14);
    }
}

/// What holds for a visit.
type Rules = (ClientAuth, Verification);

/// A visit under these rules, and then one under those with what the first one left behind: what both find of each other
/// at the second is what they would find if they had never met. Whether they went on from a session.
fn comes_back(world: &World, client: Card, server: Card, then: Rules, now: Rules) -> bool {
    let mut visitor = world.client(client, then.1).with_session_store(Arc::new(MemorySessions::new(1)));
    let keys = TicketKeys::shared([TicketKey::from_bytes(&[1; 32])]);
    let mut host = world.server(server, then.0).with_tickets(keys);
    let visit = |visitor: &Config, host: &Config| {
        let mut pair = Pair::new(Arc::new(visitor.clone()), Arc::new(host.clone()));
        let [mut of_client, mut of_server] = [(client, Role::Client), (server, Role::Server)]
            .map(|(card, role)| trick(card, role, world.version));
        play(&mut pair, &mut of_client, &mut of_server);
        pair
    };
    let first = visit(&visitor, &host);
    assert!(!first.server.negotiated().resumed);
    (host.client_auth, visitor.verification) = now;
    let second = visit(&visitor, &host);
    let found = (found(&second.client), found(&second.server));
    let what = format!("{client:?} under {then:?}, now {now:?}, server {server:?}");
    assert_eq!(found, expected((client, now.0), (server, now.1), world.version), "{what}");
    second.server.negotiated().resumed
}

/// A session is a route to CONNECTED, too: nobody comes in by it who would not come in without, nor as somebody else.
#[test]
fn behind_every_session() {
    all_sessions(&World::new(Version::Tls13));
}

#[test]
fn behind_every_session_in_tls12() {
    all_sessions(&World::new(Version::Tls12));
}

fn all_sessions(world: &World) {
    for client in CLIENTS {
        for then in POLICIES {
            for now in POLICIES {
                let [before, after] = [then, now].map(|policy| (policy, Verification::Required));
                let resumed = comes_back(world, client, Good, before, after);
                let found = of_client(client, now, world.version);
                let is_served = !matches!(found, Refused(_));
                assert_eq!(resumed, then == now && is_served, "{client:?}, {then:?}, now {now:?}");
            }
        }
    }
}

/// A client that only reports does not lend its leniency to the next visit.
#[test]
fn behind_every_session_with_a_server_that_is_not_trusted() {
    let world = World::new(Version::Tls13);
    let both = [Verification::Required, Verification::ReportOnly];
    for server in [Foreign, Expired, OtherName] {
        for (then, now) in both.into_iter().flat_map(|then| both.map(|now| (then, now))) {
            let [before, after] = [then, now].map(|verification| (ClientAuth::Require, verification));
            let resumed = comes_back(&world, Good, server, before, after);
            assert_eq!(resumed, (then, now) == (Verification::ReportOnly, Verification::ReportOnly));
        }
    }
}
