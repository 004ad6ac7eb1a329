//! Certification paths against suites of others.
//!
//! | module | what it holds |
//! |---|---|
//! | [`suite`] | reads a suite from the folder `HANDFAST_SUITES`, where there is one |
//! | [`exceptions`] | compares what failed with what is known to fail, and why |
//! | [`pkits`] | the Public Key Interoperability Test Suite of NIST |

#![cfg(test)]

mod exceptions;
mod pkits;
mod suite;
