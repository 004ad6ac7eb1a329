//! Failures are provoked, and both sides must name the right one.

#![cfg(test)]

mod asked;
mod namesake;
mod offers;
mod order;
mod revocation;
mod sessions;
mod shared_keys;
mod ward;
mod welcome;
mod zoo;
