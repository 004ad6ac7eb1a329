//! What is said of events that are not messages.

use handfast::handshake::{Ask, EarlyData, Epoch, Fact, Side, named_group};
use handfast::{Acceptance, Error, On, Role};

use crate::count;
use crate::follow::Missing;
use crate::story::{Ink, Text, acceptance_remark};
use crate::timeline::Record;

/// What moved a machine.
pub(crate) fn cause(on: On) -> String {
    match on {
        On::Message(kind) => kind.name().to_owned(),
        On::ChangeCipherSpec => "change_cipher_spec".to_owned(),
        On::Answer(ask) => format!("the answer to: {}", asked(ask)),
        On::Turn(Some(kind)) => format!("its turn: {kind}"),
        On::Turn(None) => "its turn".to_owned(),
        On::Command => "the application's wish".to_owned(),
    }
}

pub(crate) fn question(ask: Ask) -> Text {
    Text::new().plain("asks: ").faint(asked(ask))
}

pub(crate) const fn asked(ask: Ask) -> &'static str {
    match ask {
        Ask::Identity => "which identity do we present?",
        Ask::Judge => "is this chain the peer?",
        Ask::Sign => "sign this",
        Ask::Decrypt => "decrypt the premaster secret",
        Ask::Session => "is there a session to go on from?",
        Ask::EarlyData => "is this early data taken?",
        Ask::Ticket => "what shall this session be called?",
    }
}

pub(crate) fn keys(side: Side, epoch: Epoch) -> Text {
    let verb = match side {
        Side::Read => "reads",
        Side::Write => "writes",
    };
    Text::new().plain(format!("{verb} from here on with ")).then(Text::new().faint(under(epoch)))
}

pub(crate) fn under(epoch: Epoch) -> String {
    match epoch {
        Epoch::Plaintext => "no keys".to_owned(),
        Epoch::EarlyData => "early traffic keys".to_owned(),
        Epoch::Handshake => "handshake keys".to_owned(),
        Epoch::Application(0) => "application keys".to_owned(),
        Epoch::Application(n) => {
            format!("application keys, updated {}", count(usize::try_from(n).unwrap_or(usize::MAX), "time"))
        }
    }
}

/// `record 0, under handshake keys: 51 octets on the wire`
pub(crate) fn record(record: &Record, octets: usize) -> Text {
    let number = record.sequence.map(|sequence| format!(" {sequence}")).unwrap_or_default();
    let octets = count(octets, "octet");
    let keys = under(if record.sequence.is_some() { record.epoch } else { Epoch::Plaintext });
    Text::new().faint(match record.content {
        Some(content) => {
            format!("record{number}: {}, {octets} on the wire, with {keys}", content.content_type)
        }
        None => format!("record{number}: {octets} on the wire, not opened"),
    })
}

/// What a side learns; who overhears it sees no more than that it was said.
pub(crate) fn fact(fact: &Fact, overheard: bool) -> Text {
    let verb = if overheard { "" } else { "learns: " };
    Text::new().plain(verb).faint(learned(fact))
}

/// What was learned.
pub(crate) fn learned(fact: &Fact) -> String {
    match fact {
        Fact::Version(version) => format!("version {}", version.code()),
        Fact::ServerName(name) => format!("server name {name}"),
        Fact::Retried => "sent back with a HelloRetryRequest".to_owned(),
        Fact::Suite(suite) => format!("cipher suite {}", suite.code),
        Fact::Group(group) => format!("group {}", named_group(*group)),
        Fact::Alpn(protocol) => format!("application protocol {}", protocol.escape_ascii()),
        Fact::RecordLimits(limits) => format!("records of {limits}"),
        Fact::CertificateCompressed(Side::Read, way) => {
            format!("the peer's certificates came compressed with {way}")
        }
        Fact::CertificateCompressed(Side::Write, way) => {
            format!("our certificates are compressed with {way}")
        }
        Fact::ClientAuth(policy) => format!("client authentication: {policy:?}").to_lowercase(),
        Fact::OurScheme(scheme) => format!("signed with {scheme}"),
        Fact::PeerScheme(scheme) => format!("the peer holds the key of its certificate: {scheme}"),
        Fact::NoClientCertificate => "the client has no certificate to show".to_owned(),
        Fact::PostHandshakeAuth => "the client offers to show a certificate later".to_owned(),
        Fact::Answered(_) => "the client has answered who it is".to_owned(),
        Fact::ExtendedMainSecret => "the main secret is bound to this handshake".to_owned(),
        Fact::Renegotiation => "a renegotiation was wanted, and refused".to_owned(),
        Fact::Ticket => "a ticket".to_owned(),
        Fact::Resumed => "it goes on from a session; nobody shows a certificate".to_owned(),
        Fact::TicketAgeSkew(skew) => format!("the client takes its ticket for {skew} ms older than it is"),
        Fact::SharedKey(identity) => {
            format!(
                "both have the key “{}”, shared beforehand; nobody shows a certificate",
                identity.escape_ascii()
            )
        }
        Fact::NotResumed(why) => format!("it does not go on from a session: {why}"),
        Fact::EarlyData(early_data) => early(*early_data),
        Fact::KeyUpdate { requested: true } => "the peer has new keys, and wants new ones of us".to_owned(),
        Fact::KeyUpdate { requested: false } => "the peer has new keys".to_owned(),
    }
}

/// What became of early data.
pub(crate) fn early(early_data: EarlyData) -> String {
    match early_data {
        EarlyData::Offered => "early data is offered".to_owned(),
        EarlyData::Accepted => "early data is taken".to_owned(),
        EarlyData::Rejected(why) => format!("early data is not taken: {why}"),
    }
}

pub(crate) fn complete() -> Text {
    Text::new().ink(Ink::Good, "✓ ").plain("the handshake is complete on this side")
}

pub(crate) fn failed(error: &Error) -> Text {
    Text::new().ink(Ink::Bad, "✗ ").plain(error.to_string())
}

pub(crate) fn missing(missing: Missing) -> Text {
    Text::new().ink(Ink::Bad, "✗ ").plain(missing.to_string())
}

pub(crate) fn acceptance(role: Role, acceptance: Acceptance) -> Option<Text> {
    acceptance_remark(role, acceptance)
}
