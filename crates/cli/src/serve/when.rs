//! When clients are asked for a certificate.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use handfast::ClientAuth;

/// What `--client-auth` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum When {
    /// Never.
    Never,
    /// In the handshake.
    InHandshake(ClientAuth),
    /// When they want a protected path.
    OnRequest,
}

impl When {
    pub(super) fn parser() -> impl TypedValueParser<Value = Self> {
        PossibleValuesParser::new(["none", "optional", "require", "on-request"]).map(|word| {
            match word.as_str() {
                "optional" => Self::InHandshake(ClientAuth::Optional),
                "require" => Self::InHandshake(ClientAuth::Require),
                "on-request" => Self::OnRequest,
                _ => Self::Never,
            }
        })
    }

    /// What the handshake asks for.
    pub(super) const fn in_handshake(self) -> ClientAuth {
        match self {
            Self::Never | Self::OnRequest => ClientAuth::None,
            Self::InHandshake(policy) => policy,
        }
    }
}
