//! Our client calls nginx, which judges clients after the handshake and answers HTTP 400.

use std::process::{Command, Stdio};

use crate::case::{Case, Presents, cases, number, openssl_groups};
use crate::client::{call, check};
use crate::floor;
use crate::process::{Peer, free_port, is_installed, wait_for};
use crate::wardrobe::Wardrobe;
use handfast::{ClientAuth, Version};

#[test]
fn we_call_nginx() {
    if !is_installed("nginx", &["-v"]) {
        return;
    }
    let cases = cases();
    cases.iter().for_each(|case| one(*case));
    floor::report("nginx", cases.len());
}

fn one(case: Case) {
    let wardrobe = Wardrobe::of(case.key);
    let (_peer, port) = start(case, &wardrobe);
    let called = call(port, &wardrobe.client_config(case));
    check(&called, case);
    let page = called.result.as_ref().unwrap_or_else(|why| panic!("{case:?}: {why}"));
    assert!(page.contains(expected(case.presents)), "{case:?}: {page}");
    if page.contains("200 OK") {
        assert!(page.contains(&case.openssl_suite()), "{case:?}: {page}");
    }
}

/// The subject and the verdict that nginx reports, or its words for a refusal.
const fn expected(presents: Presents) -> &'static str {
    match presents {
        Presents::NotAsked | Presents::OptionalWithout => "[] [NONE]",
        Presents::OptionalWith | Presents::RequiredWith => "[CN=alice] [SUCCESS]",
        Presents::RequiredWithout | Presents::WrongAuthority => "No required SSL certificate was sent",
        Presents::Expired | Presents::ServerAuthOnly => "The SSL certificate error",
    }
}

fn start(case: Case, wardrobe: &Wardrobe) -> (Peer, u16) {
    start_with(case, wardrobe, "")
}

/// With this said of its server besides.
pub(crate) fn start_with(case: Case, wardrobe: &Wardrobe, besides: &str) -> (Peer, u16) {
    let port = free_port();
    let folder = wardrobe.folder();
    let file = folder.join(format!("nginx-{port}.conf"));
    std::fs::write(&file, configuration(case, wardrobe, port, besides)).expect("written");
    let mut nginx = Command::new("nginx");
    nginx.arg("-p").arg(folder).arg("-c").arg(file).args(["-g", "daemon off; error_log stderr;"]);
    let peer = Peer::start(nginx.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()));
    wait_for(port);
    (peer, port)
}

fn configuration(case: Case, wardrobe: &Wardrobe, port: u16, besides: &str) -> String {
    let verify = match case.presents.policy() {
        ClientAuth::None => "off",
        ClientAuth::Optional => "optional",
        ClientAuth::Require => "on",
    };
    let (root, cert, key) =
        (wardrobe.file("root.crt"), wardrobe.file("server.crt"), wardrobe.file("server.key"));
    let ciphers = match case.version {
        Version::Tls12 => "ssl_ciphers",
        Version::Tls13 => "ssl_conf_command Ciphersuites",
    };
    format!(
        r#"master_process off; worker_processes 1; pid nginx-{port}.pid;
events {{ worker_connections 64; }}
http {{
    access_log off;
    client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
    server {{
        listen 127.0.0.1:{port} ssl;
        ssl_certificate {cert}; ssl_certificate_key {key};
        ssl_client_certificate {root}; ssl_verify_client {verify};
        ssl_protocols TLSv{version}; ssl_ecdh_curve {curve}; {ciphers} {suite};
        {besides}
        location / {{ return 200 "[$ssl_client_s_dn] [$ssl_client_verify] [$ssl_session_reused] $ssl_cipher\n"; }}
    }}
}}
"#,
        root = root.display(),
        cert = cert.display(),
        key = key.display(),
        version = number(case.version),
        curve = openssl_groups(&case.groups_of_server()),
        suite = case.openssl_suite(),
    )
}
