//! CRLs and OCSP responses from files.

use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use handfast::path::Evidence;
use handfast::path::revocation::{Revocation, Scope};
use handfast_pki::load::{self, Input};

use crate::exit::Exit;

/// What is known of revocation, and what is asked of it.
#[derive(Debug, Clone, clap::Args)]
#[command(next_help_heading = "Revocation")]
pub(crate) struct EvidenceArgs {
    /// A certificate revocation list (PEM or DER), complete, delta or indirect. With one, every certificate below the
    /// trust anchor must be known not to be revoked.
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// An OCSP response (DER). With one, the certificate itself must be known not to be revoked.
    #[arg(long = "ocsp-response", visible_alias = "ocsp", value_name = "FILE")]
    ocsp: Vec<PathBuf>,
    /// Whose revocation is asked about: nobody's, the certificate's own, or the whole chain's
    /// [default: as --crl and --ocsp-response say]. A peer is asked to staple a response, too.
    #[arg(long, value_name = "WHOSE", value_parser = scope())]
    revocation: Option<Scope>,
    /// Accept, with a warning, what no list and no response says anything of.
    #[arg(long)]
    soft_fail: bool,
}

fn scope() -> impl TypedValueParser<Value = Scope> {
    PossibleValuesParser::new(["off", "leaf", "chain"]).map(|word| match word.as_str() {
        "leaf" => Scope::Leaf,
        "chain" => Scope::Chain,
        _ => Scope::Off,
    })
}

impl EvidenceArgs {
    /// Whether anything is asked.
    pub(crate) fn is_asked(&self) -> bool {
        self.scope() != Scope::Off
    }

    /// What the policy is to demand.
    pub(crate) fn demand(&self) -> Revocation {
        if self.soft_fail { Revocation::soft(self.scope()) } else { Revocation::hard(self.scope()) }
    }

    fn scope(&self) -> Scope {
        let given = match (self.crl.is_empty(), self.ocsp.is_empty()) {
            (false, _) => Scope::Chain,
            (true, false) => Scope::Leaf,
            (true, true) => Scope::Off,
        };
        self.revocation.unwrap_or(given)
    }

    /// Where it stands what is known.
    pub(crate) fn files(&self) -> impl Iterator<Item = &Path> {
        self.crl.iter().chain(&self.ocsp).map(PathBuf::as_path)
    }

    /// What the files hold.
    pub(crate) fn read(&self) -> Result<Evidence<'static>, Exit> {
        let mut evidence = Evidence::none();
        for file in &self.crl {
            for list in load::revocation_lists(&Input::read(file)?)? {
                evidence.add_crl(list.as_ref().to_vec()).map_err(|why| unusable(file, &why))?;
            }
        }
        for file in &self.ocsp {
            let response = load::ocsp_response(&Input::read(file)?)?;
            evidence.add_ocsp(response).map_err(|why| unusable(file, &why))?;
        }
        Ok(evidence)
    }
}

fn unusable(file: &Path, why: &dyn core::fmt::Display) -> Exit {
    Exit::of_file(file, why)
}
