//! How a command ends: scripts tell the causes apart by the code, people by the sentence.

use core::fmt;
use std::io;
use std::path::Path;
use std::process::ExitCode;

/// The exit codes, for the help text.
pub(crate) const CODES: &str = "\
Exit codes: 0 done; 1 we refused the peer or the certificate; 2 usage, or cannot say;
3 the peer refused us; 4 network or time-out; 5 a local file";

/// How a command ended. Every failure carries one sentence; it is empty if all was said already.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub(crate) enum Exit {
    /// All went well.
    Done,
    /// We refused the peer or its certificate.
    Refused(String),
    /// The arguments make no sense together, or what was asked cannot be told.
    Usage(String),
    /// The peer refused us.
    RefusedByPeer(String),
    /// The network failed, or took too long.
    Network(String),
    /// A file of ours cannot be used.
    File(String),
}

impl Exit {
    /// A file of ours cannot be used, for this reason.
    pub(crate) fn of_file(file: &Path, why: impl fmt::Display) -> Self {
        Self::File(format!("{}: {why}", file.display()))
    }

    /// The code for scripts.
    pub(crate) const fn code(&self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Refused(_) => 1,
            Self::Usage(_) => 2,
            Self::RefusedByPeer(_) => 3,
            Self::Network(_) => 4,
            Self::File(_) => 5,
        }
    }

    pub(crate) fn sentence(&self) -> &str {
        match self {
            Self::Done => "",
            Self::Refused(sentence)
            | Self::Usage(sentence)
            | Self::RefusedByPeer(sentence)
            | Self::Network(sentence)
            | Self::File(sentence) => sentence,
        }
    }

    /// The same, its sentence having been told already.
    pub(crate) fn told(mut self) -> Self {
        match &mut self {
            Self::Done => {}
            Self::Refused(sentence)
            | Self::Usage(sentence)
            | Self::RefusedByPeer(sentence)
            | Self::Network(sentence)
            | Self::File(sentence) => sentence.clear(),
        }
        self
    }

    /// Prints the sentence, if there is one.
    pub(crate) fn report(&self) -> ExitCode {
        if !self.sentence().is_empty() {
            eprintln!("handfast: {}", self.sentence());
        }
        ExitCode::from(self.code())
    }
}

impl From<handfast::Error> for Exit {
    fn from(error: handfast::Error) -> Self {
        let sentence = error.to_string();
        match error {
            handfast::Error::Refused(_) => Self::Refused(sentence),
            handfast::Error::RefusedByPeer(_) => Self::RefusedByPeer(sentence),
            handfast::Error::Truncated => Self::Network(sentence),
            handfast::Error::Local(_) => Self::Usage(sentence),
        }
    }
}

impl From<io::Error> for Exit {
    fn from(error: io::Error) -> Self {
        match handfast::Error::within(&error) {
            Some(error) => (*error).into(),
            None => Self::Network(error.to_string()),
        }
    }
}

impl From<handfast_pki::load::LoadError> for Exit {
    fn from(error: handfast_pki::load::LoadError) -> Self {
        Self::File(error.to_string())
    }
}
