//! Identities and trusted certificates from the files that a user names.

use std::path::Path;

use handfast::Identity;
use handfast::path::Anchors;
use handfast_pki::load::{self, Input};

use crate::exit::Exit;

/// The identity in a certificate file and a key file, found to belong together.
pub(crate) fn identity(cert: &Path, key: &Path) -> Result<Identity, Exit> {
    let loaded = load::Identity::from_files(cert, key)?;
    usable(&loaded, cert)
}

fn usable(loaded: &load::Identity, file: &Path) -> Result<Identity, Exit> {
    Identity::new(&loaded.chain, &loaded.key).map_err(|why| Exit::File(format!("{}: {why}", file.display())))
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
