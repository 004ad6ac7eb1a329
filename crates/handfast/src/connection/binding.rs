//! Channel bindings (RFC 5056): values of a connection that an application can sign or hash into its own authentication, so
//! that it holds for this connection alone and a man in the middle gets nothing from passing it on.

use core::fmt;

use handfast_crypto::hash::{Digest, Hash};
use handfast_handshake::{CertificateType, Role, Version};
use handfast_path::{Cert, Scheme};

use super::Connection;

/// Why a connection has no such channel binding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoBinding {
    /// The handshake is not complete.
    NotConnected,
    /// TLS 1.3 has none that is made of Finished messages (RFC 9846 §C.5).
    NotInThisVersion,
    /// The main secret of TLS 1.2 is not bound to its handshake, so that two connections can be made to share it
    /// (RFC 7627 §5.4).
    NotExtended,
    /// The server showed no certificate: a key alone, or nothing but a key that was shared beforehand.
    NoCertificate,
    /// The connection goes on from a session, and a server does not keep which of its certificates it showed then.
    NotKept,
    /// The certificate's signature has no hash function of its own (RFC 5929 §4.1), as that of Ed25519.
    NoHash,
}

/// The label of tls-exporter (RFC 9266 §2).
const LABEL: &str = "EXPORTER-Channel-Binding";

impl Connection {
    /// `tls-exporter` (RFC 9266): keying material of 32 bytes, in both versions.
    ///
    /// # Errors
    /// [`NoBinding::NotConnected`]; [`NoBinding::NotExtended`] in TLS 1.2.
    pub fn tls_exporter(&self) -> Result<[u8; 32], NoBinding> {
        if self.speaks(Version::Tls12) && !self.negotiated.extended_main_secret {
            return Err(NoBinding::NotExtended);
        }
        let mut value = [0; 32];
        let exported = self.export(LABEL, Some(&[]), &mut value);
        exported.map(|()| value).map_err(|_| NoBinding::NotConnected)
    }

    /// `tls-unique` (RFC 5929 §3): the verify_data of the first Finished of a handshake of TLS 1.2. That is the client's,
    /// and the server's where the connection goes on from a session.
    ///
    /// # Errors
    /// [`NoBinding::NotConnected`]; [`NoBinding::NotInThisVersion`] in TLS 1.3; [`NoBinding::NotExtended`] if the connection
    /// goes on from a session whose main secret is not bound to its handshake.
    pub fn tls_unique(&self) -> Result<[u8; 12], NoBinding> {
        if !self.is_connected() {
            return Err(NoBinding::NotConnected);
        }
        let first = self.engine.machine.first_finished().ok_or(NoBinding::NotInThisVersion)?;
        if self.negotiated.resumed && !self.negotiated.extended_main_secret {
            return Err(NoBinding::NotExtended);
        }
        Ok(first)
    }

    /// `tls-server-end-point` (RFC 5929 §4): the hash of the server's certificate by the hash function of its signature, or
    /// SHA-256 where that is MD5 or SHA-1. It is the same in all connections with this certificate. TLS 1.3 does not define
    /// it (RFC 9846 §C.5), but SASL has gone on to use it there.
    ///
    /// # Errors
    /// [`NoBinding::NotConnected`], [`NoBinding::NoCertificate`], [`NoBinding::NotKept`], [`NoBinding::NoHash`].
    pub fn tls_server_end_point(&self) -> Result<Digest, NoBinding> {
        if !self.is_connected() {
            return Err(NoBinding::NotConnected);
        }
        let certificate = match self.engine.role {
            Role::Client => self.peer().and_then(|peer| peer.chain().certificates().next()),
            Role::Server if self.negotiated.resumed => return Err(NoBinding::NotKept),
            Role::Server => self.own_certificate(),
        };
        let certificate = certificate.ok_or(NoBinding::NoCertificate)?;
        Ok(hash_of(certificate)?.digest(&[certificate]))
    }

    /// The certificate that was shown to the peer.
    fn own_certificate(&self) -> Option<&[u8]> {
        let identity = self.engine.config.identities().get(self.negotiated.identity?)?;
        let certificates = (identity.certificate_type() == CertificateType::X509).then(|| identity.chain());
        certificates?.first().map(AsRef::as_ref)
    }
}

fn hash_of(certificate: &[u8]) -> Result<Hash, NoBinding> {
    let scheme = Cert::parse(certificate).ok().and_then(|certificate| certificate.signature_scheme());
    match scheme.ok_or(NoBinding::NoHash)? {
        Scheme::RsaPkcs1(hash) | Scheme::RsaPss(hash, _) | Scheme::Ecdsa(hash) => Ok(hash),
        Scheme::Weak(_) => Ok(Hash::Sha256),
        Scheme::Ed25519 => Err(NoBinding::NoHash),
    }
}

impl fmt::Display for NoBinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotConnected => "the handshake is not complete",
            Self::NotInThisVersion => "TLS 1.3 has no tls-unique (RFC 9846 §C.5)",
            Self::NotExtended => "the main secret is not bound to its handshake (RFC 7627 §5.4)",
            Self::NoCertificate => "the server showed no certificate",
            Self::NotKept => "a server does not keep which certificate it showed when the session was made",
            Self::NoHash => "the certificate's signature has no hash function of its own (RFC 5929 §4.1)",
        })
    }
}

impl core::error::Error for NoBinding {}
