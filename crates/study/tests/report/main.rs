//! The report of a connection: its facts, its form, and that it keeps what it should keep to itself.

#![cfg(test)]

#[cfg(unix)]
mod cost;
mod facts;
mod form;
mod secrets;
#[path = "../observed/told.rs"]
#[expect(dead_code, reason = "the tests of observations use more of it")]
mod told;

use handfast::{ClientAuth, Config};
use handfast_pki::KeyKind;
use handfast_study::{Keep, Report, Timeline};
use handfast_tests::People;

/// A mutual handshake, as both saw it.
fn mutual(with: impl Fn(&mut Config)) -> Timeline {
    let people = People::new(KeyKind::P256);
    let (mut client, mut server) = (people.client(), people.server(ClientAuth::Require));
    with(&mut client);
    with(&mut server);
    told::told(client, server, Keep::ALL)
}

fn tls12(config: &mut Config) {
    *config = config.clone().with_versions(handfast::Version::Tls12..=handfast::Version::Tls12);
}

fn report() -> Report {
    Report::of(&mutual(|_| ()))
}
