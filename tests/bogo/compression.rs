//! The runner's ways to compress certificates: they are easy to tell apart, and no use to anybody else.

use std::sync::Arc;

use handfast::compression::{BadCompression, CertificateCompression};
use handfast::crypto::rng::{Rng, SystemRng};
use handfast::wire::code_points::CertificateCompressionAlgorithm;

use crate::failure::Failure;

/// What `-install-cert-compression-algs` installs, the best first.
pub(crate) const ALL: [u16; 3] = [EXPANDING, SHRINKING, RANDOM];

const SHRINKING: u16 = 0xff01;
const EXPANDING: u16 = 0xff02;
const RANDOM: u16 = 0xff03;

/// With these code points.
pub(crate) fn ways(codes: &[u16]) -> Result<Vec<Arc<dyn CertificateCompression>>, Failure> {
    let known = |code: &u16| -> Result<Arc<dyn CertificateCompression>, Failure> {
        match *code {
            SHRINKING => Ok(Arc::new(Shrinking)),
            EXPANDING => Ok(Arc::new(Expanding)),
            RANDOM => Ok(Arc::new(Random)),
            other => Err(Failure::unimplemented(format!("compression {other}"))),
        }
    };
    codes.iter().map(known).collect()
}

/// Leaves out the two zeros with which every Certificate of the handshake begins.
#[derive(Debug)]
struct Shrinking;

const ZEROS: &[u8] = &[0, 0];

impl CertificateCompression for Shrinking {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm(SHRINKING)
    }

    fn compress(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        body.strip_prefix(ZEROS).map(Arc::from)
    }

    fn decompress(&self, compressed: &[u8], body: &mut [u8]) -> Result<(), BadCompression> {
        filled(body, &[ZEROS, compressed].concat())
    }
}

/// Puts four bytes before it.
#[derive(Debug)]
struct Expanding;

const PREFIX: &[u8] = &[1, 2, 3, 4];

impl CertificateCompression for Expanding {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm(EXPANDING)
    }

    fn compress(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        Some([PREFIX, body].concat().into())
    }

    fn decompress(&self, compressed: &[u8], body: &mut [u8]) -> Result<(), BadCompression> {
        filled(body, compressed.strip_prefix(PREFIX).ok_or(BadCompression)?)
    }
}

/// Puts a random byte before it.
#[derive(Debug)]
struct Random;

impl CertificateCompression for Random {
    fn algorithm(&self) -> CertificateCompressionAlgorithm {
        CertificateCompressionAlgorithm(RANDOM)
    }

    fn compress(&self, body: &[u8]) -> Option<Arc<[u8]>> {
        let mut byte = [0];
        let random: &mut dyn Rng = &mut SystemRng;
        random.fill_bytes(&mut byte);
        Some([&byte, body].concat().into())
    }

    fn decompress(&self, compressed: &[u8], body: &mut [u8]) -> Result<(), BadCompression> {
        filled(body, compressed.get(1..).ok_or(BadCompression)?)
    }
}

fn filled(body: &mut [u8], from: &[u8]) -> Result<(), BadCompression> {
    if from.len() != body.len() {
        return Err(BadCompression);
    }
    body.copy_from_slice(from);
    Ok(())
}
