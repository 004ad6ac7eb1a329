//! Certification paths against suites of others.
//!
//! | module | what it holds |
//! |---|---|
//! | [`suite`] | reads a suite from the folder `HANDFAST_SUITES`, where there is one |
//! | [`exceptions`] | compares what failed with what is known to fail, and why |
//! | [`limbo`] | a part of x509-limbo of C2SP, judged as `cargo xtask limbo` does |
//! | [`revocation`] | CRLs of BoringSSL, OCSP responses of OpenSSL |
//! | [`pkits`] | the Public Key Interoperability Test Suite of NIST |

#![cfg(test)]

mod exceptions;
mod limbo;
mod pkits;
mod revocation;
mod suite;
