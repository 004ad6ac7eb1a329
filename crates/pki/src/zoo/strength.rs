//! Keys and signatures that are too weak.

use super::answer::{BAD_CERTIFICATE, at};
use super::plan::Plan;
use super::{BOTH, Exhibit, Specimen};
use crate::weak::{self, MD5, SHA1, SHA256, Scheme};
use crate::{Error, KeyKind};

pub(super) const TABLE: &[Specimen] = &[
    Specimen {
        name: "sha1-signature",
        what: "Signed with SHA-1 and RSA.",
        failure: "F15",
        clause: "RFC 9846 §4.5.1.3",
        answer: at(0, BAD_CERTIFICATE, "WeakSignature", "signed over a broken hash function: SHA-1"),
        make: |plan| leaf_signed(plan, &SHA1),
        ..BOTH
    },
    Specimen {
        name: "md5-signature",
        what: "Signed with MD5 and RSA.",
        failure: "F15",
        clause: "RFC 9846 §4.5.1.3",
        answer: at(0, BAD_CERTIFICATE, "WeakSignature", "signed over a broken hash function: MD5"),
        make: |plan| leaf_signed(plan, &MD5),
        ..BOTH
    },
    Specimen {
        name: "sha1-intermediate",
        what: "Below an intermediate whose certificate is signed with SHA-1 and RSA.",
        failure: "F15",
        clause: "RFC 9846 §4.5.1.3",
        answer: at(1, BAD_CERTIFICATE, "WeakSignature", "signed over a broken hash function: SHA-1"),
        make: intermediate_signed_with_sha1,
        ..BOTH
    },
    Specimen {
        name: "small-rsa-key",
        what: "An RSA key of 1024 bits.",
        failure: "F15",
        clause: "RFC 9325 §4.5",
        answer: at(0, BAD_CERTIFICATE, "KeySize", "the RSA key is outside the accepted sizes: 1024 bits"),
        make: small_key,
        ..BOTH
    },
    Specimen {
        name: "small-rsa-intermediate",
        what: "Below an intermediate with an RSA key of 1024 bits.",
        failure: "F15",
        clause: "RFC 9325 §4.5",
        answer: at(1, BAD_CERTIFICATE, "KeySize", "the RSA key is outside the accepted sizes: 1024 bits"),
        make: small_key_above,
        ..BOTH
    },
];

fn leaf_signed(plan: Plan<'_>, scheme: &Scheme) -> Result<Exhibit, Error> {
    let plan = plan.middle(|middle| middle.key = KeyKind::Rsa2048);
    let town = plan.town()?;
    let issuer = town.middles.last().ok_or(Error::UnreadableKey)?;
    let (key, mut issued) = (weak::key_of(issuer)?, town.issued);
    issued.replace_leaf(|leaf| scheme.reissue(leaf, &key))?;
    Ok(plan.exhibit(issued))
}

fn intermediate_signed_with_sha1(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let plan = plan.middle(|middle| middle.key = KeyKind::Rsa2048).lower(|_| ());
    let town = plan.town()?;
    let [upper, lower] = town.middles.as_slice() else { return Err(Error::UnreadableKey) };
    let mut issued = town.issued;
    let weak = SHA1.reissue(lower.certificate(), &weak::key_of(upper)?)?;
    issued.chain = issued
        .chain
        .into_iter()
        .map(|it| if it == *lower.certificate() { weak.clone() } else { it })
        .collect();
    Ok(plan.exhibit(issued))
}

fn small_key(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let key = weak::small_key()?;
    let spki = weak::spki(&key)?;
    let mut exhibit = plan.edited(|leaf| leaf.set_public_key(&spki))?;
    exhibit.issued.key = weak::private_key(&key)?;
    Ok(exhibit)
}

/// The intermediate gets the small key, and with it signs the leaf again.
fn small_key_above(plan: Plan<'_>) -> Result<Exhibit, Error> {
    let key = weak::small_key()?;
    let spki = weak::spki(&key)?;
    let mut issued = plan.town()?.issued;
    let [leaf, middle] = issued.chain.as_slice() else { return Err(Error::UnreadableCertificate) };
    let middle = plan.root.reissue(middle, |middle| middle.set_public_key(&spki))?;
    issued.chain = vec![SHA256.reissue(leaf, &key)?, middle];
    Ok(plan.exhibit(issued))
}
