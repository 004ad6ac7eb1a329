//! What was agreed on, and how it ended.

use handfast::handshake::{Fact, named_group};
use handfast::{Acceptance, Role};
use schemars::JsonSchema;
use serde::Serialize;

use super::Side;
use crate::timeline::{Timeline, What};

/// What was agreed on, as far as it came.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// The version of the protocol.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The cipher suite.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cipher_suite: Option<String>,
    /// The group of the key exchange.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The host name that the client asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server_name: Option<String>,
    /// The application protocol, odd octets escaped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alpn: Option<String>,
    /// Whether the handshake authenticated both sides by certificates.
    pub mutual: bool,
    /// How it ended, for each side that was watched.
    pub endings: Vec<Ending>,
}

/// How it ended for one side.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Ending {
    /// Which.
    pub side: Side,
    /// Whether its handshake was completed.
    pub complete: bool,
    /// Whether it failed.
    pub failed: bool,
    /// In a sentence.
    pub says: String,
}

pub(super) fn summary(timeline: &Timeline) -> Summary {
    let mut summary =
        Summary { endings: endings(timeline), mutual: is_mutual(timeline), ..Summary::default() };
    for event in timeline.events() {
        if let What::Learned(fact) = &event.what {
            learned(fact, &mut summary);
        }
    }
    summary
}

/// The client has signed, and so has the server.
fn is_mutual(timeline: &Timeline) -> bool {
    let signed = |wanted: Role| {
        timeline.events().iter().any(|event| match &event.what {
            What::Learned(Fact::OurScheme(_)) => event.role == wanted,
            What::Learned(Fact::PeerScheme(_)) => event.role.peer() == wanted,
            _ => false,
        })
    };
    signed(Role::Client) && signed(Role::Server)
}

fn learned(fact: &Fact, summary: &mut Summary) {
    match fact {
        Fact::Version(version) => summary.version = Some(version.code().to_string()),
        Fact::Suite(suite) => summary.cipher_suite = Some(suite.code.to_string()),
        Fact::Group(group) => summary.group = Some(named_group(*group).to_string()),
        Fact::ServerName(name) => summary.server_name = Some(name.clone()),
        Fact::Alpn(protocol) => summary.alpn = Some(protocol.escape_ascii().to_string()),
        _ => {}
    }
}

/// What the sides themselves know of it cannot be read from the network.
fn endings(timeline: &Timeline) -> Vec<Ending> {
    if timeline.is_overheard() {
        return Vec::new();
    }
    Side::watched(timeline).into_iter().map(|side| ending(side, timeline)).collect()
}

fn ending(side: Side, timeline: &Timeline) -> Ending {
    let events =
        || timeline.events().iter().filter(|event| event.role == side.role()).map(|event| &event.what);
    let complete = events().any(|what| matches!(what, What::Complete));
    let failed = events().find_map(|what| match what {
        What::Failed(error) => Some(error.to_string()),
        _ => None,
    });
    let mut acceptance = events().filter_map(|what| match what {
        What::Acceptance(acceptance) => Some(*acceptance),
        _ => None,
    });
    let says = match (&failed, complete, acceptance.next_back()) {
        (Some(why), ..) => why.clone(),
        (None, true, Some(Acceptance::Pending)) if side == Side::Client => {
            "connected, and heard no word of the server that it is accepted".to_owned()
        }
        (None, true, Some(Acceptance::Accepted)) if side == Side::Client => {
            "connected and accepted".to_owned()
        }
        (None, true, _) => "connected".to_owned(),
        (None, false, _) => "the handshake did not come to its end".to_owned(),
    };
    Ending { side, complete, failed: failed.is_some(), says }
}
