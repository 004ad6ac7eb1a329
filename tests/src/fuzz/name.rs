//! Names and rules on names.

use handfast::path::cert::GeneralName;
use handfast::path::name::{Mailbox, SpiffeId, presents};
use handfast::path::{AllowRule, Reference};

/// A wanted name, a line feed, and a presented one.
pub fn name(data: &[u8]) {
    let mut parts = data.splitn(2, |byte| *byte == b'\n');
    let (wanted, presented) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let Ok(text) = core::str::from_utf8(wanted) else { return };
    rules(text);
    let Ok(reference) = Reference::parse(text) else { return };
    read_again(&reference);
    compare(&reference, presented);
}

/// What is shown with its form in front is the same name.
fn read_again(reference: &Reference<'_>) {
    let shown = reference.to_string();
    let (_, text) = shown.split_once(':').expect("a form");
    assert_eq!(Reference::parse(text).as_ref(), Ok(reference));
}

/// A name is its own; and what is accepted for it looks like it.
fn compare(wanted: &Reference<'_>, presented: &[u8]) {
    match wanted {
        Reference::Email(mailbox) => {
            let whole = format!("{}@{}", mailbox.local(), mailbox.domain());
            let accepted = presents(GeneralName::Email(presented), wanted);
            assert!(!accepted || presented.eq_ignore_ascii_case(whole.as_bytes()));
            assert!(!whole.is_ascii() || presents(GeneralName::Email(whole.as_bytes()), wanted));
            assert!(
                !accepted || core::str::from_utf8(presented).is_ok_and(|text| Mailbox::parse(text).is_some())
            );
        }
        Reference::Server(rustls_pki_types::ServerName::DnsName(host)) => {
            let host = host.as_ref().trim_end_matches('.').to_ascii_lowercase();
            let parent = host.split_once('.').map(|(_, parent)| format!("*.{parent}"));
            let text = String::from_utf8_lossy(presented).to_ascii_lowercase();
            let accepted = presents(GeneralName::Dns(presented), wanted);
            assert!(!accepted || text == host || Some(text) == parent, "{presented:?} for {host}");
        }
        Reference::Server(_) => {
            assert!(!presents(GeneralName::Dns(presented), wanted), "an address is no host");
        }
        Reference::Spiffe(id) => {
            assert!(presents(GeneralName::Uri(id.as_str().as_bytes()), wanted));
            assert_eq!(presents(GeneralName::Uri(presented), wanted), presented == id.as_str().as_bytes());
            assert_eq!(SpiffeId::parse(id.as_str()).map(|id| id.trust_domain()), Ok(id.trust_domain()));
        }
    }
}

/// Whatever makes a rule is shown as it was given.
fn rules(text: &str) {
    for rule in [AllowRule::dns, AllowRule::uri, AllowRule::email, AllowRule::cn, AllowRule::spki_sha256] {
        if let Ok(rule) = rule(text) {
            assert!(rule.to_string().contains(':'));
        }
    }
}
