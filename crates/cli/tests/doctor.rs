//! What `connect` says when OpenSSL's server refuses its certificate.

#![cfg(all(test, unix))]
#![expect(clippy::unwrap_used, reason = "a test may fail where it stands")]

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A server that names no authorities, so that the client shows whatever it has; over when it is dropped.
struct Server(Child, u16);

impl Server {
    fn start(folder: &Path, version: &str) -> Self {
        let arguments = format!(
            "s_server -accept 127.0.0.1:0 -cert d/server.crt -key d/server.key -cert_chain d/server.crt \
             -Verify 3 -verify_return_error -verifyCAfile trusted.crt {version}"
        );
        let mut server = Command::new("openssl")
            .args(arguments.split_whitespace())
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
        let line = lines.find_map(|line| line.unwrap().strip_prefix("ACCEPT ").map(str::to_owned)).unwrap();
        std::thread::spawn(move || lines.for_each(drop));
        let port = line.rsplit(':').next().unwrap().parse().unwrap();
        Self(server, port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn handfast(folder: &Path, arguments: &str) -> std::process::Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handfast"));
    command.current_dir(folder).args(arguments.split_whitespace()).stdin(Stdio::null()).output().unwrap()
}

/// The exit code and standard error of a client with this certificate.
fn refused(folder: &Path, version: &str, certificate: &str) -> (Option<i32>, String) {
    let server = Server::start(folder, version);
    let arguments = format!("connect localhost:{} --cacert d/root.crt --get / {certificate}", server.1);
    let output = handfast(folder, &arguments);
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn openssl_refuses_for_four_reasons() {
    let folder = tempfile::tempdir().unwrap();
    for arguments in [
        "pki init d",
        "pki issue d server --name localhost",
        "pki init other",
        "pki issue other client --cn stranger",
        "pki zoo zoo",
    ] {
        assert_eq!(handfast(folder.path(), arguments).status.code(), Some(0), "{arguments}");
    }
    let [ours, theirs] =
        ["d/root.crt", "zoo/root.crt"].map(|file| std::fs::read(folder.path().join(file)).unwrap());
    std::fs::write(folder.path().join("trusted.crt"), [ours, theirs].concat()).unwrap();
    let cases = [
        ("", "F01 "),
        ("--cert other/stranger.crt --key other/stranger.key", "F02 "),
        ("--cert zoo/client/wrong-purpose/chain.crt --key zoo/client/wrong-purpose/leaf.key", "F07 "),
        ("--cert zoo/client/expired/chain.crt --key zoo/client/expired/leaf.key", "F06 "),
    ];
    for version in ["-tls1_2", "-tls1_3"] {
        for (certificate, wanted) in cases {
            let (code, said) = refused(folder.path(), version, certificate);
            assert_eq!(code, Some(3), "{version} {certificate}\n{said}");
            assert!(said.contains("refused us, the client"), "{said}");
            assert!(said.contains(wanted), "{version} {certificate}\n{said}");
            assert!(said.contains("to mend it, "), "{said}");
        }
    }
}
