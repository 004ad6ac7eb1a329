//! The diagrams, as a reader sees them.

use handfast::Role;
use handfast::handshake::diagram::figure;

use crate::figures;

fn holds(role: Role, file: &str, checked_in: &str) {
    let figure = figure(role);
    assert!(figure.lines().count() <= 45, "it must fit on a screen");
    assert!(figure.lines().all(|line| line.chars().count() <= 80), "it must fit on a screen");
    figures::holds(file, &figure, checked_in);
}

#[test]
fn of_the_client() {
    holds(Role::Client, "client.txt", include_str!("figures/client.txt"));
}

#[test]
fn of_the_server() {
    holds(Role::Server, "server.txt", include_str!("figures/server.txt"));
}
