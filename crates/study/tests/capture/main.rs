//! Connections as captures: opened by somebody else, tshark, and read back by ourselves.

#![cfg(test)]

mod disorder;
mod followed;
mod hostile;
mod others;
mod talk;
mod tshark;
mod values;
mod written;
