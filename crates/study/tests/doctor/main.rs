//! Failures are provoked, and both sides must name the right one.

#![cfg(test)]

mod asked;
mod offers;
mod ward;
mod zoo;
