//! What goes beside our certificate, from files.

use std::path::PathBuf;

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
    /// The same identity, with these files beside its certificate.
    ///
    /// # Errors
    /// A file cannot be read, or what is in it cannot be sent.
    pub(crate) fn applied_to(&self, identity: Identity) -> Result<Identity, Exit> {
        let mut identity = identity;
        if let Some(file) = &self.staple {
            let response = load::ocsp_response(&Input::read(file)?)?;
            let readable = Evidence::none().with_ocsp(&response[..]).map(|_| ());
            readable.map_err(|why| Exit::of_file(file, why))?;
            identity = identity.with_staple(Staple::new(response));
        }
        let read = |file: &PathBuf| std::fs::read(file).map_err(|why| Exit::of_file(file, why));
        let timestamps = self.sct.iter().map(read).collect::<Result<Vec<_>, _>>()?;
        identity.with_timestamps(timestamps).map_err(|why| Exit::File(format!("--sct: {why}")))
    }
}
