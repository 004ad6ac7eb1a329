//! What others say of our certificates: the openssl program and rustls-webpki.

#![cfg(test)]

mod files;
mod openssl;
mod revocation;
mod sound;
mod zoo;

use handfast_pki::zoo::{Exhibit, Role};
use rustls_pki_types::{ServerName, UnixTime};
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert};

/// webpki's verdict on an exhibit, as its owner's peer would ask for it.
fn webpki_verdict(exhibit: &Exhibit, role: Role) -> Result<(), webpki::Error> {
    let [leaf, intermediates @ ..] = exhibit.issued.chain.as_slice() else { panic!("an empty chain") };
    let anchor = anchor_from_trusted_cert(&exhibit.anchor)?;
    let leaf = EndEntityCert::try_from(leaf)?;
    let usage = match role {
        Role::Server => KeyUsage::server_auth(),
        Role::Client => KeyUsage::client_auth(),
    };
    leaf.verify_for_usage(
        webpki::ALL_VERIFICATION_ALGS,
        &[anchor],
        intermediates,
        UnixTime::now(),
        usage,
        None,
        None,
    )?;
    match role {
        Role::Server => {
            let wanted = exhibit.demand.name.unwrap();
            leaf.verify_is_valid_for_subject_name(&ServerName::try_from(wanted).unwrap())
        }
        Role::Client => Ok(()),
    }
}
