//! How the shim ends if it does not end well.

use std::fmt;
use std::io;
use std::process::ExitCode;

use handfast::Error;

/// Why it ends.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The runner wants something that is not there: a flag that nobody knows, a value that cannot be.
    Unimplemented(String),
    /// The connection failed.
    Connection(Error),
    /// The application is not content with how the conversation went.
    Discontent(&'static str),
    /// The transport failed.
    Transport(io::Error),
    /// Something is not as the runner said that it would be, so that the test has failed whatever else was expected.
    Expectation(String),
}

impl Failure {
    pub(crate) fn unimplemented(what: impl Into<String>) -> Self {
        Self::Unimplemented(what.into())
    }

    pub(crate) fn expectation(what: impl Into<String>) -> Self {
        Self::Expectation(what.into())
    }

    /// The codes that the runner gives a meaning.
    pub(crate) fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Self::Unimplemented(_) => 89,
            Self::Expectation(_) => 90,
            Self::Connection(_) | Self::Discontent(_) | Self::Transport(_) => 1,
        })
    }
}

/// The runner looks for a name in this text; `config.json` translates its names to our variants, as Debug writes them.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unimplemented(what) => write!(f, "not implemented: {what}"),
            Self::Connection(error) => write!(f, "{error:?}\n{error}"),
            Self::Discontent(why) => f.write_str(why),
            Self::Transport(error) => write!(f, "{error:?}"),
            Self::Expectation(what) => write!(f, "expected otherwise: {what}"),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Connection(error)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Transport(error)
    }
}
