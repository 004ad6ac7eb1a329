//! The bodies of the fuzz targets: each takes any bytes and panics only if something is wrong with the code under test.
//!
//! | target | what the bytes are | what must hold |
//! |---|---|---|
//! | [`wire_message`] | a handshake message | what decodes encodes to the same bytes; its fields tile it |
//! | [`wire_alert_and_record_header`] | an alert, a record header | likewise |
//! | [`deframer`] | a script of records and cuts, with keys and without | memory is bounded, steps end, content is what was sealed |
//! | [`capture`] | a capture file | reading is total, and what was read can be shown |
//! | [`certificate`] | a chain | reading is total; what is valid was issued by the anchor |
//! | [`certificate_compression`] | a way, a length, and what is compressed | what is undone has the length that was promised, and comes back |
//! | [`name`] | a wanted name, a presented one | what is accepted looks like what is wanted |
//! | [`constraints`] | name constraints, and a script of them | as plain comparison of text has it |
//! | [`crl`] | a CRL | reading is total; what nobody signed decides nothing |
//! | [`ocsp`] | an OCSP response | likewise |
//! | [`path_webpki`] | a chain and its anchor | where rustls-webpki judges otherwise, a known rule says why |
//! | [`private_key`] | a key, a chain, a key store | what loads can sign, and the signature verifies |
//! | [`client`], [`server`] | a script for an honest peer whose messages are meddled with | see `side` |
//! | [`pair`] | two scripts, one a side | if both connect, they have the same view |
//!
//! Every body does the same with the same bytes, every time: clock, randomness, keys and certificates are fixed. An
//! empty input is the honest course, and so is the rest of every script behind its end.

mod besides;
mod capture;
mod certificate;
mod certificate_compression;
mod constraints;
mod crl;
mod deframer;
mod line;
mod meddling;
mod name;
mod ocsp;
mod pair;
mod path_webpki;
mod people;
mod private_key;
mod scene;
mod script;
pub mod seeds;
mod side;
mod standing;
mod wire;
mod witnessed;

pub use capture::capture;
pub use certificate::certificate;
pub use certificate_compression::certificate_compression;
pub use constraints::constraints;
pub use crl::crl;
pub use deframer::deframer;
pub use name::name;
pub use ocsp::ocsp;
pub use pair::pair;
pub use path_webpki::path_webpki;
pub use private_key::private_key;
pub use side::{Reached, client, reached, server};
pub use wire::{wire_alert_and_record_header, wire_message};

/// A fuzz target: its name, and its body.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("wire_message", wire_message),
    ("wire_alert_and_record_header", wire_alert_and_record_header),
    ("deframer", deframer),
    ("capture", capture),
    ("certificate", certificate),
    ("certificate_compression", certificate_compression),
    ("name", name),
    ("constraints", constraints),
    ("crl", crl),
    ("ocsp", ocsp),
    ("path_webpki", path_webpki),
    ("private_key", private_key),
    ("client", client),
    ("server", server),
    ("pair", pair),
];
