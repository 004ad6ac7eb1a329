//! Early data: what is said before the handshake is complete, and what becomes of it.

use std::sync::Arc;

use handfast::handshake::{EarlyDataPolicy, Millis};
use handfast::{Config, EarlyData, HelloRecord, NoEarlyData, State, Version};

use crate::exchange::{self, Visit};
use crate::failure::Failure;
use crate::options::Options;
use crate::setup;
use crate::wire::Wire;

/// How much of it BoringSSL's server allows, in bytes, and by how much the age of a ticket may differ, in milliseconds: the
/// runner counts on both.
const MOST: u32 = 14_336;
const WINDOW: Millis = 60_000;

/// The same configuration, with early data if the runner wants it.
pub(crate) fn wanted(options: &Options, config: Config, hellos: &Arc<HelloRecord>) -> Config {
    if !options.enable_early_data {
        return config;
    }
    let mut config = config.with_early_data_offered().with_early_data_taken(MOST, Arc::clone(hellos));
    if let Some(tickets) = &mut config.protocol.tickets {
        tickets.early_data = Some(EarlyDataPolicy { most: MOST, window: WINDOW });
    }
    config
}

/// How a connection goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Begun<'o> {
    /// What is to be done and expected from here on: if early data was in vain, it is another connection to the runner.
    pub(crate) options: &'o Options,
    /// Whether the first words were said early.
    pub(crate) has_spoken: bool,
}

/// A client that comes back says its first words early, if it may.
pub(crate) fn begin<'o>(
    (options, retry): (&'o Options, &'o Options),
    visit: &Visit<'_>,
    wire: &mut Wire,
) -> Result<Begun<'o>, Failure> {
    let not_begun = Begun { options, has_spoken: false };
    if options.server || !visit.returns {
        return Ok(not_begun);
    }
    wire.say_hello()?;
    let offered = wire.connection.may_send_early() > 0;
    if options.expect_no_offer_early_data && offered {
        return Err(Failure::expectation("early data is offered"));
    }
    let has_spoken = offered && (options.shim_writes_first || options.read_with_unfinished_write);
    if offered {
        exchange::export(options, wire)?;
        speak(options, has_spoken, wire)?;
    }
    match wire.connection.negotiated().early_data {
        Some(EarlyData::Rejected(_)) if options.expect_reject_early_data => {
            if wire.connection.negotiated().resumed {
                wire.reconsider()?;
            }
            Ok(Begun { options: retry, has_spoken: false })
        }
        Some(EarlyData::Rejected(why)) => Err(Failure::expectation(format!("early data is rejected: {why}"))),
        _ if options.expect_reject_early_data => Err(Failure::expectation("early data is not rejected")),
        _ => Ok(Begun { options, has_spoken }),
    }
}

/// What is not taken early is said when the handshake is complete, if the server took the rest.
fn speak(options: &Options, has_words: bool, wire: &mut Wire) -> Result<(), Failure> {
    wire.wait_for(after(options)?)?;
    let times = if has_words { options.repeat_shim_initial_write.unwrap_or(1) } else { 0 };
    let words = options.first_write();
    let mut said = 0;
    for _ in 0..times {
        said += if options.read_with_unfinished_write {
            wire.begin_to_write(words)?
        } else {
            wire.write_early(words)?
        };
    }
    wire.handshake()?;
    match (wire.connection.negotiated().early_data, words.repeat(setup::size(times)).get(said..)) {
        (Some(EarlyData::Accepted), Some(rest)) => wire.write(rest),
        _ => Ok(()),
    }
}

/// The state that the message leads to after which early data is sent, by its type.
fn after(options: &Options) -> Result<State, Failure> {
    match options.early_write_after_message {
        None => Ok(State::WaitSh),
        Some(2) => Ok(State::WaitEe),
        Some(8) => Ok(State::WaitFinished),
        Some(other) => Err(Failure::unimplemented(format!("early data after message {other}"))),
    }
}

/// What the runner expects of it.
pub(crate) fn expect(options: &Options, visit: &Visit<'_>, wire: &Wire) -> Result<(), Failure> {
    let accepted = wire.connection.negotiated().early_data == Some(EarlyData::Accepted);
    if options.expect_accept_early_data && !accepted || options.expect_reject_early_data && accepted {
        return Err(Failure::expectation(format!("early data is accepted: {accepted}")));
    }
    let reason = reason(options, visit, wire);
    match options.expect_early_data_reason.as_deref() {
        Some(expected) if expected != reason.as_bytes() => {
            let expected = String::from_utf8_lossy(expected);
            Err(Failure::expectation(format!("the reason is {reason} instead of {expected}")))
        }
        _ => Ok(()),
    }
}

/// In the words of BoringSSL.
fn reason(options: &Options, visit: &Visit<'_>, wire: &Wire) -> &'static str {
    let negotiated = wire.connection.negotiated();
    match negotiated.early_data {
        _ if !options.enable_early_data => "disabled",
        _ if negotiated.version == Some(Version::Tls12) => "protocol_version",
        Some(EarlyData::Accepted) => "accept",
        // A server of BoringSSL looks for the session before it sends the client back.
        Some(EarlyData::Rejected(NoEarlyData::Retried)) if options.server && !negotiated.resumed => {
            "session_not_resumed"
        }
        Some(EarlyData::Rejected(why)) => rejection(why),
        Some(EarlyData::Offered) => "unknown",
        None if !visit.returns => "no_session_offered",
        None if options.server => "peer_declined",
        None if !negotiated.resumed => "session_not_resumed",
        None if !visit.memory.allowed_early_data() => "unsupported_for_session",
        // The client speaks the protocol of its session no more.
        None => "alpn_mismatch",
    }
}

const fn rejection(why: NoEarlyData) -> &'static str {
    match why {
        NoEarlyData::Retried => "hello_retry_request",
        NoEarlyData::NotResumed => "session_not_resumed",
        NoEarlyData::NotAllowed => "unsupported_for_session",
        NoEarlyData::OtherProtocol => "alpn_mismatch",
        NoEarlyData::Untimely => "ticket_age_skew",
        NoEarlyData::Declined => "peer_declined",
        NoEarlyData::NotFirst
        | NoEarlyData::OtherSuite
        | NoEarlyData::Replayed
        | NoEarlyData::NotRecorded => "unknown",
    }
}
