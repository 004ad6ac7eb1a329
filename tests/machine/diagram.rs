//! The diagrams, as a reader sees them.

use handfast::Role;
use handfast::handshake::Version;
use handfast::handshake::diagram::figure;

use crate::figures;

fn holds(role: Role, version: Version, file: &str, checked_in: &str) {
    let figure = figure(role, version);
    assert!(figure.lines().count() <= 60, "it must fit on a screen");
    assert!(figure.lines().all(|line| line.chars().count() <= 80), "it must fit on a screen");
    figures::holds(file, &figure, checked_in);
}

#[test]
fn of_the_client() {
    holds(Role::Client, Version::Tls13, "client.txt", include_str!("figures/client.txt"));
    holds(Role::Client, Version::Tls12, "client12.txt", include_str!("figures/client12.txt"));
}

#[test]
fn of_the_server() {
    holds(Role::Server, Version::Tls13, "server.txt", include_str!("figures/server.txt"));
    holds(Role::Server, Version::Tls12, "server12.txt", include_str!("figures/server12.txt"));
}
