//! The primitives of TLS as closed enums, and the seams through which they touch the world.
//!
//! | module | what it holds |
//! |---|---|
//! | [`hash`] | SHA-2: [`hash::Hash`], [`hash::Digest`], the running hash of a transcript |
//! | [`sha1`] | SHA-1, to find things by name, and for old signatures under an explicit policy |
//! | [`secret`] | [`secret::Secret`]: bytes that leave no trace |
//! | [`hmac`], [`hkdf`] | RFC 2104, RFC 5869 and HKDF-Expand-Label of RFC 9846 §7.1 |
//! | [`prf12`] | the PRF of TLS 1.2 (RFC 5246 §5) |
//! | [`aead`] | sealing and opening in place |
//! | [`kx`] | key exchange: live, with given scalars, or recorded |
//! | [`public_key`], [`verify`] | a peer's key, and what it signed |
//! | [`sign`] | our keys, and what they sign |
//! | [`key_transport`] | RSA key transport of TLS 1.2 (RFC 5246 §7.4.7.1) |
//! | [`rng`] | the system's randomness, or counting bytes |
//!
//! Nothing here knows a message, a record or a certificate. How strong a key or an algorithm has to be is a policy of
//! those who ask, not of the primitive.
//!
//! Three of the four seams of handfast are traits of this crate: [`rng::Rng`], [`kx::KeyExchange`] and
//! [`sign::Signer`]. Each has a live implementation over *ring* and fixed ones for vectors, study replays and fuzzing.
//! *ring* seals its random source, so live key exchange and randomised signatures draw from the system whatever the
//! [`rng::Rng`] handed in; a session is made deterministic with the fixed implementations.

pub mod aead;
pub mod hash;
pub mod hkdf;
pub mod hmac;
pub mod key_transport;
pub mod kx;
pub mod prf12;
pub mod public_key;
pub mod rng;
pub mod secret;
pub mod sha1;
pub mod sign;
pub mod verify;

mod backend;
mod spki;
mod usual_key;

#[cfg(test)]
mod vectors;
