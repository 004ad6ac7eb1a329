//! Mutual TLS with software that nobody here wrote, in both roles: curl, openssl, nginx, Apache, Python,
//! Node, Go, GnuTLS, Java.
//!
//! Each case is one handshake with one peer; both what we say and what the peer says of it is checked. By default the
//! cases cover every pair of values; HANDFAST_FULL=1 runs the full product. A peer that is not installed is one line
//! ("not run: …"), and a failure in CI. `floor.txt` holds how many cases must have run per peer.

#![cfg(test)]

mod binding;
mod by_session_id;
mod case;
mod client;
mod compression;
mod curl;
mod doctor;
mod early_data;
mod examined;
mod floor;
mod key_transport;
mod later;
mod nginx;
mod node;
mod process;
mod raw_keys;
mod records;
mod resumption;
mod returning;
mod s_client;
mod s_server;
mod server;
mod shared_keys;
mod stacks;
mod staples;
mod wardrobe;
