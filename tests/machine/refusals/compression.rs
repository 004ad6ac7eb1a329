//! What is wrong with a compressed Certificate (RFC 8879 §4).

use handfast::Role::{Client, Server};
use handfast::compression::{self, Brotli, CertificateCompression as _};
use handfast::handshake::Refusal;
use handfast::wire::code_points::CertificateCompressionAlgorithm as Algorithm;
use handfast::wire::handshake::CompressedCertificate;
use handfast::wire::{DecodeError, Kind, Message};
use handfast_tests::Meddler;
use handfast_tests::samples::encoded;

use super::stage::{Provocation, Stage};

pub(super) fn provocations() -> Vec<Provocation> {
    let spoilt = |spoil: fn(&mut CompressedCertificate<'_>)| {
        let lie = Meddler::rewrite(Kind::CompressedCertificate, move |message| {
            if let Message::CompressedCertificate(compressed) = message {
                spoil(compressed);
            }
        });
        both_compress().lies(Server, lie)
    };
    let unknown = Algorithm(0xff00);
    let brotli = Refusal::BadCompression { algorithm: Algorithm::BROTLI };
    let too_long = Refusal::UncompressedTooLong { length: 0x02_0001, limit: 0x02_0000 };
    let error = DecodeError::Truncated { field: "certificate_list", offset: 4 };
    vec![
        spoilt(|compressed| compressed.algorithm = Algorithm(0xff00))
            .refused_by(Client, Refusal::CompressionNotOffered { algorithm: unknown }),
        spoilt(|compressed| compressed.uncompressed_length = 0x02_0001).refused_by(Client, too_long),
        spoilt(|compressed| compressed.uncompressed_length += 1).refused_by(Client, brotli),
        spoilt(|compressed| compressed.uncompressed_length -= 1).refused_by(Client, brotli),
        spoilt(|compressed| compressed.uncompressed_length = 0).refused_by(Client, brotli),
        both_compress()
            .lies(Client, Meddler::new(Kind::CompressedCertificate, |_| vec![compressed(b"\0\0\0\x09none")]))
            .refused_by(Server, Refusal::Decompressed(error)),
    ]
}

fn both_compress() -> Stage {
    let compresses = |config: &mut handfast::Config| {
        *config = config.clone().with_certificate_compression(compression::all());
    };
    Stage::new().client(compresses).server(compresses)
}

fn compressed(body: &[u8]) -> Vec<u8> {
    encoded(&Message::CompressedCertificate(CompressedCertificate {
        algorithm: Algorithm::BROTLI,
        uncompressed_length: u32::try_from(body.len()).unwrap(),
        compressed_certificate_message: &Brotli.compress(body).unwrap(),
    }))
}
