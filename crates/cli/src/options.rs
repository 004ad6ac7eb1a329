//! The options that several commands share: how their values are read.

use std::sync::Arc;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use handfast::ClientAuth;
use handfast::compression::{self, CertificateCompression};
use handfast::crypto::kx::Group;
use handfast::handshake::Scheme;
use handfast::path::Profile;
use handfast::path::cert::{NotAnOid, Oid};
use handfast::wire::code_points::{MaxFragmentLength, SignatureScheme};

/// A key exchange group, by the name of the RFC or that of OpenSSL.
pub(crate) fn group(name: &str) -> Result<Group, String> {
    let known = |group: &&Group| names_of(**group).iter().any(|known| known.eq_ignore_ascii_case(name));
    Group::ALL.iter().find(known).copied().ok_or_else(|| {
        let names: Vec<_> = Group::ALL.iter().flat_map(|group| names_of(*group)).copied().collect();
        format!("known are {}", names.join(", "))
    })
}

const fn names_of(group: Group) -> &'static [&'static str] {
    match group {
        Group::X25519 => &["X25519"],
        Group::Secp256r1 => &["P-256", "secp256r1"],
        Group::Secp384r1 => &["P-384", "secp384r1"],
        Group::Secp521r1 => &["P-521", "secp521r1"],
        Group::X25519MlKem768 => &["X25519MLKEM768"],
        Group::MlKem1024 => &["MLKEM1024"],
    }
}

/// A signature scheme, by its name in the RFC.
pub(crate) fn scheme(name: &str) -> Result<SignatureScheme, String> {
    let all = || Scheme::TLS13.iter().chain(&Scheme::PKCS1).map(|scheme| scheme.code);
    all().find(|code| code.name() == Some(name)).ok_or_else(|| {
        let names: Vec<_> = all().map(|code| code.to_string()).collect();
        format!("known are {}", names.join(", "))
    })
}

/// A way to compress certificates, by the name of the RFC.
pub(crate) fn compression(name: &str) -> Result<Arc<dyn CertificateCompression>, String> {
    let all = compression::all();
    let names: Vec<_> = all.iter().map(|way| way.algorithm().to_string()).collect();
    let known = all.into_iter().find(|way| way.algorithm().name() == Some(name));
    known.ok_or_else(|| format!("known are {}", names.join(", ")))
}

/// How long fragments are to be: one of the four lengths of RFC 6066 §4.
pub(crate) fn fragment_length() -> impl TypedValueParser<Value = MaxFragmentLength> {
    PossibleValuesParser::new(["512", "1024", "2048", "4096"]).map(|octets| match &*octets {
        "512" => MaxFragmentLength::OF_512,
        "1024" => MaxFragmentLength::OF_1024,
        "2048" => MaxFragmentLength::OF_2048,
        _ => MaxFragmentLength::OF_4096,
    })
}

/// The name of an application protocol (RFC 7301 §3.1): 1 to 255 bytes.
pub(crate) fn protocol(name: &str) -> Result<String, String> {
    match name.len() {
        1..=255 => Ok(name.to_owned()),
        _ => Err("a protocol's name has 1 to 255 bytes".to_owned()),
    }
}

/// How strict a path is judged.
pub(crate) fn profile() -> impl TypedValueParser<Value = Profile> {
    let names = Profile::ALL.iter().map(|profile| profile.name());
    PossibleValuesParser::new(names).map(|name| Profile::named(&name).unwrap_or(Profile::RFC5280))
}

/// An object identifier in dotted form.
pub(crate) fn object_identifier(text: &str) -> Result<Oid, String> {
    text.parse().map_err(|why: NotAnOid| why.to_string())
}

/// Whether a server asks for client certificates.
pub(crate) fn client_auth() -> impl TypedValueParser<Value = ClientAuth> {
    PossibleValuesParser::new(["none", "optional", "require"]).map(|word| match word.as_str() {
        "optional" => ClientAuth::Optional,
        "require" => ClientAuth::Require,
        _ => ClientAuth::None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_by_any_name() {
        assert_eq!(group("x25519mlkem768"), Ok(Group::X25519MlKem768));
        assert_eq!(group("P-256"), group("secp256r1"));
        let unknown = "known are X25519, P-256, secp256r1, P-384, secp384r1, P-521, secp521r1, X25519MLKEM768, \
                       MLKEM1024";
        assert_eq!(group("ffdhe2048"), Err(unknown.to_owned()));
    }

    #[test]
    fn schemes_by_name() {
        assert_eq!(scheme("ecdsa_secp521r1_sha512"), Ok(SignatureScheme::ECDSA_SECP521R1_SHA512));
        assert!(scheme("rsa_pkcs1_sha1").is_err_and(|known| known.ends_with("rsa_pkcs1_sha512")));
    }

    #[test]
    fn protocols_fit_one_byte_of_length() {
        assert!(protocol("").is_err() && protocol(&"x".repeat(256)).is_err());
        assert_eq!(protocol("http/1.1").as_deref(), Ok("http/1.1"));
    }
}
