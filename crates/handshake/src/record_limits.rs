//! How long records may be: record_size_limit (RFC 8449), or the older max_fragment_length (RFC 6066 §4).

use core::fmt;

use handfast_wire::code_points::MaxFragmentLength;
use handfast_wire::ext::{Extension, Extensions};

use crate::context::Side;
use crate::{Config, Cx, Effect, Fact, Refusal, Version};

/// What both sides agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordLimits {
    /// record_size_limit: how many bytes of plaintext each side takes in a protected record, in TLS 1.3 with content type
    /// and padding (RFC 8449 §4).
    Sizes {
        /// What we take.
        read: u16,
        /// What the peer takes.
        write: u16,
    },
    /// max_fragment_length: how long the content of any record is, in both directions.
    Fragments(MaxFragmentLength),
}

impl fmt::Display for RecordLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sizes { read, write } => write!(f, "at most {write} octets, those of the peer {read}"),
            Self::Fragments(length) => write!(f, "at most {length} octets"),
        }
    }
}

/// The smallest limit that may be asked for (RFC 8449 §4).
const LEAST: u16 = 64;

impl RecordLimits {
    /// What a server makes of the client's hello: record_size_limit if there is one, and then max_fragment_length is
    /// ignored (RFC 8449 §5).
    pub(crate) fn of_hello(
        extensions: &Extensions<'_>,
        config: &Config,
        version: Version,
    ) -> Result<Option<Self>, Refusal> {
        match (extensions.record_size_limit(), extensions.max_fragment_length()) {
            (Some(theirs), _) => Ok(Some(Self::sizes(config.record_size_limit, theirs, version))),
            (None, Some(length)) => of_fragments(length).map(Some),
            (None, None) => Ok(None),
        }
    }

    /// What a client makes of the server's answer, which is to an offer of ours (RFC 8449 §5, RFC 6066 §4).
    pub(crate) fn of_answer(
        extensions: &Extensions<'_>,
        config: &Config,
        version: Version,
    ) -> Result<Option<Self>, Refusal> {
        match (extensions.record_size_limit(), extensions.max_fragment_length()) {
            (Some(_), Some(_)) => Err(Refusal::TwoRecordLimits),
            (Some(theirs), None) => Ok(Some(Self::sizes(config.record_size_limit, theirs, version))),
            (None, Some(length)) if config.max_fragment_length == Some(length) => {
                of_fragments(length).map(Some)
            }
            (None, Some(length)) => Err(Refusal::MaxFragmentLength { length }),
            (None, None) => Ok(None),
        }
    }

    /// What the peer asks for beyond what the version allows changes nothing: it may hope for another version (§4).
    fn sizes(ours: Option<u16>, theirs: u16, version: Version) -> Self {
        let most = most(version);
        Self::Sizes { read: ours.unwrap_or(most).clamp(LEAST, most), write: theirs.min(most) }
    }

    /// What a server answers with.
    pub(crate) const fn answer(self) -> Extension<'static> {
        match self {
            Self::Sizes { read, .. } => Extension::RecordSizeLimit(read),
            Self::Fragments(length) => Extension::MaxFragmentLength(length),
        }
    }

    /// From here on they hold in this direction.
    pub(crate) fn hold(self, side: Side, cx: &mut Cx<'_>) {
        cx.effects.push_back(Effect::LimitRecords(side, self));
    }

    /// Both directions at once.
    pub(crate) fn agreed(self, cx: &mut Cx<'_>) {
        cx.learned(Fact::RecordLimits(self));
        self.hold(Side::Write, cx);
        self.hold(Side::Read, cx);
    }
}

/// What a client asks for: of the best version that it speaks (RFC 8449 §4).
pub(crate) fn offer(config: &Config, all: &mut Vec<Extension<'_>>) {
    if let Some(length) = config.max_fragment_length {
        all.push(Extension::MaxFragmentLength(length));
    }
    if let Some(limit) = config.record_size_limit {
        let best = config.versions().next().map_or(LEAST, most);
        all.push(Extension::RecordSizeLimit(limit.clamp(LEAST, best)));
    }
}

/// The plaintext of the longest record that a version has, in bytes (RFC 8449 §4).
const fn most(version: Version) -> u16 {
    match version {
        Version::Tls12 => 1 << 14,
        Version::Tls13 => (1 << 14) + 1,
    }
}

fn of_fragments(length: MaxFragmentLength) -> Result<RecordLimits, Refusal> {
    match length.bytes() {
        Some(_) => Ok(RecordLimits::Fragments(length)),
        None => Err(Refusal::MaxFragmentLength { length }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: MaxFragmentLength = MaxFragmentLength::OF_512;

    fn config(record_size_limit: Option<u16>) -> Config {
        Config { record_size_limit, max_fragment_length: Some(LENGTH), ..Config::default() }
    }

    fn of_hello(list: Vec<Extension<'static>>, ours: Option<u16>) -> Result<Option<RecordLimits>, Refusal> {
        RecordLimits::of_hello(&list.into(), &config(ours), Version::Tls12)
    }

    #[test]
    fn a_server_answers_who_asks_and_prefers_the_newer_extension() {
        let both = vec![Extension::MaxFragmentLength(MaxFragmentLength(9)), Extension::RecordSizeLimit(100)];
        let most = RecordLimits::Sizes { read: 1 << 14, write: 100 };
        assert_eq!(of_hello(both, None), Ok(Some(most)));
        assert_eq!(of_hello(vec![], Some(200)), Ok(None));
        let all = vec![Extension::RecordSizeLimit(0x4001)];
        assert_eq!(of_hello(all, Some(200)), Ok(Some(RecordLimits::Sizes { read: 200, write: 1 << 14 })));
        assert_eq!(
            of_hello(vec![Extension::MaxFragmentLength(LENGTH)], None),
            Ok(Some(RecordLimits::Fragments(LENGTH)))
        );
    }

    #[test]
    fn a_client_asks_for_no_more_than_its_best_version_has_and_no_less_than_anybody_may() {
        let offers = |config: &Config| {
            let mut all = Vec::new();
            offer(config, &mut all);
            all.pop()
        };
        assert_eq!(offers(&config(Some(u16::MAX))), Some(Extension::RecordSizeLimit(0x4001)));
        assert_eq!(offers(&config(Some(1))), Some(Extension::RecordSizeLimit(64)));
        assert_eq!(offers(&Config::default()), None);
    }
}
