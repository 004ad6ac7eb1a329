//! The commands that make a proper certificate in place of one that is refused.

use handfast::path::{At, Identity, Purpose, Reference, Refusal, Source};

use rustls_pki_types::ServerName;

use super::Verdict;

/// Lines for a shell, indented; none if no command mends it.
pub(super) fn commands(verdict: &Verdict<'_>, refusal: &Refusal) -> Vec<String> {
    let lines = match refusal {
        Refusal::NotVersion3 { at, .. } if at.source == Source::Leaf => end_entity(verdict),
        Refusal::NoSubjectAltName
        | Refusal::NameMismatch { .. }
        | Refusal::WrongPurpose { at: At::LEAF, .. } => end_entity(verdict),
        Refusal::NotVersion3 { at, .. }
        | Refusal::NotAuthority { at }
        | Refusal::MayNotSignCertificates { at } => authority(verdict, *at),
        _ => Vec::new(),
    };
    lines.into_iter().map(|line| format!("    {line}")).collect()
}

fn end_entity(verdict: &Verdict<'_>) -> Vec<String> {
    let leaf = verdict.case.identity(Source::Leaf);
    signed(stem(verdict), &leaf_extensions(verdict, leaf.as_ref()))
}

fn leaf_extensions(verdict: &Verdict<'_>, leaf: Option<&Identity>) -> Vec<String> {
    let names = names(verdict, leaf);
    let mut lines = Vec::new();
    if !names.is_empty() {
        lines.push(format!("subjectAltName={}", names.join(",")));
    }
    if verdict.case.policy.purpose() == Purpose::ClientAuth {
        lines.push("extendedKeyUsage=clientAuth".to_owned());
    }
    if matches!(verdict.case.wanted, Some(Reference::Spiffe(_))) {
        lines.push("keyUsage=critical,digitalSignature".to_owned());
    }
    lines
}

/// The names it has and the one that is wanted; for a server that has none, its common name, or localhost.
fn names(verdict: &Verdict<'_>, leaf: Option<&Identity>) -> Vec<String> {
    let wanted = verdict.case.wanted.as_ref().map(ToString::to_string);
    let mut names: Vec<String> = match verdict.case.wanted {
        // A workload has one URI, its own.
        Some(Reference::Spiffe(_)) => Vec::new(),
        _ => leaf.iter().flat_map(|leaf| leaf.alternative_names()).filter(|name| is_sound(name)).collect(),
    };
    names.retain(|name| !wanted.as_ref().is_some_and(|wanted| wanted.eq_ignore_ascii_case(name)));
    names.extend(wanted);
    let mut names: Vec<_> = names.iter().filter_map(|name| in_openssl(name)).collect();
    if names.is_empty() && verdict.case.policy.purpose() == Purpose::ServerAuth {
        let host = leaf.and_then(Identity::common_name).filter(|name| is_sound(&format!("dns:{name}")));
        names.extend(in_openssl(&format!("dns:{}", host.unwrap_or("localhost"))));
    }
    names
}

/// Whether a name can ever be the name of somebody: no wildcard but a whole label in front of two, no address as host.
fn is_sound(name: &str) -> bool {
    let Some(host) = name.strip_prefix("dns:") else { return true };
    let domain = host.strip_prefix("*.");
    let reference = Reference::parse(domain.unwrap_or(host));
    let is_host = matches!(&reference, Ok(Reference::Server(name)) if matches!(name, ServerName::DnsName(_)));
    is_host && domain.is_none_or(|domain| domain.contains('.'))
}

/// `DNS:localhost` for `dns:localhost`; nothing for a name that a shell could misread, since it is the peer's.
fn in_openssl(name: &str) -> Option<String> {
    let (form, name) = name.split_once(':')?;
    let form = match form {
        "email" => "email".to_owned(),
        form => form.to_ascii_uppercase(),
    };
    is_harmless(name).then(|| format!("{form}:{name}"))
}

fn is_harmless(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_:/@*+".contains(&byte))
}

/// `openssl x509 -req` with an extension file, line by line.
fn signed(stem: &str, extensions: &[String]) -> Vec<String> {
    let mut lines = vec![
        format!("openssl x509 -req -in {stem}.csr -CA ca.crt -CAkey ca.key \\"),
        format!("    -CAcreateserial -days 365 -out {stem}.crt \\"),
    ];
    lines.extend(extension_file(extensions));
    lines
}

/// One extension a line of the file; what of it is on one line here fits a terminal, unless there are many names.
fn extension_file(extensions: &[String]) -> Vec<String> {
    if let [only] = extensions {
        return vec![format!("    -extfile <(printf \"{only}\")")];
    }
    let start = "    -extfile <(printf '%s\\n'".to_owned();
    let lines = extensions.iter().map(|extension| format!("        {extension}"));
    let lines: Vec<_> = core::iter::once(start).chain(lines).collect();
    let last = lines.len().saturating_sub(1);
    let ended = |(place, line): (usize, String)| if place == last { line + ")" } else { line + " \\" };
    lines.into_iter().enumerate().map(ended).collect()
}

fn authority(verdict: &Verdict<'_>, at: At) -> Vec<String> {
    let identity = verdict.case.identity(at.source);
    let extensions = ["basicConstraints=critical,CA:TRUE", "keyUsage=critical,keyCertSign,cRLSign"];
    let extensions = extensions.map(str::to_owned);
    if identity.as_ref().is_none_or(|identity| identity.subject != identity.issuer) {
        return signed("intermediate", &extensions);
    }
    let anew = "openssl x509 -in ca.crt -signkey ca.key -clrext -days 3650 -out new-ca.crt \\".to_owned();
    core::iter::once(anew).chain(extension_file(&extensions)).collect()
}

/// What the files of the certificate are probably called.
const fn stem(verdict: &Verdict<'_>) -> &'static str {
    match verdict.case.policy.purpose() {
        Purpose::ServerAuth => "server",
        Purpose::ClientAuth => "client",
    }
}
