//! What is made of observations: the timeline, the story, the key log.

#![cfg(test)]

mod certificate;
mod explain;
mod fields;
mod keylog;
mod story;
mod timeline;
mod told;
mod trace;
