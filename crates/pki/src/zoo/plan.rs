//! The healthy place that every specimen lives in, and the ways in which it is spoilt.

use core::time::Duration;

use handfast_crypto::rng::SystemRng;
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use rustls_pki_types::{CertificateDer, PrivatePkcs8KeyDer, UnixTime};

use super::{CLIENT_NAME, Exhibit, Role, SERVER_NAME};
use crate::surgery::{self, Opened};
use crate::{
    Authority, Constraint, Error, Extension, Issued, KeyKind, KeyUsage, Name, Purpose, Request, Validity,
};

pub(super) const ROOT_NAME: &str = "zoo root";

const DAY: u64 = 24 * 60 * 60;

/// What will be made: a root, the intermediates from the top down, and a leaf.
pub(super) struct Plan {
    role: Role,
    root: Request,
    middles: Vec<Request>,
    leaf: Request,
}

impl Role {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Server => Self::Client,
            Self::Client => Self::Server,
        }
    }

    pub(super) fn purpose(self) -> Purpose {
        match self {
            Self::Server => Purpose::ServerAuth,
            Self::Client => Purpose::ClientAuth,
        }
    }
}

/// From thirty days ago until yesterday.
pub(super) fn past(now: UnixTime) -> Validity {
    let before = |days: u64| seconds(now.as_secs().saturating_sub(days * DAY));
    Validity { not_before: before(30), not_after: before(1) }
}

/// From two minutes ahead: a clock that is a little fast.
pub(super) fn future(now: UnixTime) -> Validity {
    let after = |by: u64| seconds(now.as_secs().saturating_add(by));
    Validity { not_before: after(120), not_after: after(30 * DAY) }
}

fn seconds(since_epoch: u64) -> UnixTime {
    UnixTime::since_unix_epoch(Duration::from_secs(since_epoch))
}

impl Plan {
    pub(super) fn healthy(role: Role, now: UnixTime) -> Self {
        let leaf = match role {
            Role::Server => Request::server([SERVER_NAME], now),
            Role::Client => Request::client(CLIENT_NAME, now),
        };
        let middles = vec![Request::authority("zoo intermediate", now)];
        Self { role, root: Request::authority(ROOT_NAME, now), middles, leaf }
    }

    pub(super) fn leaf(mut self, spoil: impl FnOnce(&mut Request)) -> Self {
        spoil(&mut self.leaf);
        self
    }

    pub(super) fn middle(mut self, spoil: impl FnOnce(&mut Request)) -> Self {
        self.middles.first_mut().map(spoil);
        self
    }

    pub(super) fn build(self) -> Result<Exhibit, Error> {
        let (anchor, issuer) = self.authorities()?;
        Ok(Exhibit { anchor, issued: issuer.issue(&self.leaf)? })
    }

    /// As [`Plan::build`], with the leaf opened, edited and signed again by its issuer.
    pub(super) fn edited(self, edit: impl FnOnce(&mut Opened)) -> Result<Exhibit, Error> {
        let (anchor, issuer) = self.authorities()?;
        let mut issued = issuer.issue(&self.leaf)?;
        issued.replace_leaf(|leaf| {
            let mut opened = Opened::open(leaf)?;
            edit(&mut opened);
            opened.close(|tbs| issuer.sign_bytes(tbs))
        })?;
        Ok(Exhibit { anchor, issued })
    }

    /// The root's certificate, and the authority that issues the leaf.
    fn authorities(&self) -> Result<(CertificateDer<'static>, Authority), Error> {
        let root = Authority::root(&self.root)?;
        let anchor = root.certificate().clone();
        let issuer = self.middles.iter().try_fold(root, |above, request| above.intermediate(request))?;
        Ok((anchor, issuer))
    }

    pub(super) fn below_another_root(mut self, name: &str) -> Result<Exhibit, Error> {
        let anchor = Authority::root(&self.root)?.certificate().clone();
        self.root.common_name = Some(name.to_owned());
        Ok(Exhibit { anchor, ..self.build()? })
    }

    pub(super) fn self_signed(self) -> Result<Exhibit, Error> {
        let anchor = Authority::root(&self.root)?.certificate().clone();
        Ok(Exhibit { anchor, issued: Authority::root(&self.leaf)?.into_issued() })
    }

    pub(super) fn document_signer(self) -> Result<Exhibit, Error> {
        self.leaf(|leaf| leaf.key_usages = vec![KeyUsage::ContentCommitment]).build()
    }

    pub(super) fn signed_with_sha1(self) -> Result<Exhibit, Error> {
        let plan = self.middle(|middle| middle.key = KeyKind::Rsa2048);
        let (anchor, issuer) = plan.authorities()?;
        let mut issued = issuer.issue(&plan.leaf)?;
        issued.replace_leaf(|leaf| {
            let mut opened = Opened::open(leaf)?;
            opened.set_algorithm(surgery::SHA1_WITH_RSA);
            opened.close(|tbs| surgery::sign_sha1_rsa(&issuer, tbs))
        })?;
        Ok(Exhibit { anchor, issued })
    }

    pub(super) fn with_small_rsa_key(self) -> Result<Exhibit, Error> {
        let library = |text: String| Error::Library(text);
        let key = rsa::RsaPrivateKey::new(&mut SystemRng, 1024).map_err(|e| library(e.to_string()))?;
        let public = key.to_public_key().to_public_key_der().map_err(|e| library(e.to_string()))?;
        let private = key.to_pkcs8_der().map_err(|e| library(e.to_string()))?;
        let mut exhibit = self.edited(|leaf| leaf.set_public_key(public.as_bytes()))?;
        exhibit.issued.key = PrivatePkcs8KeyDer::from(private.as_bytes().to_vec()).into();
        Ok(exhibit)
    }

    pub(super) fn with_another_key(self) -> Result<Exhibit, Error> {
        let (anchor, issuer) = self.authorities()?;
        let other = issuer.issue(&self.leaf)?;
        let issued = Issued { key: other.key, ..issuer.issue(&self.leaf)? };
        Ok(Exhibit { anchor, issued })
    }

    pub(super) fn named(self, name: Option<&str>) -> Result<Exhibit, Error> {
        self.leaf(|leaf| leaf.names = name.map(Name::from).into_iter().collect()).build()
    }

    pub(super) fn address_as_host(self) -> Result<Exhibit, Error> {
        self.leaf(|leaf| leaf.names = vec![Name::Dns("127.0.0.1".to_owned())]).build()
    }

    pub(super) fn issuer_not_authority(self) -> Result<Exhibit, Error> {
        self.middle(|middle| middle.constraint = Constraint::EndEntity).build()
    }

    pub(super) fn issuer_may_not_sign(self) -> Result<Exhibit, Error> {
        self.middle(|middle| middle.key_usages = vec![KeyUsage::CrlSign]).build()
    }

    pub(super) fn path_len_exceeded(mut self) -> Result<Exhibit, Error> {
        let lower = self
            .middles
            .first()
            .map(|middle| Request { common_name: Some("zoo lower".into()), ..middle.clone() });
        self.middles.extend(lower);
        self.middle(|middle| middle.constraint = Constraint::Authority { path_len: Some(0) }).build()
    }

    /// The permitted subtree is other.example, the leaf is for localhost.
    pub(super) fn name_constraint_violated(mut self) -> Result<Exhibit, Error> {
        if self.role == Role::Client {
            self.leaf.names = vec![SERVER_NAME.into()];
        }
        self.middle(|middle| middle.extensions.push(permitted_other_example())).build()
    }

    pub(super) fn unknown_critical_extension(self) -> Result<Exhibit, Error> {
        // Below the private enterprise number that RFC 5612 sets aside for documentation.
        let oid = vec![1, 3, 6, 1, 4, 1, 32473, 1];
        self.leaf(|leaf| leaf.extensions.push(Extension { oid, critical: true, content: vec![5, 0] })).build()
    }

    pub(super) fn duplicate_extension(self) -> Result<Exhibit, Error> {
        let digital_signature = vec![0x03, 0x02, 0x07, 0x80];
        let twice = Extension { oid: vec![2, 5, 29, 15], critical: true, content: digital_signature };
        self.leaf(|leaf| leaf.extensions.push(twice)).build()
    }
}

/// nameConstraints (RFC 5280 §4.2.1.10) with one permitted dNSName.
fn permitted_other_example() -> Extension {
    let host = b"other.example";
    let mut content = vec![0x30, 0x13, 0xa0, 0x11, 0x30, 0x0f, 0x82, 0x0d];
    content.extend_from_slice(host);
    Extension { oid: vec![2, 5, 29, 30], critical: true, content }
}

impl Exhibit {
    pub(super) fn without_intermediates(mut self) -> Result<Self, Error> {
        self.issued.chain.truncate(1);
        Ok(self)
    }

    /// With the bytes of the leaf spoilt, not signed again.
    pub(super) fn damaged(mut self, spoil: impl FnOnce(&mut Vec<u8>)) -> Result<Self, Error> {
        self.issued.replace_leaf(|leaf| {
            let mut bytes = leaf.to_vec();
            spoil(&mut bytes);
            Ok(bytes.into())
        })?;
        Ok(self)
    }
}
