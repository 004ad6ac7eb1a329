//! The diagrams, as a reader sees them.

use handfast::Role;
use handfast::handshake::diagram::figure;

/// To change a figure: `HANDFAST_FIGURES=write cargo test -p handfast-tests --test machine diagram`, and look at it.
fn holds(role: Role, file: &str, checked_in: &str) {
    let figure = figure(role);
    if std::env::var_os("HANDFAST_FIGURES").is_some_and(|what| what == "write") {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("machine/figures").join(file);
        std::fs::write(path, &figure).unwrap();
        return;
    }
    assert_eq!(figure, checked_in, "the table has changed: does machine/figures/{file} say what is meant?");
    assert!(figure.lines().count() <= 45, "it must fit on a screen");
    assert!(figure.lines().all(|line| line.chars().count() <= 80), "it must fit on a screen");
}

#[test]
fn of_the_client() {
    holds(Role::Client, "client.txt", include_str!("figures/client.txt"));
}

#[test]
fn of_the_server() {
    holds(Role::Server, "server.txt", include_str!("figures/server.txt"));
}
