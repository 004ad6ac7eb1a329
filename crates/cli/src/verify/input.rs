//! Certificates from files, sound or not: what is wrong with one is for the verdict to say.

use std::path::Path;

use handfast::path::cert::Cert;
use handfast_pki::load::{self, Input};
use rustls_pki_types::CertificateDer;

use crate::exit::Exit;

/// The certificates in a file, in its order.
pub(super) fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, Exit> {
    Ok(load::certificates_unread(&Input::read(file)?)?)
}

/// The same, the end entity first: the one certificate that issued none of the others (F19), or else the first.
pub(super) fn chain(file: &Path) -> Result<Vec<CertificateDer<'static>>, Exit> {
    let mut chain = certificates(file)?;
    let leaf = chain.iter().position(|certificate| issued_none(certificate, &chain)).unwrap_or(0);
    if leaf > 0 {
        eprintln!("handfast: {}: the end entity is certificate {}", file.display(), leaf + 1);
        chain.get_mut(..=leaf).unwrap_or_default().rotate_right(1);
    }
    Ok(chain)
}

/// A PKCS#12 file, by its name.
pub(super) fn is_pkcs12(file: &Path) -> bool {
    let extension = file.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    ["p12", "pfx"].iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// The chain of an identity whose private key is looked at too. A key that cannot be read or is another's makes the
/// identity as useless as a bad certificate: that is a refusal.
pub(super) fn owned(
    chain: &Path,
    key: &Path,
    password: Option<&str>,
) -> Result<Vec<CertificateDer<'static>>, Exit> {
    certificates(chain)?;
    loaded(load::Identity::from_pem(&Input::read(chain)?, &Input::read(key)?, password))
}

/// The same in a PKCS#12 file.
pub(super) fn owned_pkcs12(file: &Path, password: &str) -> Result<Vec<CertificateDer<'static>>, Exit> {
    loaded(load::Identity::from_pkcs12(&Input::read(file)?, password))
}

fn loaded(identity: Result<load::Identity, load::LoadError>) -> Result<Vec<CertificateDer<'static>>, Exit> {
    let identity = identity.map_err(|why| Exit::Refused(format!("refused: {why}")))?;
    for remark in &identity.remarks {
        match remark {
            load::Remark::Reordered { leaf } => eprintln!("handfast: the end entity is certificate {leaf}"),
            load::Remark::Unrelated { count } => {
                eprintln!("handfast: {count} of the certificates do not belong to it");
            }
        }
    }
    Ok(identity.chain)
}

fn issued_none(one: &CertificateDer<'_>, all: &[CertificateDer<'_>]) -> bool {
    let Ok(cert) = Cert::parse(one) else { return true };
    let others = all.iter().filter(|other| *other != one).filter_map(|other| Cert::parse(other).ok());
    !others.into_iter().any(|other| other.issuer == cert.subject)
}
