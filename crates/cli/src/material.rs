//! Identities and trusted certificates from the files that a user names.

use std::path::Path;

use handfast::Identity;
use handfast::path::Anchors;
use handfast_pki::load::{self, Input, LoadError, Remark};
use handfast_study::doctor::Failure;

use crate::doctor;
use crate::exit::Exit;

/// The identity in a certificate file and a key file, found to belong together.
pub(crate) fn identity(cert: &Path, key: &Path) -> Result<Identity, Exit> {
    let loaded = load::Identity::from_files(cert, key).map_err(|why| examined(&why))?;
    usable(&loaded, cert)
}

/// The identity in a PKCS#12 file.
pub(crate) fn identity_from_pkcs12(file: &Path, password: &str) -> Result<Identity, Exit> {
    let loaded = load::Identity::from_pkcs12(&Input::read(file)?, password).map_err(|why| examined(&why))?;
    usable(&loaded, file)
}

/// The roots that this system trusts. A certificate among them that we cannot use is left out.
pub(crate) fn system_anchors() -> Result<Anchors, Exit> {
    let found = rustls_native_certs::load_native_certs();
    let mut anchors = Anchors::new();
    let usable = found.certs.iter().filter(|certificate| anchors.add(certificate).is_ok()).count();
    match (usable, found.errors.first()) {
        (0, Some(why)) => {
            Err(Exit::File(format!("the system's trusted certificates: {why}; name some with --cacert")))
        }
        (0, None) => Err(Exit::File("the system trusts no certificate; name some with --cacert".into())),
        _ => Ok(anchors),
    }
}

/// With what the doctor says, if that is more than the sentence.
fn examined(error: &LoadError) -> Exit {
    let exit = Exit::File(error.to_string());
    let Some(diagnosis) = doctor::of_file(error) else { return exit };
    eprintln!("handfast: {}\n", exit.sentence());
    anstream::eprint!("{diagnosis}");
    exit.told()
}

fn usable(loaded: &load::Identity, file: &Path) -> Result<Identity, Exit> {
    loaded.remarks.iter().for_each(|remark| eprintln!("handfast: {}: {}", file.display(), remarked(*remark)));
    Identity::new(&loaded.chain, &loaded.key).map_err(|why| Exit::of_file(file, why))
}

/// What was mended: others who read the same file may be less lenient.
fn remarked(remark: Remark) -> String {
    match remark {
        Remark::Reordered { leaf } => format!(
            "{}, {}: the certificate of the key is number {leaf} of the file; it is sent first, and behind each its issuer",
            Failure::F19,
            Failure::F19.title()
        ),
        Remark::Unrelated { count } => format!("{count} of its certificates belong to no place of the chain"),
    }
}

/// The certificates in a file, as those to trust.
pub(crate) fn anchors(file: &Path) -> Result<Anchors, Exit> {
    let certificates = load::certificates(&Input::read(file)?)?;
    let mut anchors = Anchors::new();
    for (certificate, number) in certificates.iter().zip(1..) {
        let unusable = |why| Exit::File(format!("{}: certificate {number}: {why}", file.display()));
        anchors.add(certificate).map_err(unusable)?;
    }
    Ok(anchors)
}
