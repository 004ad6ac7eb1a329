//! Makes certificates: roots, intermediates, servers, clients; and takes them back.
//!
//! ```
//! use handfast_pki::{Authority, KeyKind, Request};
//! use rustls_pki_types::UnixTime;
//!
//! let now = UnixTime::now();
//! let root = Authority::root(&Request::authority("example root", now))?;
//! let server = root.issue(&Request::server(["localhost", "127.0.0.1"], now))?;
//! let client = root.issue(&Request::client("alice", now).key(KeyKind::Ed25519))?;
//! assert_eq!(server.chain.len(), 1);
//! # Ok::<(), handfast_pki::Error>(())
//! ```
//!
//! The time is handed in. Keys, serial numbers and ECDSA nonces come from the operating system: ring, which signs,
//! takes them from nowhere else, so a certificate made twice is never the same twice.

mod authority;
mod csr;
mod error;
mod folder;
mod issued;
mod key;
mod key_usage;
pub mod load;
mod name;
mod pem;
mod pkcs12;
mod private_key;
mod purpose;
mod register;
mod request;
pub mod revocation;
mod stem;
mod surgery;
mod validity;
mod weak;
mod words;
pub mod zoo;

pub use authority::Authority;
pub use csr::{SigningRequest, Terms, key_pem};
pub use error::Error;
pub use folder::{Existing, Folder, FolderError, Pair, write_secret};
pub use issued::Issued;
pub use key::{KeyKind, UnknownKeyKind};
pub use key_usage::key_usages;
pub use name::Name;
pub use pem::{public_key as public_key_pem, revocation_list as revocation_list_pem};
pub use pkcs12::Protection;
pub use purpose::purposes;
pub use rcgen::{ExtendedKeyUsagePurpose as Purpose, KeyUsagePurpose as KeyUsage};
pub use register::Register;
pub use request::{Constraint, Extension, Request};
pub use stem::Stem;
pub use validity::{CLOCK_SKEW, UnreadableTime, Validity, instant};
