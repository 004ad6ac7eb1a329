//! The doctor with peers of other families than OpenSSL and nginx, whose cases are examined where they are run: what is
//! wrong with a client's certificate is named on our side, whatever the other side makes of it.

use std::path::Path;
use std::process::Command;

use handfast::Version;
use handfast_pki::KeyKind;
use handfast_study::doctor::{Diagnosis, Direction, Failure};

use crate::case::{Presents, VERSIONS};
use crate::client::call;
use crate::examined::{is_what_our_client_sees, is_what_our_server_sees};
use crate::floor;
use crate::process::{is_installed, run, text};
use crate::server::Server;
use crate::stacks::{
    GO, GO_PROGRAMS, Start, case, gnutls_cli, gnutls_serv, java_client, scripted_client, scripted_server,
};
use crate::wardrobe::Wardrobe;

/// Each kind of client that is refused, and the name of its files.
const REFUSED: [(&str, Presents); 4] = [
    ("-", Presents::RequiredWithout),
    ("stranger", Presents::WrongAuthority),
    ("expired", Presents::Expired),
    ("server_only", Presents::ServerAuthOnly),
];

/// A client: version, port, folder, and who it is.
type Client = fn(Version, u16, &Path, &str) -> Command;

/// Our server's view of clients of this stack. How many cases that were.
fn of_clients(stack: &str, client: Client, refused: &[(&str, Presents)]) -> usize {
    for version in VERSIONS {
        for (who, presents) in refused {
            let (wardrobe, case) = (Wardrobe::of(KeyKind::P256), case(version, *presents));
            let server = Server::start(wardrobe.server_config(case));
            let mut command = client(version, server.port, wardrobe.folder(), who);
            let said = text(&run(&mut command, "GET / HTTP/1.0\r\n\r\n"));
            let diagnosis = server.end().diagnosis;
            let cause = diagnosis.as_ref().and_then(|diagnosis| diagnosis.cause);
            let what = format!("{stack} {version:?} {who}: {diagnosis:?} {said}");
            assert!(is_what_our_server_sees(*presents, cause), "{what}");
            assert_eq!(diagnosis.map(|diagnosis| diagnosis.direction), Some(Direction::WeRefused), "{what}");
        }
    }
    VERSIONS.len() * refused.len()
}

/// Our client's view of servers of this stack; what they are known to take is not refused.
fn of_servers(stack: &str, start: Start, taken: &[Presents]) -> usize {
    for version in VERSIONS {
        for (who, presents) in REFUSED {
            let (wardrobe, case) = (Wardrobe::of(KeyKind::P256), case(version, presents));
            let (_peer, port) = start(version, wardrobe.folder());
            let called = call(port, &wardrobe.client_config(case));
            let what = format!("{stack} {version:?} {who}: {:?} {:?}", called.result, called.diagnosis);
            match &called.diagnosis {
                None => assert!(taken.contains(&presents), "{what}"),
                Some(Diagnosis { cause, direction, .. }) => {
                    assert!(direction.is_against_us(), "{what}");
                    assert!(is_what_our_client_sees(presents, *cause), "{what}");
                }
            }
        }
    }
    VERSIONS.len() * REFUSED.len()
}

#[test]
fn gnutls() {
    if is_installed("gnutls-cli", &["--version"]) {
        let clients = of_clients("gnutls-cli", gnutls_cli, &REFUSED);
        // gnutls-serv does not look at the extended key usage.
        let servers = of_servers("gnutls-serv", gnutls_serv, &[Presents::ServerAuthOnly]);
        floor::report("doctor, gnutls", clients + servers);
    }
}

#[test]
fn go() {
    if is_installed(&GO, &["version"]) {
        let client: Client = |version, port, folder, who| {
            scripted_client(Command::new(GO_PROGRAMS.path().join("client")), version, port, folder, who)
        };
        let clients = of_clients("go", client, &REFUSED);
        let server: Start = |version, folder| {
            scripted_server(Command::new(GO_PROGRAMS.path().join("server")), version, folder)
        };
        floor::report("doctor, go", clients + of_servers("go", server, &[]));
    }
}

/// Java's key manager shows what it has, expired or not.
#[test]
fn java() {
    if is_installed("java", &["-version"]) {
        let refused: Vec<_> = REFUSED.into_iter().filter(|(who, _)| *who != "stranger").collect();
        floor::report("doctor, java", of_clients("java", java_client, &refused));
    }
}

/// A certificate of an authority of the right name with another key is shown, for the server names that; each family
/// answers in its own way.
#[test]
fn a_namesake_is_shown_and_refused() {
    if is_installed("gnutls-serv", &["--version"]) {
        for version in VERSIONS {
            let wardrobe = Wardrobe::of(KeyKind::P256);
            let (_peer, port) = gnutls_serv(version, wardrobe.folder());
            let called = call(port, &wardrobe.namesake_config(case(version, Presents::WrongAuthority)));
            let diagnosis = called.diagnosis.expect("refused");
            // access_denied is all that GnuTLS 3.7 says to any certificate.
            let causes = [Some(Failure::F02), Some(Failure::F31)];
            assert!(causes.contains(&diagnosis.cause), "{diagnosis}");
        }
        floor::report("doctor, namesake", VERSIONS.len());
    }
}
