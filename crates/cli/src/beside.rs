//! What goes beside our certificate, from files.

use std::path::{Path, PathBuf};

use handfast::path::Evidence;
use handfast::{Identity, Staple};
use handfast_pki::load::{self, Input};

use crate::exit::Exit;

/// What a peer is sent beside our certificate, if it asks for that.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Beside our certificate")]
pub(crate) struct Beside {
    /// An OCSP response about our certificate (DER), to be stapled for peers that ask for one.
    #[arg(long, value_name = "FILE")]
    staple: Option<PathBuf>,
    /// A timestamp of a certificate transparency log about our certificate (SerializedSCT, RFC 6962), for peers that ask.
    #[arg(long, value_name = "FILE")]
    sct: Vec<PathBuf>,
}

impl Beside {
    /// Where the response is that is stapled.
    pub(crate) fn staple_file(&self) -> Option<&Path> {
        self.staple.as_deref()
    }

    /// The response, as it is now.
    ///
    /// # Errors
    /// The file cannot be read, or holds no response.
    pub(crate) fn staple(&self) -> Result<Staple, Exit> {
        self.staple.as_deref().map_or_else(|| Ok(Staple::default()), |file| response(file).map(Staple::new))
    }

    /// The same identity, with the response and the timestamps beside its certificate.
    ///
    /// # Errors
    /// A file cannot be read, or what is in it cannot be sent.
    pub(crate) fn applied_to(&self, identity: Identity, staple: Staple) -> Result<Identity, Exit> {
        let read = |file: &PathBuf| std::fs::read(file).map_err(|why| Exit::of_file(file, why));
        let timestamps = self.sct.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        let identity = identity.with_staple(staple).with_timestamps(timestamps);
        identity.map_err(|why| Exit::File(format!("--sct: {why}")))
    }
}

/// An OCSP response that can be read.
///
/// # Errors
/// There is none in this file.
pub(crate) fn response(file: &Path) -> Result<Vec<u8>, Exit> {
    let response = load::ocsp_response(&Input::read(file)?)?;
    let readable = Evidence::none().with_ocsp(&response[..]).map(|_| ());
    readable.map_err(|why| Exit::of_file(file, why))?;
    Ok(response)
}
