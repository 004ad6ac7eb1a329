//! `handfast pki ocsp`: what is known of one certificate, signed.

use std::path::PathBuf;

use clap::ValueEnum;
use handfast_pki::revocation::{CertificateStatus, OcspResponse, Responder, ResponderName};
use handfast_pki::{Authority, Existing, Folder, Stem, Validity};
use rustls_pki_types::{CertificateDer, UnixTime};

use super::options::{issued, stem, stem_of, time};
use super::usage;
use crate::exit::Exit;

/// Make an OCSP response about a certificate, as a server staples it: DIR/STEM.ocsp, in DER.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The status is what the register says, unless another is named.

Example:
  handfast pki ocsp d alice
  openssl ocsp -respin d/alice.ocsp -issuer d/root.crt -cert d/alice.crt \\
    -CAfile d/root.crt -no_nonce")]
pub(super) struct Ocsp {
    /// The folder that `handfast pki init` made.
    dir: PathBuf,
    /// The certificate: alice for DIR/alice.crt, or a file.
    certificate: String,
    /// Say this, whatever the register says.
    #[arg(long, value_enum)]
    status: Option<Status>,
    /// How the response names its signer.
    #[arg(long, value_enum, value_name = "HOW", default_value_t = NamedBy::Name)]
    named_by: NamedBy,
    /// Have it signed by a responder that the authority authorises for this once, instead of the authority itself.
    #[arg(long)]
    delegate: bool,
    /// When the status was looked up: now unless given, or -1h, 2026-11-21T22:45:00Z.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    this_update: Option<String>,
    /// The next response is there after so many days.
    #[arg(long, value_name = "N", default_value_t = 7, conflicts_with = "next_update")]
    days: u32,
    /// When the next response is there.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    next_update: Option<String>,
    /// Names the file.
    #[arg(long, value_name = "STEM")]
    out: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Status {
    Good,
    Revoked,
    Unknown,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum NamedBy {
    Name,
    Key,
}

impl Ocsp {
    pub(super) fn run(&self, now: UnixTime) -> Result<(), Exit> {
        let folder = Folder::new(&self.dir);
        let (certificate, by) = issued(&folder, &self.certificate)?;
        let authority = folder.authority_of(&by)?;
        let status = self.status(&folder, &by, &certificate, now)?;
        let response = self.signed(&authority, &certificate, &self.response(status, now)?, now)?;
        let stem = stem(self.out.as_deref(), || stem_of(self.certificate.as_ref()))?;
        let path = folder.publish(&format!("{stem}.ocsp"), &response, Existing::Replace)?;
        println!("{} ({})", path.display(), word(status));
        Ok(())
    }

    fn status(
        &self,
        folder: &Folder,
        by: &Stem,
        certificate: &CertificateDer<'_>,
        now: UnixTime,
    ) -> Result<CertificateStatus, Exit> {
        Ok(match self.status {
            Some(Status::Good) => CertificateStatus::Good,
            Some(Status::Unknown) => CertificateStatus::Unknown,
            Some(Status::Revoked) => CertificateStatus::Revoked { at: now, reason: None },
            None => folder.register(by).status(certificate)?,
        })
    }

    fn response(&self, status: CertificateStatus, now: UnixTime) -> Result<OcspResponse, Exit> {
        let usual = Validity::days(now, self.days);
        let this_update = self.this_update.as_deref().map_or(Ok(usual.not_before), |text| time(text, now))?;
        let next_update = self.next_update.as_deref().map_or(Ok(usual.not_after), |text| time(text, now))?;
        let named_by = match self.named_by {
            NamedBy::Name => ResponderName::Name,
            NamedBy::Key => ResponderName::Key,
        };
        Ok(OcspResponse { status, this_update, next_update: Some(next_update), named_by })
    }

    fn signed(
        &self,
        authority: &Authority,
        certificate: &CertificateDer<'_>,
        response: &OcspResponse,
        now: UnixTime,
    ) -> Result<Vec<u8>, Exit> {
        if !self.delegate {
            let responder = Responder::Authority(authority);
            return authority.ocsp_response(certificate, response, &responder).map_err(usage);
        }
        let delegate = Authority::ocsp_delegate("handfast responder", now);
        let delegate = authority.intermediate(&delegate).map_err(usage)?;
        authority.ocsp_response(certificate, response, &Responder::Delegate(&delegate)).map_err(usage)
    }
}

const fn word(status: CertificateStatus) -> &'static str {
    match status {
        CertificateStatus::Good => "good",
        CertificateStatus::Revoked { .. } => "revoked",
        CertificateStatus::Unknown => "unknown",
    }
}
