//! `--deterministic`: a clock that stands, bytes that count, keys that everybody has and signatures that repeat, so that
//! two runs are alike to the last byte.

use core::error::Error;
use core::time::Duration;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};
use std::sync::Arc;

use handfast::crypto::kx::FixedScalars;
use handfast::crypto::rng::CountingRng;
use handfast::crypto::sign::{DeterministicP256, Signer, SigningKey};
use handfast::{Env, Identity, Role};
use handfast_pki::KeyKind;
use handfast_study::capture::Ends;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer, UnixTime};

/// 2026-07-01 12:00:00 UTC, in the middle of the validity of all certificates.
const NOON: Duration = Duration::from_secs(1_782_907_200);

/// Where the two are in a capture: the ports are others in every run.
pub(super) const ENDS: Ends = Ends { client: loopback(50_000), server: loopback(8443) };

const fn loopback(port: u16) -> SocketAddr {
    SocketAddr::V4(SocketAddrV4::new(Ipv4Addr::LOCALHOST, port))
}

/// The clock of a capture, a millisecond for each packet, for those who sort them by time.
pub(super) fn clock() -> impl FnMut() -> Duration + Send {
    let mut now = NOON;
    move || {
        now += Duration::from_millis(1);
        now
    }
}

/// What one side gets from the world. The client counts from 00 and the server from 80: whoever sees `00 01 02 03` in a
/// dump knows whose it is.
pub(super) fn env(role: Role) -> Env {
    let first = match role {
        Role::Client => 0x00,
        Role::Server => 0x80,
    };
    Env {
        clock: Box::new(UnixTime::since_unix_epoch(NOON)),
        rng: Box::new(CountingRng::starting_at(first)),
        kx: Box::new(FixedScalars::new()),
    }
}

/// Why a file of `vectors/demo` is of no use.
type Unusable = Box<dyn Error>;

/// Those of `vectors/demo`, in PEM.
pub(super) struct People {
    kind: KeyKind,
    root: &'static [u8],
    server: [&'static [u8]; 2],
    client: [&'static [u8]; 2],
}

macro_rules! people {
    ($kind:expr, $folder:literal) => {
        People {
            kind: $kind,
            root: people!(file $folder, "root.crt"),
            server: [people!(file $folder, "server.crt"), people!(file $folder, "server.key")],
            client: [people!(file $folder, "alice.crt"), people!(file $folder, "alice.key")],
        }
    };
    (file $folder:literal, $name:literal) => {
        include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/../../vectors/demo/", $folder, "/", $name))
    };
}

const PEOPLE: &[People] = &[people!(KeyKind::P256, "p256"), people!(KeyKind::Ed25519, "ed25519")];

impl People {
    /// Those with keys of this kind; none if its signatures never repeat.
    pub(super) fn with(kind: KeyKind) -> Option<&'static Self> {
        PEOPLE.iter().find(|people| people.kind == kind)
    }

    /// The root's certificate.
    pub(super) fn root(&self) -> Result<CertificateDer<'static>, Unusable> {
        Ok(CertificateDer::from_pem_slice(self.root)?)
    }

    pub(super) fn server(&self) -> Result<Identity, Unusable> {
        self.identity(self.server)
    }

    pub(super) fn client(&self) -> Result<Identity, Unusable> {
        self.identity(self.client)
    }

    fn identity(&self, [certificate, key]: [&[u8]; 2]) -> Result<Identity, Unusable> {
        let certificate = CertificateDer::from_pem_slice(certificate)?;
        let signer = self.signer(&PrivateKeyDer::from_pem_slice(key)?)?;
        Ok(Identity::with_signer(&[certificate], signer)?)
    }

    fn signer(&self, key: &PrivateKeyDer<'_>) -> Result<Arc<dyn Signer>, Unusable> {
        Ok(match self.kind {
            KeyKind::P256 => Arc::new(DeterministicP256::from_der(key)?),
            _ => Arc::new(SigningKey::from_der(key)?),
        })
    }
}
