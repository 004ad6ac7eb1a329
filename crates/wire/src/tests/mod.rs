//! Tests of the crate as a whole.

mod rfc8448;
