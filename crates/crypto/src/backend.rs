//! The live primitives. The only module that names *ring*, so that a second backend with the same interface is one
//! `cfg` here and nothing else.

pub(crate) use ring::{aead, agreement, digest, hmac, rand, rsa, signature};
