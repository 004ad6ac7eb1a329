//! Connections as captures, opened by somebody else: tshark.

#![cfg(test)]

mod talk;
mod tshark;
mod values;
mod written;
